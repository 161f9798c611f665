"""On what is agreement likely? The chance of agreement issue by issue."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from summitry.charts import look
from summitry.charts.page import WIDTH, Page, between_margins
from summitry.charts.text import height, width, wrap_label
from summitry.charts.words import named, short, worlds
from summitry.ensembles.headline import percent
from summitry.ensembles.result import EnsembleResult
from summitry.statistics import Chance

_WIDEST_LABEL = 2.7
_NUMBER = 0.62
_HEAD = 0.3
_FOOT = 0.15
_PAD = 0.13
_BAR = 0.18
_SHORTEST_SCALE = 0.05
_FOR_A_NUMBER = 0.5
"""Room that a number takes along the scale."""


def issues(result: EnsembleResult, inches: float = WIDTH) -> Figure:
    """Return the chance of agreement on each issue, with its Wilson interval and that of any agreement at all.

    Parameters
    ----------
    result
        What the talks came to.
    inches
        Width of the sheet.
    """
    agenda = result.scenario.agenda
    ranked = sorted(result.settled.items(), key=lambda item: (-item[1].count, agenda.question(item[0]).title))
    titles = [agenda.question(issue).title for issue, _ in ranked]
    chances = [chance for _, chance in ranked]
    subtitles = [
        f"{short(result.scenario.title)}: chance of an agreement that settles the issue",
        f"Share of {worlds(result)}. Thin lines: 95 % Wilson intervals, which are simulation error only.",
    ]
    with look.style():
        labels = [wrap_label(title, look.LABEL, _WIDEST_LABEL, 2, between_margins(inches)) for title in titles]
        rows = [height(label, look.LABEL) + _PAD for label in labels]
        page = Page.of(inches, _HEAD + sum(rows) + _FOOT, _title(titles, chances), subtitles)
        names = max(width(line, look.LABEL) for label in labels for line in label.split("\n")) + 0.05
        left = names + _NUMBER + 0.1
        axes = page.axes(left, _HEAD, page.within - left - 0.2, sum(rows))
        _scale(axes, result.agreement, page.within - left - 0.2)
        top = 0.0
        for label, chance, row in zip(labels, chances, rows, strict=True):
            _row(axes, left, top + row / 2, label, chance)
            top += row
        _reference(axes, result.agreement, top)
    return page.chart


def _title(titles: list[str], chances: list[Chance]) -> str:
    """Say which issues are the likeliest and the least likely to be settled."""
    most, least = percent(chances[0].chance), percent(chances[-1].chance)
    if not chances[0].count:
        return "No issue is settled in any world" if len(titles) > 1 else f"Never settled: {short(titles[0])}"
    if len(titles) == 1:
        return f"Chance of settling {short(titles[0])}: {most}"
    if most == least:
        return f"Each issue is as likely to be settled as the others ({most})"
    shown = [percent(chance.chance) for chance in chances]
    likeliest = named([title for title, share in zip(titles, shown, strict=True) if share == most])
    unlikeliest = named([title for title, share in zip(titles, shown, strict=True) if share == least])
    return f"Likeliest to be settled: {likeliest} ({most}); least likely: {unlikeliest} ({least})"


def _scale(axes: Axes, agreement: Chance, room: float) -> None:
    """Lay a scale from 0, so many inches long, that ends where the interval of any agreement does."""
    end = max(agreement.interval[1], _SHORTEST_SCALE)
    ticks = np.asarray(MaxNLocator(min(int(room / _FOR_A_NUMBER), 5), steps=[1, 2, 5, 10]).tick_values(0, 100 * end))
    ticks = ticks[(ticks >= 0) & (ticks <= 100 * end + 1e-9)]
    axes.set_xlim(0, end)
    axes.set_xticks(ticks / 100, [f"{tick:g} %" for tick in ticks], size=look.SMALL, color=look.MUTED)
    axes.tick_params(length=0, pad=5)
    axes.grid(axis="x", color=look.RULE, linewidth=0.7)
    axes.set_axisbelow(True)


def _row(axes: Axes, left: float, y: float, label: str, chance: Chance) -> None:
    """Draw one issue: its title, the chance in figures, the bar and the interval on it."""
    for text, x, align, weight in ((label, -left, "left", "normal"), (percent(chance.chance), -0.1, "right", "bold")):
        axes.annotate(
            text,
            (0, y),
            (72 * x, 0),
            xycoords="data",
            textcoords="offset points",
            size=look.LABEL,
            ha=align,
            va="center_baseline",
            weight=weight,
            linespacing=1.2,
            annotation_clip=False,
        )
    axes.barh(y, chance.chance, height=_BAR, color=look.RESULT)
    axes.plot(chance.interval, (y, y), color=look.INK, linewidth=1.4, clip_on=False)


def _reference(axes: Axes, agreement: Chance, bottom: float) -> None:
    """Draw the chance of any agreement as a line through all rows, named above them."""
    at = agreement.chance
    axes.plot((at, at), (-0.06, bottom), color=look.INK, linewidth=1.2, dashes=(4, 2), clip_on=False)
    share = at / axes.get_xlim()[1]
    axes.annotate(
        f"any agreement: {percent(at)}",
        (at, -0.08),
        size=look.SMALL,
        weight="bold",
        ha="left" if share < 0.3 else "right" if share > 0.7 else "center",
        va="bottom",
        annotation_clip=False,
    )
