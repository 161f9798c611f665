"""The state whose levers are sought, and what it expects of the talks: who wants what, and how much it matters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np

from summitry.scenario.agenda import Question
from summitry.scenario.meeting import Level
from summitry.scenario.scenario import Scenario
from summitry.talks.drawing import circumstances_drawn_evenly
from summitry_agents.deals import Floats, Ints

EVENLY = 200
"""Worlds, spread evenly over the distributions, from which expectations are taken."""


@dataclass(frozen=True, eq=False)
class Side:
    """One state in a set of talks, with the means over worlds of what everybody wants.

    Parameters
    ----------
    scenario
        The talks.
    state
        Id of the state.
    value
        (P, I, K) what an option is worth to a state, from 0 to 1; nothing beyond an issue's options.
    weight
        (P, I) what of a state's utility hangs on an issue.
    stakes
        (P,) sum of a state's raw saliences.
    status_quo
        (I,) the option that stands in most worlds; -1: failure lies off the scale.
    """

    scenario: Scenario
    state: str
    value: Floats
    weight: Floats
    stakes: Floats
    status_quo: Ints

    @classmethod
    def of(cls, scenario: Scenario, state: str) -> Self:
        """Return the side of a state, by its id."""
        drawn = circumstances_drawn_evenly(scenario, EVENLY)
        standing = [int(np.bincount(column + 1).argmax()) - 1 for column in drawn.status_quo.T]
        return cls(
            scenario,
            state,
            np.where(scenario.agenda.valid, drawn.value.mean(axis=0), -np.inf),
            drawn.weight().mean(axis=0),
            drawn.salience.mean(axis=0).sum(axis=-1),
            np.array(standing),
        )

    @property
    def others(self) -> tuple[str, ...]:
        """Ids of the other states."""
        return tuple(each for each in self.scenario.states if each != self.state)

    @property
    def title(self) -> str:
        """What the state is called."""
        return self.scenario.title_of(self.state)

    @cached_property
    def best(self) -> Ints:
        """(P, I) the option that each state likes best, as far as one can expect."""
        return np.asarray(self.value.argmax(axis=-1))

    def question(self, issue: int) -> Question:
        """Return an issue by its index."""
        return self.scenario.agenda.questions[issue]

    def titled(self, issue: int) -> str:
        """Return what an issue is called, by its index, as part of a sentence."""
        return f"'{self.question(issue).title}'"

    def cost(self, state: str, other: str) -> Floats:
        """Return (I,): what it would cost a state, in utility, to let another have its way on an issue."""
        p, q = (self.scenario.states.index(each) for each in (state, other))
        issues = np.arange(len(self.scenario.issues))
        lost = self.value[p, issues, self.best[p]] - self.value[p, issues, self.best[q]]
        return np.asarray(self.weight[p] * lost)

    def contested(self) -> Ints:
        """Return the issues on which anybody would lose if others had their way, the most costly first."""
        states = self.scenario.states
        cost = sum((self.cost(one, other) for one in states for other in states), np.zeros(len(self.scenario.issues)))
        return np.array([issue for issue in np.argsort(-cost, kind="stable") if cost[issue] > 0], dtype=np.intp)

    def spoken_for(self, state: str, level: Level = "envoys") -> tuple[str, dict[str, Any]]:
        """Return the path in the file of who speaks for a state, and what names them where the file does not."""
        known, _ = self.scenario.speaker(state, level)
        if known:
            return f"envoys.{known}", {}
        path = f"envoys.{level.removesuffix('s')}_of_{state}"
        return path, {f"{path}.of": state, **({f"{path}.level": level} if level == "leaders" else {})}


def possessive(title: str) -> str:
    """Return what a state is called when something of it is spoken of.

    Examples
    --------
    >>> possessive("Russia"), possessive("United States")
    ("Russia's", "United States'")
    """
    return f"{title}'" if title.endswith("s") else f"{title}'s"
