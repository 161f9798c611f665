"""On which side of one half a chance lies, in signs that need no colour."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from summitry.charts import key, look
from summitry.charts.field import Field
from summitry.charts.ink import write
from summitry.sweeps.odds import EVEN, Odds

MARKERS = {Odds.LIKELIER: "o", Odds.DOUBTFUL: "D", Odds.UNLIKELIER: "v"}
HATCH = "//////"
CHANCES = LinearSegmentedColormap.from_list("chances", ["#f3f7f9", look.RESULT_PALE, look.RESULT, look.RESULT_DARK])
"""From 0 to 1, the darker the likelier, in grey as well."""
BAR, BESIDE = 0.16, 0.85
"""Width of the scale of colours, and of the room for it and its figures."""

_MEANINGS = {
    Odds.LIKELIER: "agreement likelier than not",
    Odds.DOUBTFUL: "in doubt: the interval contains one half",
    Odds.UNLIKELIER: "less likely than not",
}
_FILLS = {Odds.LIKELIER: look.RESULT, Odds.DOUBTFUL: look.PAPER, Odds.UNLIKELIER: look.LOST}


def draw_side(axes: Axes, side: Odds, left: float, right: float, top: float, tall: float) -> None:
    """Fill a stretch of a strip; where it is in doubt, hatch it."""
    box = Rectangle((left, top), right - left, tall)
    box.set(facecolor=_FILLS[side], edgecolor=look.MUTED, linewidth=0)
    if side is Odds.DOUBTFUL:
        box.set_hatch(HATCH)
    axes.add_patch(box)


def face(side: Odds, colour: str) -> str:
    """Return how a marker of a colour is filled: hollow where it is in doubt."""
    return look.PAPER if side is Odds.DOUBTFUL else colour


def draw_marker(axes: Axes, side: Odds, x: float, y: float, colour: str, size: float = 5.5) -> None:
    """Draw the marker of a side."""
    axes.plot(x, y, MARKERS[side], color=colour, markerfacecolor=face(side, colour), markersize=size, zorder=4)


def strip_entries(sides: set[Odds]) -> list[key.Entry]:
    """Return the entries of the key for stretches of a strip."""
    return [_strip(side) for side in Odds if side in sides]


def marker_entries(sides: set[Odds], filled: bool = False) -> list[key.Entry]:
    """Return the entries of the key for markers; filled where a marker's colour tells the chance."""
    return [_marker(side, filled) for side in Odds if side in sides]


def draw_scale(axes: Axes, bar: Field) -> None:
    """Draw the scale of colours of chances, in a field from 0 to 1."""
    steps = np.linspace(0, 1, 101)
    axes.pcolormesh(bar.xs([0.0, 1.0]), bar.ys(steps), (steps[:-1, None] + steps[1:, None]) / 2, cmap=CHANCES)
    for share in (0.0, 0.25, EVEN, 0.75, 1.0):
        text = f"{100 * share:g} %"
        write(axes, bar.left + bar.width + 0.06, bar.y(share), text, look.SMALL, va="center_baseline", color=look.MUTED)


def _strip(side: Odds) -> key.Entry:
    return key.Entry(
        lambda axes, left, y: draw_side(axes, side, left + 0.02, left + 0.32, y - 0.06, 0.12), _MEANINGS[side]
    )


def _marker(side: Odds, filled: bool) -> key.Entry:
    fill = look.RESULT if filled else face(side, look.RESULT_DARK)

    def draw(axes: Axes, left: float, y: float) -> None:
        axes.plot(left + 0.17, y, MARKERS[side], color=look.RESULT_DARK, markerfacecolor=fill, markersize=5.5)

    return key.Entry(draw, _MEANINGS[side])
