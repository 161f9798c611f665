"""Sealed bids for a price (Chatterjee and Samuelson 1983)."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from summitry import SummitModel
from tests.theory.textbook import textbook

WORLDS = 4000
STEPS = 1000
TYPES = (np.arange(500) + 0.5) / 500
"""Reservation prices spread evenly over the distribution."""

Floats = NDArray[np.float64]


@pytest.fixture(scope="module")
def played() -> SummitModel:
    model = SummitModel(textbook("double_auction"), worlds=WORLDS, rng=1)
    model.run_model()
    return model


def reservation_prices(model: SummitModel) -> tuple[Floats, Floats]:
    """Return (W,) what the good is worth to the buyer, and what it costs the seller."""
    return 1 - model.worlds.walk_away[:, 0], model.worlds.walk_away[:, 1]


def prices_named(model: SummitModel) -> tuple[Floats, Floats]:
    """Return (W,) the buyer's bids and the seller's asks; negative where there is none."""
    bid, ask = model.exchanges[0].offers[:, :, 0].T
    return bid / STEPS, ask / STEPS


def strategies(model: SummitModel) -> tuple[Floats, Floats]:
    """Return the bids and asks (T,) of evenly spread types, read off the bids that were made, no formula besides."""
    named = zip(reservation_prices(model), prices_named(model), strict=True)
    bids, asks = (np.interp(TYPES, types[np.argsort(types)], made[np.argsort(types)]) for types, made in named)
    return bids, asks


def test_trade_is_as_frequent_and_yields_as_much_as_in_the_linear_equilibrium(played: SummitModel) -> None:
    # Three standard errors over the worlds: of a chance of 9/32 0.0214, of the ratio of sums 0.02.
    assert played.agreed.mean() == pytest.approx(9 / 32, abs=0.0214)
    value, cost = reservation_prices(played)
    possible = np.maximum(value - cost, 0).sum()
    assert played.surplus.sum() / possible == pytest.approx(27 / 32, abs=0.02)


def test_strategies_give_the_linear_equilibriums_numbers_without_sampling_error(played: SummitModel) -> None:
    bids, asks = strategies(played)
    trade = bids[:, None] >= asks
    gain = TYPES[:, None] - TYPES
    assert trade.mean() == pytest.approx(9 / 32, abs=0.003)
    assert gain[trade].sum() / gain[gain > 0].sum() == pytest.approx(27 / 32, abs=0.003)


def test_bids_are_those_of_the_linear_equilibrium(played: SummitModel) -> None:
    value, cost = reservation_prices(played)
    bid, ask = prices_named(played)
    # Where trade is possible; half a step of the grid is 0.0005.
    assert np.allclose(ask[cost <= 0.75], (2 / 3 * cost + 1 / 4)[cost <= 0.75], atol=0.001)
    assert np.allclose(bid[value >= 0.25], (2 / 3 * value + 1 / 12)[value >= 0.25], atol=0.001)


def test_nobody_gains_by_another_bid(played: SummitModel) -> None:
    bids, asks = strategies(played)

    def seller(asked: Floats) -> Floats:
        """Return (T, B): what each type expects of each of some asks."""
        trade = bids >= asked[:, None]
        price = (bids + asked[:, None]) / 2
        return np.asarray((price * trade).mean(axis=1) - trade.mean(axis=1) * TYPES[:, None])

    def buyer(offered: Floats) -> Floats:
        trade = asks <= offered[:, None]
        price = (asks + offered[:, None]) / 2
        return np.asarray(trade.mean(axis=1) * TYPES[:, None] - (price * trade).mean(axis=1))

    grid = np.linspace(0, 1, STEPS + 1)
    for gains, as_played in ((seller, asks), (buyer, bids)):
        assert (gains(grid).max(axis=1) - np.diag(gains(as_played))).max() < 1e-3


def test_a_bid_is_never_one_that_the_state_would_not_sign(played: SummitModel) -> None:
    value, cost = reservation_prices(played)
    bid, ask = prices_named(played)
    assert ((ask < 0) | (ask >= cost - 1e-9)).all()
    assert ((bid < 0) | (bid <= value + 1e-9)).all()
