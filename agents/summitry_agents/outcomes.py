"""Deals one by one: all of them where they are few, the best of them where they are many.

Most of the simulator never lists deals. These functions are for styles whose definition does: those that go down
their own ranking of all deals, and those that look every deal up.
"""

from math import prod

import numpy as np

from summitry_agents.deals import Bools, Floats, Ints

MOST_LISTED = 100_000
"""Combinations of options beyond which `list_deals` refuses."""

_MOST_CELLS = 1 << 21
"""Partial sums that `best_deals` weighs at a time, over all worlds of a batch: a few dozen megabytes."""


class TooManyDeals(ValueError):  # noqa: N818 (it reads as a sentence where it is raised)
    """There are more combinations of options than may be listed.

    Attributes
    ----------
    count, most
        How many there are, and how many may be listed.
    """

    def __init__(self, count: int, most: int) -> None:
        super().__init__(f"found {count:,} possible deals, expected at most {most:,}: they would all be listed")
        self.count = count
        self.most = most


def count_deals(allowed: Bools) -> int:
    """Return how many combinations of allowed options (I, K) there are, exactly, however many.

    Examples
    --------
    >>> count_deals(np.ones((30, 21), dtype=bool)) == 21**30
    True
    """
    return prod(int(options) for options in allowed.sum(axis=-1))


