"""Zones, offers and compromises where all deals can be listed: held to the list, through scenario files."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from summitry import SummitModel
from summitry_agents.solutions import pareto_frontier
from summitry_agents.verdict import Verdict
from tests.theory.textbook import textbook

MARGIN, ROUNDING = 1e-9, 1e-7
DOMAINS = ("small_domain_2", "small_domain_3")
Floats = NDArray[np.float64]


@dataclass
class Listed:
    """All N deals of one world that settle something and cross no red line.

    `utility` is (P, N), `gains` the same over the reservation.
    """

    deals: NDArray[np.intp]
    utility: Floats
    gains: Floats

    @classmethod
    def of(cls, model: SummitModel, world: int) -> Listed:
        worlds, valid = model.worlds, model.scenario.agenda.valid
        deals = np.array(list(itertools.product(*(np.flatnonzero(options) for options in valid))))
        issues, standing = np.arange(len(valid)), worlds.status_quo[world]
        barred = worlds.barred[world][:, issues, deals] & (deals != standing)
        deals = deals[~barred.any(axis=(0, 2)) & (deals != standing).any(axis=1)]
        utility = worlds.contributions[world][:, issues, deals].sum(axis=-1)
        return cls(deals, utility, utility - worlds.reservation[world][:, None])

    @property
    def in_zone(self) -> NDArray[np.bool_]:
        return np.asarray((self.gains > MARGIN).all(axis=0))

    def best(self, point: str) -> Floats:
        """Return the gains (P,), sorted where the point is leximin, that the definition of the point asks for."""
        zone = self.gains[:, self.in_zone].T
        if point == "nash":
            return zone[zone.prod(axis=1).argmax()]
        if point == "utilitarian":
            return zone[zone.sum(axis=1).argmax()]
        scaled = zone / zone.max(axis=0) if point == "kalai_smorodinsky" else zone
        return max((np.sort(gains) for gains in scaled), key=lambda gains: gains.round(9).tolist())


@pytest.mark.parametrize("name", DOMAINS)
def test_a_zone_is_found_where_the_list_of_deals_has_one_and_nowhere_else(name: str) -> None:
    model = SummitModel(textbook(name), worlds=150, rng=1)
    exists = [bool(Listed.of(model, world).in_zone.any()) for world in range(150)]
    assert 0.1 < np.mean(exists) < 0.9
    assert (model.zone == np.where(exists, Verdict.EXISTS, Verdict.NONE)).all()


@pytest.mark.parametrize("name", DOMAINS)
def test_every_solution_point_is_the_best_of_the_listed_deals_by_its_definition(name: str) -> None:
    model = SummitModel(textbook(name), worlds=100, rng=2)
    points = model.solution_points
    for world in range(100):
        listed = Listed.of(model, world)
        for point, found in points.items():
            assert found.exact[world]
            assert found.exists[world] == listed.in_zone.any()
            if not found.exists[world]:
                continue
            gains = found.utilities[world] - model.worlds.reservation[world]
            assert np.allclose(gains, listed.gains[:, (listed.deals == found.deal[world]).all(axis=1)][:, 0])
            best = listed.best(point)
            if point == "nash":
                assert gains.prod() == pytest.approx(best.prod(), abs=ROUNDING)
            elif point == "utilitarian":
                assert gains.sum() == pytest.approx(best.sum(), abs=ROUNDING)
            else:
                ideal = listed.gains[:, listed.in_zone].max(axis=1) if point == "kalai_smorodinsky" else 1.0
                assert np.allclose(np.sort(gains / ideal), best, atol=ROUNDING)


@pytest.mark.parametrize("name", DOMAINS)
def test_the_frontier_is_that_of_the_listed_deals_and_holds_every_solution_point(name: str) -> None:
    model = SummitModel(textbook(name), worlds=25, rng=3)
    worlds, points = model.worlds, model.solution_points
    for world in range(25):
        listed = Listed.of(model, world)
        standing = np.arange(worlds.barred.shape[-1]) == worlds.status_quo[world][:, None]
        allowed = worlds.open[world] & (standing | ~worlds.barred[world].any(axis=0))
        frontier = pareto_frontier(worlds.contributions[world], allowed, worlds.status_quo[world])
        assert frontier.complete
        utility = listed.utility.T
        beaten = [
            bool(((utility >= own).all(axis=1) & (utility > own + ROUNDING).any(axis=1)).any()) for own in utility
        ]
        efficient = np.unique(utility[~np.array(beaten)].round(9), axis=0)
        assert np.allclose(np.unique(frontier.utilities.round(9), axis=0), efficient)
        for point in points.values():
            if point.exists[world]:
                assert np.isclose(frontier.utilities, point.utilities[world]).all(axis=1).any()


def test_every_offer_is_as_good_for_the_other_as_any_listed_deal_up_to_one_step_of_the_trades() -> None:
    model = SummitModel(textbook("small_domain_2"), worlds=100, rng=4)
    model.run_model()
    short = []
    for exchange in model.exchanges:
        for place in np.flatnonzero(exchange.made):
            world, speaker = int(exchange.worlds[place]), int(exchange.speaker[place])
            listed = Listed.of(model, world)
            mine, theirs = listed.utility[speaker], listed.utility[1 - speaker]
            offered = int(np.flatnonzero((listed.deals == exchange.offers[place, speaker]).all(axis=1))[0])
            floor = max(exchange.aspiration[place, speaker], model.worlds.reservation[world, speaker])
            assert mine[offered] >= floor - ROUNDING
            short.append(float(theirs[mine >= floor - MARGIN].max() - theirs[offered]))
            assert short[-1] <= largest_step(model, world, 1 - speaker) + ROUNDING
    # Most offers are the very best.
    assert len(short) > 300
    assert np.mean(np.array(short) < ROUNDING) > 0.5


def largest_step(model: SummitModel, world: int, other: int) -> float:
    """Return the most that one step, from an option to the next on its hull, brings the other state.

    The hull of an issue are the options that some price of the other's gain in one's own loss makes best.
    """
    worlds = model.worlds
    most = 0.0
    for issue, (options, standing) in enumerate(zip(worlds.open[world], worlds.status_quo[world], strict=True)):
        barred = worlds.barred[world, :, issue].any(axis=0) & (np.arange(len(options)) != standing)
        allowed = np.flatnonzero(options & ~barred)
        mine, theirs = (worlds.contributions[world, p, issue, allowed] for p in (1 - other, other))
        share = np.linspace(0, 1, 4001)[:, None]
        on_hull = np.unique(((1 - share) * mine + share * theirs).argmax(axis=1))
        gains = np.sort(theirs[on_hull])
        most = max(most, float(np.diff(gains).max(initial=0.0)))
    return most
