"""Positions taken in public cost when they are given up."""

from __future__ import annotations

import numpy as np

from tests.simulator.neighbours import answer, neighbours, played, usual, zones

SPOKEN = {"states__west__positions__troops__public": True, "states__west__audience_cost": 0.8}


def test_behind_closed_doors_a_public_position_changes_no_byte() -> None:
    assert answer(neighbours(**SPOKEN, talks__private=True)) == usual()


def test_a_cost_of_nothing_changes_no_byte() -> None:
    assert answer(neighbours(**{**SPOKEN, "states__west__audience_cost": 0})) == usual()


def test_audience_costs_never_open_a_zone() -> None:
    free, bound = played(neighbours()), played(neighbours(**SPOKEN))
    assert not (zones(bound) & ~zones(free)).any()
    assert zones(bound).sum() < zones(free).sum()


def test_what_is_given_up_costs_in_proportion_and_leaving_the_issue_open_costs_nothing() -> None:
    free, bound = played(neighbours(), 20), played(neighbours(**SPOKEN), 20)
    west, troops = 1, 3
    weight = free.worlds.contributions_at_full_trust[:, west, troops, 5]
    value = np.linspace(0, 1, 6)
    cost = free.worlds.contributions[:, west, troops] - bound.worlds.contributions[:, west, troops]
    assert np.allclose(cost[:, 1:], 0.8 * weight[:, None] * (1 - value[1:]))
    assert (cost[:, 0] == 0).all()


def test_who_speaks_in_public_is_known_to_pay_for_it() -> None:
    # Everybody at the table knows of the costs, so that beliefs shift with them.
    scenario = neighbours(**SPOKEN, envoys={"e": {"of": "east", "insight": 0, "learning": "none"}})
    plain = neighbours(envoys={"e": {"of": "east", "insight": 0, "learning": "none"}})
    believed = [
        model.envoys[0].brief.picture.believed_contributions(np.arange(5))[:, 0, 3]
        for model in (played(scenario, 5), played(plain, 5))
    ]
    assert (believed[0][:, 1:5] < believed[1][:, 1:5]).all()
