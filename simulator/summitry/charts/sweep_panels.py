"""The chance of agreement over many numbers that are varied at once: a panel for each."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from summitry.charts import key, look
from summitry.charts.field import SHARES, Field
from summitry.charts.ink import write
from summitry.charts.page import Page
from summitry.charts.sides import MARKERS, face, marker_entries
from summitry.charts.sweep_line import LEAST, even, subtitles
from summitry.charts.text import height, wrap
from summitry.scenario.quantity import FloatArray
from summitry.sweeps.axis import Axis
from summitry.sweeps.design import LatinHypercube
from summitry.sweeps.odds import Odds
from summitry.sweeps.result import SweepResult
from summitry.sweeps.trend import Trend, trends
from summitry.sweeps.words import in_words, path_in_words

_WIDTH, _HEIGHT = 10.0, 1.7
_COLUMNS = 3
_PAD, _AXIS, _GAP = 0.14, 0.3, 0.24
_MOST_MEANS, _LEAST_IN_ONE = 6, 5
"""Parts of the values of which the mean chance is drawn, and cells in one; of few different values, each is a part."""


def panels(result: SweepResult) -> Figure:
    """Return a panel for each number, with the chance in every cell and its mean along the number.

    Parameters
    ----------
    result
        A sweep of numbers.
    """
    chances = [cell.agreement for cell in result.cells]
    sides = [Odds.of(chance) for chance in chances]
    shares = np.array([chance.chance for chance in chances])
    found = {trend.path: trend for trend in trends(result)} if isinstance(result.design, LatinHypercube) else {}
    axes_in_order = sorted(result.axes, key=lambda axis: list(found).index(axis.path)) if found else list(result.axes)
    entries = [*marker_entries(set(sides)), _MEAN]
    with look.style():
        columns = min(_COLUMNS, len(axes_in_order))
        within = _WIDTH - 0.6
        room = (within - _GAP * (columns - 1)) / columns
        named = [
            wrap(_upper(path_in_words(result.scenario, axis.path)), look.LABEL, room - 0.1, lines=2, bold=True)
            for axis in axes_in_order
        ]
        heading = max(height(text, look.LABEL) for text in named) + height("", look.SMALL) + 0.1
        head = key.height(entries, within) + _PAD
        tall = heading + _HEIGHT + _AXIS + _GAP
        lines = -(-len(axes_in_order) // columns)
        page = Page.of(_WIDTH, head + tall * lines - _GAP, in_words(result), subtitles(result), _notes(found))
        axes = page.axes(0, 0, within, head + tall * lines - _GAP)
        axes.set_xlim(0, within)
        key.draw(axes, entries, within)
        for number, (axis, name) in enumerate(zip(axes_in_order, named, strict=True)):
            line, column = divmod(number, columns)
            left, top = column * (room + _GAP), head + tall * line
            write(axes, left, top, name, look.LABEL, weight="bold")
            said = _caption(found.get(axis.path))
            write(axes, left, top + height(name, look.LABEL), said, look.SMALL, color=look.MUTED)
            ends = _ends(axis)
            most = max(LEAST, *(chance.interval[1] for chance in chances))
            field = Field(left + SHARES, top + heading, room - SHARES - 0.1, _HEIGHT, *ends, most)
            values = np.array([cell[axis.path] for cell in result.design.cells], dtype=float)
            _draw(axes, field, values, shares, sides)
    return page.chart


def _draw(axes: Axes, field: Field, values: FloatArray, shares: FloatArray, sides: list[Odds]) -> None:
    """Draw what one panel has between its heading and its numbers, the value of each cell running across."""
    field.shares(axes)
    even(axes, field)
    for side in Odds:
        here = np.array([other is side for other in sides])
        axes.scatter(
            field.xs(values[here]),
            field.ys(shares[here]),
            13,
            marker=MARKERS[side],
            facecolors=face(side, look.RESULT),
            edgecolors=look.RESULT if side is not Odds.DOUBTFUL else look.RESULT_DARK,
            linewidths=0.7,
            zorder=2,
        )
    places, means = _means(values, shares)
    axes.plot(field.xs(places), field.ys(means), color=look.INK, linewidth=1.8, zorder=3)
    field.numbers(axes)


def _means(values: FloatArray, shares: FloatArray) -> tuple[list[float], list[float]]:
    """Return where along the values means are taken, and the mean share there."""
    different = np.unique(values)
    if len(different) <= _MOST_MEANS:
        parts = [np.flatnonzero(values == value) for value in different]
    else:
        parts = np.array_split(
            np.argsort(values, kind="stable"), max(min(_MOST_MEANS, len(values) // _LEAST_IN_ONE), 1)
        )
    return [float(values[part].mean()) for part in parts], [float(shares[part].mean()) for part in parts]


def _ends(axis: Axis) -> tuple[float, float]:
    low, high = float(min(axis.values)), float(max(axis.values))
    pad = 0.04 * (high - low) or 0.5
    return low - pad, high + pad


def _caption(trend: Trend | None) -> str:
    if trend is None:
        return ""
    return f"rank correlation {trend.correlation:+.2f}" if trend.shown else "no trend shown"


def _notes(found: dict[str, Trend]) -> list[str]:
    if not found:
        return []
    return [
        "Panels in the order of their rank correlations (Spearman); shown is what the lot of the design can't make."
    ]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


_MEAN = key.Entry(
    lambda axes, left, y: axes.plot((left, left + 0.34), (y, y), color=look.INK, linewidth=1.8),
    "mean over neighbouring points",
)
