"""Deals that are best by a weighted sum (`summitry_agents.weighted_sums`)."""

from __future__ import annotations

from typing import Any

import numpy as np

from summitry_agents.deals import TIE
from summitry_agents.kernels import kernel, part


@part
def _weigh(values: Any, weight: Any, allowed: Any, joint: Any) -> Any:
    """Write to `joint` the weighted sums of the options that are allowed, minus infinity for others."""
    states, issues, options = values.shape
    for i in range(issues):
        for k in range(options):
            joint[i, k] = -np.inf
            if allowed[i, k]:
                joint[i, k] = weight[0] * values[0, i, k]
                for p in range(1, states):
                    joint[i, k] += weight[p] * values[p, i, k]


@kernel("i8[:,::1](f8[:,:,:,::1], f8[:,::1], b1[:,:,::1], i8[:,::1])")
def best_settling_deal(contributions: Any, weights: Any, allowed: Any, status_quo: Any) -> Any:
    """Do what `summitry_agents.weighted_sums.best_settling_deal` does."""
    worlds, _, issues, options = contributions.shape
    found, joint = np.empty((worlds, issues), dtype=np.int64), np.empty((issues, options))
    for w in range(worlds):
        _weigh(contributions[w], weights[w], allowed[w], joint)
        complete, settles, least = True, False, np.inf
        issue, option = 0, -1
        for i in range(issues):
            best, settling, at, other = -np.inf, -np.inf, 0, -1
            for k in range(options):
                if joint[i, k] > best:
                    best, at = joint[i, k], k
                if k != status_quo[w, i] and joint[i, k] > settling:
                    settling, other = joint[i, k], k
            found[w, i] = at
            complete = complete and best > -np.inf
            settles = settles or at != status_quo[w, i]
            if other >= 0 and (option < 0 or best - settling < least):
                issue, option, least = i, other, best - settling
        if not settles:
            found[w, issue] = option
        if not complete or option < 0:
            for i in range(issues):
                found[w, i] = -1
    return found


@kernel("Tuple((i8[:,::1], f8[:,::1]))(f8[:,:,:,::1], f8[:,::1], b1[:,:,::1], i8[:,::1])")
def heaviest_deal(contributions: Any, weights: Any, allowed: Any, status_quo: Any) -> Any:
    """Do what `summitry_agents.weighted_sums.heaviest_deal` does."""
    worlds, _, issues, options = contributions.shape
    deal, most = np.empty((worlds, issues), dtype=np.int64), np.empty((worlds, issues))
    joint, close = np.empty((issues, options)), TIE / (2 * issues)
    for w in range(worlds):
        _weigh(contributions[w], weights[w], allowed[w], joint)
        for i in range(issues):
            best, standing, option = -np.inf, status_quo[w, i], 0
            for k in range(options):
                best = max(best, joint[i, k])
            while joint[i, option] < best - close:
                option += 1
            if standing >= 0 and joint[i, standing] >= best - close:
                option = standing
            deal[w, i], most[w, i] = option, best
    return deal, most
