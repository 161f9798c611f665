"""List the deals that matter: all of a small domain, the core of a large one.

Partial deals grow issue by issue in all worlds at once. One is dropped when it can no longer reach the zone, or, by
weighted gains (a Lagrangian bound), the best deal known. With weights of a tight bound few remain, so that the best of
them is proven best also where the domain as a whole is far beyond listing; such a remainder is the *core* of a
knapsack problem (Balas and Zemel 1980; Kellerer, Pferschy and Pisinger 2004).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from summitry_agents.deals import LISTED, Bools, Floats, Ints
from summitry_agents.exact_search import ROUNDING
from summitry_agents.solutions.bargain import Bargain
from summitry_agents.weighted_sums import weighted

NUMBERS = 2_000_000
"""Utilities held at a time; more partial deals are grown in portions of worlds."""

BURST = 16
"""Times the limit to which the partial deals of one world may grow before the hopeless ones are dropped."""


@dataclass(frozen=True, eq=False, slots=True)
class Listing:
    """Deals of several worlds, world by world.

    Within a world they stand in the order in which ties are decided: by the first issue, its status quo before its
    other options and those by index, then by the second issue, and so on.

    Attributes
    ----------
    worlds
        (n,) the worlds whose listing is complete, rising.
    world
        (N,) whose deal it is, rising.
    deal
        (N, I).
    utility
        (N, P), number by number that of `deals.utility`.
    """

    worlds: Ints
    world: Ints
    deal: Ints
    utility: Floats


def list_deals(
    bargain: Bargain, threshold: Floats, weights: Floats, goal: Floats, limit: int = LISTED
) -> Iterator[Listing]:
    """List all deals that settle something, exceed the threshold for every state, and weigh enough.

    Parameters
    ----------
    threshold
        (W, P) utility that a deal must exceed for each state.
    weights
        (W, P) of the states, adding up to one.
    goal
        (W,) the least weighted gain of a deal to list; deals that fall short by rounding are listed too.
    limit
        Partial deals of a world that may remain after an issue. Worlds with more appear in no listing.

    Yields
    ------
    Listing
        Portions of worlds, in their order. What is listed of a world depends on no other world.
    """
    weighty = weights / bargain.unit
    scale = np.cumsum(weighty, axis=-1)[:, -1:]
    weighty = weighty / scale
    joint = weighted(bargain.contributions, weighty)
    allowed = bargain.allowed
    most = np.where(allowed, joint, -np.inf).max(axis=-1)
    reach = goal / scale[:, 0] + np.cumsum(weighty * bargain.reservation, axis=-1)[:, -1]
    spare = np.cumsum(most, axis=-1)[:, -1] - reach + ROUNDING
    promising = allowed & (most[..., None] - joint <= spare[:, None, None])
    favourite = np.where(allowed[:, None], bargain.contributions, -np.inf).max(axis=-1)
    growth = _Growth(
        contributions=bargain.contributions,
        weights=weighty,
        order=_order(promising, bargain.status_quo),
        count=promising.sum(axis=-1),
        needs=threshold[..., None] - _still(favourite) - ROUNDING,
        needs_joint=reach[:, None] - _still(most) - ROUNDING,
        limit=limit,
    )
    worlds, states = weights.shape
    everywhere = np.arange(worlds)
    portions = [(everywhere, everywhere, np.zeros((worlds, 0), dtype=np.intp), np.zeros((worlds, states)))]
    while portions:
        of_worlds, world, deal, sums = portions.pop()
        if deal.shape[1] < bargain.status_quo.shape[1]:
            portions += growth.grown(of_worlds, world, deal, sums)
            continue
        listed = (sums > threshold[world]).all(axis=-1) & (deal != bargain.status_quo[world]).any(axis=-1)
        yield Listing(of_worlds, world[listed], deal[listed], sums[listed])


@dataclass(frozen=True, eq=False, slots=True)
class _Growth:
    """How partial deals grow by one issue.

    Attributes
    ----------
    order, count
        (W, I, K) options in the order of ties, promising ones first, and (W, I) how many of these.
    needs, needs_joint
        (W, P, I) and (W, I): what partial sums up to an issue must exceed for anything to come of them.
    """

    contributions: Floats
    weights: Floats
    order: Ints
    count: Ints
    needs: Floats
    needs_joint: Floats
    limit: int

    def grown(self, of_worlds: Ints, world: Ints, deal: Ints, sums: Floats) -> list[tuple[Ints, Ints, Ints, Floats]]:
        """Return the portion with one issue more, or in two halves where it would be too large, the first one last."""
        issue, states = deal.shape[1], sums.shape[1]
        width = self.count[world, issue]
        burst = self._counted(of_worlds, world, width) > BURST * self.limit
        of_worlds, (world, deal, sums, width) = _without(of_worlds, burst, world, deal, sums, width)
        if int(width.sum()) * (states + issue) > NUMBERS and len(of_worlds) > 1:
            middle = of_worlds[len(of_worlds) // 2]
            cut = int(np.searchsorted(world, middle))
            first, second = of_worlds < middle, of_worlds >= middle
            return [
                (of_worlds[second], world[cut:], deal[cut:], sums[cut:]),
                (of_worlds[first], world[:cut], deal[:cut], sums[:cut]),
            ]
        parent = np.repeat(np.arange(len(world)), width)
        nth = np.arange(len(parent)) - np.repeat(np.cumsum(width) - width, width)
        world = world[parent]
        option = self.order[world, issue, nth]
        sums = sums[parent] + self.contributions[world, :, issue, option]
        joint = np.cumsum(sums * self.weights[world], axis=-1)[:, -1]
        alive = (sums >= self.needs[world, :, issue]).all(axis=-1) & (joint >= self.needs_joint[world, issue])
        world, sums, option, parent = world[alive], sums[alive], option[alive], parent[alive]
        deal = np.concatenate([deal[parent], option[:, None]], axis=1)
        many = self._counted(of_worlds, world, np.ones(len(world), dtype=np.intp)) > self.limit
        of_worlds, (world, deal, sums) = _without(of_worlds, many, world, deal, sums)
        return [(of_worlds, world, deal, sums)]

    def _counted(self, of_worlds: Ints, world: Ints, width: Ints) -> Ints:
        """Add up the widths (N,) of partial deals by world (n,)."""
        total = np.concatenate([[0], np.cumsum(width)])
        return np.asarray(
            total[np.searchsorted(world, of_worlds, side="right")] - total[np.searchsorted(world, of_worlds)]
        )


def _without(of_worlds: Ints, dropped: Bools, world: Ints, *columns: np.ndarray) -> tuple[Ints, list[np.ndarray]]:
    """Leave out some of the worlds (n,), and their rows."""
    if not dropped.any():
        return of_worlds, [world, *columns]
    kept = ~dropped[np.searchsorted(of_worlds, world)]
    return of_worlds[~dropped], [column[kept] for column in (world, *columns)]


def _order(promising: Bools, status_quo: Ints) -> Ints:
    """Return (W, I, K): options in the order of ties, those that are not promising at the end."""
    options = np.arange(promising.shape[-1])
    rank = np.where(options == status_quo[..., None], -1, options)
    return np.argsort(np.where(promising, rank, len(options)), axis=-1, kind="stable")


def _still(most: Floats) -> Floats:
    """Return what the issues after each (..., I) add at most."""
    return np.cumsum(most[..., ::-1], axis=-1)[..., ::-1] - most


def first_of_the_best(levels: Floats, world: Ints, tie: float) -> Ints:
    """Return the index of the first best row of every world that has rows.

    Parameters
    ----------
    levels
        (N, L), compared one after the other, differences up to `tie` being none.
    world
        (N,), rising.
    """
    rows = np.arange(len(world))
    if not rows.size:
        return rows
    for level in levels.T:
        starts = np.flatnonzero(np.diff(world[rows], prepend=-1))
        best = np.repeat(np.maximum.reduceat(level[rows], starts), np.diff(np.append(starts, len(rows))))
        rows = rows[level[rows] >= best - tie]
    return rows[np.flatnonzero(np.diff(world[rows], prepend=-1))]
