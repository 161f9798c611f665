"""Is there a deal in the zone of a small world, and which has the largest sum of gains (`zone`, `solutions.points`)?"""

from __future__ import annotations

from typing import Any

import numpy as np

from summitry_agents.deals import MARGIN, TIE
from summitry_agents.exact_search import ROUNDING
from summitry_agents.kernels import kernel, part


@part
def _still(contributions: Any, allowed: Any) -> Any:
    """Return (P + 1, I + 1): what issues from each one on add at most, to each state and, in the last row, to all."""
    states, issues, options = contributions.shape
    still = np.zeros((states + 1, issues + 1))
    for i in range(issues - 1, -1, -1):
        for p in range(states):
            most = -np.inf
            for k in range(options):
                if allowed[i, k]:
                    most = max(most, contributions[p, i, k])
            still[p, i] = still[p, i + 1] + most
        together = -np.inf
        for k in range(options):
            if allowed[i, k]:
                joint = 0.0
                for p in range(states):
                    joint += contributions[p, i, k]
                together = max(together, joint)
        still[states, i] = still[states, i + 1] + together
    return still


@part
def _option(place: Any, status_quo: Any) -> Any:
    """Return the option that comes so many places after the first when ties are decided: the status quo leads."""
    if status_quo < 0:
        return place
    if place == 0:
        return status_quo
    return place - 1 if place <= status_quo else place


@part
def _walk(world: Any, still: Any, sums: Any, places: Any, deal: Any, least: Any, first: Any) -> Any:
    """Return the largest sum of gains above the `least`, else that; or stop at the `first` deal that reaches it.

    Depth first, in the order in which ties are decided, past everything that can't come to that any more.
    """
    contributions, allowed, reservation, threshold, status_quo = world
    states, issues, options = contributions.shape
    places[0], depth = 0, 0
    while depth >= 0:
        if places[depth] == options:
            depth -= 1
            if depth >= 0:
                places[depth] += 1
            continue
        k = _option(places[depth], status_quo[depth])
        after = depth + 1
        hopeless = not allowed[depth, k]
        if not hopeless:
            together = still[states, after]
            for p in range(states):
                sums[p, after] = sums[p, depth] + contributions[p, depth, k]
                hopeless = hopeless or sums[p, after] + still[p, after] < threshold[p] - ROUNDING
                together += sums[p, after] - reservation[p]
            hopeless = hopeless or together < least - ROUNDING
        if hopeless:
            places[depth] += 1
            continue
        deal[depth] = k
        if after < issues:
            depth = after
            places[depth] = 0
            continue
        settles, signed, level = False, True, 0.0
        for i in range(issues):
            settles = settles or deal[i] != status_quo[i]
        for p in range(states):
            signed = signed and sums[p, issues] > threshold[p]
            gain = sums[p, issues] - reservation[p]
            level = gain if p == 0 else level + gain
        if settles and signed:
            if first and level >= least:
                return level
            if not first:
                least = max(least, level)
        places[depth] += 1
    return least


@kernel("i8[:,::1](f8[:,:,:,::1], b1[:,:,::1], f8[:,::1], i8[:,::1])")
def largest_sum(contributions: Any, allowed: Any, reservation: Any, status_quo: Any) -> Any:
    """Do what `summitry_agents.solutions.points.largest_sum` does."""
    worlds, states, issues, _ = contributions.shape
    found = np.full((worlds, issues), -1, dtype=np.int64)
    sums, places = np.zeros((states, issues + 1)), np.zeros(issues, dtype=np.int64)
    deal, threshold = np.zeros(issues, dtype=np.int64), np.empty(states)
    for w in range(worlds):
        for p in range(states):
            threshold[p] = reservation[w, p] + MARGIN
        still = _still(contributions[w], allowed[w])
        world = (contributions[w], allowed[w], reservation[w], threshold, status_quo[w])
        most = _walk(world, still, sums, places, deal, -np.inf, False)
        if most > -np.inf:
            _walk(world, still, sums, places, deal, most - TIE, True)
            found[w] = deal
    return found


@kernel("b1[::1](f8[:,:,:,::1], b1[:,:,::1], f8[:,::1], i8[:,::1])")
def any_deal(contributions: Any, allowed: Any, reservation: Any, status_quo: Any) -> Any:
    """Do what `summitry_agents.zone.any_deal` does."""
    worlds, states, issues, _ = contributions.shape
    found = np.zeros(worlds, dtype=np.bool_)
    sums, places = np.zeros((states, issues + 1)), np.zeros(issues, dtype=np.int64)
    deal, threshold = np.zeros(issues, dtype=np.int64), np.empty(states)
    for w in range(worlds):
        for p in range(states):
            threshold[p] = reservation[w, p] + MARGIN
        still = _still(contributions[w], allowed[w])
        world = (contributions[w], allowed[w], reservation[w], threshold, status_quo[w])
        found[w] = _walk(world, still, sums, places, deal, -np.inf, True) > -np.inf
    return found
