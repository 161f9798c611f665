"""The deals whose worth is nearest to a target (`summitry_agents.nearest_deals`)."""

from __future__ import annotations

from typing import Any

import numpy as np

from summitry_agents.exact_search import ROUNDING
from summitry_agents.kernels import kernel, part


@part
def _next(option: Any, allowed: Any, issue: Any) -> Any:
    """Return the next allowed option of an issue after one; as many as it has where there is none."""
    option += 1
    while option < allowed.shape[1] and not allowed[issue, option]:
        option += 1
    return option


@part
def _settles(deal: Any, status_quo: Any) -> Any:
    """Tell whether a deal settles something."""
    settles = False
    for i in range(len(deal)):
        settles = settles or deal[i] != status_quo[i]
    return settles


@part
def _still_to_come(contributions: Any, allowed: Any, still: Any) -> Any:
    """Fill (2, I + 1) with the least and the most that the issues from each one on add."""
    issues, size = contributions.shape
    still[0, issues] = still[1, issues] = 0.0
    for i in range(issues - 1, -1, -1):
        least, most = np.inf, -np.inf
        for k in range(size):
            if allowed[i, k]:
                least, most = min(least, contributions[i, k]), max(most, contributions[i, k])
        still[0, i], still[1, i] = still[0, i + 1] + least, still[1, i + 1] + most


@kernel(
    "Tuple((i8[:,::1], f8[::1], i8[::1]))(i8[::1], f8[::1], f8[::1], f8[:,:,::1], b1[:,:,::1], i8[:,::1], f8[::1], f8)"
)
def nearest_deals(
    worlds: Any,
    target: Any,
    ceiling: Any,
    contributions: Any,
    allowed: Any,
    status_quo: Any,
    reservation: Any,
    slack: Any,
) -> Any:
    """Do what `summitry_agents.nearest_deals.nearest_deals` does, in the order of its list.

    What can neither reach the target any more, nor stay as low as the lowest deal found, is passed over.
    """
    _, issues, size = contributions.shape
    found = np.full((len(worlds), issues), -1, dtype=np.int64)
    worth, equals = np.full(len(worlds), -np.inf), np.zeros(len(worlds), dtype=np.int64)
    deal, sums = np.empty(issues, dtype=np.int64), np.zeros(issues + 1)
    below, still = np.empty(issues, dtype=np.int64), np.empty((2, issues + 1))
    for n in range(len(worlds)):
        w = worlds[n]
        lowest, nearly, many, many_below = np.inf, -np.inf, 0, 0
        _still_to_come(contributions[w], allowed[w], still)
        i = 0
        deal[0] = _next(-1, allowed[w], 0)
        while i >= 0:
            if deal[i] == size:
                # All options of this issue are through: on with the next of the issue before.
                i -= 1
                if i >= 0:
                    deal[i] = _next(deal[i], allowed[w], i)
                continue
            value = contributions[w, i, deal[i]]
            sums[i + 1] = value if i == 0 else sums[i] + value
            reached = sums[i + 1] + still[1, i + 1] >= target[n] - slack - ROUNDING
            if not reached or sums[i + 1] + still[0, i + 1] > min(lowest, ceiling[n]) + ROUNDING:
                deal[i] = _next(deal[i], allowed[w], i)
                continue
            if i + 1 < issues:
                i += 1
                deal[i] = _next(-1, allowed[w], i)
                continue
            value = sums[issues]
            at_target = value >= target[n] and value <= min(lowest, ceiling[n])
            nearer_below = value < target[n] and value >= target[n] - slack and value >= nearly
            if (at_target or nearer_below) and value >= reservation[w] and _settles(deal, status_quo[w]):
                if at_target:
                    many = many + 1 if value == lowest else 1
                    if value < lowest:
                        lowest = value
                        for j in range(issues):
                            found[n, j] = deal[j]
                else:
                    many_below = many_below + 1 if value == nearly else 1
                    if value > nearly:
                        nearly = value
                        for j in range(issues):
                            below[j] = deal[j]
            deal[i] = _next(deal[i], allowed[w], i)
        if target[n] - nearly < lowest - target[n]:
            lowest, many = nearly, many_below
            for j in range(issues):
                found[n, j] = below[j]
        equals[n] = many
        if many:
            worth[n] = lowest
    return found, worth, equals
