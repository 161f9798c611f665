"""The efficient trades of every world, sorted; and the deals where they are cut off (`summitry_agents.logrolling`)."""

from __future__ import annotations

from typing import Any

import numpy as np

from summitry_agents.kernels import kernel, part

_SORTED = "Tuple((f8[::1], i8[:,:,::1], i8[:,:,::1], f8[:,::1], f8[:,::1]))"
_OFFERS = "Tuple((i8[:,::1], f8[::1], f8[::1], b1[::1]))"
_TRADES = "f8[:,:,::1], f8[:,:,::1], b1[:,:,::1], i8[:,::1], f8[::1], i8[:,:,::1], i8[:,:,::1], f8[:,::1]"


@part
def _start(mine: Any, theirs: Any, many: Any, standing: Any, close: Any) -> Any:
    """Return the place of my best option."""
    best, liked = -np.inf, -np.inf
    for at in range(many):
        best = max(best, mine[at])
    for at in range(many):
        if mine[at] >= best - close:
            liked = max(liked, theirs[at])
    start = -1
    for at in range(many):
        if mine[at] >= best - close and theirs[at] >= liked - close and (start < 0 or at == standing):
            start = at
    return start


@part
def _staircase(mine: Any, theirs: Any, many: Any, start: Any, gain_fuzz: Any, point: Any, x: Any, y: Any) -> Any:
    """Write the undominated points by rising cost, behind the start, and return their number without it."""
    useful = 0
    for place in range(many):
        cost = mine[start] - mine[place]
        if cost > 0 and theirs[place] - theirs[start] > gain_fuzz:
            # Equal costs stay in the order of the options.
            at = useful
            while at > 0 and x[at] > cost:
                point[at + 1], x[at + 1] = point[at], x[at]
                at -= 1
            point[at + 1], x[at + 1] = place, cost
            useful += 1
    point[0], x[0], y[0] = start, 0.0, 0.0
    highest, climbed = 0.0, 0
    for at in range(1, useful + 1):
        gain = theirs[point[at]] - theirs[start]
        if gain > highest + gain_fuzz:
            climbed += 1
            point[climbed], x[climbed], y[climbed] = point[at], x[at], gain
        highest = max(highest, gain)
    return climbed


@part
def _walk(
    mine: Any, theirs: Any, many: Any, standing: Any, start: Any, rounding: Any, point: Any, x: Any, y: Any
) -> Any:
    """Write the places of the options along an issue's hull to the front of `point`, and return its steps."""
    largest, largest_theirs = 0.0, 0.0
    for at in range(many):
        largest, largest_theirs = max(largest, abs(mine[at])), max(largest_theirs, abs(theirs[at]))
    cost_fuzz, gain_fuzz = rounding * largest, rounding * largest_theirs
    climbed = _staircase(mine, theirs, many, start, gain_fuzz, point, x, y)
    # Andrew's monotone chain; the points on the chain are moved to the front as they are taken.
    top = 0
    for at in range(1, climbed + 1):
        while top > 0:
            width, height = x[at] - x[top - 1], y[at] - y[top - 1]
            bend = (y[top] - y[top - 1]) * width - height * (x[top] - x[top - 1])
            if bend >= -(gain_fuzz * width + cost_fuzz * height):
                break
            top -= 1
        top += 1
        point[top], x[top], y[top] = point[at], x[at], y[at]
    if standing >= 0:
        for h in range(top + 1):
            at = point[h]
            near = abs(mine[at] - mine[standing]) <= cost_fuzz
            point[h] = standing if near and abs(theirs[at] - theirs[standing]) <= gain_fuzz else at
    return top


@part
def _merge(
    length: Any, lost: Any, won: Any, efficiency: Any, taken: Any, next_is: Any, turn: Any, cost: Any, gain: Any
) -> Any:
    """Merge the steps of all issues by falling efficiency, ties by issue, and add them up."""
    issues, longest = turn.shape
    steps = 0
    for i in range(issues):
        taken[i] = 0
        next_is[i] = efficiency[i, 0] if length[i] else -np.inf
        steps += length[i]
    cost[0] = gain[0] = 0.0
    for s in range(steps):
        next_issue = 0
        for i in range(1, issues):
            if next_is[i] > next_is[next_issue]:
                next_issue = i
        h = taken[next_issue]
        turn[next_issue, h] = s
        cost[s + 1], gain[s + 1] = cost[s] + lost[next_issue, h], gain[s] + won[next_issue, h]
        taken[next_issue] = h + 1
        next_is[next_issue] = efficiency[next_issue, h + 1] if h + 1 < length[next_issue] else -np.inf
    for s in range(steps + 1, len(cost)):
        cost[s], gain[s] = np.inf, gain[steps]
    for i in range(issues):
        for h in range(length[i], longest):
            turn[i, h] = steps
            steps += 1


