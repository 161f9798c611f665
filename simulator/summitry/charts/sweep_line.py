"""The chance of agreement over one number that is varied."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from summitry.charts import key, look
from summitry.charts.field import SHARES, Field
from summitry.charts.ink import write
from summitry.charts.page import Page
from summitry.charts.sides import draw_side, strip_entries
from summitry.charts.words import short
from summitry.statistics import Chance
from summitry.sweeps.odds import EVEN, Odds, runs
from summitry.sweeps.result import SweepResult
from summitry.sweeps.words import in_words, path_in_words

_WIDTH, _HEIGHT = 8.0, 3.0
_PAD, _STRIP, _AXIS = 0.14, 0.12, 0.46
_RIGHT = 0.2
_NOTES = ["Lines are drawn straight between the values that were played, which are the dots."]
LEAST = 0.6
"""Share of worlds that a scale reaches at least, so that one half is on it."""


def line(result: SweepResult) -> Figure:
    """Return the chance over a number, with its Wilson interval, beside the share of worlds with a zone.

    Parameters
    ----------
    result
        A sweep of one number.
    """
    [axis] = result.axes
    values = [float(axis.values[at]) for at in axis.order]
    cells = [result.cells[at] for at in axis.order]
    chances = [cell.agreement for cell in cells]
    zones = [Chance(cell.zone, cell.worlds) for cell in cells]
    ends = (values[0], values[-1]) if values[0] < values[-1] else (values[0] - 0.5, values[0] + 0.5)
    strip = _strip(values, ends, [chance.interval for chance in chances])
    name = path_in_words(result.scenario, axis.path)
    entries = [_AGREEMENT, _ZONE, *strip_entries({side for side, *_ in strip})]
    with look.style():
        width = _WIDTH - 0.6
        head = key.height(entries, width) + _PAD
        body = head + _STRIP + _PAD + _HEIGHT + _AXIS
        page = Page.of(_WIDTH, body, in_words(result), subtitles(result), _NOTES[: len(values) - 1])
        axes = page.axes(0, 0, page.within, body)
        axes.set_xlim(0, page.within)
        key.draw(axes, entries, page.within)
        most = max(LEAST, *(each.interval[1] for each in [*chances, *zones]))
        room = page.within - SHARES - _RIGHT
        field = Field(SHARES, head + _STRIP + _PAD, room, _HEIGHT, *ends, most)
        for side, left, right in strip:
            draw_side(axes, side, field.x(left), field.x(right), head, _STRIP)
        field.shares(axes)
        even(axes, field)
        xs = field.xs(values)
        low, high = (field.ys([chance.interval[end] for chance in chances]) for end in (0, 1))
        axes.fill_between(xs, low, high, color=look.RESULT, alpha=0.45, linewidth=0, zorder=2)
        heights = field.ys([zone.chance for zone in zones])
        axes.plot(xs, heights, color=look.MUTED, linewidth=1.2, dashes=(4, 2), zorder=3)
        heights = field.ys([chance.chance for chance in chances])
        axes.plot(xs, heights, color=look.RESULT_DARK, linewidth=1.8, zorder=3)
        axes.plot(xs, heights, "o", color=look.RESULT_DARK, markersize=3.5, zorder=4)
        field.numbers(axes, whole=all(value.is_integer() for value in values) and values[-1] - values[0] > 4)
        write(axes, field.left + room / 2, field.bottom + 0.27, name, look.SMALL, "center")
    return page.chart


def subtitles(result: SweepResult) -> list[str]:
    """Return where a chart of a sweep comes from, and how certain its chances are."""
    paths = ", ".join(axis.path for axis in result.axes)
    return [
        f"{short(result.scenario.title)}: chance of agreement over {paths}",
        f"{result.worlds:,} worlds in each of {len(result.cells):,} cells, all with the same draws. Intervals are 95 % "
        "Wilson intervals, which are simulation error only.",
    ]


def even(axes: Axes, field: Field) -> None:
    """Draw the line of one half."""
    y = field.y(EVEN)
    axes.plot((field.left, field.left + field.width), (y, y), color=look.INK, linewidth=1.0, dashes=(1, 2), zorder=1)


def _strip(
    values: list[float], ends: tuple[float, float], intervals: list[tuple[float, float]]
) -> list[tuple[Odds, float, float]]:
    """Return on which side of one half the band lies, stretch by stretch: side, where it begins and where it ends.

    Between two values the ends of the interval are taken to run straight, as the picture draws them.
    """
    lines = np.array(intervals, dtype=float).T
    breaks = set(ends)
    for line in lines - EVEN:
        for (one, this), (other, following) in pairwise(zip(values, line, strict=True)):
            if this * following < 0:
                breaks.add(one + (other - one) * float(this / (this - following)))
    cuts = sorted(breaks)
    middles = [(one + other) / 2 for one, other in pairwise(cuts)]
    low, high = (np.interp(middles, values, line) for line in lines)
    sides = [Odds.between(*map(float, interval)) for interval in zip(low, high, strict=True)]
    return [(side, cuts[first], cuts[last + 1]) for side, first, last in runs(sides)]


def _draw_agreement(axes: Axes, left: float, y: float) -> None:
    axes.fill_between((left, left + 0.34), (y - 0.05,) * 2, (y + 0.05,) * 2, color=look.RESULT, alpha=0.45, linewidth=0)
    axes.plot((left, left + 0.34), (y, y), color=look.RESULT_DARK, linewidth=1.8)


def _draw_zone(axes: Axes, left: float, y: float) -> None:
    axes.plot((left, left + 0.34), (y, y), color=look.MUTED, linewidth=1.2, dashes=(4, 2))


_AGREEMENT = key.Entry(_draw_agreement, "agreement, with its interval")
_ZONE = key.Entry(_draw_zone, "a zone of possible agreement")
