"""What the chart of blocks shows: a panel for each stage of the talks, in it a bar for each issue."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import add

from summitry.charts import look
from summitry.charts.words import gate_name, per_hundred
from summitry.ensembles.result import Block, EnsembleResult
from summitry.talks.gates import Gate

OTHERS = ""
"""In place of an id: all issues that have no row, all states that have no colour, of their own."""
MOST_ISSUES = 15
_SMALLEST_SHOWN = 0.005

_STAGES = {
    "No zone": (Gate.NO_ZONE,),
    "A zone, but no deal": (Gate.OUT_OF_TIME, Gate.MISSED),
    "Refused or not ratified": (Gate.REFUSED_BY_LEADERS, Gate.NOT_RATIFIED),
    "Broken off": (Gate.BROKEN_OFF,),
}
"""Gates that share a panel, in the order in which talks come to them."""


@dataclass(frozen=True)
class Bar:
    """Who blocks on one issue, at one stage.

    Parameters
    ----------
    counts
        Worlds by state.
    worlds
        How many were played in all.
    change
        By how much, in words.
    """

    counts: Counter[str]
    worlds: int
    change: str

    @property
    def share(self) -> float:
        """Of all worlds."""
        return self.counts.total() / self.worlds

    @property
    def figure(self) -> str:
        """Of how many worlds in a hundred it tells."""
        return per_hundred(self.share)


@dataclass(frozen=True)
class Panel:
    """The bars of one stage, by issue.

    Parameters
    ----------
    name
        Of the stage.
    share
        Of all worlds that end there, whether somebody blocks or not.
    bars
        By issue.
    """

    name: str
    share: float
    bars: dict[str, Bar]


class Blocked:
    """The blocks of a result, added up as the chart shows them.

    Parameters
    ----------
    result
        What the talks came to.
    """

    def __init__(self, result: EnsembleResult) -> None:
        self.result = result

    @cached_property
    def by_issue(self) -> Counter[str]:
        """Blocked worlds by issue."""
        return self._counted((block.issue, block) for block in self.result.blocks)

    @cached_property
    def by_state(self) -> Counter[str]:
        """Blocked worlds by state."""
        return self._counted((block.state, block) for block in self.result.blocks)

    @cached_property
    def issues(self) -> dict[str, str]:
        """The titles of the rows, the issue with the most blocked worlds first."""
        kept = _foremost(self.by_issue, MOST_ISSUES)
        titles = {issue: self.result.scenario.agenda.question(issue).title for issue in kept}
        left = len(self.by_issue) - len(kept)
        return titles | ({OTHERS: f"{left} other issues"} if left else {})

    @cached_property
    def states(self) -> dict[str, str]:
        """The titles of the states that are told apart, in the order of states."""
        kept = _foremost(self.by_state, look.COLOURS)
        titles = {state: self.result.scenario.title_of(state) for state in self.result.scenario.states if state in kept}
        left = len(self.by_state) - len(kept)
        return titles | ({OTHERS: f"{left} other states"} if left else {})

    @cached_property
    def colours(self) -> dict[str, str]:
        """The colours of the same."""
        order = self.result.scenario.states
        places = [order.index(state) for state in self.states if state != OTHERS]
        return dict(zip(self.states, [*look.apart(places), look.RULE], strict=False))

    @cached_property
    def panels(self) -> list[Panel]:
        """Those in which somebody blocks."""
        found = []
        for stage, gates in _STAGES.items():
            groups: dict[str, list[Block]] = defaultdict(list)
            for block in self.result.blocks:
                if block.gate in gates:
                    groups[block.issue if block.issue in self.issues else OTHERS].append(block)
            if groups:
                reached = [gate for gate in gates if self.result.tally.gates[gate]]
                name = gate_name(reached[0]) if len(reached) == 1 else stage
                share = sum(self.result.gates[gate] for gate in reached)
                found.append(Panel(name, share, {issue: self._bar(group) for issue, group in groups.items()}))
        return found

    @property
    def foremost(self) -> tuple[int, list[str]]:
        """The titles of the issues on which most worlds are blocked, or, of one issue, the states by which they are."""
        scenario = self.result.scenario
        if len(scenario.issues) > 1:
            counts = [(question.title, self.by_issue[question.id]) for question in scenario.agenda.questions]
        else:
            counts = [(scenario.title_of(state), self.by_state[state]) for state in scenario.states]
        most = max(count for _, count in counts)
        return most, [title for title, count in counts if count == most]

    @property
    def unsaid(self) -> int:
        """Worlds without agreement, other than broken off talks, of which it cannot be said who blocks."""
        failed = self.result.worlds - self.result.agreement.count - self.broken_off
        blocked = sum(self._count(block) for block in self.result.blocks if block.gate != Gate.BROKEN_OFF)
        return failed - blocked

    @property
    def broken_off(self) -> int:
        """Worlds whose talks were broken off."""
        return int(self.result.tally.gates[Gate.BROKEN_OFF])

    def _bar(self, group: list[Block]) -> Bar:
        counts = self._counted((block.state if block.state in self.states else OTHERS, block) for block in group)
        lacking = reduce(add, (block.lacking for block in group))
        median = lacking.quantile(0.5)
        if median is None:
            return Bar(counts, self.result.worlds, "red line")
        by = f"by {median:.2f}" if median >= _SMALLEST_SHOWN else "by <0.01"
        numbered = int(lacking.bins.sum())
        return Bar(counts, self.result.worlds, by if numbered == counts.total() else f"{by} or red line")

    def _counted(self, named: Iterable[tuple[str, Block]]) -> Counter[str]:
        """Return worlds by the names of blocks."""
        counts: Counter[str] = Counter()
        for name, block in named:
            counts[name] += self._count(block)
        return counts

    def _count(self, block: Block) -> int:
        return round(block.share * self.result.worlds)


def _foremost(counts: Counter[str], most: int) -> list[str]:
    """Return the names with the highest counts first; of too many one fewer than that, to leave room for the rest."""
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    return ranked if len(ranked) <= most else ranked[: most - 1]
