"""Upper concave hulls of many small sets of points at once.

Each row holds the options of one issue in one world as points (cost to me, gain to them), seen from the option that
I like best, which is the origin. The hull is the path of best exchanges from there.
"""

import numpy as np

from summitry_agents.deals import Bools, Floats, Ints


def upper_hulls(cost: Floats, gain: Floats, cost_fuzz: Floats, gain_fuzz: Floats) -> tuple[Ints, Ints]:
    """Walk the upper concave hull of each row's points, from the origin rightwards and upwards.

    Parameters
    ----------
    cost, gain
        Coordinates (R, K). Points with cost <= 0 or gain <= gain_fuzz are not on the path; bar a point by a gain of
        -inf.
    cost_fuzz, gain_fuzz
        Rounding noise (R, 1) of the coordinates of a row: a point is below a chord only if it is so by more.

    Returns
    -------
    vertices : ndarray of int
        Indices (R, H) of the points on the path in order of rising cost, without the origin, filled up with -1.
        Points on a straight stretch are all kept; of points that coincide the one with the lower index is.
    length : ndarray of int
        Number of vertices (R,) of each path.

    Notes
    -----
    Andrew's monotone chain (1979), where in each pass every row either drops its last vertex or takes its next
    point: at most 2 K passes whatever the data, no array larger than (R, K + 1).
    """
    option, x, y = _staircases(cost, gain, gain_fuzz)
    length = (option >= 0).sum(axis=1)
    rows = len(option)
    stack = np.zeros(x.shape, dtype=np.intp)
    top = np.zeros(rows, dtype=np.intp)
    following = np.ones(rows, dtype=np.intp)
    active = np.flatnonzero(length > 0)
    while active.size:
        height_of_stack, new = top[active], following[active]
        last, before = stack[active, height_of_stack], stack[active, np.maximum(height_of_stack - 1, 0)]
        x0, y0 = x[active, before], y[active, before]
        width, height = x[active, new] - x0, y[active, new] - y0
        bend = (y[active, last] - y0) * width - height * (x[active, last] - x0)
        noise = gain_fuzz[active, 0] * width + cost_fuzz[active, 0] * height
        drop = (height_of_stack > 0) & (bend < -noise)
        top[active] = np.where(drop, height_of_stack - 1, height_of_stack + 1)
        takes = active[~drop]
        stack[takes, top[takes]] = new[~drop]
        following[takes] += 1
        active = active[following[active] <= length[active]]
    longest = int(top.max(initial=0))
    vertices = np.take_along_axis(option, stack[:, 1 : longest + 1], axis=1)
    vertices[np.arange(longest) >= top[:, None]] = -1
    return vertices, top


def _staircases(cost: Floats, gain: Floats, gain_fuzz: Floats) -> tuple[Ints, Floats, Floats]:
    """Sort each row's undominated points by cost, behind an origin in column 0.

    Returns the points' indices (R, N + 1; -1 at the origin and as filling) and their coordinates.
    """
    useful = (cost > 0) & (gain > gain_fuzz)
    widest = int(useful.sum(axis=1).max(initial=0))
    order = np.argsort(np.where(useful, cost, np.inf), axis=1, kind="stable")[:, :widest]
    gain = np.take_along_axis(np.where(useful, gain, -np.inf), order, axis=1)
    highest = np.maximum.accumulate(np.pad(gain, ((0, 0), (1, 0))), axis=1)
    climbs: Bools = gain > highest[:, :-1] + gain_fuzz
    row, column = np.nonzero(climbs)
    slot = np.cumsum(climbs, axis=1)[row, column]
    shape = (len(cost), 1 + int(slot.max(initial=0)))
    option = np.full(shape, -1, dtype=np.intp)
    x, y = np.zeros(shape), np.zeros(shape)
    option[row, slot] = order[row, column]
    x[row, slot] = cost[row, option[row, slot]]
    y[row, slot] = gain[row, column]
    return option, x, y
