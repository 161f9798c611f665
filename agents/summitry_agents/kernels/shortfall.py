"""What a deal lacks, and on which issue (`summitry_agents.shortfall`)."""

from __future__ import annotations

from typing import Any

import numpy as np

from summitry_agents.kernels import kernel


@kernel("f8[::1](f8[:], f8[:,:,:], b1[:,:,:], i8[:,:], i8[:])")
def shortfall(asked: Any, contributions: Any, barred: Any, deal: Any, worlds: Any) -> Any:
    """Do what `summitry_agents.shortfall.shortfall` does."""
    lacks = np.empty(len(deal))
    for n in range(len(deal)):
        w = worlds[n]
        worth, crossed = contributions[w, 0, deal[n, 0]], barred[w, 0, deal[n, 0]]
        for i in range(1, deal.shape[1]):
            worth += contributions[w, i, deal[n, i]]
            crossed |= barred[w, i, deal[n, i]]
        lacks[n] = np.inf if crossed else max(asked[n] - worth, 0.0)
    return lacks


@kernel("i8[::1](f8[:,:,:], b1[:,:,:], b1[:,:,:], i8[:,:], i8[:])")
def farthest(contributions: Any, barred: Any, open_: Any, deal: Any, worlds: Any) -> Any:
    """Do what `summitry_agents.shortfall.farthest` does."""
    found = np.zeros(len(deal), dtype=np.int64)
    for n in range(len(deal)):
        w, most = worlds[n], -np.inf
        for i in range(deal.shape[1]):
            best = -np.inf
            for k in range(contributions.shape[2]):
                if open_[w, i, k] and not barred[w, i, k]:
                    best = max(best, contributions[w, i, k])
            missed = best - contributions[w, i, deal[n, i]] if np.isfinite(best) else 0.0
            if barred[w, i, deal[n, i]]:
                missed = np.inf
            if missed > most:
                most, found[n] = missed, i
    return found
