"""The trace of talks: the same offers as in the transcript, worth what they are worth, world by world."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
import xarray as xr

import summitry
from summitry import Scenario, SummitModel, run, trace
from summitry.protocols.protocol import NOBODY
from summitry.stories.chronicle import Witness
from summitry.traces import landscape as landscapes
from summitry.traces import tracing
from summitry.traces.landscape import landscape
from summitry_agents.deals import settles_something
from summitry_agents.solutions.frontier import pareto_frontier
from tests.simulator.diplomacy import diplomacy
from tests.simulator.neighbours import neighbours

SIDE_BY_SIDE = {"side_by_side": [["border", "prisoners"], ["summit", "troops"]]}
TALKS = {
    "offers in turn": neighbours,
    "sealed offers": lambda: neighbours(talks__protocol="sealed_offers"),
    "a single text": lambda: neighbours(talks__protocol="single_text", talks__chair={"insight": 0.5}),
    "issue by issue": lambda: neighbours(talks__agenda="issue_by_issue"),
    "baskets side by side": lambda: neighbours(talks__agenda=SIDE_BY_SIDE),
    "meetings, mandates, events": lambda: Scenario.from_dict(diplomacy()),
    "the flagship": lambda: Scenario.load("reykjavik-2021"),
}


@pytest.fixture(scope="module", params=TALKS)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return TALKS[request.param]()


def test_offers_of_a_world_are_those_of_its_transcript(scenario: Scenario) -> None:
    world = 6
    talks = trace(scenario, worlds=8, seed=3).sel(world=world)
    told = Witness(scenario, [world], rng=3)
    told.run_model()
    assert told.said
    assert int(talks.rounds) == max(said.exchange.round for said in told.said)
    for said in told.said:
        exchange, now = said.exchange, talks.sel(round=said.exchange.round)
        assert int(now.meeting) == exchange.meeting
        spoken = {p: exchange.offers[0, p] for p in range(len(scenario.states)) if exchange.offers[0, p].max() >= 0}
        if exchange.made[0] and exchange.speaker[0] == NOBODY:
            spoken[len(scenario.states)] = exchange.deal[0]
        baskets = told.meetings[exchange.meeting].baskets
        for speaker, deal in spoken.items():
            noted = now.offer.to_numpy()[speaker]
            members = told.worlds.layout.members
            here = np.concatenate([members[issue] for issue in baskets[exchange.basket].issues])
            assert (noted[here] == deal[here]).all()
            if len(baskets) == 1:
                assert (noted == deal).all()
                terms = told.worlds.layout.together(deal)
                worth = [said.wants.utility(p, terms) for p in range(len(scenario.states))]
                assert now.utility.to_numpy()[speaker] == pytest.approx(worth, abs=1e-12)
                assert now.reservation.to_numpy() == pytest.approx(said.wants.needs, abs=1e-12)
                assert now.aspiration.to_numpy() == pytest.approx(exchange.aspiration[0], abs=1e-12, nan_ok=True)


def test_no_world_depends_on_how_many_are_traced(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    talks = trace(scenario, worlds=6, seed=2)
    some = trace(scenario, worlds=[4, 1], seed=2)
    monkeypatch.setattr(tracing, "worlds_at_a_time", lambda _: 4)
    xr.testing.assert_identical(talks, trace(scenario, worlds=6, seed=2))
    rounds = some["round"]
    for world in (4, 1):
        xr.testing.assert_identical(talks.sel(world=world, round=rounds), some.sel(world=world))


def test_utilities_are_those_of_the_preferences_that_were_drawn() -> None:
    talks = trace(neighbours(), worlds=40, seed=5)
    model = SummitModel(neighbours(), worlds=40, rng=5)
    drawn = model.worlds.contributions
    offer, worth = talks.offer.to_numpy(), talks.utility.to_numpy()
    made = offer[..., 0] >= 0
    assert made.any()
    assert (np.isnan(worth).all(axis=-1) == ~made).all()
    world, _, _ = np.nonzero(made)
    expected = np.zeros((len(world), 2))
    for issue in range(offer.shape[-1]):
        expected += drawn[world, :, issue, offer[made][:, issue]]
    assert worth[made] == pytest.approx(expected, abs=1e-12)
    signed = talks.agreement.to_numpy()
    assert signed.any()
    assert (talks.deal_utility.to_numpy()[signed] > model.worlds.reservation[signed]).all()


def test_initialled_baskets_count_in_the_offers_that_follow() -> None:
    scenario = neighbours(talks__agenda="issue_by_issue")
    talks = trace(scenario, worlds=60, seed=5)
    standing = SummitModel(scenario, worlds=60, rng=5).worlds.status_quo
    agreed, offers = talks.agreed.to_numpy(), talks.offer.to_numpy()
    carried = 0
    for world in np.flatnonzero(agreed.any(axis=1)):
        first = int(agreed[world].argmax())
        initialled = offers[world, first].max(axis=0)
        moved = initialled != standing[world]
        later = offers[world, first + 1 :].max(axis=1)
        later = later[later[:, 0] >= 0]
        # What comes first is over when anything is agreed, and stays as it is.
        assert (later[:, moved] == initialled[moved]).all()
        carried += moved.any() and len(later) > 0
    assert carried


class TestBeliefs:
    def test_who_knows_everything_makes_no_error(self) -> None:
        sure = {"insight": 1, "learning": "bayes"}
        talks = trace(neighbours(envoys={"a": {"of": "east", **sure}, "b": {"of": "west"}}), worlds=30)
        error = talks.belief_error
        assert talks.prior_error.min() > 0
        assert float(np.nanmax(error.sel(state="east"))) == 0
        assert float(np.nanmax(talks.belief_error_at_first.sel(state="east"))) == 0
        assert float(np.nanmax(error.sel(state="west"))) > 0

    def test_who_has_no_insight_and_does_not_learn_believes_what_everybody_expects(self) -> None:
        blank = {"insight": 0, "learning": "none"}
        talks = trace(neighbours(envoys={"a": {"of": "east", **blank}, "b": {"of": "west", **blank}}), worlds=30)
        for state, other in (("east", "west"), ("west", "east")):
            error = talks.belief_error.sel(state=state, other=other)
            prior = talks.prior_error.sel(other=other)
            played = talks["round"] <= talks.rounds
            assert bool((np.abs(error - prior).where(played, 0) < 1e-12).all())
            assert bool((error.notnull() == played).all())

    def test_errors_at_the_end_are_those_of_the_run(self) -> None:
        scenario = neighbours(envoys={"a": {"of": "east", "learning": "bayes"}})
        talks, result = trace(scenario, worlds=50, seed=4), run(scenario, worlds=50, seed=4)
        end = talks.belief_error.isel(round=talks.rounds - 1)
        assert result.rows is not None
        assert result.rows.reasons is not None
        assert end.sum("other").to_numpy() == pytest.approx(result.rows.reasons.belief_error, abs=1e-12)
        start = talks.belief_error_at_first.sum("other").to_numpy()
        assert not np.allclose(start, result.rows.reasons.belief_error)


class TestTrust:
    def test_it_ends_where_the_table_of_worlds_says(self) -> None:
        scenario = Scenario.from_dict(diplomacy())
        talks, rows = trace(scenario, worlds=40, seed=6), run(scenario, worlds=40, seed=6).to_frame()
        for state, other in (("west", "east"), ("east", "west"), ("north", "east")):
            trust = talks.trust.sel(state=state, other=other)
            assert trust.isel(after=-1).to_numpy() == pytest.approx(rows[f"trust.{state}.{other}"].to_numpy())
            assert bool((trust.isel(after=0) != trust.isel(after=-1)).any())
        assert (talks.held.to_numpy()[:, 0]).all()
        assert not (talks.held.to_numpy()[:, 3]).all()

    def test_it_begins_as_drawn_and_stays_where_nothing_moves_it(self) -> None:
        talks = trace(neighbours(), worlds=40, seed=6)
        drawn = run(neighbours(), worlds=40, seed=6).to_frame()["drawn.states.west.trust.east"].to_numpy()
        assert talks.trust.sel(state="west", other="east").to_numpy() == pytest.approx(np.stack([drawn] * 2, axis=1))


class TestResult:
    def test_a_result_traces_its_own_worlds_and_stays_what_it_is(self) -> None:
        result = run(neighbours(), worlds=12, seed=9)
        before = result.to_dict()
        talks = result.trace()
        assert talks.sizes["world"] == 12
        xr.testing.assert_identical(talks, trace(neighbours(), worlds=12, seed=9))
        assert talks.agreement.sum() == result.agreement.count
        assert result.trace([3]).world.to_numpy().tolist() == [3]
        assert result.to_dict() == before

    def test_what_one_reader_writes_into_a_trace_no_other_sees(self) -> None:
        result = run(neighbours(), worlds=5)
        mine = result.trace()
        mine["rounds"] = mine.rounds * 0
        assert (result.trace().rounds > 0).any()

    def test_it_is_found_in_the_package(self) -> None:
        assert summitry.trace is trace

    @pytest.mark.parametrize("worlds", [0, [], [-1]])
    def test_some_world_must_be_asked_for(self, worlds: Any) -> None:
        with pytest.raises(ValueError, match="expected at least one"):
            trace(neighbours(), worlds=worlds)


class TestLandscape:
    @pytest.mark.parametrize("limit", [1, 65_536])
    def test_no_deal_lies_beyond_the_frontier_and_its_points_are_deals(
        self, monkeypatch: pytest.MonkeyPatch, limit: int
    ) -> None:
        monkeypatch.setattr(landscapes, "pareto_frontier", lambda *talks: pareto_frontier(*talks, limit=limit))
        for world in range(4):
            land = landscape(neighbours(), 5, world, (0, 1))
            sizes = neighbours().layout.sizes
            deals = np.array(list(product(*(range(size) for size in sizes))))
            status_quo = SummitModel(neighbours(), [world], rng=5).worlds.status_quo[0]
            worth = land.worth(deals[settles_something(deals, status_quo)])
            assert land.frontier.complete == (limit > 1)
            assert (worth[:, 1] <= land.highest(worth[:, 0]) + 1e-9).all()
            gaps = np.abs(land.frontier.utilities[:, None] - worth).max(axis=-1).min(axis=1)
            assert gaps.max() < 1e-12
            at = land.highest(land.frontier.utilities[:, 0])
            assert at == pytest.approx(land.frontier.utilities[:, 1], abs=1e-9)

    def test_offers_are_worth_what_they_were_where_nothing_changes(self) -> None:
        talks = trace(neighbours(), worlds=[7], seed=5)
        land = landscape(neighbours(), 5, 7, (0, 1))
        assert not land.changed
        found = land.worth(talks.offer.to_numpy())
        assert found == pytest.approx(talks.utility.to_numpy(), abs=1e-12, nan_ok=True)
        assert land.reservation == pytest.approx(talks.reservation.to_numpy()[0, 0], abs=1e-12)

    def test_offers_never_lie_beyond_the_frontier_whatever_happens(self) -> None:
        scenario = Scenario.from_dict(diplomacy())
        changed = 0
        for world in (0, 1):
            land = landscape(scenario, 3, world, (0, 2))
            changed += land.changed
            offers = land.worth(trace(scenario, worlds=[world], seed=3).offer.to_numpy()).reshape(-1, 2)
            offers = offers[~np.isnan(offers[:, 0])]
            assert offers.size
            assert (offers[:, 1] <= land.highest(offers[:, 0]) + 1e-9).all()
        assert changed

    def test_points_are_those_of_the_model(self) -> None:
        worlds = [world for world in range(3) if landscape(neighbours(), 5, world, (0, 1)).points]
        assert worlds
        for world in worlds:
            model = SummitModel(neighbours(), [world], rng=5)
            model.run_model()
            points = landscape(neighbours(), 5, world, (0, 1)).points
            assert points["nash"] == pytest.approx(model.solution_points["nash"].utilities[0])
