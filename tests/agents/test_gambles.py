"""Demands under uncertainty, against full enumeration of deals and hypotheses."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from summitry import Scenario, SummitModel
from summitry_agents import deal_list
from summitry_agents.brief import Brief
from summitry_agents.deals import Floats, Ints
from summitry_agents.decision_rule import DecisionRule
from summitry_agents.gambles import best_gambles, chance_of_passing

WORLDS = 12


def model_of(states: int, insight: float, **envoy: Any) -> SummitModel:
    names, issues = ["a", "b", "c", "d"][:states], {"x": 4, "y": 3, "z": 5}
    talks = {
        "issues": {id_: {"options": [f"{id_}{k}" for k in range(size)]} for id_, size in issues.items()},
        "states": {
            name: {
                "premium": {"uniform": [0, 0.3]},
                "walk_away": {"uniform": [0.1, 0.6]},
                "positions": {
                    id_: {"ideal": f"{id_}{0 if (number + place) % 2 else size - 1}", "salience": {"uniform": [0.2, 1]}}
                    for place, (id_, size) in enumerate(issues.items())
                },
            }
            for number, name in enumerate(names)
        },
        "envoys": {
            f"e_{name}": {"of": name, "style": "take_it_or_leave_it", "insight": insight, **envoy} for name in names
        },
        "talks": {"rounds": 6, "order": names},
    }
    return SummitModel(Scenario.from_dict(talks), worlds=WORLDS, rng=1)


def expected_gains(model: SummitModel, brief: Brief, insight: float) -> tuple[Ints, Floats]:
    """Return all deals (N, I), and what the first state expects of each (W, N); -inf where it would not sign it."""
    worlds, could = model.worlds, brief.picture.fine
    deals = np.array(list(itertools.product(range(4), range(3), range(5))))[1:]
    every = np.arange(3)
    own = worlds.contributions[:, 0][:, every, deals].sum(axis=-1) - worlds.reservation[:, 0, None]
    chance = np.ones_like(own)
    for q in range(1, len(model.states)):
        possible = could.contributions[:, q][:, every, deals].sum(axis=-1)
        possible -= (could.walk_away[:, q] + could.premium[:, q])[:, None]
        true = worlds.contributions[:, q][:, every, deals].sum(axis=-1) - worlds.reservation[:, q, None]
        blended = (1 - insight) * possible + insight * true[:, None]
        chance *= (blended >= -1e-9).mean(axis=1)
    return deals, np.where(own >= 0, own * chance, -np.inf)


@pytest.mark.parametrize("states", [2, 3])
@pytest.mark.parametrize("insight", [0.0, 0.5, 1.0])
def test_no_deal_promises_more_than_the_demand(states: int, insight: float) -> None:
    model = model_of(states, insight)
    brief = model.envoys[0].brief
    deals, worth = expected_gains(model, brief, insight)
    demand = best_gambles(brief)
    for world in range(WORLDS):
        place = np.flatnonzero((deals == demand[world]).all(axis=1))[0]
        assert worth[world, place] == pytest.approx(worth[world].max(), abs=1e-9)


def test_a_demand_found_by_logrolling_promises_nearly_as_much(monkeypatch: pytest.MonkeyPatch) -> None:
    model = model_of(2, 0.0)
    brief = model.envoys[0].brief
    deals, worth = expected_gains(model, brief, 0.0)
    monkeypatch.setattr(deal_list, "MOST_DEALS", 1)
    found = [worth[world, (deals == deal).all(axis=1)].max() for world, deal in enumerate(best_gambles(brief))]
    # 64 hypotheses stand for many, and logrolled deals lie on the hull.
    assert np.sum(found) > 0.9 * worth.max(axis=1).sum()


def test_the_chance_of_a_majority_sums_over_who_may_say_yes() -> None:
    brief = replace(model_of(4, 0.0).envoys[1].brief, rule=DecisionRule.majority(4))
    yes = np.random.default_rng(1).random((WORLDS, 3, 7))
    a, b, c = yes[:, 0], yes[:, 1], yes[:, 2]
    two_of_three = a * b * c + a * b * (1 - c) + a * (1 - b) * c + (1 - a) * b * c
    assert np.allclose(chance_of_passing(brief, np.arange(WORLDS), yes), two_of_three)
    unanimous = replace(brief, rule=model_of(4, 0.0).envoys[1].brief.rule)
    assert np.allclose(chance_of_passing(unanimous, np.arange(WORLDS), yes), a * b * c)


def test_the_demand_stays_and_only_as_good_a_deal_is_accepted_before_the_last_turn() -> None:
    model = model_of(2, 0.3)
    model.run_model()
    first = model.exchanges[0]
    for exchange in model.exchanges:
        for row, world in enumerate(exchange.worlds):
            speaker = exchange.speaker[row]
            if speaker == 0:
                assert np.array_equal(exchange.offers[row, 0], first.offers[world, 0])
                continue
            # The first state answers; its last turn is in round 5.
            value = model.states[0].utility(np.array([world]), exchange.deal[row][None])[0]
            as_good = value >= exchange.aspiration[row, 0] - 1e-9
            assert not exchange.yes[row, 0] or as_good or exchange.round == 6
