"""Why not? How many worlds come as far as an agreement, and where the others end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from summitry.charts import look
from summitry.charts.page import WIDTH, Page, between_margins
from summitry.charts.text import height, more_lines, wrap
from summitry.charts.words import gate_name, listed, per_hundred, short, undecided, worlds
from summitry.ensembles.headline import interval
from summitry.ensembles.result import EnsembleResult
from summitry.talks.gates import Gate
from summitry_agents.verdict import Verdict

_LABEL, _LABELS = 2.9, 0.5
"""Width of names and meanings; on a narrow sheet, its share."""
_NUMBER = 0.5
_INDENT = 0.2
_HEAD = 0.3
_PAD = 0.2
_BAR = 0.26
_MOST_NAMED = 2
"""How many gates without agreement the title names."""


_LOSSES = {
    Gate.NO_ZONE: "have no zone",
    Gate.BROKEN_OFF: "are broken off",
    Gate.OUT_OF_TIME: "run out of time",
    Gate.MISSED: "miss the deal that exists",
    Gate.REFUSED_BY_LEADERS: "are stopped by the leaders",
    Gate.NOT_RATIFIED: "fail at home",
}
"""Gates without agreement, in the order in which talks come to them: how a sentence about their worlds goes on."""


@dataclass(frozen=True)
class _Step:
    """One row of the funnel: the worlds from one count to another.

    Parameters
    ----------
    name, meaning
        What it says on the left.
    start, end
        Where the bar lies on the scale of all worlds.
    colour
        Of the bar.
    indent
        Of the name, in inches; for a part of the row above.
    """

    name: str
    meaning: str
    start: int
    end: int
    colour: str
    indent: float = 0.0

    @property
    def lost(self) -> bool:
        """Whether these worlds end here without agreement."""
        return self.colour == look.LOST

    @property
    def total(self) -> bool:
        """Whether these are all worlds that came so far."""
        return self.colour == look.RESULT


def funnel(result: EnsembleResult, inches: float = WIDTH) -> Figure:
    """Return how many worlds have a zone and how many agree, with the gates at which the others end.

    Parameters
    ----------
    result
        What the talks came to.
    inches
        Width of the sheet.
    """
    steps = _steps(result)
    subtitles = [
        f"{short(result.scenario.title)}: how far the talks come, and where they end",
        f"Shares of {worlds(result)}; agreement in {interval(result.agreement)} (95 % Wilson interval, which is "
        "simulation error only).",
    ]
    with look.style():
        names = min(_LABEL, _LABELS * between_margins(inches))
        lines = more_lines(3, _LABEL, names)
        meanings = [wrap(step.meaning, look.SMALL, names - step.indent, lines) for step in steps]
        rows = [height("", look.LABEL) + (height(text, look.SMALL) if text else 0) + _PAD for text in meanings]
        page = Page.of(inches, _HEAD + sum(rows), _title(result), subtitles, _notes(result, steps))
        texts = page.axes(0, 0, page.within, _HEAD + sum(rows))
        texts.set_xlim(0, page.within)
        right = names + _NUMBER
        texts.text(right, _HEAD / 2, "of 100 worlds", size=look.SMALL, color=look.MUTED, ha="right", va="center")
        bars = page.axes(right + 0.12, _HEAD, page.within - right - 0.12, sum(rows))
        bars.set_xlim(0, result.worlds)
        middles = np.cumsum(rows) - np.array(rows) / 2
        for step, meaning, row, y in zip(steps, meanings, rows, middles, strict=True):
            _write(texts, step, meaning, _HEAD + float(y), row - _PAD)
            share_of_worlds = per_hundred((step.end - step.start) / result.worlds)
            weight = "bold" if step.total else "normal"
            texts.text(
                right, _HEAD + y, share_of_worlds, size=look.FIGURES, weight=weight, ha="right", va="center_baseline"
            )
            bars.barh(y, step.end - step.start, left=step.start, height=_BAR, color=step.colour)
        for (step, following), y, below in zip(pairwise(steps), middles, middles[1:], strict=False):
            if step.lost or following.lost:
                edge = step.start if step.lost else step.end
                ends = (y + _BAR / 2, below - _BAR / 2)
                bars.plot((edge, edge), ends, color=look.MUTED, linewidth=0.6, clip_on=False)
    return page.chart


def _steps(result: EnsembleResult) -> list[_Step]:
    """Return the rows from all worlds to agreement; gates that no world reached are left out."""
    counts = {gate: int(result.tally.gates[gate]) for gate in Gate}
    left = result.worlds
    steps = [_Step("All worlds", "", 0, left, look.RESULT)]
    for gate in _LOSSES:
        if counts[gate]:
            steps.append(_Step(gate_name(gate), gate.meaning, left - counts[gate], left, look.LOST))
            left -= counts[gate]
        # Talks that were broken off may have had no zone either; then the row would claim too much.
        if gate == Gate.NO_ZONE and left == result.tally.zone[Verdict.EXISTS]:
            exists = (
                "such a deal exists"
                if counts[gate]
                else f"a deal exists that {result.scenario.likes} better than walking away"
            )
            steps.append(_Step("A zone", exists, 0, left, look.RESULT))
    steps.append(_Step("Agreement", "", 0, left, look.RESULT))
    on_all = counts[Gate.AGREED_ALL]
    if on_all:
        steps.append(_Step("On all issues", "", 0, on_all, look.RESULT_DARK, _INDENT))
    if counts[Gate.AGREED_SOME]:
        steps.append(_Step("On some issues", "others are deferred", on_all, left, look.RESULT_DARK, _INDENT))
    return steps


def _title(result: EnsembleResult) -> str:
    """Say how many worlds agree, and at which gates most of the others end."""
    lost = sorted((gate for gate in _LOSSES if result.tally.gates[gate]), key=lambda gate: -result.tally.gates[gate])
    if not lost:
        return f"Every world ends in agreement, {per_hundred(result.gates[Gate.AGREED_ALL])} of 100 on all issues"
    ends = [f"{per_hundred(result.gates[gate])} {_LOSSES[gate]}" for gate in lost[:_MOST_NAMED]]
    if not result.agreement.count:
        return f"No world ends in agreement: of 100, {listed(ends)}"
    agreed = per_hundred(result.agreement.chance)
    return f"Of 100 worlds, {listed([f'{agreed} end in agreement', *ends])}"


def _notes(result: EnsembleResult, steps: list[_Step]) -> list[str]:
    """Say what the figures leave out."""
    rounded = [] if _add_up(steps) else ["The figures are rounded and need not add up to 100."]
    return [*rounded, *undecided(result)]


def _add_up(steps: list[_Step]) -> bool:
    """Tell whether the figures, rounded, still add up to the rows of all worlds, of those with a zone and so on."""
    left = 100
    for step in steps:
        shown = round(100 * (step.end - step.start) / steps[0].end)
        if not step.total:
            left -= shown
        elif shown != left:
            return False
    return left == 0


def _write(axes: Axes, step: _Step, meaning: str, y: float, block: float) -> None:
    """Write the name of a row and what it means, in a block around its middle."""
    weight = "bold" if step.total else "normal"
    if not meaning:
        axes.text(step.indent, y, step.name, size=look.LABEL, weight=weight, va="center_baseline")
        return
    axes.text(step.indent, y - block / 2, step.name, size=look.LABEL, weight=weight, va="top")
    under = y + block / 2 - height(meaning, look.SMALL)
    axes.text(step.indent, under, meaning, size=look.SMALL, color=look.MUTED, va="top", linespacing=1.2)
