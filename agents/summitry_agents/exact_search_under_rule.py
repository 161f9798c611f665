"""Exact search for a deal that a winning coalition signs, in one world with any number of states.

Partial deals grow issue by issue, as in `search_exactly`. One is dropped when the states that could still sign, by
what the issues to come add at most for each, would not win. That takes deals one by one but coalitions never, of
which forty states have far more.
"""

import numpy as np

from summitry_agents.deals import MARGIN, Bools, Floats, Ints, settles_something, signs
from summitry_agents.decision_rule import DecisionRule, winning_prefix
from summitry_agents.exact_search import ROUNDING
from summitry_agents.verdict import Verdict


def search_under_rule(
    contributions: Floats,
    own: Bools,
    reservation: Floats,
    status_quo: Ints,
    rule: DecisionRule,
    world: int,
    may_sign: Bools,
    node_limit: int,
) -> tuple[Verdict, Ints]:
    """Look for a deal that settles something and that a winning coalition signs.

    Parameters
    ----------
    contributions
        (P, I, K).
    own
        Options (P, I, K) that exist and that each state's red lines leave.
    reservation
        (P,), finite for those who may sign.
    status_quo
        (I,), -1 where failure lies off the scale.
    rule
        The decision rule.
    world
        The world's place in the weights of the rule.
    may_sign
        (P,) states to which bounds leave some deal; the others count as not signing.
    node_limit
        Partial deals to form at one issue. Beyond it the search goes on with those in which the coalition that is
        easiest to win has most room: it may still find a witness, but proves nothing any more.

    Returns
    -------
    verdict : Verdict
    deal : ndarray of int
        Witness (I,), -1 throughout where there is none.
    """
    members = np.flatnonzero(may_sign)
    own, value, threshold = own[members], contributions[members], reservation[members] + MARGIN
    most = np.where(own, value, -np.inf).max(axis=-1)
    lost = np.where(own, most[..., None] - value, np.inf)
    # Issues on which most is at stake come first: they drop most partial deals early.
    stakes = np.where(own, lost, 0.0).max(axis=-1).sum(axis=0)
    order = np.argsort(-stakes, kind="stable")
    deals, lacks = np.empty((1, 0), dtype=np.intp), (threshold - most.sum(axis=-1))[None]
    complete = True
    for issue in order:
        options = np.flatnonzero(own[:, issue].any(axis=0))
        room = max(node_limit // max(len(options), 1), 1)
        if len(deals) > room:
            complete = False
            promising = np.argsort(_least(rule, world, members, lacks), kind="stable")[:room]
            deals, lacks = deals[promising], lacks[promising]
        grown = np.repeat(deals, len(options), axis=0)
        deals = np.column_stack([grown, np.tile(options, len(deals))])
        lacks = (lacks[:, None] + lost[:, issue, options].T).reshape(-1, len(members))
        alive = _wins(rule, world, members, lacks < ROUNDING)
        deals, lacks = deals[alive], lacks[alive]
    found = np.empty_like(deals)
    found[:, order] = deals
    # Bounds let pass what only rounding brings over a threshold; these sums are those of `signs`.
    likes = signs(np.broadcast_to(value, (len(found), *value.shape)), found, threshold)
    crossed = np.isinf(lacks)
    passing = _wins(rule, world, members, likes & ~crossed) & settles_something(found, status_quo)
    if passing.any():
        return Verdict.EXISTS, found[passing.argmax()]
    return (Verdict.NONE if complete else Verdict.UNDECIDED), np.full(len(order), -1)


def _wins(rule: DecisionRule, world: int, members: Ints, signers: Bools) -> Bools:
    """Tell (n,) where these of the members (n, M) win; all other states do not sign."""
    everybody = np.zeros((len(signers), rule.states), dtype=bool)
    everybody[:, members] = signers
    return rule.wins(np.full(len(signers), world), everybody)


def _least(rule: DecisionRule, world: int, members: Ints, lacks: Floats) -> Floats:
    """Return (n,) what the one who lacks most lacks in the coalition that lacks least, if members lack (n, M)."""
    everybody = np.full((len(lacks), rule.states), np.inf)
    everybody[:, members] = lacks
    order = np.argsort(everybody, axis=-1, kind="stable")
    size = winning_prefix(rule, np.full(len(lacks), world), order)
    last = np.take_along_axis(order, np.minimum(size, rule.states)[:, None] - 1, axis=-1)
    return np.take_along_axis(everybody, last, axis=-1)[:, 0]
