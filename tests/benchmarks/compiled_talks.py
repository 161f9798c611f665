"""The talks of W1 in one world, as plain loops that Numba compiles; `compiled_loop` runs them over worlds.

Every sum is added up in Summitry's order, so that deals, rounds and gains are the same to the last bit. States are
told apart by an index into arrays, and functions get the arrays themselves: counting references to arrays that are
kept together, or picked out of others, took more time than the talks.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from summitry_agents.deals import MARGIN, TIE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

compiled = njit(error_model="numpy")


class Desk(NamedTuple):
    """Room for what two states work out in a world; used again in every world.

    Parameters
    ----------
    favourite
        (2, I) best options of each.
    issue, option, cost
        (2, I K) trades of each, best gain for its cost first: the issue, the option it moves to, the loss up to it.
    text
        (2, I) the deal after the trades that each can afford by now.
    offered
        (2, I) the latest offer of each.
    number
        (2, 3) how many trades there are, how many are in `text`, for which round `offered` is.
    best
        (2,) what the favourite options are worth.
    efficiency, lost, corners, corner
        (I K,), (I K,), (2, K + 1) and (K + 1,): for sorting.
    """

    favourite: Ints
    issue: Ints
    option: Ints
    cost: Floats
    text: Ints
    offered: Ints
    number: Ints
    best: Floats
    efficiency: Floats
    lost: Floats
    corners: Floats
    corner: Ints

    @classmethod
    def of(cls, issues: int, options: int) -> Desk:
        """Return room for so many issues and options."""
        size = issues * options
        whole = [np.zeros((2, length), np.int64) for length in (issues, size, size, issues, issues, 3)]
        sorting = np.zeros(size), np.zeros(size), np.zeros((2, options + 1)), np.zeros(options + 1, np.int64)
        return cls(*whole[:3], np.zeros((2, size)), *whole[3:], np.zeros(2), *sorting)


@compiled
def worth(wants: Floats, p: int, deal: Ints, whose: int) -> float:
    """Return what the deal in that row of (2, I) is worth to a state that wants (2, I, K)."""
    total = wants[p, 0, deal[whose, 0]]
    for i in range(1, deal.shape[1]):
        total += wants[p, i, deal[whose, i]]
    return total


@compiled
def sort_trades(
    p: int,
    wants: Floats,
    believed: Floats,
    favourite: Ints,
    issue: Ints,
    option: Ints,
    cost: Floats,
    efficiency: Floats,
    lost: Floats,
    corners: Floats,
    corner: Ints,
) -> int:
    """Sort the trades of a state, best gain for its cost first; return how many there are."""
    _, issues, options = wants.shape
    count = 0
    for i in range(issues):
        best = 0
        for k in range(1, options):
            if wants[p, i, k] > wants[p, i, best]:
                best = k
        favourite[p, i] = now = best
        for step in range(1, _walk_hull(p, i, best, wants, believed, corners, corner) + 1):
            to = corner[step]
            loss = wants[p, i, now] - wants[p, i, to]
            gain_for_loss = (believed[p, i, to] - believed[p, i, now]) / loss
            place = count
            while place > 0 and efficiency[place - 1] < gain_for_loss:
                efficiency[place], lost[place] = efficiency[place - 1], lost[place - 1]
                issue[p, place], option[p, place] = issue[p, place - 1], option[p, place - 1]
                place -= 1
            efficiency[place], lost[place], issue[p, place], option[p, place] = gain_for_loss, loss, i, to
            count += 1
            now = to
    total = 0.0
    for step in range(count):
        total += lost[step]
        cost[p, step] = total
    return count


@compiled
def _walk_hull(p: int, i: int, best: int, wants: Floats, believed: Floats, corners: Floats, corner: Ints) -> int:
    """Walk the upper concave hull of an issue's options; return how many steps, filling `corner` from place 1 on."""
    found = 0
    for k in range(wants.shape[2]):
        loss, gain = wants[p, i, best] - wants[p, i, k], believed[p, i, k] - believed[p, i, best]
        if loss > 0.0 and gain > 0.0:
            place = found + 1
            while place > 1 and corners[0, place - 1] > loss:
                corners[0, place], corners[1, place] = corners[0, place - 1], corners[1, place - 1]
                corner[place] = corner[place - 1]
                place -= 1
            corners[0, place], corners[1, place], corner[place] = loss, gain, k
            found += 1
    top = 0
    for new in range(1, found + 1):
        x, y = corners[0, new], corners[1, new]
        if y <= corners[1, top]:
            continue
        while top > 0:
            x0, y0 = corners[0, top - 1], corners[1, top - 1]
            if (corners[1, top] - y0) * (x - x0) - (y - y0) * (corners[0, top] - x0) >= 0.0:
                break
            top -= 1
        top += 1
        corners[0, top], corners[1, top], corner[top] = x, y, corner[new]
    return top


