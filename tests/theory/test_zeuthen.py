"""Zeuthen's rule leads to Nash's point (Harsanyi 1956)."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from summitry import Scenario, SummitModel
from tests.theory.textbook import textbook


def largest_nash_products(model: SummitModel) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return (W,): by full enumeration; 0 where no deal is better than walking away for both."""
    valid, worlds = model.scenario.agenda.valid, model.worlds
    deals = np.array(list(itertools.product(*(np.flatnonzero(options) for options in valid))))
    largest = np.zeros(len(worlds.number))
    for world in range(len(largest)):
        gains = worlds.contributions[world][:, np.arange(len(valid)), deals].sum(axis=-1)
        gains -= worlds.reservation[world][:, None]
        zone = (gains > 1e-9).all(axis=0) & (deals != worlds.status_quo[world]).any(axis=1)
        largest[world] = np.where(zone, gains[0] * gains[1], 0.0).max()
    return largest


@pytest.mark.parametrize("protocol", ["monotonic_concession", "alternating_offers"])
def test_states_that_know_each_other_meet_at_nashs_point(protocol: str) -> None:
    model = SummitModel(textbook("postmen", talks__protocol=protocol), worlds=200, rng=1)
    model.run_model()
    largest = largest_nash_products(model)
    assert (largest > 0).mean() > 0.5
    assert np.array_equal(model.agreed, largest > 0)
    assert np.allclose(model.surplus.prod(axis=1), largest, atol=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_nashs_point_is_reached_in_random_domains_also_where_several_deals_tie(seed: int) -> None:
    rng = np.random.default_rng(seed)
    issues = {f"i{number}": {"options": [f"o{k}" for k in range(rng.integers(2, 5))]} for number in range(seed % 3 + 1)}

    def wishes() -> dict[str, Any]:
        # Few different values, so that many deals are worth the same.
        values = {id_: {name: rng.integers(0, 5) / 4 for name in issue["options"]} for id_, issue in issues.items()}
        return {id_: {"values": table, "salience": 0.5} for id_, table in values.items()}

    talks = {
        "issues": issues,
        "states": {
            name: {"premium": 0, "patience": 1, "walk_away": {"choice": [0, 0.25, 0.3, 0.5]}, "positions": wishes()}
            for name in ("east", "west")
        },
        "envoys": {f"e_{name}": {"of": name, "style": "zeuthen", "insight": 1} for name in ("east", "west")},
        "talks": {"protocol": "monotonic_concession", "rounds": 100},
    }
    model = SummitModel(Scenario.from_dict(talks), worlds=100, rng=seed)
    model.run_model()
    assert np.allclose(np.where(model.agreed, model.surplus.prod(axis=1), 0.0), largest_nash_products(model), atol=1e-9)


def test_beyond_listing_the_deal_is_one_of_the_efficient_trades() -> None:
    issues = {f"i{number:02d}": {"range": {"from": 0, "to": 10, "steps": 11}} for number in range(12)}
    rng = np.random.default_rng(1)
    talks = {
        "issues": issues,
        "states": {
            name: {
                "premium": 0,
                "patience": 1,
                "walk_away": 0.3,
                "positions": {id_: {"ideal": ideal, "salience": float(rng.uniform(0.1, 1))} for id_ in issues},
            }
            for name, ideal in (("east", 0), ("west", 10))
        },
        "envoys": {f"e_{name}": {"of": name, "style": "zeuthen", "insight": 1} for name in ("east", "west")},
        "talks": {"protocol": "monotonic_concession", "rounds": 400},
    }
    model = SummitModel(Scenario.from_dict(talks), worlds=3, rng=1)
    model.run_model()
    assert model.agreed.all()
    # Linear issues: the frontier of lotteries is nearly reached by deals, so weights that make Nash's point the
    # largest weighted sum bound the product from above.
    mine, theirs = model.surplus[0]
    joint = model.worlds.contributions[0, 0] / mine + model.worlds.contributions[0, 1] / theirs
    most = joint.max(axis=-1).sum() - 0.3 / mine - 0.3 / theirs
    assert most == pytest.approx(2.0, abs=0.02)
