"""What two scenarios have in common, so that it can be compared, and what they have not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from summitry.ensembles.rows import Rows
from summitry.scenario.scenario import Scenario
from summitry.talks.gates import Gate
from summitry_agents.deals import Bools, Floats
from summitry_agents.verdict import Verdict

TALKS = ("agreement", "zone", "carried_out")
"""Chances that all talks have."""


@dataclass(frozen=True)
class Shared:
    """What two scenarios share, by id.

    Parameters
    ----------
    issues, goals, states
        Issues of the same id; goals of the same id and condition; states of the same id that measure their gain alike.
    left_out
        In words: what is not compared.
    """

    issues: tuple[str, ...]
    goals: tuple[str, ...]
    states: tuple[str, ...]
    left_out: tuple[str, ...]

    @classmethod
    def of(cls, first: Scenario, second: Scenario) -> Self:
        """Return what two scenarios share."""
        issues, states = _both(first.issues, second.issues), _both(first.states, second.states)
        measured = tuple(state for state in states if _yardstick(first, state) == _yardstick(second, state))
        goals = _both(tuple(first.goals), tuple(second.goals))
        same = tuple(goal for goal in goals if _condition(first, goal) == _condition(second, goal))
        said = [
            *_alone("issue", first.issues, second.issues),
            *_alone("state", first.states, second.states),
            *_alone("goal", tuple(first.goals), tuple(second.goals)),
            *_named("goals whose conditions differ", goals, same),
            *_named("gains that are measured otherwise (positions, patience, issues differ)", states, measured),
        ]
        return cls(issues, same, measured, tuple(said))

    @property
    def names(self) -> list[tuple[str, str]]:
        """Kind and name of each chance that is compared, in the order of the columns of `held`."""
        return [
            *(("talks", name) for name in TALKS),
            *(("issue", name) for name in self.issues),
            *(("goal", name) for name in self.goals),
        ]

    def held(self, scenario: Scenario, rows: Rows) -> Bools:
        """Return (W, C): in which worlds of one of the two scenarios each of the chances came true."""
        agreed = rows.gate <= Gate.AGREED_SOME
        columns = [
            agreed,
            rows.zone == Verdict.EXISTS,
            rows.carried_out,
            *(rows.settled[:, scenario.issues.index(issue)] & agreed for issue in self.issues),
            *(rows.goals[:, list(scenario.goals).index(goal)] for goal in self.goals),
        ]
        return np.stack(columns, axis=1)

    def gained(self, scenario: Scenario, rows: Rows) -> Floats:
        """Return (W, P): the gain of each shared state."""
        return rows.gain[:, [scenario.states.index(state) for state in self.states]]


def _both(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in first if name in second)


def _named(what: str, names: Sequence[str], known: Sequence[str]) -> list[str]:
    left = [name for name in names if name not in known]
    return [f"{what}: {', '.join(left)}"] if left else []


def _alone(what: str, first: Sequence[str], second: Sequence[str]) -> list[str]:
    return [*_named(f"{what}s only in the first", first, second), *_named(f"{what}s not in the first", second, first)]


def _yardstick(scenario: Scenario, state: str) -> tuple[Any, ...]:
    """Return what a state measures its gain by."""
    spec, talks = scenario.spec.states[state], scenario.spec
    issues = [(question.id, question.options, question.status_quo) for question in scenario.agenda.questions]
    # Red lines and what was said in public bear on what it signs, not on what a deal is worth to it.
    wants = {
        issue: (position.ideal, position.values, position.shape, position.salience)
        for issue, position in spec.positions.items()
    }
    return wants, spec.points, spec.patience, talks.linkages, issues


def _condition(scenario: Scenario, goal: str) -> str:
    return " ".join(scenario.spec.goals[goal].split())
