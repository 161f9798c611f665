"""Sealed bids for a price (Chatterjee and Samuelson 1983)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from summitry import SummitModel
from tests.theory.textbook import textbook

WORLDS = 6000


@pytest.fixture(scope="module")
def played() -> SummitModel:
    model = SummitModel(textbook("double_auction"), worlds=WORLDS, rng=1)
    model.run_model()
    return model


def reservation_prices(model: SummitModel) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return what the good is worth to the buyer, and what it costs the seller."""
    return 1 - model.worlds.walk_away[:, 0], model.worlds.walk_away[:, 1]


def test_trade_is_as_frequent_and_yields_as_much_as_in_the_linear_equilibrium(played: SummitModel) -> None:
    # Three standard errors of a chance of 9/32 are 0.0174. The sums of gains vary together: theirs are below 0.01.
    assert played.agreed.mean() == pytest.approx(9 / 32, abs=0.0174)
    value, cost = reservation_prices(played)
    possible = np.maximum(value - cost, 0).sum()
    assert played.surplus.sum() / possible == pytest.approx(27 / 32, abs=0.01)


def test_bids_are_those_of_the_linear_equilibrium(played: SummitModel) -> None:
    value, cost = reservation_prices(played)
    bid, ask = played.exchanges[0].offers[:, :, 0].T / 1000
    # Where trade is possible; half a step of the grid is 0.0005.
    assert np.allclose(ask[cost <= 0.75], (2 / 3 * cost + 1 / 4)[cost <= 0.75], atol=0.001)
    assert np.allclose(bid[value >= 0.25], (2 / 3 * value + 1 / 12)[value >= 0.25], atol=0.001)


def test_nobody_gains_by_another_bid(played: SummitModel) -> None:
    # From the bids that were played alone: one evenly spread type stands for all near it, and any option may be bid.
    types = (np.arange(500) + 0.5) / 500
    value, cost = reservation_prices(played)
    bid, ask = played.exchanges[0].offers[:, :, 0].T / 1000
    bids, asks = (
        np.interp(types, kind[order], made[order])
        for kind, made, order in ((value, bid, np.argsort(value)), (cost, ask, np.argsort(cost)))
    )
    grid = np.linspace(0, 1, 1001)

    def seller(asked: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Expected gains (types, asked) of every type."""
        trade = bids >= asked[:, None]
        price = (bids + asked[:, None]) / 2
        return (price * trade).mean(axis=-1) - trade.mean(axis=-1) * types[:, None]

    def buyer(offered: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        trade = asks <= offered[:, None]
        price = (asks + offered[:, None]) / 2
        return trade.mean(axis=-1) * types[:, None] - (price * trade).mean(axis=-1)

    for gains, played_bids in ((seller, asks), (buyer, bids)):
        as_played = np.diag(gains(played_bids))
        assert (gains(grid).max(axis=1) - as_played).max() < 1e-3


def test_a_bid_is_never_one_that_the_state_would_not_sign(played: SummitModel) -> None:
    value, cost = reservation_prices(played)
    bid, ask = played.exchanges[0].offers[:, :, 0].T
    # No price on the grid is left to a seller whose cost lies above it all, or to a buyer who would pay nothing.
    assert ((ask < 0) | (ask / 1000 >= cost - 1e-9)).all()
    assert ((bid < 0) | (bid / 1000 <= value + 1e-9)).all()
