"""The deals whose worth is nearest to targets (`summitry_agents.nearest_deals`)."""

from __future__ import annotations

from typing import Any

import numpy as np

from summitry_agents.exact_search import ROUNDING
from summitry_agents.kernels import kernel, part

_CELLS = 64
"""Equal parts of the range of the targets, by which the target that a deal meets is found."""


@part
def _sort_out(
    contributions: Any, allowed: Any, status_quo: Any, options: Any, values: Any, count: Any, bits: Any
) -> Any:
    """Write the allowed options of each issue, and their values, to the front; return which deal settles nothing.

    A deal's number holds the place of its option in each issue, in as many bits as that takes, the first issue in the
    highest: numbers rise in the order of the list. -1 if the deal that settles nothing is not among them.
    """
    nothing, listed = 0, True
    for i in range(len(count)):
        many, standing = 0, -1
        for k in range(allowed.shape[1]):
            if allowed[i, k]:
                if k == status_quo[i]:
                    standing = many
                options[i, many], values[i, many] = k, contributions[i, k]
                many += 1
        count[i], bits[i] = many, 0
        while 1 << bits[i] < many:
            bits[i] += 1
        nothing = nothing << bits[i] | max(standing, 0)
        listed = listed and standing >= 0
    return nothing if listed else -1


@part
def _list(values: Any, count: Any, bits: Any, nothing: Any, least: Any, listed: Any, spare: Any, most: Any) -> Any:
    """List the deals that are worth the `least` and settle something, in order; return (number, worth) and how many.

    Issue by issue, without partial deals that cannot reach the least any more.
    """
    most[len(count)] = 0.0
    for i in range(len(count) - 1, 0, -1):
        most[i] = most[i + 1] + values[i, : count[i]].max()
    # Minus zero, so that the sum with any value is that value to the last bit.
    listed[0][0], listed[1][0], many = 0, -0.0, 1
    for i in range(len(count)):
        needed = least - most[i + 1] - ROUNDING if i + 1 < len(count) else least
        (number, worth), (longer, sums), found = listed, spare, 0
        for at in range(many):
            for k in range(count[i]):
                # Written in any case, and kept if it counts: quicker than a branch that goes now one way, now another.
                longer[found], sums[found] = number[at] << bits[i] | k, worth[at] + values[i, k]
                found += sums[found] >= needed
        listed, spare, many = spare, listed, found
    if nothing >= 0:
        found = 0
        for at in range(many):
            listed[0][found], listed[1][found] = listed[0][at], listed[1][at]
            found += listed[0][at] != nothing
        many = found
    return listed, many


@part
def _cell(worth: Any, lowest: Any, per_cell: Any) -> Any:
    """Return in which cell a worth lies; never in a lower one than a lower worth."""
    return int(min(max((worth - lowest) * per_cell, 0.0), _CELLS - 1.0))


@part
def _sort_in(worth: Any, many: Any, target: Any, slack: Any, start: Any, step: Any, lowest: Any) -> Any:
    """Note of each deal the first target that it meets, and of each target the lowest deal of those.

    The targets (S + 1,) end with minus infinity, which every deal meets.
    """
    steps = len(target) - 1
    least = target[steps - 1]
    per_cell = _CELLS / (target[0] - least) if target[0] - least > slack else 0.0
    cell = _CELLS - 1
    for s in range(steps):
        lower = _cell(target[s], least, per_cell)
        while cell >= lower:
            start[cell] = s
            cell -= 1
    lowest[:] = np.inf
    for at in range(many):
        s = start[_cell(worth[at], least, per_cell)]
        # Mostly none or one, which needs no branch.
        s += worth[at] < target[s]
        while worth[at] < target[s]:
            s += 1
        step[at], lowest[s] = s, min(worth[at], lowest[s])


@part
def _choose(number: Any, worth: Any, many: Any, target: Any, slack: Any, step: Any, above: Any, below: Any) -> Any:
    """Find the first of the lowest deals of each target, the first of the highest a hair below it, and their equals."""
    lowest, first, equals = above
    highest, first_below, equals_below = below
    highest[:], equals[:], equals_below[:] = -np.inf, 0, 0
    for at in range(many):
        s = step[at]
        if worth[at] == lowest[s]:
            if not equals[s]:
                first[s] = number[at]
            equals[s] += 1
        while s > 0 and worth[at] >= target[s - 1] - slack:
            s -= 1
            if worth[at] > highest[s]:
                highest[s], first_below[s], equals_below[s] = worth[at], number[at], 0
            equals_below[s] += worth[at] == highest[s]
    for s in range(1, len(target) - 1):
        if not equals[s]:
            lowest[s], first[s], equals[s] = lowest[s - 1], first[s - 1], equals[s - 1]
    for s in range(len(target) - 1):
        if target[s] - highest[s] < lowest[s] - target[s]:
            lowest[s], first[s], equals[s] = highest[s], first_below[s], equals_below[s]


@kernel(
    "Tuple((i2[:,:,::1], f8[:,::1], i8[:,::1]))(i8[::1], f8[:,::1], f8[:,:,::1], b1[:,:,::1], i8[:,::1], f8[::1], f8)"
)
def nearest_deals(
    worlds: Any, targets: Any, contributions: Any, allowed: Any, status_quo: Any, reservation: Any, slack: Any
) -> Any:
    """Do what `summitry_agents.nearest_deals.nearest_deals` does.

    Lists the deals of a world that may be nearest to any target once, and sorts them in under the targets.
    """
    _, issues, size = contributions.shape
    steps, many_worlds = targets.shape
    found = np.full((steps, many_worlds, issues), -1, dtype=np.int16)
    worth, equals = np.full((steps, many_worlds), -np.inf), np.zeros((steps, many_worlds), dtype=np.int64)
    options, values = np.empty((issues, size), np.int16), np.empty((issues, size))
    count, bits = np.empty(issues, np.int64), np.empty(issues, np.int64)
    most, target, start = np.empty(issues + 1), np.full(steps + 1, -np.inf), np.empty(_CELLS, np.int64)
    above = np.empty(steps + 1), np.empty(steps + 1, np.int64), np.empty(steps + 1, np.int64)
    below = np.empty(steps + 1), np.empty(steps + 1, np.int64), np.empty(steps + 1, np.int64)
    step = np.empty(0, np.int64)
    one, other = (np.empty(0, np.int64), np.empty(0)), (np.empty(0, np.int64), np.empty(0))
    for n in range(many_worlds):
        w = worlds[n]
        nothing = _sort_out(contributions[w], allowed[w], status_quo[w], options, values, count, bits)
        possible = count.prod()
        if not possible:
            continue
        if possible > len(step):
            step = np.empty(possible, np.int64)
            one = np.empty(possible, np.int64), np.empty(possible)
            other = np.empty(possible, np.int64), np.empty(possible)
        target[:steps] = targets[:, n]
        least = max(target[steps - 1] - slack, reservation[w])
        (number, value), many = _list(values, count, bits, nothing, least, one, other, most)
        _sort_in(value, many, target, slack, start, step, above[0])
        _choose(number, value, many, target, slack, step, above, below)
        for s in range(steps):
            if above[2][s]:
                worth[s, n], equals[s, n], rest = above[0][s], above[2][s], above[1][s]
                for i in range(issues - 1, -1, -1):
                    found[s, n, i] = options[i, rest & (1 << bits[i]) - 1]
                    rest >>= bits[i]
    return found, worth, equals
