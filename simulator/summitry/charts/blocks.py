"""Why talks fail: who stands in the way of a deal, on which issue, and by how much."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from summitry.charts import look
from summitry.charts.page import Page
from summitry.charts.text import height, width, wrap
from summitry.charts.words import per_hundred, short, worlds
from summitry.result import EnsembleResult
from summitry.statistics import Spread

_WIDTH = 8.0
_LABEL = 2.6
_CHANGE = 1.1
_BAR = 0.24
_PAD = 0.2
_SQUARE = 0.14
_MOST_ISSUES = 14
_MOST_STATES = 6
"""States with a colour of their own; the others share one."""

OTHERS = "others"


@dataclass(frozen=True)
class _Row:
    """An issue: its name, the share of worlds by who blocks on it, and the median change."""

    name: str
    shares: dict[str, float]
    change: float | None

    @property
    def total(self) -> float:
        """Share of worlds blocked on it."""
        return sum(self.shares.values())


def blocks(result: EnsembleResult) -> Figure:
    """Return on which issues talks fail and who blocks there, with the change that would have made a deal possible.

    Parameters
    ----------
    result
        What the talks came to.
    """
    rows, states = _rows(result)
    failed = 1.0 - result.agreement.chance
    title = f"Of 100 worlds, {per_hundred(failed)} end without agreement: who blocks, on what"
    subtitles = [f"{short(result.scenario.title)}: who stands in the way of a deal, in {worlds(result)}"]
    if not rows:
        everywhere = "Every world ends in agreement: nobody blocks" if not failed else "Nobody in particular blocks"
        with look.style():
            return Page.of(_WIDTH, 0.1, everywhere, subtitles).chart
    subtitles.append(
        "By: the smallest change in utility (1 is everything a state could want) that would have made a deal possible, "
        "the median of such worlds. The issue is the one on which who blocks is left farthest from its wish."
    )
    unsaid = failed - sum(row.total for row in rows)
    notes = [f"In {per_hundred(unsaid)} of 100 worlds nobody in particular blocks."] if unsaid > 1e-9 else []
    with look.style():
        names = [wrap(row.name, look.LABEL, _LABEL, lines=2) for row in rows]
        heights = [max(height(name, look.LABEL), _BAR) + _PAD for name in names]
        keys = _key_lines(states, _WIDTH - 0.6)
        head = len(keys) * 0.24 + 0.3
        page = Page.of(_WIDTH, head + sum(heights), title, subtitles, notes)
        texts = page.axes(0, 0, page.within, head + sum(heights))
        texts.set_xlim(0, page.within)
        _draw_key(texts, keys, states)
        room = page.within - _LABEL - _CHANGE - 0.15
        bars = page.axes(_LABEL + 0.15, head, room, sum(heights))
        longest = max(row.total for row in rows)
        bars.set_xlim(0, longest)
        counted = "of 100 worlds, and by how much"
        texts.text(_LABEL + 0.15, head - 0.12, counted, size=look.SMALL, color=look.MUTED, va="center")
        y = 0.0
        for row, name, tall in zip(rows, names, heights, strict=True):
            middle = y + tall / 2
            texts.text(0, head + middle, name, size=look.LABEL, va="center", linespacing=1.2)
            start = 0.0
            for state, colour in states.items():
                share = row.shares.get(state, 0.0)
                bars.barh(middle, share, left=start, height=_BAR, color=colour)
                start += share
            told = per_hundred(row.total) + (", red line" if row.change is None else f", by {row.change:.2f}")
            end = _LABEL + 0.15 + room * row.total / longest + 0.06
            texts.text(end, head + middle, told, size=look.SMALL, va="center_baseline")
            y += tall
    return page.chart


def _rows(result: EnsembleResult) -> tuple[list[_Row], dict[str, str]]:
    """Return the issues, those blocked on most often first, and the colour of each state that has one, by title."""
    by_state: dict[str, float] = defaultdict(float)
    for block in result.blocks:
        by_state[block.state] += block.share
    ranked = sorted(by_state, key=lambda state: (-by_state[state], state))
    shown = sorted(ranked[:_MOST_STATES], key=result.scenario.states.index)
    colours = {state: look.sign(result.scenario.states.index(state)).colour for state in shown}
    shares: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    lacking: dict[str, Spread] = {}
    totals: dict[str, float] = defaultdict(float)
    for block in result.blocks:
        totals[block.issue] += block.share
    kept = sorted(totals, key=lambda issue: (-totals[issue], issue))[:_MOST_ISSUES]
    for block in result.blocks:
        issue = block.issue if block.issue in kept else OTHERS
        shares[issue][block.state if block.state in colours else OTHERS] += block.share
        lacking[issue] = lacking[issue] + block.lacking if issue in lacking else block.lacking
    named = [*kept, *([OTHERS] if OTHERS in shares else [])]
    title_of = {issue: result.scenario.agenda.question(issue).title for issue in kept} | {OTHERS: "Other issues"}
    titles = {state: result.scenario.title_of(state) for state in shown} | {OTHERS: "Other states"}
    rows = [
        _Row(
            title_of[issue],
            {titles[state]: share for state, share in shares[issue].items()},
            lacking[issue].quantile(0.5),
        )
        for issue in named
    ]
    found = {titles[state]: colour for state, colour in colours.items()}
    return rows, found if len(ranked) <= _MOST_STATES else {**found, titles[OTHERS]: look.RULE}


def _key_lines(states: dict[str, str], within: float) -> list[list[str]]:
    """Return the states that stand on each line of the key."""
    lines: list[list[str]] = [[]]
    used = 0.0
    for name in states:
        wide = _SQUARE + 0.3 + width(short(name, 40), look.SMALL)
        if lines[-1] and used + wide > within:
            lines.append([])
            used = 0.0
        lines[-1].append(name)
        used += wide
    return lines


def _draw_key(axes: Axes, lines: list[list[str]], states: dict[str, str]) -> None:
    """Draw a square and the name of each state, above the picture."""
    for number, line in enumerate(lines):
        left, y = 0.0, 0.12 + 0.24 * number
        for name in line:
            axes.barh(y, _SQUARE, left=left, height=_SQUARE, color=states[name])
            axes.text(left + _SQUARE + 0.08, y, short(name, 40), size=look.SMALL, va="center_baseline")
            left += _SQUARE + 0.3 + width(short(name, 40), look.SMALL)
