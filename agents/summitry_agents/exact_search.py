"""Exact search for a deal that every state signs, in one world.

Partial deals grow issue by issue. One is dropped when it can no longer reach every threshold: by what the issues
still to come add at most for each state, and for the states weighted together (a Lagrangian bound, which with good
weights leaves few). This is the dynamic programme by lists of Kellerer, Pferschy and Pisinger 2004 for the
multiple-choice knapsack (chapter 11), in which the same bound first picks the promising options.
"""

import numpy as np

from summitry_agents.compiled import compiled
from summitry_agents.deals import Bools, Floats, Ints
from summitry_agents.verdict import Verdict

ROUNDING = 1e-12
"""A bound decides only beyond this, far above the rounding of sums of some dozens of utilities."""


def search_exactly(
    contributions: Floats, allowed: Bools, threshold: Floats, weights: Floats, node_limit: int
) -> tuple[Verdict, Ints]:
    """Look for a deal above every threshold, whether it settles something or not.

    Parameters
    ----------
    contributions, allowed
        Of one world: (P, I, K) and (I, K), with at least one allowed option in each issue.
    threshold
        Reservation + `MARGIN` (P,).
    weights
        Weights (P,) >= 0 of the states in the joint bound. Any are right; those of a tight bound (the largest joint
        utility of any deal close to that of the thresholds) make the search short.
    node_limit
        Partial deals to form at one issue. Beyond it the search goes on with the most promising: it may still find a
        witness, but proves nothing any more.

    Returns
    -------
    verdict : Verdict
    deal : ndarray of int
        Witness (I,), -1 throughout where there is none.

    Notes
    -----
    The partial sums are those of `utility`, number by number, and adding one value to two of them never turns their
    order round: with two states, partial deals that another equals or exceeds for both are dropped without any loss,
    in floating point as on paper. So NONE and EXISTS agree with a full enumeration to the last bit.
    """
    verdict, deal = search(contributions, allowed, threshold, weights, node_limit, ROUNDING)
    return Verdict(verdict), deal


@compiled("exact.search")
def search(
    contributions: Floats, allowed: Bools, threshold: Floats, weights: Floats, node_limit: int, rounding: float
) -> tuple[int, Ints]:
    """Do what `search_exactly` says; the verdict as a number."""
    states = len(threshold)
    options, values, goal = _promising(contributions, allowed, threshold, weights, rounding)
    most = np.array([value.max(axis=1) for value in values])
    still = np.cumsum(most[::-1], axis=0)[::-1] - most
    sums, slack = np.zeros((states + 1, 1)), np.zeros(1)
    came_from, chosen, complete = [], [], True
    for value, beyond in zip(values, still, strict=True):
        width = value.shape[1]
        parents = np.arange(len(slack))
        room = max(node_limit // width, 1)
        if len(parents) > room:
            complete = False
            # Two states: undominated sums stand in order along their frontier; keep all of its stretches.
            spread = np.arange(room) * (len(parents) - 1) // max(room - 1, 1)
            parents = spread if states == 2 else np.argsort(-slack, kind="stable")[:room]
        reached = (sums[:, parents, None] + value[:, None]).reshape(states + 1, -1)
        slack = (reached + (beyond - goal)[:, None]).min(axis=0)
        alive = np.flatnonzero(slack > -rounding)
        if states == 2:
            alive = alive[_undominated(reached[0, alive], reached[1, alive])]
        sums, slack = reached[:, alive], slack[alive]
        came_from.append(parents[alive // width])
        chosen.append(alive % width)
    deal = np.full(len(options), -1)
    signed = np.flatnonzero((sums[:states] > threshold[:, None]).all(axis=0))
    if signed.size == 0:
        return (Verdict.NONE if complete else Verdict.UNDECIDED), deal
    at = signed[0]
    for issue in reversed(range(len(options))):
        deal[issue] = options[issue][chosen[issue][at]]
        at = came_from[issue][at]
    return Verdict.EXISTS, deal


def _promising(
    contributions: Floats, allowed: Bools, threshold: Floats, weights: Floats, rounding: float
) -> tuple[list[Ints], list[Floats], Floats]:
    """Keep the options that the joint bound leaves a place in a deal above the thresholds.

    Returns for each issue the options and their values (P + 1, options), to each state and weighted together, and the
    thresholds (P + 1,) alike.
    """
    joint = (weights[:, None, None] * contributions).sum(axis=0)
    goal = float(np.cumsum(weights * threshold)[-1])
    most = np.where(allowed, joint, -np.inf).max(axis=-1, keepdims=True)
    spare = max(float(np.cumsum(most)[-1]) - goal, 0.0) + rounding
    options = [np.flatnonzero(issue) for issue in allowed & (most - joint <= spare)]
    every = np.concatenate([contributions, joint[None]])
    return options, [every[:, issue, kept] for issue, kept in enumerate(options)], np.append(threshold, goal)


def _undominated(first: Floats, second: Floats) -> Ints:
    """Return indices of the pairs (n,) that no other equals or exceeds in both, by falling first number."""
    order = np.lexsort((-second, -first))
    second = second[order]
    best_before = np.maximum.accumulate(np.concatenate([[-np.inf], second]))[:-1]
    return order[second > best_before]
