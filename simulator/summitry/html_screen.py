"""What a person in a notebook sees: the sentences and tables that the terminal prints, as HTML."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any, TypeVar

from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from summitry.terminal import Screen

Answer = TypeVar("Answer")

_COLOURS = {"green": "#2a8a4f", "red": "#c0433a", "cyan": "#3f8ba3"}
"""Colours of the terminal that can be read on a white and on a black page."""


class HtmlScreen:
    """A screen that keeps what is printed on it as HTML, without scripts and with every text escaped.

    A table that follows a sentence is open. Those after it are folded under their titles.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._open = True

    def print(self, *objects: Any) -> None:
        """Add a line of text, or a table."""
        bare: list[Any] = [each.renderable if isinstance(each, Padding) else each for each in objects]
        if len(bare) == 1 and isinstance(bare[0], Table):
            self._parts.append(_table(bare[0], self._open))
            self._open = False
        elif line := " ".join(said for each in bare if (said := _inline(each))):
            self._parts.append(f'<p style="margin:0.4em 0">{line}</p>')
            self._open = True

    @property
    def html(self) -> str:
        """All that was printed."""
        return f'<div style="max-width:72em">{"".join(self._parts)}</div>'


def as_html(print_it: Callable[[Answer, Screen], None], answer: Answer) -> str:
    """Return an answer as HTML for `_repr_html_`, in the words in which it is printed at the terminal."""
    screen = HtmlScreen()
    print_it(answer, screen)
    return screen.html


def _inline(said: Any) -> str:
    """Return a text with its colours; a string as it is."""
    if not isinstance(said, Text):
        return _lines(str(said))
    whole = said.copy()
    whole.stylize(whole.style)  # `render` leaves the style of a text without spans to its caller
    segments = whole.render(Console(color_system=None))
    return "".join(_span(segment.text, segment.style) for segment in segments if segment.text).removesuffix("<br>")


def _span(text: str, style: Style | None) -> str:
    css = _css(style) if style else ""
    return f'<span style="{css}">{_lines(text)}</span>' if css else _lines(text)


def _css(style: Style) -> str:
    colour = _COLOURS.get(style.color.name) if style.color else None
    said = {"font-weight:bold": style.bold, "opacity:0.7": style.dim, f"color:{colour}": colour}
    return ";".join(css for css, holds in said.items() if holds)


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _table(made: Table, is_open: bool) -> str:
    title = _inline(made.title or "")
    heads = [_cell("th", column.header, column.justify) for column in made.columns]
    named = any(column.header for column in made.columns)
    columns = [[_cell("td", cell, column.justify) for cell in column.cells] for column in made.columns]
    rows = ["".join(row) for row in ([heads] * named + list(zip(*columns, strict=True)))]
    table = f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    caption = f'<p style="margin:0.2em 0">{_inline(made.caption)}</p>' if made.caption else ""
    if is_open or not title:
        heading = f'<p style="margin:0.8em 0 0.2em"><b>{title}</b></p>' if title else ""
        return f"{heading}{table}{caption}"
    return f'<details style="margin:0.3em 0"><summary><b>{title}</b></summary>{table}{caption}</details>'


def _cell(tag: str, said: Any, justify: str) -> str:
    wrap = ";white-space:nowrap" if justify == "right" else ""  # numbers
    return f'<{tag} style="text-align:{justify};padding:0.15em 0.6em{wrap}">{_inline(said)}</{tag}>'
