"""Backward induction against a plain recursion in exact arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest

from summitry import Scenario, SummitModel
from summitry_agents.backward_induction import BackwardInduction
from summitry_agents.brief import Brief
from summitry_agents.deal_list import DealList
from summitry_agents.deals import Bools, Ints

PLACES = 64
"""All numbers of the random talks are multiples of 1/64, so that floating point is exact but for patience."""


@dataclass(frozen=True)
class Majority:
    """More than half of the states must say yes."""

    silence: bool = False
    is_unanimity: bool = False

    def passes(self, worlds: Ints, yes: Bools, aside: Bools | None = None) -> Bools:
        return np.asarray(yes.sum(axis=1) * 2 > yes.shape[1])


def brief_of(rng: np.random.Generator, states: int, rounds: int, protocol: str) -> Brief:
    """Return what the first of several envoys knows of talks about two issues, which is the truth."""
    names = ["a", "b", "c"][:states]
    issues = {"x": ["x0", "x1", "x2"], "y": ["y0", "y1"]}
    talks: dict[str, Any] = {
        "issues": {id_: {"options": options} for id_, options in issues.items()},
        "states": {
            name: {
                "premium": 0,
                "patience": float(rng.integers(1, 9)) / 8,
                "walk_away": float(rng.integers(0, 20)) / PLACES,
                "positions": {
                    id_: {"values": {k: float(rng.integers(0, 9)) / 8 for k in options}, "salience": 0.5}
                    for id_, options in issues.items()
                },
            }
            for name in names
        },
        "envoys": {f"e_{name}": {"of": name, "style": "equilibrium", "insight": 1} for name in names},
        "talks": {"rounds": rounds, "protocol": protocol, "order": names},
    }
    talks["states"]["a"]["positions"]["x"]["red_lines"] = {"never": ["x1"]}
    return SummitModel(Scenario.from_dict(talks), rng=1).envoys[0].brief


def expectation(brief: Brief, rounds: int, majority: bool) -> list[Fraction]:
    """Return what each state expects at the start of round 2, by recursion over rounds, speakers and deals."""
    values, needs = brief.everybody(np.array([0]))
    states = len(values[0])
    patience = [Fraction(value) for value in brief.patience[0]]
    barred = [brief.preferences.barred[0], *brief.picture.barred[0]]
    deals = [deal for deal in product(range(3), range(2)) if deal != (0, 0)]

    def gain(p: int, deal: tuple[int, ...]) -> Fraction:
        return sum((Fraction(values[0, p, i, k]) for i, k in enumerate(deal)), Fraction(0)) - Fraction(needs[0, p])

    def signs(p: int, deal: tuple[int, ...]) -> bool:
        return gain(p, deal) >= 0 and not any(barred[p][i, k] for i, k in enumerate(deal))

    @cache
    def ahead(number: int) -> tuple[Fraction, ...]:
        if number > rounds:
            return (Fraction(0),) * states
        waiting = [patience[p] * ahead(number + 1)[p] for p in range(states)]

        def accepts(p: int, deal: tuple[int, ...]) -> bool:
            return signs(p, deal) and gain(p, deal) >= waiting[p]

        needed = states // 2 + 1 if majority else states
        expected = [Fraction(0)] * states
        chances = brief.speakers(np.array([number]), np.array([0]))[0]
        for speaker in np.flatnonzero(chances):
            passing = [
                deal
                for deal in deals
                if accepts(int(speaker), deal) and sum(accepts(p, deal) for p in range(states)) >= needed
            ]
            most = max((gain(int(speaker), deal) for deal in passing), default=None)
            best = [deal for deal in passing if gain(int(speaker), deal) == most]
            for p in range(states):
                mean = sum((gain(p, deal) for deal in best), Fraction(0)) / len(best) if best else waiting[p]
                expected[p] += Fraction(chances[speaker]).limit_denominator(states) * mean
        return tuple(expected)

    return [patience[p] * ahead(2)[p] for p in range(states)]


@pytest.mark.parametrize("majority", [False, True])
@pytest.mark.parametrize("protocol", ["alternating_offers", "random_proposer"])
@pytest.mark.parametrize("seed", range(8))
def test_waiting_is_worth_what_a_plain_recursion_says(seed: int, protocol: str, majority: bool) -> None:
    rng = np.random.default_rng(seed)
    states, rounds = int(rng.integers(2, 4)), int(rng.integers(1, 12))
    brief = brief_of(rng, states, rounds, protocol)
    if majority:
        brief = replace(brief, rule=Majority())  # type: ignore[arg-type]
    deals = DealList.of(brief)
    assert deals is not None
    waiting = BackwardInduction(brief, deals).waiting(np.array([0]), np.array([1]), np.array([rounds]))
    assert waiting[0] == pytest.approx([float(value) for value in expectation(brief, rounds, majority)], abs=1e-12)


def test_a_world_is_solved_alike_whichever_others_are_solved_with_it() -> None:
    names = ["east", "west"]
    scenario = Scenario.from_dict(
        {
            "issues": {"pie": {"kind": "division", "steps": 50, "status_quo": "none"}},
            "states": {
                name: {"walk_away": {"uniform": [0, 0.4]}, "positions": {"pie": {"salience": 1}}} for name in names
            },
            "envoys": {f"e_{name}": {"of": name, "style": "equilibrium"} for name in names},
        }
    )
    together, alone = SummitModel(scenario, worlds=40, rng=1), SummitModel(scenario, worlds=[7, 30], rng=1)
    together.run_model()
    alone.run_model()
    assert np.array_equal(together.deal[[7, 30]], alone.deal)
    assert np.array_equal(together.ended_in[[7, 30]], alone.ended_in)
