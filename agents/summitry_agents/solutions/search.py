"""The search for the deal of the zone that an objective ranks first: candidates, bounds, a list of what is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from summitry_agents.deals import MARGIN, TIE, Bools, Floats, Ints, utility
from summitry_agents.solutions.bargain import Bargain
from summitry_agents.solutions.climbing import climb
from summitry_agents.solutions.listing import first_of_the_best, list_deals
from summitry_agents.solutions.objectives import Objective
from summitry_agents.solutions.weighing import Incumbent, weigh
from summitry_agents.verdict import Verdict, Zone
from summitry_agents.zone import find_zone


@dataclass(frozen=True, eq=False, slots=True)
class Point:
    """One solution point in every world.

    Attributes
    ----------
    deal
        (W, I); -1 throughout where no deal of the zone was found.
    utilities
        (W, P) of the deal; NaN where there is none.
    exists
        (W,) whether there is a deal.
    exact
        (W,) whether that is proven: no deal of the zone is better, or there is none.
    """

    deal: Ints
    utilities: Floats
    exists: Bools
    exact: Bools

    @classmethod
    def nowhere(cls, worlds: int, states: int, issues: int) -> Point:
        """Return the point of worlds of which nothing is known."""
        return cls(
            np.full((worlds, issues), -1),
            np.full((worlds, states), np.nan),
            np.zeros(worlds, dtype=bool),
            np.zeros(worlds, dtype=bool),
        )

    def among(self, worlds: Ints, number: int) -> Point:
        """Return the point in a larger `number` of worlds, of which it was found in some (n,); others have no zone."""
        point = Point.nowhere(number, self.utilities.shape[1], self.deal.shape[1])
        point.exact[:] = True
        point.take(worlds, self)
        return point

    def take(self, worlds: Ints, point: Point) -> None:
        """Note the `point` of some worlds (n,)."""
        self.deal[worlds], self.utilities[worlds] = point.deal, point.utilities
        self.exists[worlds], self.exact[worlds] = point.exists, point.exact


@dataclass(frozen=True, eq=False, slots=True)
class Search:
    """Searches over the same worlds, by one objective after another; no answer depends on those before it.

    Attributes
    ----------
    bargain
        The worlds, each with an option on every issue and without infinite reservations.
    limit
        Partial deals of a world to list at most.
    zone, asked
        What `find_zone` told, and in which worlds (W,) it was asked.
    """

    bargain: Bargain
    limit: int
    zone: Zone
    asked: Bools

    @classmethod
    def over(cls, bargain: Bargain, limit: int) -> Self:
        """Start without knowledge."""
        worlds, issues = bargain.status_quo.shape
        return cls(bargain, limit, Zone.undecided(worlds, issues), np.zeros(worlds, dtype=bool))

    def best(self, objective: Objective, unit: Floats | None = None) -> Point:
        """Find the deals that the objective ranks first, with gains in some unit (W, P), as `solution_points` says."""
        bargain = self.bargain if unit is None else self.bargain.in_units_of(unit)
        found = weigh(bargain, objective)
        open_ = np.flatnonzero(found.levels[:, 0] < found.bound - TIE)
        here = bargain.of(open_)
        first = np.where(found.deal[open_] >= 0, found.deal[open_], found.start[open_])
        for start in (first, found.start[open_]):
            found.offer(objective, open_, here, climb(here, objective, start))
        lost = np.flatnonzero(found.deal[:, 0] < 0)
        self._ask(lost)
        there = lost[self.zone.verdict[lost] == Verdict.EXISTS]
        here = bargain.of(there)
        found.offer(objective, there, here, climb(here, objective, self.zone.deal[there]))
        worlds, states, issues, _ = bargain.contributions.shape
        point = Point.nowhere(worlds, states, issues)
        point.exact[lost] = self.zone.verdict[lost] == Verdict.NONE
        known = np.flatnonzero(found.deal[:, 0] >= 0)
        point.exact[known] = found.levels[known, 0] >= found.bound[known] - TIE
        self._list(bargain, objective, found, known, point)
        return point

    def _ask(self, worlds: Ints) -> None:
        """Let `find_zone` answer for the worlds (n,) where it has not."""
        new = worlds[~self.asked[worlds]]
        if new.size:
            here = self.bargain.of(new)
            self.zone.take(new, find_zone(here.contributions, here.allowed, here.reservation, here.status_quo))
            self.asked[new] = True

    def _list(self, bargain: Bargain, objective: Objective, found: Incumbent, known: Ints, point: Point) -> None:
        """Note the deals of the worlds (n,) where one is `known`: the first of the best listed, else that one."""
        here, weights = bargain.of(known), found.weights[known]
        deal = found.deal[known]
        goal = objective.goal(weights, found.levels[known, 0] - 2 * TIE)
        for listing in list_deals(here, here.reservation + MARGIN, weights, goal, self.limit):
            point.exact[known[listing.worlds]] = True
            gains = (listing.utility - here.reservation[listing.world]) / here.unit[listing.world]
            rows = first_of_the_best(objective.levels(gains), listing.world, TIE)
            deal[listing.world[rows]] = listing.deal[rows]
        point.deal[known], point.exists[known] = deal, True
        point.utilities[known] = utility(here.contributions, deal)