def list_deals(allowed: Bools, most: int = MOST_LISTED) -> Ints:
    """List all combinations of allowed options, the one that defers everything too if it is among them.

    Parameters
    ----------
    allowed
        Of one world (I, K).
    most
        How many may be listed.

    Returns
    -------
    ndarray of int
        (N, I) in lexicographic order by option index, the last issue running fastest.

    Raises
    ------
    TooManyDeals
        There are more than `most`.

    Notes
    -----
    O(N I) time and memory.

    Examples
    --------
    >>> list_deals(np.array([[True, True], [False, True], [True, True]])).tolist()
    [[0, 1, 0], [0, 1, 1], [1, 1, 0], [1, 1, 1]]
    """
    count = count_deals(allowed)
    if count > most:
        raise TooManyDeals(count, most)
    options = [np.flatnonzero(issue) for issue in allowed]
    deals = np.empty((count, len(options)), dtype=np.intp)
    block = count
    for issue, choices in enumerate(options):
        block //= max(len(choices), 1)
        deals[:, issue] = choices[np.arange(count) // max(block, 1) % max(len(choices), 1)]
    return deals


def best_deals(contributions: Floats, allowed: Bools, status_quo: Ints, count: int) -> tuple[Ints, Floats]:
    """Find each world's `count` best deals without listing the others.

    A dynamic programme: of the partial deals on the first issues only the best `count` can ever become one of the
    best `count` deals, since what the other issues add is the same for all. (One more is kept for the combination
    that defers everything, which is no deal.)

    Parameters
    ----------
    contributions
        Of one state (n, I, K), finite also where an option is not allowed.
    allowed
        Options that may be part of a deal (n, I, K); padded ones may not.
    status_quo
        (n, I), -1 where failure lies off the scale.
    count
        How many deals, at least 1.

    Returns
    -------
    deals : ndarray of int
        (n, count, I) by falling utility; -1 throughout where a world has fewer.
    utilities : ndarray
        (n, count), to the last bit those of `deals.utility`; -inf where a world has fewer.

    Raises
    ------
    ValueError
        `count` is below 1.

    Notes
    -----
    Of deals with the same utility, the one worth more without the last issue comes first, then the one worth more
    without the last two, and so on; of those that tie throughout, the one that on the first issue where they differ
    has the option worth more, then the status quo, then the lower index. This order never turns round when an issue
    is added, which makes the result exact in floating point too: it is what sorting a full list would give.

    With C = `count`, of the partial deals ranked r = 1, 2, ... and an issue's options ranked k = 1, 2, ... only pairs
    with r k <= C + 1 can be among the best C + 1: at most C (1 + log K) of them. O(n I C log(K) log(C K)) time,
    O(n I C) memory.

    Examples
    --------
    >>> values = np.array([[[0.0, 0.5], [0.0, 0.25]]])
    >>> deals, utilities = best_deals(values, np.ones((1, 2, 2), dtype=bool), np.zeros((1, 2), dtype=int), 4)
    >>> deals[0].tolist(), utilities[0].tolist()
    ([[1, 1], [1, 0], [0, 1], [-1, -1]], [0.75, 0.5, 0.25, -inf])
    """
    if count < 1:
        raise ValueError(f"count: found {count}, expected at least 1")
    worlds, issues, options = allowed.shape
    deals = np.full((worlds, count, issues), -1, dtype=np.intp)
    utilities = np.full((worlds, count), -np.inf)
    pairs = len(_pairs(count + 1, options, count + 1)[0])
    batch = max(_MOST_CELLS // max(pairs, (count + 1) * issues), 1)
    for start in range(0, worlds, batch):
        those = slice(start, start + batch)
        found, worth = _best_combinations(contributions[those], allowed[those], status_quo[those], count + 1)
        deferred = (found == status_quo[those, None]).all(axis=-1)
        worth[deferred] = -np.inf
        # Falling already, but for the deal that defers everything.
        order = np.argsort(deferred, axis=-1, kind="stable")[:, :count]
        found, worth = np.take_along_axis(found, order[..., None], axis=1), np.take_along_axis(worth, order, axis=1)
        kept = order.shape[1]
        deals[those, :kept] = np.where(worth[..., None] > -np.inf, found, -1)
        utilities[those, :kept] = worth
    return deals, utilities


def _best_combinations(contributions: Floats, allowed: Bools, status_quo: Ints, count: int) -> tuple[Ints, Floats]:
    """Find the best combinations (n, C, I) and their utilities (n, C), -inf beyond the last; C <= `count`."""
    worlds, issues, options = allowed.shape
    ranked = _ranked(contributions, allowed, status_quo)
    value = np.take_along_axis(np.where(allowed, contributions, -np.inf), ranked, axis=-1)
    sums = np.zeros((worlds, 1))
    came_from, chosen = [], []
    for issue in range(issues):
        parent, choice = _pairs(sums.shape[1], options, count)
        reached = sums[:, parent] + value[:, issue, choice]
        # Pairs stand in the order of their parents, then of their options, and so do ties.
        best = np.argsort(-reached, axis=-1, kind="stable")[:, :count]
        sums = np.take_along_axis(reached, best, axis=-1)
        came_from.append(parent[best])
        chosen.append(np.take_along_axis(ranked[:, issue], choice[best], axis=-1))
    deals = np.empty((*sums.shape, issues), dtype=np.intp)
    at = np.broadcast_to(np.arange(sums.shape[1]), sums.shape)
    for issue in reversed(range(issues)):
        deals[..., issue] = np.take_along_axis(chosen[issue], at, axis=-1)
        at = np.take_along_axis(came_from[issue], at, axis=-1)
    return deals, sums


def _ranked(contributions: Floats, allowed: Bools, status_quo: Ints) -> Ints:
    """Return option indices (n, I, K), best first; ties to the status quo, then the lower index; not allowed last."""
    worth = np.where(allowed, contributions, -np.inf)
    other = np.arange(allowed.shape[-1]) != status_quo[..., None]
    return np.lexsort((other, -worth), axis=-1)


def _pairs(parents: int, options: int, count: int) -> tuple[Ints, Ints]:
    """Return ranks of partial deals and of options, from 0, whose pairs can be among the best `count`.

    As many pairs are at least as good as a pair as have both ranks at most its own.
    """
    widths = np.minimum(count // np.arange(1, parents + 1), options)
    parent = np.repeat(np.arange(parents), widths)
    return parent, np.arange(len(parent)) - np.repeat(np.cumsum(widths) - widths, widths)
