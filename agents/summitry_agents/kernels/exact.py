"""The exact search for a deal that every state signs, in one world (`summitry_agents.exact_search`)."""

from __future__ import annotations

from typing import Any

import numpy as np

from summitry_agents.kernels import kernel, part
from summitry_agents.verdict import Verdict

NONE, EXISTS, UNDECIDED = (int(verdict) for verdict in Verdict)

_WORLD = "f8[:,:,::1], b1[:,::1], f8[::1], f8[::1]"


@part
def _promising(contributions: Any, allowed: Any, threshold: Any, weights: Any, rounding: Any) -> Any:
    """Keep the options that the joint bound leaves a place: their indices, how many, their values, the goals."""
    states, issues, size = contributions.shape
    goal = np.empty(states + 1)
    joint, most = np.empty((issues, size)), np.full(issues, -np.inf)
    total, together = 0.0, 0.0
    for p in range(states):
        goal[p] = threshold[p]
        total += weights[p] * threshold[p]
    goal[states] = total
    for i in range(issues):
        for k in range(size):
            joint[i, k] = 0.0
            for p in range(states):
                joint[i, k] += weights[p] * contributions[p, i, k]
            if allowed[i, k]:
                most[i] = max(most[i], joint[i, k])
        together += most[i]
    spare = max(together - total, 0.0) + rounding
    options, width = np.empty((issues, size), dtype=np.int64), np.zeros(issues, dtype=np.int64)
    values = np.empty((issues, states + 1, size))
    for i in range(issues):
        for k in range(size):
            if allowed[i, k] and most[i] - joint[i, k] <= spare:
                options[i, width[i]] = k
                for p in range(states):
                    values[i, p, width[i]] = contributions[p, i, k]
                values[i, states, width[i]] = joint[i, k]
                width[i] += 1
    return options, width, values, goal


@part
def _parents(slack: Any, room: Any, states: Any) -> Any:
    """Choose so many partial deals to go on with: evenly along the frontier of two states, else the most promising."""
    if len(slack) <= room:
        return np.arange(len(slack))
    if states == 2:
        return np.arange(room) * (len(slack) - 1) // max(room - 1, 1)
    return np.ascontiguousarray(np.argsort(-slack, kind="mergesort")[:room])


@part
def _undominated(first: Any, second: Any) -> Any:
    """Return indices of the pairs that no other equals or exceeds in both, by falling first number."""
    order = np.argsort(-second, kind="mergesort")
    order = order[np.argsort(-first[order], kind="mergesort")]
    best, kept = -np.inf, 0
    for place in order:
        if second[place] > best:
            order[kept] = place
            kept += 1
            best = second[place]
    return np.ascontiguousarray(order[:kept])


@part
def _still_to_come(values: Any, width: Any) -> Any:
    """Return (I, P + 1): what the issues after each one add at most, to each state and together."""
    issues, sums, _ = values.shape
    still = np.zeros((issues, sums))
    for p in range(sums):
        total = 0.0
        for i in range(issues - 1, -1, -1):
            largest = -np.inf
            for k in range(width[i]):
                largest = max(largest, values[i, p, k])
            total += largest
            still[i, p] = total - largest
    return still


@kernel(f"Tuple((i8, i8[::1]))({_WORLD}, i8, f8)")
def search(contributions: Any, allowed: Any, threshold: Any, weights: Any, node_limit: Any, rounding: Any) -> Any:
    """Do what `summitry_agents.exact_search.search` does."""
    states, issues, _ = contributions.shape
    options, width, values, goal = _promising(contributions, allowed, threshold, weights, rounding)
    still = _still_to_come(values, width)
    sums, slack = np.zeros((states + 1, 1)), np.zeros(1)
    came_from, chosen = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    complete = True
    for i in range(issues):
        room = max(node_limit // width[i], 1)
        complete = complete and len(slack) <= room
        parents = _parents(slack, room, states)
        alive, count = np.empty(len(parents) * width[i], dtype=np.int64), 0
        reached = np.empty((states + 1, len(alive)))
        left = np.empty(len(alive))
        for at in range(len(alive)):
            smallest = np.inf
            for p in range(states + 1):
                reached[p, at] = sums[p, parents[at // width[i]]] + values[i, p, at % width[i]]
                smallest = min(smallest, reached[p, at] + (still[i, p] - goal[p]))
            left[at] = smallest
            if smallest > -rounding:
                alive[count] = at
                count += 1
        alive = alive[:count]
        if states == 2:
            alive = alive[_undominated(reached[0][alive], reached[1][alive])]
        sums, slack = np.empty((states + 1, len(alive))), left[alive]
        for p in range(states + 1):
            for at in range(len(alive)):
                sums[p, at] = reached[p, alive[at]]
        came_from.append(parents[alive // width[i]])
        chosen.append(alive % width[i])
    deal = np.full(issues, -1, dtype=np.int64)
    for at in range(len(slack)):
        signed = True
        for p in range(states):
            signed = signed and sums[p, at] > threshold[p]
        if signed:
            place = at
            for i in range(issues - 1, -1, -1):
                deal[i] = options[i, chosen[i + 1][place]]
                place = came_from[i + 1][place]
            return EXISTS, deal
    return (NONE if complete else UNDECIDED), deal
