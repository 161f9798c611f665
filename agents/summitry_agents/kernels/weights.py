"""Weights on the states that decide whether a zone exists (`summitry_agents.zone_of_many`)."""

from __future__ import annotations

from typing import Any

import numpy as np

from summitry_agents.kernels import kernel, part
from summitry_agents.verdict import Verdict

NONE, EXISTS, UNDECIDED = (int(verdict) for verdict in Verdict)


@part
def _surplus(values: Any, deal: Any, least: Any, surplus: Any) -> Any:
    """Write to `surplus` what a deal brings each state over its threshold."""
    for p in range(len(values)):
        total = values[p, 0, deal[0]]
        for i in range(1, len(deal)):
            total += values[p, i, deal[i]]
        surplus[p] = total - least[p]


@part
def _mend(values: Any, allowed: Any, deal: Any, surplus: Any, scale: Any, mended: Any) -> Any:
    """Do in one world what `summitry_agents.zone_of_many.mend` does, given the surplus of the deal."""
    issue, option, largest = -1, -1, -np.inf
    for i in range(len(deal)):
        for k in range(allowed.shape[1]):
            if allowed[i, k]:
                smallest = np.inf
                for p in range(len(values)):
                    change = (values[p, i, k] - values[p, i, deal[i]] + surplus[p]) / scale[p]
                    smallest = min(smallest, change)
                if issue < 0 or smallest > largest:
                    issue, option, largest = i, k, smallest
    for i in range(len(deal)):
        mended[i] = deal[i]
    if issue >= 0:
        mended[issue] = option


@part
def _room(values: Any, allowed: Any, least: Any, scale: Any) -> Any:
    """Write to `scale` how far each state's best deal lies above its threshold."""
    for p in range(len(values)):
        total = 0.0
        for i in range(len(allowed)):
            best = -np.inf
            for k in range(allowed.shape[1]):
                if allowed[i, k]:
                    best = max(best, values[p, i, k])
            total += best
        scale[p] = total - least[p]


@part
def _heaviest(values: Any, allowed: Any, weight: Any, deal: Any) -> Any:
    """Write to `deal` the options with the largest weighted sums."""
    for i in range(len(deal)):
        deal[i], largest = 0, -np.inf
        for k in range(allowed.shape[1]):
            if allowed[i, k]:
                joint = 0.0
                for p in range(len(values)):
                    joint += weight[p] * values[p, i, k]
                if joint > largest:
                    deal[i], largest = k, joint


@part
def _signed(values: Any, deal: Any, least: Any) -> Any:
    """Tell whether all states sign."""
    for p in range(len(values)):
        total = values[p, 0, deal[0]]
        for i in range(1, len(deal)):
            total += values[p, i, deal[i]]
        if not total > least[p]:
            return False
    return True


@part
def _move(weight: Any, surplus: Any, scale: Any, rate: Any) -> Any:
    """Move weight towards the states that a deal leaves short."""
    most = np.finfo(np.float64).tiny
    for p in range(len(weight)):
        most = max(most, abs(surplus[p] / scale[p]))
    for p in range(len(weight)):
        weight[p] *= 1.0 - rate * (surplus[p] / scale[p] / most)


@kernel("Tuple((i1[::1], i8[:,::1], f8[:,::1]))(f8[:,:,:,::1], b1[:,:,::1], f8[:,::1], i8, f8)")
def move_weights(contributions: Any, allowed: Any, threshold: Any, steps: Any, rounding: Any) -> Any:
    """Do what `summitry_agents.zone_of_many.move_weights` does."""
    worlds, states, issues, _ = contributions.shape
    verdict = np.full(worlds, UNDECIDED, dtype=np.int8)
    witness = np.full((worlds, issues), -1, dtype=np.int64)
    tightest = np.empty((worlds, states))
    scale, weight, surplus = np.empty(states), np.empty(states), np.empty(states)
    deal, mended = np.empty(issues, dtype=np.int64), np.empty(issues, dtype=np.int64)
    for w in range(worlds):
        values, may, least = contributions[w], allowed[w], threshold[w]
        _room(values, may, least, scale)
        for p in range(states):
            weight[p] = tightest[w, p] = 1.0 / scale[p]
        bound = np.inf
        for step in range(steps):
            total, over = 0.0, 0.0
            for p in range(states):
                total += weight[p]
            for p in range(states):
                weight[p] /= total
            _heaviest(values, may, weight, deal)
            _surplus(values, deal, least, surplus)
            for p in range(states):
                over += weight[p] * surplus[p]
            if over < bound:
                bound = over
                for p in range(states):
                    tightest[w, p] = weight[p]
            if over < -rounding:
                verdict[w] = NONE
            _mend(values, may, deal, surplus, scale, mended)
            for candidate in (deal, mended):
                if _signed(values, candidate, least):
                    verdict[w] = EXISTS
                    for i in range(issues):
                        witness[w, i] = candidate[i]
            if verdict[w] != UNDECIDED:
                break
            _move(weight, surplus, scale, 0.5 / (1.0 + 0.2 * step))
    return verdict, witness, tightest