@kernel(f"{_SORTED}(f8[:,:,::1], f8[:,:,::1], b1[:,:,::1], i8[:,::1], f8, f8)")
def sort_trades(mine: Any, theirs: Any, allowed: Any, status_quo: Any, tie: Any, rounding: Any) -> Any:
    """Do what `summitry_agents.logrolling.sort_trades` does."""
    worlds, issues, size = mine.shape
    path = np.empty((worlds, issues, size), dtype=np.int64)
    length = np.zeros((worlds, issues), dtype=np.int64)
    best = np.empty(worlds)
    point, x, y = np.empty(size + 1, dtype=np.int64), np.empty(size + 1), np.empty(size + 1)
    longest = most = 0
    # The options of an issue that are allowed, and what they are worth to both sides.
    option, mine_is, theirs_is = np.empty(size, dtype=np.int64), np.empty(size), np.empty(size)
    for w in range(worlds):
        steps, complete, total = 0, True, 0.0
        for i in range(issues):
            many, standing = 0, -1
            for k in range(size):
                if allowed[w, i, k]:
                    option[many], mine_is[many], theirs_is[many] = k, mine[w, i, k], theirs[w, i, k]
                    if k == status_quo[w, i]:
                        standing = many
                    many += 1
            if many:
                start = _start(mine_is, theirs_is, many, standing, tie / (2 * issues))
                worth = mine_is[start]
                count = _walk(mine_is, theirs_is, many, standing, start, rounding, point, x, y)
                for h in range(size):
                    path[w, i, h] = option[point[min(h, count)]]
            else:
                complete, worth, count = False, mine[w, i, 0], 0
                path[w, i] = 0
            total = worth if i == 0 else total + worth
            length[w, i] = count
            steps += count
            longest = max(longest, count)
        most = max(most, steps)
        best[w] = total if complete else -np.inf
    options = np.ascontiguousarray(path[:, :, : longest + 1])
    turn = np.empty((worlds, issues, longest), dtype=np.int64)
    cost, gain = np.empty((worlds, most + 1)), np.empty((worlds, most + 1))
    lost, won, efficiency = np.empty((issues, longest)), np.empty((issues, longest)), np.empty((issues, longest))
    taken, next_is = np.empty(issues, dtype=np.int64), np.empty(issues)
    for w in range(worlds):
        for i in range(issues):
            for h in range(length[w, i]):
                here, there = options[w, i, h], options[w, i, h + 1]
                lost[i, h] = mine[w, i, here] - mine[w, i, there]
                won[i, h] = theirs[w, i, there] - theirs[w, i, here]
                rate = won[i, h] / lost[i, h] if lost[i, h] > 0 else np.inf
                efficiency[i, h] = rate if h == 0 else min(efficiency[i, h - 1], rate)
        _merge(length[w], lost, won, efficiency, taken, next_is, turn[w], cost[w], gain[w])
    return best, options, turn, cost, gain


@part
def _affordable(cost: Any, best: Any, floor: Any, tie: Any) -> Any:
    """Count the steps that together keep the floor, by bisection."""
    huge = 1e300
    spare = min(best - max(floor, -huge) + tie / 2, huge)
    low, high = 0, len(cost) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if cost[middle] <= spare:
            low = middle
        else:
            high = middle - 1
    return low


