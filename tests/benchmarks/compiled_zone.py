"""What W1 could have come to in one world: its zone, its best joint gain, and who blocked where there is none.

By depth-first search over issues with bounds: exact, and far from listing all outcomes.
"""

from __future__ import annotations

import numpy as np
from compiled_talks import Floats, Ints, compiled, farthest, worth

from summitry_agents.deals import TIE
from summitry_agents.exact_search import ROUNDING


@compiled
def most_joint_gain(one: Floats, other: Floats, threshold: float, reservation: float) -> float:
    """Return the largest sum of gains among deals worth more than the threshold to both; -1 where there is none.

    Parameters
    ----------
    one, other
        (I, K) what the two states want.
    threshold, reservation
        Of both: what a deal must exceed, and what gains count from.
    """
    issues, options = one.shape
    still = np.zeros((3, issues + 1))
    for i in range(issues - 1, -1, -1):
        joint, mine, theirs = one[i, 0] + other[i, 0], one[i, 0], other[i, 0]
        for k in range(1, options):
            joint = max(joint, one[i, k] + other[i, k])
            mine, theirs = max(mine, one[i, k]), max(theirs, other[i, k])
        still[0, i], still[1, i], still[2, i] = (
            still[0, i + 1] + mine,
            still[1, i + 1] + theirs,
            still[2, i + 1] + joint,
        )
    most = -1.0
    sums, chosen = np.zeros((2, issues + 1)), np.zeros(issues, np.int64)
    depth = 0
    while depth >= 0:
        k = chosen[depth]
        if k == options:
            chosen[depth] = 0
            depth -= 1
            if depth >= 0:
                chosen[depth] += 1
            continue
        mine, theirs = sums[0, depth] + one[depth, k], sums[1, depth] + other[depth, k]
        after = depth + 1
        hopeless = (
            mine + still[0, after] < threshold - ROUNDING
            or theirs + still[1, after] < threshold - ROUNDING
            or mine + theirs + still[2, after] - 2 * reservation < most
        )
        if hopeless or after == issues:
            if not hopeless and mine > threshold and theirs > threshold:
                most = max(most, (mine - reservation) + (theirs - reservation))
            chosen[depth] += 1
            continue
        sums[0, after], sums[1, after] = mine, theirs
        depth = after
    return most


@compiled
def who_blocks(wants: Floats, favourite: Ints, threshold: float, blocked: Floats) -> None:
    """Find the deal that comes nearest where no deal exceeds the threshold for both.

    Rather one that a single state blocks, then the one by which the state that lacks most lacks least.

    Parameters
    ----------
    wants, favourite
        (2, I, K) and (2, I).
    threshold
        Of both.
    blocked
        (3,) filled with who, on which issue, and what it lacks.
    """
    _, issues, options = wants.shape
    deal, nearest = np.zeros((1, issues), np.int64), np.zeros((1, issues), np.int64)
    fewest, least, blocker = 3, np.inf, 2
    going = True
    while going:
        first, second = threshold - worth(wants, 0, deal, 0), threshold - worth(wants, 1, deal, 0)
        several = 1 if first >= 0 and second >= 0 else 0
        lacked, who = (first, 0) if first >= second else (second, 1)
        nearer = lacked < least - TIE or (lacked <= least + TIE and who < blocker)
        if several < fewest or (several == fewest and nearer):
            fewest, least, blocker = several, lacked, who
            nearest[:] = deal
        going = False
        for i in range(issues):
            deal[0, i] += 1
            if deal[0, i] < options:
                going = True
                break
            deal[0, i] = 0
    blocked[0], blocked[2] = blocker, least
    blocked[1] = farthest(blocker, wants, favourite, nearest, 0)
