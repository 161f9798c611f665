"""The chance of agreement over two values that are varied together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from summitry.charts import key, look
from summitry.charts.field import Field, round_numbers
from summitry.charts.ink import write
from summitry.charts.page import Page
from summitry.charts.sides import BAR, BESIDE, CHANCES, HATCH, draw_scale
from summitry.charts.sweep_line import subtitles
from summitry.charts.text import height, width, wrap
from summitry.charts.words import number
from summitry.ensembles.headline import percent
from summitry.scenario.quantity import FloatArray
from summitry.sweeps.axis import Axis
from summitry.sweeps.odds import EVEN, Odds
from summitry.sweeps.result import SweepResult
from summitry.sweeps.words import in_words, path_in_words, value_in_words
from summitry_agents.deals import Bools

_WIDTH, _TALLEST, _ROW = 8.0, 4.2, 0.4
_WIDEST_LABEL = 1.7
_PAD, _NAME = 0.14, 0.24
_LEVELS = (0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9)
_FEWEST = 3
"""Values along a side from which on contours are drawn."""
_MOST_NUMBERS = 12
"""Values along a side above which round numbers stand for them."""
_EVEN = 0.9
"""The smallest step is that share of the largest at least where steps are even."""
_DARK = 0.7
"""Share above which a cell is so dark that its figure is white."""
_SMOOTH = 2_500
"""Cells above which the map is stored as an image."""


class _Side:
    """One of the two values that are varied: where its cells lie along the map, and how they are called."""

    def __init__(self, axis: Axis) -> None:
        self.axis = axis
        self.values = [axis.values[at] for at in axis.order]
        self.texts = [value_in_words(value) for value in self.values]

    @property
    def contoured(self) -> bool:
        """Whether values lie on a scale, and are enough for contours."""
        return self.axis.numeric and len(set(self.values)) >= _FEWEST

    @cached_property
    def on_scale(self) -> bool:
        """Whether values are numbers in even steps."""
        if not self.axis.numeric or len(self.values) < 2:
            return self.axis.numeric
        steps = np.diff(np.array(self.values, dtype=float))
        return bool(steps.min() > _EVEN * steps.max())

    @cached_property
    def middles(self) -> FloatArray:
        """Where each value lies: numbers in even steps on their scale, others one after the other."""
        return np.array(self.values if self.on_scale else range(len(self.values)), dtype=float)

    @cached_property
    def edges(self) -> list[float]:
        """Where cells begin, and where the last one ends."""
        middles = [float(middle) for middle in self.middles]
        if len(middles) == 1:
            return [middles[0] - 0.5, middles[0] + 0.5]
        between = [(one + other) / 2 for one, other in pairwise(middles)]
        return [2 * middles[0] - between[0], *between, 2 * middles[-1] - between[-1]]

    def labels(self, texts: Sequence[str], sizes: Sequence[float], inches: float) -> list[tuple[float, str]]:
        """Return what is written along a side of that length, and where: each value if there is room for all.

        Else round numbers, or as many names as fit.
        """
        room = inches / (self.edges[-1] - self.edges[0])
        found: list[int] = []
        for at, middle in enumerate(self.middles):
            if not found or (middle - self.middles[found[-1]]) * room >= (sizes[at] + sizes[found[-1]]) / 2:
                found.append(at)
        if self.on_scale and len(texts) > _MOST_NUMBERS:
            return [(tick, number(tick)) for tick in round_numbers(self.edges[0], self.edges[-1], 6)]
        return [(float(self.middles[at]), texts[at]) for at in found]


def chances_map(result: SweepResult) -> Figure:
    """Return the chance in each cell as its colour, with contours; the first value runs up, the second across.

    Parameters
    ----------
    result
        A sweep of two values, every combination.
    """
    up, across = (_Side(axis) for axis in result.axes)
    chances = [cell.agreement for cell in result.cells]
    order = np.ix_(up.axis.order, across.axis.order)
    shares = np.array([chance.chance for chance in chances]).reshape(result.design.shape)[order]
    doubtful = np.array([Odds.of(chance) is Odds.DOUBTFUL for chance in chances]).reshape(shares.shape)[order]
    contoured = up.contoured and across.contoured
    crossed = contoured and shares.min() < EVEN < shares.max()
    entries = [*([_HALF] if crossed else []), *([_DOUBT] if doubtful.any() else [])]
    with look.style():
        names = [wrap(text, look.SMALL, _WIDEST_LABEL, lines=2) for text in up.texts]
        left = max(width(line, look.SMALL) for name in names for line in name.split("\n")) + 0.12
        room = _WIDTH - 0.6 - left - BESIDE
        slot = room / len(across.values) - 0.08
        columns = [wrap(text, look.SMALL, max(slot, 0.5), lines=3) for text in across.texts]
        tall = min(max(_ROW * len(up.values), 1.6), _TALLEST)
        head = key.height(entries, _WIDTH - 0.6) + _PAD + _NAME
        foot = 0.1 + max(height(text, look.SMALL) for text in columns) + _NAME
        body = head + tall + foot
        page = Page.of(_WIDTH, body, in_words(result), subtitles(result), _notes(contoured, up, across))
        axes = page.axes(0, 0, page.within, body)
        axes.set_xlim(0, page.within)
        key.draw(axes, entries, page.within)
        field = Field(left, head, room, tall, across.edges[0], across.edges[-1], *_ends(up))
        xs, ys = field.xs(across.edges), field.ys(up.edges)
        axes.pcolormesh(xs, ys, shares, cmap=CHANCES, vmin=0, vmax=1, rasterized=shares.size > _SMOOTH)
        _hatch(axes, xs, ys, doubtful)
        figures = _roomy(xs, ys)
        if contoured:
            _contours(axes, field.xs(across.middles), field.ys(up.middles), shares, labelled=not figures)
        if figures:
            _write_shares(axes, field, up, across, shares)
        heights = [height(name, look.SMALL) + 0.02 for name in names]
        for place, name in up.labels(names, heights, tall):
            field.beside(axes, place, name)
        widths = [max(width(line, look.SMALL) for line in text.split("\n")) + 0.1 for text in columns]
        for place, name in across.labels(columns, widths, room):
            field.under(axes, place, name)
        below, beside = (path_in_words(result.scenario, side.axis.path) for side in (across, up))
        write(axes, left + room / 2, field.bottom + foot - 0.18, below, look.SMALL, "center")
        write(axes, 0, head - 0.2, beside, look.SMALL)
        draw_scale(axes, Field(left + room + 0.25, head, BAR, tall, 0.0, 1.0))
    return page.chart


def _ends(up: _Side) -> tuple[float, float]:
    """Return what the upper and the lower edge stand for: numbers run up, names down."""
    return (up.edges[-1], up.edges[0]) if up.axis.numeric else (up.edges[0], up.edges[-1])


def _hatch(axes: Axes, xs: list[float], ys: list[float], doubtful: Bools) -> None:
    """Hatch cells."""
    boxes = []
    for row, (top, bottom) in zip(doubtful, pairwise(ys), strict=True):
        # Neighbours in a row are one box, so that large maps stay small.
        for first, last in _stretches(row):
            boxes.append([(xs[first], top), (xs[last], top), (xs[last], bottom), (xs[first], bottom)])
    if boxes:
        hatched = PolyCollection(boxes, facecolors="none", edgecolors=look.MUTED, linewidths=0, hatch=HATCH)
        axes.add_collection(hatched)


def _stretches(row: Bools) -> list[tuple[int, int]]:
    """Return where stretches of cells that are true begin and end."""
    changes = np.flatnonzero(np.diff(row, prepend=False, append=False))
    return [(int(first), int(last)) for first, last in zip(changes[::2], changes[1::2], strict=True)]


def _roomy(xs: list[float], ys: list[float]) -> bool:
    """Tell whether a figure fits into every cell."""
    across, tall = min(np.abs(np.diff(xs))), min(np.abs(np.diff(ys)))
    return bool(across > width(">99 %", look.SMALL) + 0.06 and tall > height("", look.SMALL) + 0.02)


def _contours(axes: Axes, xs: list[float], ys: list[float], shares: FloatArray, labelled: bool) -> None:
    """Draw contours of shares through the middles of cells, that of one half heavy."""
    levels = [level for level in _LEVELS if shares.min() < level < shares.max()]
    if levels:
        drawn = axes.contour(xs, ys, shares, levels=levels, colors=look.INK, linewidths=0.6, alpha=0.7)
        if labelled:
            axes.clabel(drawn, fontsize=look.TINY, fmt=lambda level: percent(float(level)))
    if shares.min() < EVEN < shares.max():
        axes.contour(xs, ys, shares, levels=[EVEN], colors=look.INK, linewidths=2.4)


def _write_shares(axes: Axes, field: Field, up: _Side, across: _Side, shares: FloatArray) -> None:
    """Write the share of each cell on a ground of its colour, so that no line runs through it."""
    for (j, k), share in np.ndenumerate(shares):
        axes.text(
            field.x(float(across.middles[k])),
            field.y(float(up.middles[j])),
            percent(float(share)),
            size=look.SMALL,
            color=look.PAPER if share > _DARK else look.INK,
            ha="center",
            va="center_baseline",
            bbox={"facecolor": CHANCES(float(share)), "linewidth": 0, "pad": 1.0},
        )


def _notes(contoured: bool, *sides: _Side) -> list[str]:
    said = ["Contours are drawn between the middles of cells; nothing was played between them."] if contoured else []
    if any(side.axis.numeric and not side.on_scale for side in sides):
        said.append("Cells are drawn alike where the steps between values are not.")
    return said


def _draw_half(axes: Axes, left: float, y: float) -> None:
    axes.plot((left, left + 0.34), (y, y), color=look.INK, linewidth=2.4)


def _draw_doubt(axes: Axes, left: float, y: float) -> None:
    _hatch(axes, [left, left + 0.34], [y - 0.07, y + 0.07], np.array([[True]]))


_HALF = key.Entry(_draw_half, "one half")
_DOUBT = key.Entry(_draw_doubt, "in doubt: the interval contains one half")