@part
def _best_change(
    arrays: Any, status_quo: Any, deal: Any, floor: Any, tie: Any, least: Any, place: Any, lost: Any, won: Any
) -> Any:
    """Return issue, option and gain of the best change of one issue that keeps the floor.

    The gain is -inf where there is no such change; the issue and option of one that gains no more than the `least` are
    not looked for. Changes that may be the best are written to `place`, `lost` and `won`.
    """
    mine, theirs, allowed = arrays
    issues, size = mine.shape
    total = mine[0, deal[0]]
    for i in range(1, issues):
        total += mine[i, deal[i]]
    spare = total - floor + tie / 2
    largest, many = -np.inf, 0
    for i in range(issues):
        now = deal[i]
        for k in range(size):
            cost = mine[i, now] - mine[i, k]
            if allowed[i, k] and cost <= spare and k != now:
                gain = theirs[i, k] - theirs[i, now]
                if gain >= largest - tie:
                    place[many], lost[many], won[many] = i * size + k, cost, gain
                    many += 1
                    largest = max(largest, gain)
    if largest <= least:
        return 0, 0, largest
    # The cheapest first, then of those as cheap the first that defers its issue, then the first.
    cheapest, issue, option, defers = np.inf, 0, -1, False
    for at in range(many):
        if won[at] >= largest - tie:
            cheapest = min(cheapest, lost[at])
    for at in range(many):
        if won[at] >= largest - tie and lost[at] <= cheapest + tie:
            i, k = divmod(place[at], size)
            if option < 0 or (k == status_quo[i] and not defers):
                issue, option, defers = i, k, k == status_quo[i]
    return issue, option, largest


@kernel(f"{_OFFERS}(i8[::1], f8[::1], {_TRADES}, f8)")
def cut_off(
    worlds: Any,
    floor: Any,
    mine: Any,
    theirs: Any,
    allowed: Any,
    status_quo: Any,
    best: Any,
    options: Any,
    turn: Any,
    cost: Any,
    tie: Any,
) -> Any:
    """Do what `summitry_agents.logrolling.cut_off` does."""
    issues = mine.shape[1]
    deal = np.full((len(worlds), issues), -1, dtype=np.int64)
    to_me, to_them = np.full(len(worlds), -np.inf), np.full(len(worlds), -np.inf)
    possible = np.zeros(len(worlds), dtype=np.bool_)
    options_in_all = issues * mine.shape[2]
    place, lost, won = np.empty(options_in_all, dtype=np.int64), np.empty(options_in_all), np.empty(options_in_all)
    for n in range(len(worlds)):
        w = worlds[n]
        if not (best[w] > -np.inf and best[w] >= floor[n] - tie):
            continue
        steps = _affordable(cost[w], best[w], floor[n], tie)
        for i in range(issues):
            reached = 0
            while reached < turn.shape[2] and turn[w, i, reached] < steps:
                reached += 1
            deal[n, i] = options[w, i, reached]
        arrays = (mine[w], theirs[w], allowed[w])
        issue, option, largest = _best_change(arrays, status_quo[w], deal[n], floor[n], tie, tie, place, lost, won)
        if largest > tie:
            deal[n, issue] = option
        settles = False
        for i in range(issues):
            settles = settles or deal[n, i] != status_quo[w, i]
        if not settles:
            issue, option, largest = _best_change(
                arrays, status_quo[w], deal[n], floor[n], tie, -np.inf, place, lost, won
            )
            if largest == -np.inf:
                for i in range(issues):
                    deal[n, i] = -1
                continue
            deal[n, issue] = option
        possible[n] = True
        to_me[n], to_them[n] = mine[w, 0, deal[n, 0]], theirs[w, 0, deal[n, 0]]
        for i in range(1, issues):
            to_me[n] += mine[w, i, deal[n, i]]
            to_them[n] += theirs[w, i, deal[n, i]]
    return deal, to_me, to_them, possible


@kernel("f8[::1](f8[:,:,::1], b1[:,:,::1], i8[:,::1])")
def best_settling(mine: Any, allowed: Any, status_quo: Any) -> Any:
    """Do what `summitry_agents.trades.best_settling` does."""
    worlds, issues, size = mine.shape
    found = np.full(worlds, -np.inf)
    for w in range(worlds):
        total, loss, complete = 0.0, np.inf, True
        for i in range(issues):
            best = settling = -np.inf
            for k in range(size):
                if allowed[w, i, k]:
                    best = max(best, mine[w, i, k])
                    if k != status_quo[w, i]:
                        settling = max(settling, mine[w, i, k])
            complete = complete and best > -np.inf
            total = best if i == 0 else total + best
            if settling > -np.inf:
                loss = min(loss, best - settling)
        if complete and loss < np.inf:
            found[w] = total - loss
    return found
