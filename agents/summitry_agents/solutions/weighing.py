"""Good deals and proofs from weighted sums: weights on the states turn the search into one that falls apart by issue.

The deal with the largest weighted gain is a candidate, and bounds every other deal (weak duality). With two states
the weight that gives the tightest bound is found by bisection, because the two gains move in opposite directions with
it; with more the weight moves towards those who stand low (multiplicative weights: Arora, Hazan and Kale 2012).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from summitry_agents.deals import TIE, Floats, Ints
from summitry_agents.solutions.bargain import Bargain
from summitry_agents.solutions.objectives import Objective, outranks

BISECTIONS = 26
"""Halvings of the range of weights of two states."""

STEPS = 60
"""Moves of the weights of three states and more."""

_HUGE = np.finfo(np.float64).max


@dataclass(frozen=True, eq=False, slots=True)
class Incumbent:
    """The best deal found so far in each world, and what is known about better ones.

    Attributes
    ----------
    deal, levels
        (W, I) and (W, L): -1 and -inf throughout as long as no deal of the zone was found.
    weights
        (W, P) weights of the tightest bound.
    bound
        (W,) the largest first level that any deal of the zone can have.
    start
        (W, I) the deal of largest gain by those weights, in the zone or not.
    """

    deal: Ints
    levels: Floats
    weights: Floats
    bound: Floats
    start: Ints

    def offer(self, objective: Objective, worlds: Ints, bargain: Bargain, deal: Ints) -> None:
        """Take the deals (n, I) of some worlds (n,), whose `bargain` that is, where they are in the zone and better."""
        levels = objective.levels(bargain.gains(deal))
        taken = bargain.in_zone(deal) & outranks(levels, self.levels[worlds])
        self.deal[worlds[taken]], self.levels[worlds[taken]] = deal[taken], levels[taken]


def weigh(bargain: Bargain, objective: Objective) -> Incumbent:
    """Move the weights of all worlds until no deal can be better than the best one found, or the moves are spent.

    Notes
    -----
    O(W P I K) time for each move, of which most worlds need one for the utilitarian point.
    """
    worlds, states = bargain.reservation.shape
    issues = bargain.status_quo.shape[1]
    levels = objective.levels(np.ones((1, states))).shape[-1]
    found = Incumbent(
        deal=np.full((worlds, issues), -1),
        levels=np.full((worlds, levels), -np.inf),
        weights=np.full((worlds, states), 1.0 / states),
        bound=np.full(worlds, np.inf),
        start=np.zeros((worlds, issues), dtype=np.intp),
    )
    moving = np.arange(worlds)
    weights, low, high = found.weights.copy(), np.zeros(worlds), np.ones(worlds)
    for step in range(BISECTIONS if states == 2 else STEPS):
        here, weight = bargain.of(moving), weights[moving]
        deal, most = here.heaviest(weight)
        bound = objective.bound(weight, np.maximum(most, np.finfo(np.float64).tiny))
        tighter = (bound < found.bound[moving]) | (step == 0)
        at = moving[tighter]
        found.bound[at], found.weights[at], found.start[at] = bound[tighter], weight[tighter], deal[tighter]
        found.offer(objective, moving, here, deal)
        standing = objective.standing(here.gains(deal), weight)
        if states == 2:
            lower = standing[:, 0] < standing[:, 1]
            high[moving], low[moving] = (
                np.where(lower, weight[:, 1], high[moving]),
                np.where(lower, low[moving], weight[:, 1]),
            )
            middle = (low[moving] + high[moving]) / 2
            weights[moving] = np.stack([1 - middle, middle], axis=-1)
        else:
            relative = standing / np.clip(np.abs(standing).max(axis=-1, keepdims=True), 1e-300, _HUGE)
            weight = weight * (1.0 - 0.5 / (1.0 + 0.2 * step) * relative)
            weights[moving] = weight / np.cumsum(weight, axis=-1)[:, -1:]
        moving = moving[(found.levels[moving, 0] < found.bound[moving] - TIE) & (most > 0)]
    return found
