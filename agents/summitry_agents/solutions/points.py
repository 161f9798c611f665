"""The Nash, Kalai-Smorodinsky, egalitarian and utilitarian deals of every world."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from summitry_agents.compiled import compiled
from summitry_agents.deals import LISTED, Bools, Floats, Ints, few_deals, utility
from summitry_agents.solutions.bargain import Bargain
from summitry_agents.solutions.objectives import BestFor, Leximin, Nash, Objective, Utilitarian
from summitry_agents.solutions.search import Point, Search

POINTS = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")
"""The names of the solution points."""

NUMBERS = 2_000_000
"""Contributions of the worlds that are worked on at a time."""


def solution_points(
    contributions: Floats,
    allowed: Bools,
    reservation: Floats,
    status_quo: Ints,
    names: Sequence[str] = POINTS,
    limit: int = LISTED,
) -> dict[str, Point]:
    """Find the classical compromises among the deals of the zone.

    A deal of the zone settles something, uses allowed options, and brings every state a gain, utility over the
    reservation, of more than `MARGIN`. Among these

    - ``nash`` has the largest product of gains (Nash 1950; on finite sets Mariotti 1998);
    - ``kalai_smorodinsky`` is leximin in the gains divided by each state's ideal one, the largest it has in any deal
      of the zone (Kalai and Smorodinsky 1975; leximin, the smallest gain first, then the second smallest and so on, is
      the extension to many states and to finite sets by Imai 1983);
    - ``egalitarian`` is leximin in the gains as they are (Kalai 1977; Rawls's maximin with Sen's tie-breaking);
    - ``utilitarian`` has the largest sum of gains (Bentham; Harsanyi 1955), among deals that every state signs.

    All are deals, not lotteries, and Pareto-efficient within the zone up to `TIE`.

    Parameters
    ----------
    contributions
        Salience-weighted values (W, P, I, K) of P >= 1 states, finite also where an option is not allowed.
    allowed
        Options (W, I, K) that no state's red line bars; padded ones may not.
    reservation
        The disagreement point (W, P); not NaN and not minus infinity.
    status_quo
        (W, I), -1 where failure lies off the scale.
    names
        Which points to find, of `POINTS`.
    limit
        Partial deals of a world to list at most, see below.

    Returns
    -------
    dict
        By name, in the order asked for.

    Raises
    ------
    ValueError
        For a reservation that is NaN or minus infinity, or an unknown name.

    Notes
    -----
    Levels that differ by up to `TIE` are equal (logarithms of the product for Nash). Ties go to the deal that keeps
    the status quo on the first issue, else has the lower option there, then likewise on the second issue, and so on.

    Weighted sums whose weights move (`weigh`), single-issue changes (`climb`) and, where these find nothing, the
    witness of `find_zone` give a good deal and a bound on all others. Then the deals that the bound leaves a chance
    are listed (`list_deals`). Where no more than `limit` remain after any issue the answer is exact, ties included; so
    it always is in worlds of up to `limit` combinations of allowed options. Elsewhere it is the best deal found, and
    `exact` is False unless the bound proves it best all the same; ties then go by issue only. `exact` of
    ``kalai_smorodinsky`` includes that the ideal gains are.

    Measured with linear preferences: of 10,000 worlds of two states, 13 issues and 11 options the utilitarian and the
    Nash point were exact in all, the egalitarian in 99 %, Kalai-Smorodinsky in 98 %; with five states, 10 issues and
    6 options 97 % and 94 %. From ten states and 20 issues on most answers are the best deal found. The egalitarian
    deals that are not exact fell short of a solver's optimum by up to 0.007; without any listing the gap was up to
    0.06, on average 0.004, of utility (`tests/agents/test_solution_points.py`).

    A world's answer depends on no other world. Worlds are worked on in portions of bounded memory.
    """
    unknown = sorted(set(names) - set(POINTS))
    if unknown:
        raise ValueError(f"solution points: found {', '.join(unknown)}, expected some of {', '.join(POINTS)}")
    whole = Bargain.in_utility(contributions, allowed, reservation, status_quo)
    worlds, states, issues, options = contributions.shape
    found = {name: Point.nowhere(worlds, states, issues) for name in names}
    playable = allowed.any(axis=-1).all(axis=-1) & (reservation < np.inf).all(axis=-1)
    for point in found.values():
        point.exact[~playable] = True
    portions = range(0, worlds, max(1, NUMBERS // max(states * issues * options, 1)))
    for some in np.split(np.flatnonzero(playable), portions[1:]):
        search = Search.over(whole.of(some), limit)
        for name, point in found.items():
            point.take(some, _point(search, name))
    return found


@compiled("sums.largest_sum")
def largest_sum(contributions: Floats, allowed: Bools, reservation: Floats, status_quo: Ints) -> Ints:
    """Return the utilitarian deals (W, I), -1 where there is none, of worlds that have no more than `LISTED` deals.

    Worked out as for any world; a kernel goes through the deals of one world after another.

    Parameters
    ----------
    contributions, allowed, reservation, status_quo
        As in `solution_points`.
    """
    whole = Bargain.in_utility(contributions, allowed, reservation, status_quo)
    return Search.over(whole, LISTED).best(Utilitarian()).deal


def _utilitarian(search: Search) -> Point:
    bargain = search.bargain
    few = few_deals(bargain.allowed, search.limit)
    if not few.any():
        return search.best(Utilitarian())
    worlds, states, issues, _ = bargain.contributions.shape
    point = Point.nowhere(worlds, states, issues)
    point.take(np.flatnonzero(~few), Search.over(bargain.of(~few), search.limit).best(Utilitarian()))
    small, here = np.flatnonzero(few), bargain.of(few)
    deal = largest_sum(here.contributions, here.allowed, here.reservation, here.status_quo)
    exists = deal[:, 0] >= 0
    worth = np.where(exists[:, None], utility(here.contributions, np.maximum(deal, 0)), np.nan)
    point.take(small, Point(deal, worth, exists, np.ones(len(small), dtype=bool)))
    return point


def _point(search: Search, name: str) -> Point:
    if name == "utilitarian":
        return _utilitarian(search)
    objectives: dict[str, Objective] = {"nash": Nash(), "egalitarian": Leximin()}
    if name in objectives:
        return search.best(objectives[name])
    bargain = search.bargain
    ideal = [search.best(BestFor(state)) for state in range(bargain.reservation.shape[1])]
    largest = np.stack([point.utilities[:, state] for state, point in enumerate(ideal)], axis=-1)
    exists = np.logical_and.reduce([point.exists for point in ideal])
    point = search.best(Leximin(), np.where(exists[:, None], largest - bargain.reservation, 1.0))
    point.exact[:] &= np.logical_and.reduce([point.exact for point in ideal])
    return point
