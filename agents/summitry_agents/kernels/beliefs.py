"""What is believed of others' wishes (`summitry_agents.beliefs`)."""

from __future__ import annotations

from typing import Any

import numpy as np

from summitry_agents.kernels import kernel


@kernel("f8[:,:,::1](i8[::1], i8[::1], f8[::1], f8[:,:,::1], f8[:,:,::1], f8[:,:,::1])")
def blended(worlds: Any, others: Any, insight: Any, expected: Any, news: Any, truth: Any) -> Any:
    """Do what `summitry_agents.beliefs.blended` does."""
    believed = np.empty(expected.shape)
    for n in range(len(worlds)):
        w = worlds[n]
        share, rest = insight[w], 1.0 - insight[w]
        for q in range(len(others)):
            p = others[q]
            if len(news):
                for c in range(expected.shape[2]):
                    believed[n, q, c] = rest * (expected[n, q, c] + news[w, q, c]) + share * truth[w, p, c]
            else:
                for c in range(expected.shape[2]):
                    believed[n, q, c] = rest * expected[n, q, c] + share * truth[w, p, c]
    return believed


@kernel("UniTuple(f8[:,::1], 2)(f8[:,:,:,::1], b1[:,:,::1])")
def over_random_deals(parts: Any, open_: Any) -> Any:
    """Do what `summitry_agents.beliefs.over_random_deals` does."""
    worlds, states, issues, options = parts.shape
    means, variances = np.zeros((worlds, states)), np.zeros((worlds, states))
    for n in range(worlds):
        for i in range(issues):
            many = max(open_[n, i].sum(), 1)
            for q in range(states):
                mean, square = 0.0, 0.0
                for k in range(options):
                    if open_[n, i, k]:
                        mean += parts[n, q, i, k]
                        square += parts[n, q, i, k] * parts[n, q, i, k]
                mean, square = mean / many, square / many
                means[n, q] += mean
                variances[n, q] += max(square - mean * mean, 0.0)
    return means, variances
