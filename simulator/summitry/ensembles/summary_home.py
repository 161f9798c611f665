"""What binds those at the table: the mandates of envoys, and who ratifies a deal at home."""

from __future__ import annotations

from rich.table import Table

from summitry.ensembles.summary_words import beyond, wanted, words
from summitry.scenario.constituency import Constituency, needed_share
from summitry.scenario.mandate import Mandate
from summitry.scenario.points import is_nothing
from summitry.scenario.scenario import Scenario
from summitry.terminal import table


def mandates(scenario: Scenario) -> Table:
    """Return how far each envoy may go, and what is left to leaders."""
    made = table("envoy", "may not agree to", "reserved for leaders", "asks home", title="Mandates")
    for id_, envoy in scenario.spec.envoys.items():
        mandate = envoy.mandate
        if mandate == Mandate():
            continue
        limits = [f"{_title(scenario, issue)}: {beyond(limit)}" for issue, limit in sorted(mandate.limits.items())]
        reserved = [_title(scenario, issue) for issue in sorted(mandate.reserved)]
        asks = f"up to {mandate.asks_home} times a meeting" if mandate.asks_home else "never"
        made.add_row(envoy.title or id_, "\n".join(limits), "\n".join(reserved), asks if limits else "")
    return made


def ratification(scenario: Scenario) -> Table:
    """Return whose votes at home a deal needs."""
    made = table("state", "who votes", ">weight", "wants", title="Ratification")
    for state in scenario.states:
        spec = scenario.spec.states[state]
        groups = sorted(spec.constituencies.items())
        for place, (id_, group) in enumerate(groups):
            of = f"{scenario.title_of(state)}\nneeds {_votes(spec.ratification)}" if place == 0 else ""
            made.add_row(of, group.title or id_, words(group.weight), _wants(scenario, group))
    return made


def _votes(rule: float | str) -> str:
    """Return how much of the weight a voting rule asks for."""
    share, more = needed_share(rule)
    if share == 1:
        return "all votes"
    return "more than half of the weight" if more else f"at least {100 * share:.4g} % of the weight"


def _wants(scenario: Scenario, group: Constituency) -> str:
    """Return what a constituency wants, what weighs most first, and when it is content."""
    lines = []
    for issue, position in sorted(group.positions.items(), key=lambda item: (-item[1].salience.expected, item[0])):
        lines.append(f"{_title(scenario, issue)}: {wanted(position, scenario.agenda.question(issue))}")
        lines[-1] += f"; salience {words(position.salience)}"
        if position.red_lines is not None:
            lines[-1] += f"; {beyond(position.red_lines)}"
    numbers = {"walk-away": group.walk_away, "premium": group.premium, "noise": group.noise}
    said = [f"{name} {words(number)}" for name, number in numbers.items() if number and not is_nothing(number)]
    return "\n".join([*lines, *([", ".join(said)] if said else [])])


def _title(scenario: Scenario, issue: str) -> str:
    return scenario.agenda.question(issue).title
