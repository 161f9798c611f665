"""The chance of agreement with each of some values that are no numbers: styles, words, options."""

from __future__ import annotations

from matplotlib.figure import Figure

from summitry.charts import key, look
from summitry.charts.field import Field
from summitry.charts.ink import write
from summitry.charts.page import Page
from summitry.charts.sides import draw_marker, marker_entries
from summitry.charts.sweep_line import subtitles
from summitry.charts.text import height, width, wrap
from summitry.ensembles.headline import percent
from summitry.statistics import Chance
from summitry.sweeps.odds import EVEN, Odds
from summitry.sweeps.result import SweepResult
from summitry.sweeps.words import in_words, value_in_words

_WIDTH = 8.0
_WIDEST_LABEL = 2.6
_FIGURE = 0.6
_SCALE, _PAD = 0.26, 0.14


def rows(result: SweepResult) -> Figure:
    """Return a row for each value, with the chance, its Wilson interval and the share of worlds with a zone.

    Parameters
    ----------
    result
        A sweep of one value.
    """
    [axis] = result.axes
    chances = [cell.agreement for cell in result.cells]
    sides = [Odds.of(chance) for chance in chances]
    entries = [*marker_entries(set(sides)), _ZONE]
    with look.style():
        labels = [wrap(value_in_words(value), look.LABEL, _WIDEST_LABEL, lines=3) for value in axis.values]
        tall = [height(label, look.LABEL) + _PAD for label in labels]
        head = key.height(entries, _WIDTH - 0.6) + _PAD + _SCALE
        page = Page.of(_WIDTH, head + sum(tall), in_words(result), subtitles(result))
        axes = page.axes(0, 0, page.within, head + sum(tall))
        axes.set_xlim(0, page.within)
        key.draw(axes, entries, page.within)
        left = max(width(line, look.LABEL) for label in labels for line in label.split("\n")) + _FIGURE + 0.1
        field = Field(left, head, page.within - left - 0.25, sum(tall), 0.0, 1.0)
        for tick in (0.0, 0.25, EVEN, 0.75, 1.0):
            colour, line = (look.INK, 1.0) if tick == EVEN else (look.RULE, 0.7)
            x = field.x(tick)
            axes.plot((x, x), (field.top, field.bottom), color=colour, linewidth=line, zorder=1)
            write(axes, x, head - 0.05, f"{100 * tick:g} %", look.SMALL, "center", "bottom", look.MUTED)
        top = head
        for label, cell, chance, side, row in zip(labels, result.cells, chances, sides, tall, strict=True):
            y = top + row / 2
            write(axes, 0, y, label, look.LABEL, va="center_baseline")
            write(axes, left - 0.12, y, percent(chance.chance), look.LABEL, "right", "center_baseline", weight="bold")
            zone = field.x(Chance(cell.zone, cell.worlds).chance)
            axes.plot(zone, y, "|", color=look.MUTED, markersize=10, markeredgewidth=1.6, zorder=3)
            axes.plot(field.xs(chance.interval), (y, y), color=look.RESULT_DARK, linewidth=1.6, zorder=2)
            draw_marker(axes, side, field.x(chance.chance), y, look.RESULT_DARK)
            top += row
    return page.chart


_ZONE = key.Entry(
    lambda axes, left, y: axes.plot(left + 0.17, y, "|", color=look.MUTED, markersize=10, markeredgewidth=1.6),
    "a zone of possible agreement",
)
