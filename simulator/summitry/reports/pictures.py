"""Charts as parts of a page: SVG with real text, whose ids no other chart of the page has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from summitry import registry
from summitry.charts import look

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from summitry.ensembles.result import EnsembleResult

CHARTS: Mapping[str, Mapping[str, str]] = {
    "what are the chances": {
        "agreement": "The chance of agreement as the talks go on.",
    },
    "on what": {
        "issues": "The chance of an agreement that settles each issue. The table below has the figures.",
        "settlements": "Where each issue is settled, beside what each state wants and the status quo.",
        "gains": "What agreement brings each state. The table below has the figures.",
    },
    "why not": {
        "funnel": "At which gate the worlds end. The table below has the figures.",
        "blocks": "Who stood in the way of a deal, on which issue. The table below has the most frequent.",
        "dance": "What offers are worth to each side, as the talks go on.",
        "beliefs": "How far envoys misread each other, as the talks go on.",
        "trust": "Trust between the states, as the talks go on.",
    },
}
"""The charts of a result that stand in each part of a report, in this order, with what each shows."""

_LEFT_OUT = re.compile(r"<metadata>.*?</metadata>|<title>.*?</title>|<style[^>]*>.*?</style>", re.DOTALL)
"""What is said of the picture as a file, and a style that would reach the whole page."""
_TAG = re.compile(r"<[^<>]*>")
_ID = re.compile(r'(\bid="|href="#|url\(#)')
_SHEET = re.compile(r'<svg[^>]*viewBox="(0 0 ([\d.]+) [\d.]+)"[^>]*>')
_PIXELS = 96 / 72
"""In a point, which is the unit that a chart is measured in."""


NARROW = 4.2
"""Width in inches of what a phone shows: at 360 pixels between margins its smallest letters still have eight."""


@dataclass(frozen=True)
class Drawing:
    """A figure as a part of a page.

    Parameters
    ----------
    name
        Which, as in its ids.
    title
        What is seen, in a sentence.
    width
        In pixels, at full size.
    box
        The part of the drawing that is seen.
    inside
        What stands inside of the SVG element.
    """

    name: str
    title: str
    width: int
    box: str
    inside: Markup

    @classmethod
    def of(cls, name: str, figure: Figure) -> Drawing:
        """Return a figure as a part of a page."""
        text = look.svg(figure)
        sheet = _SHEET.search(text)
        if sheet is None:  # not by Matplotlib as we know it
            raise ValueError(f"{name}: found an SVG without a view box")
        inside = _LEFT_OUT.sub("", text[sheet.end() : text.rindex("</svg>")])
        inside = _TAG.sub(lambda tag: _ID.sub(rf"\g<1>{name}-", tag[0]), inside)
        width = round(float(sheet[2]) * _PIXELS)
        # Drawn by Matplotlib, which escapes texts.
        return cls(name, str(figure.get_label()), width, sheet[1], Markup(inside))  # noqa: S704


@dataclass(frozen=True)
class Picture:
    """A chart, drawn for wide screens and paper, and for narrow screens.

    Parameters
    ----------
    description
        What it shows.
    wide, narrow
        The drawings, of which one is seen.
    """

    description: str
    wide: Drawing
    narrow: Drawing

    @classmethod
    def of(cls, name: str, draw: Callable[..., Figure], description: str) -> Picture:
        """Return what a chart draws as wide as it likes, and for a phone."""
        return cls(description, Drawing.of(name, draw()), Drawing.of(f"narrow-{name}", draw(inches=NARROW)))


def pictures(result: EnsembleResult, part: str) -> Iterator[Picture]:
    """Yield the charts of a part of a report, of those that are registered."""
    known = registry.registered("charts")
    for name, description in CHARTS[part].items():
        if name in known:
            yield Picture.of(name, getattr(result.plot, name), description)
