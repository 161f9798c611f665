"""The deals whose worth is nearest to a target, among all there are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from summitry_agents.compiled import compiled
from summitry_agents.deals import Bools, Floats, Ints
from summitry_agents.outcomes import list_deals

_MOST_CELLS = 1 << 21
"""Deals times issues that are valued at a time, over all worlds of a batch."""


@compiled("nearest.nearest_deals")
def nearest_deals(
    worlds: Ints,
    target: Floats,
    ceiling: Floats,
    contributions: Floats,
    allowed: Bools,
    status_quo: Ints,
    reservation: Floats,
    slack: float,
) -> tuple[Ints, Floats, Ints]:
    """Find the deals of lowest worth at or above the target; one a hair below it if that is nearer.

    Parameters
    ----------
    worlds, target
        (n,) which worlds, and their targets.
    ceiling
        (n,) worth, at or above the target, of a deal that is known to count; infinite where none is known.
    contributions, allowed, status_quo, reservation
        (W, I, K), (W, I, K), (W, I) and (W,): deals count that use allowed options only, settle something and are
        worth the reservation or more.
    slack
        How far below the target a deal may be.

    Returns
    -------
    deal
        (n, I), the first in lexicographic order of those worth the same; -1 throughout where there is none.
    worth
        (n,), -inf where there is none.
    equals
        (n,) how many deals are worth exactly the same.
    """
    deals = list_deals(np.asarray(allowed.any(axis=0)))
    deal = np.full((len(worlds), deals.shape[1]), -1)
    worth, equals = np.full(len(worlds), -np.inf), np.zeros(len(worlds), dtype=np.intp)
    # An issue may have no option that may be offered: then there is no deal in the list.
    for batch in _batches(len(worlds), deals.size) if len(deals) else ():
        there, least = worlds[batch], target[batch, None]
        value = counting(contributions[there], allowed[there], status_quo[there], reservation[there], deals)
        lowest = np.where((value >= least) & (value <= ceiling[batch, None]), value, np.inf).min(axis=1)
        nearly = np.where((value < least) & (value >= least - slack), value, -np.inf).max(axis=1)
        found = np.where(target[batch] - nearly < lowest - target[batch], nearly, lowest)
        fits = value == found[:, None]
        equals[batch] = fits.sum(axis=1)
        possible = equals[batch] > 0
        deal[batch] = np.where(possible[:, None], deals[fits.argmax(axis=1)], -1)
        worth[batch] = np.where(possible, found, -np.inf)
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
