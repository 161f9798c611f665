"""Hardliners, stallers and those who draw lots do not listen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from summitry import Scenario, SummitModel, run
from tests.agents.styles.versus import pie, versus


def played(style: Any, rounds: int = 10, **envoy: Any) -> SummitModel:
    """A pie that `us`, with this style, and a conceder share out."""
    conduct = {"insight": 1, "reach": 1, "learning": "none", "last_moment": 0}
    data = pie()
    data["envoys"] = {
        "ours": {"of": "us", **conduct, "style": style, **envoy},
        "theirs": {"of": "them", **conduct, "style": "linear"},
    }
    data["talks"] = {"rounds": rounds, "order": ["us", "them"]}
    model = SummitModel(Scenario.from_dict(data), worlds=50, rng=1)
    model.run_model()
    return model


def test_a_hardliner_insists_on_its_best_to_the_end() -> None:
    heard = versus("hardliner", {"them": [10, 50, 90, 99]})
    assert heard.insisted == [1, 1, 1, 1]
    assert heard.offered == [(100,)] * 4


def test_a_hardliner_takes_less_at_the_last_moment_only_if_that_is_its_way() -> None:
    # In the last of 10 rounds the conceder speaks and offers nearly all of the pie.
    assert played("hardliner", last_moment=0).agreed.sum() == 0
    assert played("hardliner", last_moment=1).agreed.all()


def test_a_staller_agrees_to_nothing_not_even_at_the_last_moment() -> None:
    for rounds in (1, 9, 10):
        model = played("staller", rounds, last_moment=1)
        assert not model.agreed.any()
        assert all(exchange.offers[0, 1, 0] in (-1, 100) for exchange in model.exchanges)


def test_a_staller_makes_no_offer_that_it_believes_to_pass() -> None:
    common = {"ideal": "most", "salience": 1}
    scenario = Scenario.from_dict(
        {
            "issues": {"border": {"options": ["keep", "some", "most"]}},
            "states": {name: {"positions": {"border": common}, "premium": 0} for name in ("us", "them")},
            "envoys": {"ours": {"of": "us", "style": "staller", "insight": 1}},
            "talks": {"order": ["us", "them"]},
        }
    )
    model = SummitModel(scenario, worlds=20, rng=1)
    model.run_model()
    assert not model.agreed.any()
    assert all((exchange.offers[:, 1] == -1).all() for exchange in model.exchanges)


def test_of_deals_as_good_a_staller_demands_the_one_the_others_like_least() -> None:
    issues = {name: {"options": ["no", "yes"], "status_quo": "none"} for name in ("ours", "theirs")}
    state = {"walk_away": 0.1, "premium": 0}
    scenario = Scenario.from_dict(
        {
            "issues": issues,
            "states": {
                "them": {**state, "positions": {"theirs": {"ideal": "yes"}, "ours": {"ideal": "no", "salience": 1}}},
                "us": {**state, "positions": {"ours": {"ideal": "yes"}}},
            },
            "envoys": {"ours": {"of": "us", "style": "staller", "insight": 1}},
            "talks": {"order": ["us", "them"], "rounds": 1},
        }
    )
    model = SummitModel(scenario, rng=1)
    model.run_model()
    assert model.exchanges[0].offers[0, 1].tolist() == [1, 0]


def test_a_staller_may_begin_to_mean_it() -> None:
    late = ["staller", {"from": 0.5, "linear": {}}]
    model = played(late, 40)
    assert model.agreed.all()
    assert model.ended_in.min() > 20


def test_random_demands_are_uniform_between_the_lowest_and_the_best() -> None:
    scenario = Scenario.from_dict(
        {
            **pie(),
            "envoys": {
                "ours": {"of": "us", "style": "random", "reach": 0.5, "last_moment": 0},
                "theirs": {"of": "them", "style": "hardliner", "last_moment": 0},
            },
            "talks": {"rounds": 4, "order": ["us", "them"]},
        }
    )
    model = SummitModel(scenario, worlds=2000, rng=1)
    model.run_model()
    first, second = (model.exchanges[round_].aspiration[:, 1] for round_ in (0, 2))
    for drawn in (first, second):
        assert 0.5 <= drawn.min() < 0.51
        assert 0.99 < drawn.max() <= 1
        assert drawn.mean() == pytest.approx(0.75, abs=0.01)
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.06
    assert run(scenario, worlds=50, seed=3).to_dict() == run(scenario, worlds=50, seed=3).to_dict()
