"""What is uncertain in a scenario, as groups of inputs that can be exchanged or held."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np

from summitry.assumptions import shared_prior
from summitry.scenario.quantity import FloatArray
from summitry.scenario.scenario import Scenario
from summitry.talks.drawing import IntArray, draw, drawn_from
from summitry.talks.randomness import uniform

TABLE = "table"
"""The group of all that is drawn by lot while the talks go on: who speaks first, what an envoy happens to see."""

_WHOLE = re.compile(r"(events|mediators)\.\w+|states\.\w+\.(positions|constituencies)\.\w+")
"""Purposes that begin alike make one group."""
_LOTS = re.compile(r"\.taken$|\.sway$|\.error\.|^events\.\w+\.meeting\.")
"""Purposes that are lots, drawn at a chance that is another input: they are exchanged, and never held."""
_SPEAKER = re.compile(r"states\.(?P<state>\w+)\.(?P<level>envoy|leader)\.(?P<rest>.+)")


@dataclass(frozen=True)
class Input:
    """One number that is uncertain.

    Parameters
    ----------
    name
        Its path in the file, or the name of an assumption of the shared prior.
    title
        In words.
    purposes
        The streams that it is drawn from; of an assumption, those of all whose number it stands in for.
    """

    name: str
    title: str
    purposes: frozenset[str]

    @property
    def assumption(self) -> str:
        """The assumption of the shared prior; empty for a quantity of the scenario."""
        return "" if "." in self.name else self.name


@dataclass(frozen=True)
class Group:
    """Inputs that are told apart from others together.

    Parameters
    ----------
    name
        What their paths begin with, or the name of an assumption.
    title
        In words.
    inputs
        Those that can be held.
    """

    name: str
    title: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True)
class Inputs:
    """All that is uncertain.

    Parameters
    ----------
    groups
        In the order in which they are drawn; the table last.
    from_prior
        Streams of numbers for which the shared prior speaks, by the name of the assumption.
    """

    groups: tuple[Group, ...]
    from_prior: dict[str, str]

    @classmethod
    def of(cls, scenario: Scenario) -> Self:
        """Return what a scenario declares uncertain, and what the shared prior says in its place."""
        purposes = _purposes(scenario)
        from_prior = {
            purpose: before.removeprefix("assumptions.")
            for before, purpose in pairwise(purposes)
            if before.startswith("assumptions.")
        }
        found = cls((), from_prior)
        events = [f"events.{event}." for event in scenario.spec.events]
        members: dict[str, dict[str, set[str]]] = {}
        for purpose in [*purposes, *events]:
            inputs = members.setdefault(found.group_of(purpose), {})
            if not _LOTS.search(purpose) and purpose not in events:
                inputs.setdefault(found.assumption_of(purpose) or purpose, set()).add(purpose)
        members.pop(TABLE, None)
        groups = [
            Group(
                name,
                _title(scenario, name),
                tuple(
                    Input(each, _title(scenario, each, name), frozenset(streams)) for each, streams in inputs.items()
                ),
            )
            for name, inputs in members.items()
        ]
        return cls((*groups, Group(TABLE, "lots and chance sights at the table", ())), from_prior)

    def group_of(self, purpose: str) -> str:
        """Return the name of the group that a stream belongs to."""
        if purpose.startswith("talks.order."):
            return TABLE
        number = purpose.removesuffix(".taken")
        whole = _WHOLE.match(purpose)
        return self.assumption_of(number) or (whole[0] if whole else number)

    def assumption_of(self, purpose: str) -> str:
        """Return the assumption of the shared prior that a stream serves; empty for none."""
        stratum = purpose.removeprefix("assumptions.")
        return stratum if stratum != purpose else self.from_prior.get(purpose, "")


@dataclass(frozen=True)
class Exchanged:
    """Streams in which one group of inputs is drawn from another seed than all others.

    Parameters
    ----------
    inputs
        All.
    seed, other
        Of all groups, and of the one; that of the ensemble plays no part.
    group
        Name of the one.
    """

    inputs: Inputs
    seed: int
    other: int
    group: str

    def __call__(self, seed: int, purpose: str, worlds: IntArray) -> FloatArray:
        """Return the draws."""
        return uniform(self.other if self.inputs.group_of(purpose) == self.group else self.seed, purpose, worlds)


@dataclass(frozen=True)
class HeldAt:
    """Streams in which one input is the same in all worlds.

    Parameters
    ----------
    held
        The input.
    quantile
        At which it is held.
    """

    held: Input
    quantile: float

    def __call__(self, seed: int, purpose: str, worlds: IntArray) -> FloatArray:
        """Return the draws.

        An assumption's strata lie one above the other, so a quantile of the whole is a stratum, and a quantile in it.
        """
        if purpose not in self.held.purposes:
            return uniform(seed, purpose, worlds)
        at = self.quantile
        if self.held.assumption and not purpose.startswith("assumptions."):
            at = self._within
        return np.full(worlds.shape, at)

    @property
    def _within(self) -> float:
        shares = [stratum.share for stratum in shared_prior()[self.held.assumption].strata]
        ends = np.cumsum([0.0, *shares])
        stratum = int(np.searchsorted(ends[1:-1], self.quantile, side="right"))
        return float((self.quantile - ends[stratum]) / shares[stratum])

    def value(self, scenario: Scenario) -> float:
        """Return the number at which the input is held, in the unit of the file."""
        if self.held.assumption:
            assumption = shared_prior()[self.held.assumption]
            stratum = assumption.stratum(np.array([self.quantile]))
            return float(assumption.quantile(stratum, np.array([self._within]))[0])
        with drawn_from(self):
            drawn = draw(scenario, 0, np.arange(1)).recorded
        return float(drawn[_path(scenario, self.held.name)][0])


def _purposes(scenario: Scenario) -> list[str]:
    """Return the purposes for which worlds draw, in their order."""
    found: list[str] = []

    def noted(seed: int, purpose: str, worlds: IntArray) -> FloatArray:
        found.append(purpose)
        return uniform(seed, purpose, worlds)

    with drawn_from(noted):
        draw(scenario, 0, np.arange(1))
    return found


def _path(scenario: Scenario, stream: str) -> str:
    """Return the path in the file of what is drawn from a stream; envoys draw from streams of their states."""
    said = _SPEAKER.fullmatch(stream)
    if said is None:
        return stream
    speaker, _ = scenario.speaker(said["state"], "leaders" if said["level"] == "leader" else "envoys")
    return f"envoys.{speaker}.{said['rest']}" if speaker else stream


def _title(scenario: Scenario, name: str, group: str = "") -> str:
    """Return what a group, or an input of one, is called."""
    if name in shared_prior():
        return shared_prior()[name].title
    kind, _, rest = name.partition(".")
    if group and name != group and name.startswith(group):
        return f"{_title(scenario, group)}: {_words(name.removeprefix(group).strip('.').split('.'))}"
    parts = rest.split(".")
    if kind == "events":
        return f"event: {scenario.spec.events[parts[0]].title or parts[0].replace('_', ' ')}"
    if kind == "states":
        who = scenario.title_of(parts[0])
        if parts[1] == "positions":
            return f"{who} on {scenario.agenda.question(parts[2]).title}"
        if parts[1] == "trust":
            return f"trust of {who} in {scenario.title_of(parts[2])}"
        return f"{who}: {_words(parts[1:])}"
    if kind == "issues":
        return f"{scenario.agenda.question(parts[0]).title}: {_words(parts[1:])}"
    return _words(name.split("."))


def _words(parts: Iterable[str]) -> str:
    return " ".join(part.replace("_", " ") for part in parts if part not in {"effects", "states"})
