"""Textbook compromises, through scenarios as a user would write them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from summitry import Scenario, SummitModel, run
from summitry_agents.solutions import POINTS

STEPS = 300


def dollar(west: list[float] | None = None, east_walks: float = 0, west_walks: float = 0) -> Scenario:
    """Divide a dollar: east wants all of it and values it linearly, west as the list of its values says."""
    shares = np.arange(STEPS + 1) / STEPS
    values = {str(k): float(value) for k, value in enumerate(1 - shares if west is None else west)}

    def state(walk_away: float, position: dict[str, Any]) -> dict[str, Any]:
        return {"walk_away": walk_away, "premium": 0, "positions": {"cents": position}}

    return Scenario.from_dict(
        {
            "issues": {"cents": {"options": list(values), "status_quo": "none"}},
            "states": {
                "east": state(east_walks, {"values": {str(k): float(share) for k, share in enumerate(shares)}}),
                "west": state(west_walks, {"values": values}),
            },
        }
    )


def eastern_shares(scenario: Scenario) -> dict[str, float]:
    points = SummitModel(scenario, rng=1).solution_points
    assert tuple(points) == POINTS
    assert all(point.exact.all() and point.exists.all() for point in points.values())
    return {name: int(point.deal[0, 0]) / STEPS for name, point in points.items()}


def test_a_dollar_between_equals_is_split_in_halves() -> None:
    shares = eastern_shares(dollar())
    assert shares["nash"] == shares["kalai_smorodinsky"] == shares["egalitarian"] == 0.5
    # Every division has the same sum of utilities; of those that both sign the first is taken.
    assert shares["utilitarian"] == 1 / STEPS


def test_the_better_alternative_gets_more_by_splitting_the_difference() -> None:
    # Nash 1950, transferable utility: each gets its disagreement value and half of what is left.
    shares = eastern_shares(dollar(east_walks=0.2, west_walks=0.4))
    for name in ("nash", "kalai_smorodinsky", "egalitarian"):
        assert shares[name] == pytest.approx(0.4)


def test_the_risk_averse_state_gets_a_third_of_the_dollar_from_nash() -> None:
    # West values its share y as its square root (Luce and Raiffa 1957, rich man and beggar). Nash: sqrt(y)(1 - y) is
    # largest at 1/3. Kalai-Smorodinsky, whose ideal point is (1, 1), and egalitarian: sqrt(y) = 1 - y, that is
    # y = (3 - sqrt 5)/2. Utilitarian: sqrt(y) + 1 - y is largest at 1/4.
    shares = eastern_shares(dollar([float(np.sqrt(1 - k / STEPS)) for k in range(STEPS + 1)]))
    assert shares["nash"] == pytest.approx(2 / 3)
    assert shares["kalai_smorodinsky"] == pytest.approx(1 - (3 - np.sqrt(5)) / 2, abs=1 / STEPS)
    assert shares["egalitarian"] == pytest.approx(1 - (3 - np.sqrt(5)) / 2, abs=1 / STEPS)
    assert shares["utilitarian"] == 0.75


def test_three_ways_to_divide_a_pie_are_thirds() -> None:
    states = ("east", "north", "west")
    position = {"positions": {"pie": {"salience": 1}}, "premium": 0}
    scenario = Scenario.from_dict(
        {"issues": {"pie": {"kind": "division", "steps": 12}}, "states": dict.fromkeys(states, position)}
    )
    points = SummitModel(scenario, rng=1).solution_points
    for name in ("nash", "kalai_smorodinsky", "egalitarian"):
        assert points[name].utilities[0] == pytest.approx([1 / 3] * 3)
    assert points["utilitarian"].utilities.sum() == pytest.approx(1)


def test_four_compromises_may_be_three_deals() -> None:
    # Utilities of three deals: (0.9, 0.2), (0.6, 0.45), (0.5, 0.55). Sums 1.1, 1.05, 1.05; products 0.18, 0.27, 0.275;
    # smallest 0.2, 0.45, 0.5; divided by the ideal (0.9, 0.55), smallest 0.36, 0.67, 0.56.
    first, second = (0.9, 0.6, 0.5, 0, 1), (0.2, 0.45, 0.55, 1, 0)
    options = ["a", "b", "c", "d", "e"]
    scenario = Scenario.from_dict(
        {
            "issues": {"terms": {"options": options, "status_quo": "none"}},
            "states": {
                name: {
                    "walk_away": 0,
                    "premium": 0,
                    "positions": {"terms": {"values": dict(zip(options, values, strict=True))}},
                }
                for name, values in (("east", first), ("west", second))
            },
        }
    )
    deals = {name: int(point.deal[0, 0]) for name, point in SummitModel(scenario, rng=1).solution_points.items()}
    assert deals == {"nash": 2, "kalai_smorodinsky": 1, "egalitarian": 2, "utilitarian": 0}


def test_without_a_zone_no_point_exists() -> None:
    model = SummitModel(dollar(east_walks=0.7, west_walks=0.7), worlds=3, rng=1)
    for point in model.solution_points.values():
        assert not point.exists.any()
        assert point.exact.all()
    model.run_model()
    assert np.isnan(model.joint_gain_captured).all()
    assert run(dollar(east_walks=0.7, west_walks=0.7), worlds=3).joint_gain_captured is None


def test_no_deal_captures_more_than_the_utilitarian_one() -> None:
    quiet = Scenario.load("reykjavik-2021").vary("events", {})
    model = SummitModel(quiet, worlds=1000, rng=1)
    before = model.solution_points["utilitarian"].deal.copy()
    model = SummitModel(quiet, worlds=1000, rng=1)
    model.run_model()
    share, point = model.joint_gain_captured, model.solution_points["utilitarian"]
    np.testing.assert_array_equal(before, point.deal)
    assert point.exact.all()
    np.testing.assert_array_equal(np.isnan(share), ~point.exists)
    assert (share[~model.agreed & point.exists] == 0).all()
    assert (share[model.agreed] > 0).all()
    assert (share[model.agreed] <= 1).all()
    assert (share[(model.deal == point.deal).all(axis=1) & model.agreed] == 1).all()


def test_every_point_is_a_deal_that_all_states_would_sign_and_best_at_what_it_stands_for() -> None:
    model = SummitModel("reykjavik-2021", worlds=300, rng=2)
    points = model.solution_points
    gains = {name: (point.utilities - model.worlds.reservation)[point.exists] for name, point in points.items()}
    for point in points.values():
        worlds = np.flatnonzero(point.exists)
        for state in model.states:
            assert state.would_sign(worlds, point.deal[worlds]).all()
    for name, gain in gains.items():
        assert (gain.sum(axis=1) <= gains["utilitarian"].sum(axis=1) + 1e-9).all(), name
        assert (gain.prod(axis=1) <= gains["nash"].prod(axis=1) + 1e-9).all(), name
        sure = points["egalitarian"].exact[points["egalitarian"].exists]
        assert (gain.min(axis=1) <= gains["egalitarian"].min(axis=1) + 1e-9)[sure].all(), name


def test_the_share_of_each_world_adds_up_to_the_ratio_of_sums() -> None:
    result = run(Scenario.load("reykjavik-2021").vary("events", {}), worlds=400, seed=5)
    worlds = result.to_frame()
    joint = worlds[[column for column in worlds if column.startswith("surplus.")]].sum(axis=1)
    most = joint / worlds["joint_gain_captured"]
    agreed = worlds["gate"].str.startswith("agreed")
    assert worlds["joint_gain_captured"].isna().equals(worlds["zone"] != "exists")
    assert result.joint_gain_captured is not None
    assert result.joint_gain_captured <= joint.sum() / most[agreed].sum()
    assert result.to_xarray()["joint_gain_captured"].dims == ("world",)
