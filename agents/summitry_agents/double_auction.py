"""Sealed bids for a price: strategies that are best replies to each other among the straight lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from summitry_agents.deals import Floats

TYPES = 512
"""Reservation prices that stand for a side's distribution, evenly spread over it."""

MOST_REPLIES = 200
"""Best replies after which the search stops, converged or not; two uniform sides take some ten."""

SETTLED = 1e-7
"""A reply that moves both ends of a line by less than this, in shares of the scale, is none."""


@dataclass(frozen=True)
class Line:
    """A strategy: the bid as a linear function of one's own reservation price, all in shares of the scale.

    Parameters
    ----------
    at_0, slope
        bid = at_0 + slope x reservation price.
    """

    at_0: float
    slope: float

    def __call__(self, reservation: Floats) -> Floats:
        """Return the bids for reservation prices of any shape."""
        return self.at_0 + self.slope * reservation

    @classmethod
    def through(cls, low: float, high: float, at_low: float, at_high: float) -> Self:
        """Return the line with given bids at two reservation prices."""
        slope = (at_high - at_low) / (high - low) if high > low else 0.0
        return cls(at_low - slope * low, slope)


def linear_equilibrium(seller: Floats, buyer: Floats) -> tuple[Line, Line]:
    """Return bids of a seller and a buyer that are best replies to each other within linear strategies.

    Both hand in a bid; if the buyer's is no lower they trade halfway between the two, else not at all. Each knows its
    own reservation price and the distribution of the other's (Chatterjee and Samuelson 1983, with k = 1/2; for two
    uniform distributions their linear equilibrium, which no non-linear bid beats). From honest bids on, each side in
    turn takes the line with the largest expected gain, over its own distribution too, against the other's line.

    Parameters
    ----------
    seller, buyer
        Draws of the reservation prices, evenly spread over their distributions, in shares of the scale.

    Notes
    -----
    Between two neighbouring draws the distribution counts as uniform, so that gains change smoothly with a bid. The
    best line is found by Nelder and Mead's simplex over its two ends. Where the search has not settled after
    `MOST_REPLIES` replies, the last lines stand. There are other equilibria, with strategies that are no lines.
    """
    ask, bid = Line(0.0, 1.0), Line(0.0, 1.0)
    costs, values = _spread(seller), _spread(buyer)
    for _ in range(MOST_REPLIES):
        # A buyer is a seller on the scale turned round.
        new_ask = _best_line(costs, bid(values), ask)
        turned = _best_line(1.0 - values[::-1], 1.0 - new_ask(costs)[::-1], _turned(bid))
        new_bid = _turned(turned)
        moved = max(_distance(ask, new_ask, costs), _distance(bid, new_bid, values))
        ask, bid = new_ask, new_bid
        if moved < SETTLED:
            break
    return ask, bid


def _spread(draws: Floats) -> Floats:
    """Return (T,): reservation prices in the middle of T equal parts of the distribution."""
    return np.quantile(draws, (np.arange(TYPES) + 0.5) / TYPES)


def _turned(line: Line) -> Line:
    """Return the same strategy on the scale turned round: 1 - bid as a function of 1 - reservation price."""
    return Line(1.0 - line.at_0 - line.slope, line.slope)


def _distance(one: Line, other: Line, types: Floats) -> float:
    ends = types[[0, -1]]
    return float(np.abs(one(ends) - other(ends)).max())


def _best_line(costs: Floats, bids: Floats, start: Line) -> Line:
    """Return the seller's best line, given its costs (T,) and the buyer's bids (T,), both rising."""
    from scipy.optimize import minimize

    low, high = float(costs[0]), float(costs[-1])
    curve = _Demand.of(np.sort(bids))

    def loss(at_ends: Floats) -> float:
        asks = Line.through(low, high, float(at_ends[0]), float(at_ends[1]))(costs)
        return -float(curve.gain(asks, costs).mean())

    # Bids that never meet give a plateau without a slope; start where some do.
    top = float(bids.max())
    ends = np.minimum(start(np.array([low, high])), np.array([top, max(top, high)]))
    simplex = ends + np.array([[0.0, 0.0], [0.05, 0.0], [0.0, 0.05]])
    found = minimize(
        loss,
        ends,
        method="Nelder-Mead",
        options={"initial_simplex": simplex, "xatol": SETTLED / 10, "fatol": 1e-14, "maxiter": 1000},
    ).x
    return Line.through(low, high, float(found[0]), float(found[1]))


@dataclass(frozen=True, eq=False)
class _Demand:
    """What the buyer's bids are worth to a seller, as a function of its ask."""

    edges: Floats
    chance: Floats
    sum_above: Floats

    @classmethod
    def of(cls, bids: Floats) -> Self:
        """Work it out from rising bids (T,), each standing for an equal part of the distribution around it."""
        middle = (bids[1:] + bids[:-1]) / 2
        edges = np.concatenate([[2 * bids[0] - middle[0]], middle, [2 * bids[-1] - middle[-1]]])
        chance = 1.0 - np.arange(len(edges)) / len(bids)
        above = np.concatenate([np.cumsum(bids[::-1])[::-1], [0.0]]) / len(bids)
        return cls(edges, chance, above)

    def gain(self, asks: Floats, costs: Floats) -> Floats:
        """Return (T,): expected gain over the cost, at a price halfway between ask and bid where the bid is higher."""
        chance = np.interp(asks, self.edges, self.chance)
        bids_above = np.interp(asks, self.edges, self.sum_above)
        return (asks / 2 - costs) * chance + bids_above / 2
