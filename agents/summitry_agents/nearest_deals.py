"""The deals whose worth is nearest to targets, among all there are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from summitry_agents.compiled import compiled
from summitry_agents.deals import Bools, Floats, Ints
from summitry_agents.outcomes import list_deals

_MOST_CELLS = 1 << 21
"""Deals times issues that are valued at a time, over all worlds of a batch."""


@compiled("nearest.nearest_deals")
def nearest_deals(
    worlds: Ints,
    targets: Floats,
    contributions: Floats,
    allowed: Bools,
    status_quo: Ints,
    reservation: Floats,
    slack: float,
) -> tuple[NDArray[np.int16], Floats, Ints]:
    """Find the deals of lowest worth at or above each target; one a hair below it if that is nearer.

    Parameters
    ----------
    worlds
        (n,) which worlds are meant.
    targets
        (S, n) the targets of each, one after the other; none is higher than the one before.
    contributions, allowed, status_quo, reservation
        (W, I, K), (W, I, K), (W, I) and (W,): deals count that use allowed options only, settle something and are
        worth the reservation or more.
    slack
        How far below its target a deal may be.

    Returns
    -------
    deal
        (S, n, I), the first in lexicographic order of those worth the same; -1 throughout where there is none.
    worth
        (S, n), -inf where there is none.
    equals
        (S, n) how many deals are worth exactly the same.

    Notes
    -----
    O(N I + S N) time for N deals of a world in the worst case. The kernel goes through the deals of a world once, for
    all targets, and passes over those that can be nearest to none.
    """
    deals = list_deals(np.asarray(allowed.any(axis=0)))
    deal = np.full((*targets.shape, deals.shape[1]), -1, dtype=np.int16)
    worth, equals = np.full(targets.shape, -np.inf), np.zeros(targets.shape, dtype=np.intp)
    # An issue may have no option that may be offered: then there is no deal in the list.
    for batch in _batches(len(worlds), deals.size) if len(deals) else ():
        there = worlds[batch]
        value = counting(contributions[there], allowed[there], status_quo[there], reservation[there], deals)
        for step, target in enumerate(targets[:, batch]):
            least = target[:, None]
            lowest = np.where(value >= least, value, np.inf).min(axis=1)
            nearly = np.where((value < least) & (value >= least - slack), value, -np.inf).max(axis=1)
            found = np.where(target - nearly < lowest - target, nearly, lowest)
            fits = value == found[:, None]
            equals[step, batch] = fits.sum(axis=1)
            possible = equals[step, batch] > 0
            deal[step, batch] = np.where(possible[:, None], deals[fits.argmax(axis=1)], -1)
            worth[step, batch] = np.where(possible, found, -np.inf)
    return deal, worth, equals


def counting(contributions: Floats, allowed: Bools, status_quo: Ints, reservation: Floats, deals: Ints) -> Floats:
    """Return (n, N): what the deals (N, I) are worth, -inf where they do not count; wishes are those of n worlds.

    To the last bit the worth by `utility`: issue by issue, in the order in which that adds.
    """
    value = contributions[:, 0, deals[:, 0]]
    for issue in range(1, deals.shape[1]):
        value = value + contributions[:, issue, deals[:, issue]]
    open_ = allowed[:, np.arange(deals.shape[1]), deals].all(axis=-1) & (deals != status_quo[:, None]).any(axis=-1)
    return np.where(open_ & (value >= reservation[:, None]), value, -np.inf)


def _batches(worlds: int, cells: int) -> Iterator[slice]:
    """Yield slices of the worlds, so that each takes about `_MOST_CELLS` cells."""
    size = max(_MOST_CELLS // max(cells, 1), 1)
    for start in range(0, worlds, size):
        yield slice(start, start + size)