@compiled
def _offer(
    p: int,
    floor: float,
    wants: Floats,
    believed: Floats,
    issue: Ints,
    option: Ints,
    cost: Floats,
    text: Ints,
    offered: Ints,
    number: Ints,
    best: float,
) -> None:
    """Find what a state offers that wants at least the floor."""
    # Floors only fall, so the trades that were affordable before still are.
    taken = number[p, 1]
    while taken < number[p, 0] and cost[p, taken] <= best - floor + TIE / 2:
        text[p, issue[p, taken]] = option[p, taken]
        taken += 1
    number[p, 1] = taken
    spare = worth(wants, p, text, p) - floor + TIE / 2
    most, changed, to = TIE, 0, text[p, 0]
    for i in range(text.shape[1]):
        now = text[p, i]
        offered[p, i] = now
        had, gave = wants[p, i, now], believed[p, i, now]
        for k in range(wants.shape[2]):
            gain = believed[p, i, k] - gave
            if gain > most and had - wants[p, i, k] <= spare:
                most, changed, to = gain, i, k
    offered[p, changed] = to


@compiled
def _sit_down(wants: Floats, believed: Floats, desk: Desk) -> None:
    """Let both sort their trades, and start from what each likes best."""
    favourite, issue, option, cost, text, _, number, best, efficiency, lost, corners, corner = desk
    for p in range(2):
        number[p, 0] = sort_trades(
            p, wants, believed, favourite, issue, option, cost, efficiency, lost, corners, corner
        )
        number[p, 1] = number[p, 2] = 0
        best[p] = worth(wants, p, favourite, p)
        for i in range(favourite.shape[1]):
            text[p, i] = favourite[p, i]


@compiled
def play(
    wants: Floats, believed: Floats, conceded: Floats, walk_away: float, desk: Desk, deal: Ints, nearest: Floats
) -> int:
    """Play one world; return in how many rounds.

    Parameters
    ----------
    wants, believed
        (2, I, K) what each state wants, and what it believes that the other wants.
    conceded
        (R,) the share of the way to its walk-away value that each has gone by each round.
    walk_away
        Of both.
    desk
        Where they work.
    deal
        (I,) filled with the deal, or with -1.
    nearest
        (3,) filled with who refused the offer that came nearest, on which issue, and by how much; -1 for nobody.
    """
    favourite, issue, option, cost, text, offered, number, best, _, _, _, _ = desk
    rounds, lowest = len(conceded), walk_away + 2 * MARGIN
    _sit_down(wants, believed, desk)
    nearest[0], nearest[1], nearest[2] = -1.0, -1.0, np.inf
    for turn in range(1, rounds + 1):
        p, q = (turn - 1) % 2, turn % 2
        if best[p] < lowest - TIE:
            continue
        if number[p, 2] != turn:
            floor = max(best[p] - conceded[turn - 1] * (best[p] - walk_away), lowest)
            _offer(p, floor, wants, believed, issue, option, cost, text, offered, number, best[p])
        # The answer: yes to what it would sign and what is worth its own next offer.
        following = min(turn + 1, rounds)
        insists = best[q] - conceded[following - 1] * (best[q] - walk_away)
        value = worth(wants, q, offered, p)
        yes = value > walk_away + MARGIN and value - walk_away >= insists - walk_away - MARGIN
        if yes and following > turn and best[q] >= lowest - TIE:
            floor = max(insists, lowest)
            _offer(q, floor, wants, believed, issue, option, cost, text, offered, number, best[q])
            number[q, 2] = following
            yes = value - walk_away >= worth(wants, q, offered, q) - walk_away - MARGIN
        if yes:
            deal[:] = offered[p]
            return turn
        lacked = max(insists - value, 0.0)
        if lacked < nearest[2] or nearest[0] < 0:
            nearest[0], nearest[1], nearest[2] = q, farthest(q, wants, favourite, offered, p), lacked
    deal[:] = -1
    return rounds


@compiled
def farthest(p: int, wants: Floats, favourite: Ints, deal: Ints, whose: int) -> int:
    """Return the issue on which the deal in that row of (2, I) gives a state least of what there could be."""
    missed, issue = -1.0, 0
    for i in range(deal.shape[1]):
        left = wants[p, i, favourite[p, i]] - wants[p, i, deal[whose, i]]
        if left > missed:
            missed, issue = left, i
    return issue
