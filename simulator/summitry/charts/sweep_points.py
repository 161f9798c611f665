"""The chance of agreement at points over two numbers."""

from __future__ import annotations

from matplotlib.figure import Figure

from summitry.charts import key, look
from summitry.charts.field import Field, round_numbers
from summitry.charts.ink import write
from summitry.charts.page import Page
from summitry.charts.sides import BAR, BESIDE, CHANCES, MARKERS, draw_scale, marker_entries
from summitry.charts.sweep_line import subtitles
from summitry.charts.text import width
from summitry.charts.words import number
from summitry.sweeps.odds import Odds
from summitry.sweeps.result import SweepResult
from summitry.sweeps.words import in_words, path_in_words

_WIDTH, _HEIGHT = 8.0, 4.2
_PAD, _NAME, _AXIS = 0.14, 0.24, 0.46
_SMALLEST, _LARGEST = 14.0, 110.0
"""Areas of the marker of a chance of 0, and of 1, in square points."""


def points(result: SweepResult) -> Figure:
    """Return the chance at each point by colour and size, the side of one half that it lies on by the marker.

    Parameters
    ----------
    result
        A sweep of two numbers at points.
    """
    up, across = result.axes
    chances = [cell.agreement for cell in result.cells]
    sides = [Odds.of(chance) for chance in chances]
    entries = marker_entries(set(sides), filled=True)
    with look.style():
        low, high = float(min(up.values)), float(max(up.values))
        ticks = round_numbers(low, high, 6)
        left = max(width(number(tick), look.SMALL) for tick in ticks) + 0.12
        head = key.height(entries, _WIDTH - 0.6) + _PAD + _NAME
        body = head + _HEIGHT + _AXIS
        notes = ["The larger and the darker a point, the likelier is agreement there."]
        page = Page.of(_WIDTH, body, in_words(result), subtitles(result), notes)
        axes = page.axes(0, 0, page.within, body)
        axes.set_xlim(0, page.within)
        key.draw(axes, entries, page.within)
        pad_up, pad = 0.04 * (high - low), 0.03 * float(max(across.values) - min(across.values))
        ends = (float(min(across.values)) - pad, float(max(across.values)) + pad)
        field = Field(left, head, page.within - left - BESIDE, _HEIGHT, *ends, high + pad_up, low - pad_up)
        axes.plot(
            (field.left, field.left, field.left + field.width),
            (head, *(field.bottom,) * 2),
            color=look.INK,
            linewidth=0.8,
        )
        draw_scale(axes, Field(field.left + field.width + 0.25, head, BAR, _HEIGHT, 0.0, 1.0))
        for tick in ticks:
            field.beside(axes, tick, number(tick))
        field.numbers(axes)
        for side in Odds:
            here = [at for at, other in enumerate(sides) if other is side]
            axes.scatter(
                field.xs([float(across.values[at]) for at in here]),
                field.ys([float(up.values[at]) for at in here]),
                s=[_SMALLEST + (_LARGEST - _SMALLEST) * chances[at].chance for at in here],
                c=[chances[at].chance for at in here],
                marker=MARKERS[side],
                cmap=CHANCES,
                vmin=0,
                vmax=1,
                edgecolors=look.INK,
                linewidths=0.7,
                zorder=3,
            )
        write(
            axes,
            field.left + field.width / 2,
            field.bottom + 0.27,
            path_in_words(result.scenario, across.path),
            look.SMALL,
            "center",
        )
        write(axes, 0, head - 0.2, path_in_words(result.scenario, up.path), look.SMALL)
    return page.chart
