"""What a deal is worth, and whether it crosses a red line (`summitry_agents.deals`)."""

from __future__ import annotations

from typing import Any

import numpy as np

from summitry_agents.kernels import kernel


@kernel("f8[::1](f8[:,:,:], i8[:,:], i8[:])")
def worth_to_one(contributions: Any, deal: Any, worlds: Any) -> Any:
    """Do what `summitry_agents.deals.worth_to_one` does."""
    worth = np.empty(len(deal))
    for n in range(len(deal)):
        worth[n] = contributions[worlds[n], 0, deal[n, 0]]
        for i in range(1, deal.shape[1]):
            worth[n] += contributions[worlds[n], i, deal[n, i]]
    return worth


@kernel("f8[:,::1](f8[:,:,:,:], i8[:,:], i8[:])")
def worth_to_several(contributions: Any, deal: Any, worlds: Any) -> Any:
    """Do what `summitry_agents.deals.worth_to_several` does."""
    worth = np.empty((len(deal), contributions.shape[1]))
    for n in range(len(deal)):
        for p in range(contributions.shape[1]):
            worth[n, p] = contributions[worlds[n], p, 0, deal[n, 0]]
            for i in range(1, deal.shape[1]):
                worth[n, p] += contributions[worlds[n], p, i, deal[n, i]]
    return worth


@kernel("b1[::1](b1[:,:,:], i8[:,:], i8[:])")
def crosses_one(barred: Any, deal: Any, worlds: Any) -> Any:
    """Do what `summitry_agents.deals.crosses_one` does."""
    crossed = np.zeros(len(deal), dtype=np.bool_)
    for n in range(len(deal)):
        for i in range(deal.shape[1]):
            crossed[n] |= barred[worlds[n], i, deal[n, i]]
    return crossed


@kernel("b1[::1](b1[:,:,:], i8[:,:], i8[:,:], i8[:])")
def admissible(barred: Any, status_quo: Any, deal: Any, worlds: Any) -> Any:
    """Do what `summitry_agents.deals.admissible` does."""
    found = np.zeros(len(deal), dtype=np.bool_)
    for n in range(len(deal)):
        crossed = False
        for i in range(deal.shape[1]):
            found[n] |= deal[n, i] != status_quo[worlds[n], i]
            crossed |= barred[worlds[n], i, deal[n, i]]
        found[n] &= not crossed
    return found


@kernel("b1[::1](i8[:,:], i8[:,:])")
def differs(deal: Any, other: Any) -> Any:
    """Do what `summitry_agents.deals.differs` does."""
    found = np.zeros(len(deal), dtype=np.bool_)
    for n in range(len(deal)):
        for i in range(deal.shape[1]):
            found[n] |= deal[n, i] != other[n, i]
    return found
