"""Who may say what when."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from summitry import Scenario, SummitModel, registry, run
from summitry.stories.transcript import replay, transcript
from summitry.talks.gates import Gate
from tests.simulator.tables import KNOWING, package, pie

PROTOCOLS = list(registry.registered("protocols"))


def common_wish(protocol: str, states: int = 3) -> Scenario:
    same = {"premium": 0, "positions": {"border": {"ideal": "most"}}}
    names = [f"state_{letter}" for letter in "abc"[:states]]
    return Scenario.from_dict(
        {
            "issues": {"border": {"options": ["keep", "half", "most", "all"]}},
            "states": dict.fromkeys(names, same),
            "talks": {"protocol": protocol, "rounds": 8},
        }
    )


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("states", [2, 3])
def test_states_that_want_the_same_agree_on_it_at_once(protocol: str, states: int) -> None:
    result = run(common_wish(protocol, states), worlds=200)
    assert result.agreement.count == 200
    assert result.agreed_by == [1.0]
    assert result.settlement("border")["most"] == 1


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("states", [2, 3])
def test_nobody_signs_what_it_likes_less_than_walking_away(protocol: str, states: int) -> None:
    result = run(package(states, protocol=protocol), worlds=300)
    rows = result.rows
    assert rows is not None
    agreed = rows.deal[:, 0] >= 0
    assert agreed.any()
    assert (rows.surplus[agreed] > 0).all()
    assert rows.signed[agreed].all()
    assert not rows.signed[~agreed].any()


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_world_is_the_same_whichever_others_are_played_with_it(protocol: str) -> None:
    scenario = package(3, protocol=protocol)
    together = SummitModel(scenario, worlds=40, rng=3)
    together.run_model()
    alone = SummitModel(scenario, worlds=[17], rng=3)
    alone.run_model()
    assert np.array_equal(together.deal[17], alone.deal[0])
    assert together.ended_in[17] == alone.ended_in[0]
    assert np.array_equal(together.gain[17], alone.gain[0])
    assert np.array_equal(together.belief_error[17], alone.belief_error[0])


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("agenda", ["package", "issue_by_issue", {"side_by_side": ["issue_a", ["issue_b", "issue_c"]]}])
def test_every_kind_of_talks_can_be_told(protocol: str, agenda: object) -> None:
    scenario = package(3, issues=3, protocol=protocol, agenda=agenda)
    for world in range(2):
        told = transcript(replay(scenario, world))
        assert "Round 1" in told
        assert "(gate: " in told
        assert "nan" not in told


def test_whose_option_the_lot_takes_on_one_issue_does_not_depend_on_which_other_issues_there_are() -> None:
    # Both like a new flag better than the white one, each its own best; sealed offers meet, and a lot decides.
    def data(*more: str) -> dict[str, Any]:
        wishes = {"east": {"white": 0, "red": 1, "blue": 0.5}, "west": {"white": 0, "red": 0.5, "blue": 1}}
        envoy = {**KNOWING, "style": "boulware", "last_moment": 1}
        return {
            "issues": {
                **{issue: {"options": ["no", "yes"]} for issue in more},
                "flag": {"options": ["white", "red", "blue"], "ordered": False},
            },
            "states": {
                name: {
                    "premium": 0,
                    "positions": {
                        "flag": {"values": values, "salience": 1},
                        **{issue: {"ideal": "yes", "salience": 0} for issue in more},
                    },
                }
                for name, values in wishes.items()
            },
            "envoys": {f"e_{name}": {"of": name, **envoy} for name in wishes},
            "talks": {"protocol": "sealed_offers", "rounds": 4},
        }

    alone = run(Scenario.from_dict(data()), worlds=200)
    assert 0.3 < alone.settlement("flag")["red"] < 0.7
    beside = run(Scenario.from_dict(data("anthem")), worlds=200)
    assert beside.settlement("flag") == alone.settlement("flag")


def test_an_ultimatum_is_one_offer_and_one_answer() -> None:
    model = SummitModel(pie(protocol="take_it_or_leave_it"), rng=1)
    model.run_model()
    assert model.round == 1
    assert len(model.exchanges) == 1
    refused = run(pie(envoys={"reach": 0}, protocol="take_it_or_leave_it"), worlds=10)
    assert refused.gates[Gate.MISSED] == 1


def test_every_state_proposes_as_often_as_any_other_when_a_lot_decides() -> None:
    scenario = package(3, rounds=4, protocol="random_proposer").vary("talks.rounds", 1)
    model = SummitModel(scenario, worlds=6000, rng=1)
    model.step()
    counts = np.bincount(model.exchanges[0].speaker, minlength=3)
    # Three standard deviations of a binomial share of one third.
    assert np.abs(counts - 2000).max() < 3 * np.sqrt(6000 * 2 / 9)


def test_sealed_offers_that_meet_split_the_difference() -> None:
    # Linear envoys ask for 1 - t of the pie at clock t: in round 6, the first after half of the time, 4/9 of it.
    model = SummitModel(pie(rounds=10, protocol="sealed_offers"), rng=1)
    model.run_model()
    offers = model.exchanges[-1].offers[0, :, 0]
    assert model.round == 6
    assert list(offers) == [55, 45]
    assert model.deal[0, 0] == 50


def test_offers_made_at_the_same_time_do_not_know_of_each_other() -> None:
    for protocol in ("sealed_offers", "monotonic_concession"):
        model = SummitModel(pie(rounds=10, protocol=protocol), rng=1)
        model.step()
        assert list(model.exchanges[0].offers[0, :, 0]) == [0, 100]


def test_talks_in_which_nobody_concedes_end_at_once() -> None:
    stubborn = pie(rounds=10, envoys={"reach": 0}, protocol="monotonic_concession")
    model = SummitModel(stubborn, rng=1)
    model.run_model()
    assert model.round == 2
    assert Gate(int(model.gate[0])) is Gate.MISSED


def test_no_offer_is_ever_taken_back_under_monotonic_concession() -> None:
    model = SummitModel(package(2, protocol="monotonic_concession"), worlds=100, rng=2)
    model.run_model()
    mine = np.full((100, 2), np.inf)
    theirs = np.full((100, 2), -np.inf)
    for exchange in model.exchanges:
        for p, other in ((0, 1), (1, 0)):
            there = exchange.worlds[exchange.offers[:, p, 0] >= 0]
            deal = exchange.offers[exchange.offers[:, p, 0] >= 0, p]
            now = model.states[other].utility(there, deal)
            assert (now >= theirs[there, p]).all()
            theirs[there, p] = now
            mine[there, p] = model.states[p].utility(there, deal)


def test_a_chair_that_knows_all_finds_a_text_that_everybody_signs_where_one_exists() -> None:
    scenario = package(3, rounds=40, protocol="single_text").vary("talks.chair", {"insight": 1})
    data = scenario.data
    data["envoys"] = {f"e_{name}": {"of": name, "last_moment": 1, "reach": 1} for name in scenario.states}
    result = run(Scenario.from_dict(data), worlds=300)
    # The chair needs time and is a heuristic: it misses few.
    assert result.agreement.count >= 0.95 * result.zone.count


def test_a_draft_moves_towards_whoever_objects() -> None:
    scenario = package(2, rounds=6, protocol="single_text").vary("talks.chair", {"insight": 1})
    model = SummitModel(scenario, worlds=50, rng=4)
    chair = model.baskets[0].protocol.table.chair
    assert chair is not None
    worlds = np.arange(50)
    before, _ = chair.draft(worlds)
    for _ in range(40):
        chair.hear(worlds, np.tile([True, False], (50, 1)))
    after, _ = chair.draft(worlds)
    gained = model.states[0].utility(worlds, after) - model.states[0].utility(worlds, before)
    # Not in every world: a draft that the other would not sign is mended in its favour.
    assert gained.mean() > 0.02
    assert (gained >= -1e-9).mean() > 0.9
