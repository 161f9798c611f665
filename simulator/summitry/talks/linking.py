"""The issues as they are negotiated: linked ones joined into composite issues, in every world.

U_p(x) = (1 - sum_l |b_pl|) sum_i s_pi v_pi(x_i) + sum_l (b_pl where its condition holds, if b_pl > 0; |b_pl| where
it does not hold, if b_pl < 0), so that utilities stay within [0, 1]: a bonus is earned and a penalty escaped. A stake
is thus like an issue with two options, "fails" and "holds", and is valued, trusted and left at its status quo by the
same functions as issues are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from summitry.scenario.linkages import Composite, Layout, Linkages
from summitry_agents.deals import Bools, Floats, Ints
from summitry_agents.preferences import is_status_quo


@dataclass(frozen=True)
class Joined:
    """What is negotiated in W worlds: J issues, linked ones joined, with up to K options or combinations of options.

    Without linkages J is I and the arrays are those of the worlds.

    Parameters
    ----------
    layout
        Which issues are joined, with the way between their options and the file's.
    contributions, contributions_at_full_trust
        (W, P, J, K) what an option adds to the utility of a state, what linkages are worth to it included.
    barred
        (W, P, J, K) options beyond the state's red lines. A combination is barred if an option in it that is not its
        issue's status quo is: deferring crosses no red line.
    open
        (W, J, K) what can be put on the table: combinations that keep every bundle and precondition.
    status_quo
        (W, J) -1: failure lies off the scale, for one member at least.
    """

    layout: Layout
    contributions: Floats
    contributions_at_full_trust: Floats
    barred: Bools
    open: Bools
    status_quo: Ints


def standing_conditions(linkages: Linkages, status_quo: Ints) -> Ints:
    """Return (W, L): 1 where the condition of a stake holds while every issue stays at its status quo (W, I), else 0.

    Nothing is settled then, and no comparison holds of an issue whose failure lies off the scale.
    """
    nothing = np.zeros(status_quo.shape, dtype=bool)
    holds = [stake.condition(status_quo, nothing) for stake in linkages.stakes]
    return np.stack(holds, axis=1).astype(np.intp) if holds else np.zeros((len(status_quo), 0), dtype=np.intp)


def left_to_issues(stakes: Floats) -> Floats:
    """Return (W, P): 1 - sum_l |b_pl|, the share of the scale that stakes (W, P, L, 2) leave to the issues."""
    left = np.ones(stakes.shape[:2])
    for stake in range(stakes.shape[2]):
        left -= stakes[:, :, stake].max(axis=-1)
    return np.maximum(left, 0.0)


def live_stakes(stakes: Floats) -> Bools:
    """Return (W, L): whether a condition is worth something to any state, from (W, P, L, 2)."""
    return np.asarray(stakes.any(axis=(1, 3)))


def joined_contributions(layout: Layout, contributions: Floats, stakes: Floats, status_quo: Ints) -> Floats:
    """Return (W, P, J, K): what the options on the table add to each state's utility.

    Parameters
    ----------
    layout
        Which issues are joined.
    contributions
        (W, P, I, K) of the options of the file's issues.
    stakes
        (W, P, L, 2) what each condition is worth when it fails and when it holds.
    status_quo
        (W, I), on which conditions such as ``settled(troops)`` depend.

    Notes
    -----
    O(W P sum_j N_j (M_j + L_j)), for composites of N combinations of M members with L stakes.
    """
    if not layout.composites:
        return contributions
    worth = np.zeros((*contributions.shape[:2], *layout.shape))
    worth[:, :, layout.alone_at, : contributions.shape[-1]] = contributions[:, :, layout.alone]
    for composite in layout.composites:
        total = np.zeros((*contributions.shape[:2], len(composite.options)))
        for place, member in enumerate(composite.members):
            total += contributions[:, :, member, composite.options[:, place]]
        different, which = patterns(status_quo[:, composite.members])
        for place, stake in composite.stakes:
            holds = np.stack([composite.holds(stake.condition, standing) for standing in different])[which]
            total += np.where(holds[:, None], stakes[:, :, place, 1, None], stakes[:, :, place, 0, None])
        worth[:, :, composite.place, : total.shape[-1]] = total
    return worth


def joined_bars(layout: Layout, barred: Bools, status_quo: Ints) -> Bools:
    """Return (W, P, J, K): the options on the table beyond red lines (W, P, I, K), given the status quo (W, I)."""
    if not layout.composites:
        return barred
    joined = np.zeros((*barred.shape[:2], *layout.shape), dtype=bool)
    joined[:, :, layout.alone_at, : barred.shape[-1]] = barred[:, :, layout.alone]
    crossed = barred & ~is_status_quo(status_quo, barred.shape[-1])[:, None]
    for composite in layout.composites:
        for place, member in enumerate(composite.members):
            number = len(composite.options)
            joined[:, :, composite.place, :number] |= crossed[:, :, member, composite.options[:, place]]
    return joined


def joined_openings(layout: Layout, open_: Bools, status_quo: Ints, idle: Bools, live: Bools) -> Bools:
    """Return (W, J, K): what can be put on the table.

    Combinations that break a bundle or a precondition cannot; nor can those that move a member which matters to
    nobody, without need: put back at its status quo it would break nothing and change no condition that is worth
    something. (An issue that nothing links and that matters to nobody stays closed in the same way.)

    Parameters
    ----------
    layout
        Which issues are joined.
    open_
        (W, I, K) the options that can be put on the table of the file's issues.
    status_quo
        (W, I).
    idle
        (W, I) whether the issue has no weight for any state.
    live
        (W, L) whether the condition is worth something to any state.

    Notes
    -----
    Worked out once for each way in which worlds differ here, commonly one.
    """
    if not layout.composites:
        return open_
    joined = np.zeros((len(open_), *layout.shape), dtype=bool)
    joined[:, layout.alone_at, : open_.shape[-1]] = open_[:, layout.alone]
    for composite in layout.composites:
        members = len(composite.members)
        about = [place for place, _ in composite.stakes]
        differs = np.concatenate(
            [status_quo[:, composite.members], idle[:, composite.members], live[:, about]], axis=1, dtype=np.intp
        )
        different, which = patterns(differs)
        kinds = np.split(different, [members, 2 * members], axis=1)
        ways = [
            _opened(composite, standing, rest > 0, counts > 0) for standing, rest, counts in zip(*kinds, strict=True)
        ]
        joined[:, composite.place, : len(composite.options)] = np.stack(ways)[which]
    return joined


def off_the_table(layout: Layout, idle: Bools, live: Bools) -> Bools:
    """Return (W, I): issues that matter to nobody (W, I), nor by what is linked to them: stakes (W, L)."""
    off = idle.copy()
    for composite in layout.composites:
        nobody = np.asarray(idle[:, composite.members].all(axis=1))
        for place, _ in composite.stakes:
            nobody &= ~live[:, place]
        off[:, composite.members] = nobody[:, None]
    return off


def _opened(composite: Composite, standing: Ints, idle: Bools, live: Bools) -> Bools:
    """Return (N,): the combinations that can be put on the table, where members have this status quo (M,)."""
    feasible = composite.feasible(standing)
    holds = [
        composite.holds(stake.condition, standing)
        for (_, stake), counts in zip(composite.stakes, live, strict=True)
        if counts
    ]
    rest = np.flatnonzero(idle & (standing >= 0))
    needless = np.zeros(len(feasible), dtype=bool)
    # One by one, and all at once, as a bundle of them has to be.
    for back in (*rest[:, None], rest):
        options = composite.options.copy()
        options[:, back] = standing[back]
        without = composite.number(options)
        same = np.asarray(np.logical_and.reduce([held == held[without] for held in holds], initial=True))
        needless |= (without != np.arange(len(without))) & feasible[without] & same
    return feasible & ~needless


def patterns(rows: Ints) -> tuple[Ints, Ints]:
    """Return the different rows among (W, C), and for each world which of them is its own."""
    if (rows == rows[:1]).all():
        return rows[:1], np.zeros(len(rows), dtype=np.intp)
    different, which = np.unique(rows, axis=0, return_inverse=True)
    return different, which.reshape(-1)
