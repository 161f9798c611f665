"""A lever: one change of the talks that a state could make, or bring others to make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from summitry.scenario.overrides import split
from summitry.scenario.scenario import Scenario
from summitry.scenario.yaml_writer import dump_yaml, on_one_line

Kind = Literal["offer", "request", "order", "setting", "mediator", "conduct", "payment", "promise", "home"]

KINDS: Mapping[Kind, str] = {
    "offer": "an offer of its own",
    "request": "asked of others",
    "order": "order of issues",
    "setting": "how the talks are run",
    "mediator": "a mediator",
    "conduct": "how its envoy bargains",
    "payment": "a side payment",
    "promise": "promises and checks",
    "home": "what would have to change at home",
}
"""By kind: what it is called. What lies in the minds of people at home no envoy can change: a condition, no lever."""


@dataclass(frozen=True)
class Lever:
    """One change of a scenario.

    Parameters
    ----------
    name
        Tells it from all others.
    kind
        What sort of change it is.
    says
        In a sentence: who does what.
    values
        What it sets in the scenario, by dotted path; None takes a key away.
    consent
        States, other than the one whose lever it is, without which it can't be had.
    assumes
        In words: numbers that are a judgement, or what a gain counts; empty where nothing is to be said.
    unmeasured
        States whose gain can't be compared with that in the talks as they are.
    paid
        By state: what a deal brings it on top of what is in the deal, in utility; below 0 what it pays.
    """

    name: str
    kind: Kind
    says: str
    values: Mapping[str, Any]
    consent: tuple[str, ...] = ()
    assumes: str = ""
    unmeasured: tuple[str, ...] = ()
    paid: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_condition(self) -> bool:
        """Whether nobody at the table can bring it about."""
        return self.kind == "home"

    def pulled(self, scenario: Scenario) -> Scenario:
        """Return the talks with the change made.

        Raises
        ------
        ScenarioError
            The talks have no room for it.
        """
        return scenario.with_values(self.values)

    @property
    def settings(self) -> list[str]:
        """What `--set` is to be given, one text for each value."""
        return [f"{path}={on_one_line(value)}" for path, value in self.values.items()]

    def variant(self, base: str, title: str) -> str:
        """Return a scenario file that makes the change.

        Parameters
        ----------
        base
            The file, or the name, of the scenario that it extends.
        title
            What the talks are called.
        """
        data: dict[str, Any] = {"extends": base, "title": f"{title}: {self.says}", "summary": self._summary}
        for path, value in self.values.items():
            *way, last = map(str, split(path))
            holder = data
            for part in way:
                holder = holder.setdefault(part, {})
            holder[last] = value
        return dump_yaml(data)

    @property
    def _summary(self) -> str:
        return f"{self.says}. {self.assumes}".strip()
