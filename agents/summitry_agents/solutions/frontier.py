"""The Pareto frontier of one world."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from summitry_agents.deals import Bools, Floats, Ints, settles_something, utility
from summitry_agents.logrolling import Trades
from summitry_agents.solutions.bargain import Bargain
from summitry_agents.solutions.listing import list_deals

LISTED = 65_536
"""Combinations of allowed options up to which the frontier of a world is found by listing them."""


@dataclass(frozen=True, eq=False, slots=True)
class Frontier:
    """Deals that no other deal equals or exceeds for every state.

    Attributes
    ----------
    deals
        (N, I), by falling utility of the first state, then of the second, and so on.
    utilities
        (N, P).
    complete
        Whether these are all; else they are the supported ones, on the convex hull of what can be reached.
    """

    deals: Ints
    utilities: Floats
    complete: bool


def pareto_frontier(contributions: Floats, allowed: Bools, status_quo: Ints, limit: int = LISTED) -> Frontier:
    """Find the efficient deals of one world, whether the states would sign them or not (Pareto 1906).

    Parameters
    ----------
    contributions, allowed, status_quo
        Of one world: (P, I, K), (I, K) and (I,), otherwise as in `solution_points`.
    limit
        Combinations of allowed options to list at most.

    Returns
    -------
    Frontier
        One deal for each point of utilities that is not dominated, among all deals of allowed options that settle
        something: the first by status quo, then lower option, issue by issue. Beyond the limit, for two states, the
        supported efficient deals: those that some weighted sum of the two utilities ranks first, as logrolling
        (`Trades`) walks through them; the deals between two neighbours are left out, and `complete` is False.

    Raises
    ------
    ValueError
        For more combinations than the limit with other than two states, or an issue without allowed option.

    Notes
    -----
    Dominance is strict in floating point: two deals whose utilities differ by rounding may both stay.
    """
    combinations = float(np.prod(allowed.sum(axis=-1, dtype=np.float64)))
    if combinations == 0:
        raise ValueError("pareto_frontier: an issue has no allowed option")
    states = len(contributions)
    if combinations <= limit:
        bargain = Bargain.in_utility(contributions[None], allowed[None], np.zeros((1, states)), status_quo[None])
        weights = np.full((1, states), 1.0 / states)
        [listing] = list_deals(bargain, np.full((1, states), -np.inf), weights, np.full(1, -np.inf), limit)
        deals, utilities = listing.deal, listing.utility
    elif states == 2:
        deals = _supported(contributions, allowed, status_quo)
        utilities = utility(np.broadcast_to(contributions, (len(deals), *contributions.shape)), deals)
    else:
        raise ValueError(
            f"pareto_frontier: found {combinations:,.0f} combinations of options, expected at most {limit:,} "
            f"for {states} states"
        )
    efficient = _undominated(utilities)
    return Frontier(deals[efficient], utilities[efficient], combinations <= limit)


def _supported(contributions: Floats, allowed: Bools, status_quo: Ints) -> Ints:
    """Return the deals (S, I) on the way from the first state's favourite to the second's that settle something."""
    trades = Trades.between(contributions[:1], contributions[1:], allowed[None], status_quo[None])
    steps = np.arange(np.isfinite(trades.cost[0]).sum())
    reached = (trades.turn[0][..., None] < steps).sum(axis=1)
    deals: Ints = np.take_along_axis(trades.options[0], reached, axis=-1).T
    return deals[settles_something(deals, status_quo)]


def _undominated(utilities: Floats) -> Ints:
    """Return indices of the rows (N, P) that no other equals or exceeds in all; of equal rows the first stays."""
    order = np.lexsort(-utilities.T[::-1])
    ranked = utilities[order]
    if utilities.shape[1] == 1:
        return np.asarray(order[:1])
    if utilities.shape[1] == 2:
        before = np.maximum.accumulate(np.concatenate([[-np.inf], ranked[:, 1]]))[:-1]
        return np.asarray(order[ranked[:, 1] > before])
    # In this order nothing is dominated by what comes later.
    kept: list[int] = []
    rest = np.arange(len(ranked))
    while rest.size:
        best = rest[0]
        kept.append(int(order[best]))
        rest = rest[(ranked[rest] > ranked[best]).any(axis=-1)]
    return np.array(kept, dtype=np.intp)
