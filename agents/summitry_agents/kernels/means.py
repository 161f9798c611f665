"""Sums over hypotheses (`summitry_agents.learning.bayes`, `summitry_agents.hypotheses`)."""

from __future__ import annotations

from typing import Any

import numpy as np

from summitry_agents.kernels import kernel


@kernel("f8[:,::1](f8[:,::1], f8[:,::1])")
def weighted_means(weight: Any, values: Any) -> Any:
    """Do what `summitry_agents.learning.bayes.weighted_means` does."""
    mean = np.zeros((len(weight), values.shape[1]))
    for n in range(len(weight)):
        for h in range(len(values)):
            for c in range(values.shape[1]):
                mean[n, c] += weight[n, h] * values[h, c]
    return mean


@kernel("f8[:,::1](f8[:,:,::1], i8[:,::1])")
def chosen(values: Any, option: Any) -> Any:
    """Do what `summitry_agents.hypotheses.chosen` does."""
    total = np.zeros((len(option), values.shape[2]))
    for n in range(len(option)):
        for i in range(option.shape[1]):
            if option[n, i] >= 0:
                for h in range(values.shape[2]):
                    total[n, h] += values[i, option[n, i], h]
    return total
