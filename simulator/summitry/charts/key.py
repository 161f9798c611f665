"""How to read a chart: its signs and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from summitry.charts import look, text
from summitry.charts.ink import put, write
from summitry.charts.labels import Room
from summitry.charts.look import Sign
from summitry.charts.rows import draw_bands, draw_marker
from summitry.charts.scale import Bar
from summitry.charts.text import width, wrap

_SIGN, _SPACE = 0.34, 0.08
"""Width of a sign, and what lies between it and its meaning."""
_APART = 0.28
_LINE = 0.2


@dataclass(frozen=True)
class Entry:
    """A sign, drawn into a box from a left edge around a height, and its meaning."""

    draw: Callable[[Axes, float, float], object]
    meaning: str

    @property
    def width(self) -> float:
        """Of sign and meaning, in inches."""
        return _SIGN + _SPACE + width(self.meaning, look.SMALL) + _APART


def bar(colour: str, meaning: str) -> Entry:
    """Return the entry of bars of that colour."""

    def draw(axes: Axes, left: float, y: float) -> None:
        put(axes, Rectangle((left + 0.08, y - 0.07), _SIGN - 0.16, 0.14, facecolor=colour))

    return Entry(draw, meaning)


def _pale_bar(axes: Axes, left: float, y: float) -> None:
    box = Rectangle((left + 0.08, y - 0.07), _SIGN - 0.16, 0.14)
    box.set(facecolor=look.RESULT_PALE, edgecolor=look.RESULT, linewidth=0.8)
    put(axes, box)


def _ideal(axes: Axes, left: float, y: float) -> None:
    put(axes, Line2D((left, left + _SIGN), (y, y), color=look.MUTED, linewidth=1.8))
    draw_marker(axes, Sign(look.MUTED, "o", 6.5), left + _SIGN / 2, y)


def _band(axes: Axes, left: float, y: float) -> None:
    draw_bands(axes, [Bar(0, 1, 1)], look.MUTED, Room(_SIGN, 0), left, y)


def _status_quo(axes: Axes, left: float, y: float) -> None:
    draw_marker(axes, look.STATUS_QUO, left + _SIGN / 2, y)


SETTLED = bar(look.RESULT, "share of worlds that settle the issue there")
MAGNIFIED = Entry(_pale_bar, "the same, drawn higher as noted")
STANDING = Entry(_status_quo, "status quo")
IDEAL = Entry(_ideal, "a state's ideal: mean, and range in 90 % of worlds")
BARRED = Entry(_band, "beyond its red lines; darker: in more worlds")


def lines(entries: Sequence[Entry], within: float) -> list[list[Entry]]:
    """Return the entries in lines of a width in inches."""
    broken: list[list[Entry]] = []
    for entry in entries:
        if not broken or sum(other.width for other in broken[-1]) + entry.width - _APART > within:
            broken.append([])
        broken[-1].append(entry)
    return broken


def height(entries: Sequence[Entry], within: float) -> float:
    """Return the height of the key in inches."""
    return sum(_tall(line, within) for line in lines(entries, within))


def draw(axes: Axes, entries: Sequence[Entry], within: float) -> None:
    """Draw the key into the upper left corner."""
    top = 0.0
    for line in lines(entries, within):
        left, y = 0.0, top + _tall(line, within) / 2
        for entry in line:
            entry.draw(axes, left, y)
            write(axes, left + _SIGN + _SPACE, y, _said(entry, within), look.SMALL, va="center_baseline")
            left += entry.width
        top += _tall(line, within)


def _said(entry: Entry, within: float) -> str:
    """Return what an entry means, with line breaks if it is too wide even for a line of its own."""
    return wrap(entry.meaning, look.SMALL, within - _SIGN - _SPACE, lines=3)


def _tall(line: Sequence[Entry], within: float) -> float:
    """Return the height of a line of the key."""
    return max(_LINE + text.height(_said(entry, within), look.SMALL) - text.height("", look.SMALL) for entry in line)
