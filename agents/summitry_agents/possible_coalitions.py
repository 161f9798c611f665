"""Which coalitions may sign a deal at all, by bounds on what single states and pairs of them can reach."""

import numpy as np

from summitry_agents.deals import MARGIN, TIE, Bools, Floats, Ints
from summitry_agents.decision_rule import FEWEST, DecisionRule
from summitry_agents.exact_search import ROUNDING

MOST_STATES_LISTED = 10
"""The coalitions of more states are not listed: 2 ** 10 are looked at in every world."""

PAIR_WEIGHTS = (0.25, 0.5, 0.75)
"""Weights of the first of two states in the bounds on what both can sign."""


def can_sign_alone(contributions: Floats, own: Bools, reservation: Floats) -> Bools:
    """Return (n, P): which states like their own best deal better than their reservation.

    Parameters
    ----------
    contributions
        (n, P, I, K).
    own
        Options (n, P, I, K) that exist and that each state's red lines leave.
    reservation
        (n, P), not -inf.
    """
    best = np.where(own, contributions, -np.inf).max(axis=-1).sum(axis=-1)
    return np.asarray(best > reservation + MARGIN - ROUNDING)


def can_sign_in_pairs(contributions: Floats, own: Bools, reservation: Floats, may_sign: Bools) -> Bools:
    """Return (n, P, P): which two states no bound keeps from signing one deal; on the diagonal, which one.

    Parameters
    ----------
    contributions, own, reservation
        As in `can_sign_alone`.
    may_sign
        (n, P), its answer.

    Notes
    -----
    For some weights, the largest weighted surplus of two states over all deals beyond no red line of theirs: if it is
    negative, none is worth enough to both (weak duality).
    """
    together = may_sign[:, :, None] & may_sign[:, None]
    most = np.where(own, contributions, -np.inf).max(axis=-1).sum(axis=-1)
    unit = 1.0 / np.where(may_sign, np.maximum(most - reservation, TIE), 1.0)
    for first in range(may_sign.shape[1]):
        for second in range(first + 1, may_sign.shape[1]):
            both = own[:, first] & own[:, second]
            possible = both.any(axis=-1).all(axis=-1)
            for share in PAIR_WEIGHTS:
                one, other = share * unit[:, first], (1.0 - share) * unit[:, second]
                total = (one + other)[:, None, None]
                joint = one[:, None, None] * contributions[:, first] + other[:, None, None] * contributions[:, second]
                best = np.where(both, joint / total, -np.inf).max(axis=-1).sum(axis=-1)
                needed = (one * reservation[:, first] + other * reservation[:, second]) / (one + other)
                possible &= best - needed >= -ROUNDING
            together[:, first, second] &= possible
            together[:, second, first] &= possible
    return together


def members_of_some_coalition(rule: DecisionRule, worlds: Ints, together: Bools) -> Bools:
    """Return (n, P): which states win together with all those beside whom they may sign.

    Parameters
    ----------
    rule, worlds
        As in `DecisionRule.wins`.
    together
        (n, P, P) of `can_sign_in_pairs`.

    Notes
    -----
    Who is left out leaves less for the others, so this is repeated until nothing changes.
    """
    member = np.diagonal(together, axis1=1, axis2=2).copy()
    changing = True
    while changing:
        before = member.copy()
        for state in range(rule.states):
            member[:, state] &= rule.wins(worlds, together[:, state] & member)
        changing = bool((member != before).any())
    return member


def minimal_coalitions(rule: DecisionRule, worlds: Ints, together: Bools) -> tuple[Bools, Bools]:
    """List the minimal winning coalitions whose members may sign in pairs.

    Parameters
    ----------
    rule, worlds, together
        As in `members_of_some_coalition`; at most `MOST_STATES_LISTED` states.

    Returns
    -------
    coalitions : ndarray of bool
        (C, P), small ones first.
    where : ndarray of bool
        (n, C) in which worlds each is one.
    """
    everybody = np.arange(rule.states)
    coalitions = (np.arange(2**rule.states)[:, None] >> everybody) % 2 == 1
    size = coalitions.sum(axis=-1)
    coalitions = coalitions[np.argsort(size, kind="stable")][(np.sort(size) < FEWEST).sum() :]
    where = np.zeros((len(worlds), len(coalitions)), dtype=bool)
    for place, members in enumerate(coalitions):
        inside = np.flatnonzero(members)
        candidates = np.flatnonzero(together[:, inside[:, None], inside].all(axis=(1, 2)))
        there = worlds[candidates]
        minimal = rule.wins(there, np.broadcast_to(members, (len(there), rule.states)))
        for state in inside:
            without = np.broadcast_to(members & (everybody != state), (len(there), rule.states))
            minimal &= ~rule.wins(there, without)
        where[candidates, place] = minimal
    used = where.any(axis=0)
    return coalitions[used], where[:, used]
