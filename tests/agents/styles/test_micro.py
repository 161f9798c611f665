"""MiCRO goes down its own ranking, one deal for each new one that it hears."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from summitry import Scenario, ScenarioError, SummitModel
from tests.agents.styles.versus import pie, versus

Deal = tuple[int, ...]


def test_each_new_offer_is_answered_with_the_next_best_deal() -> None:
    played = versus("micro", {"them": [10, 20, 5, 30]})
    assert played.offered == [(100,), (99,), (98,), (97,)]
    assert played.insisted == [1, 0.99, 0.98, 0.97]


def test_it_is_at_most_one_offer_ahead_and_repeats_earlier_ones_by_lot() -> None:
    played = versus("micro", {"them": [10, 20, *[20] * 28, 30]})
    assert played.offered[:3] == [(100,), (99,), (98,)]
    assert set(played.offered[3:-1]) == {(100,), (99,), (98,)}
    assert played.offered[-1] == (97,)
    assert played.insisted[2:-1] == [0.98] * 28


@pytest.mark.parametrize(
    ("script", "accepted"),
    [
        ([10, 20, 98], True),  # the third new offer is worth its own third
        ([10, 20, 97], False),
        ([98, 98, 98, 98], False),  # it would repeat 100 or 99
        ([98, 98, 98, 10, 98], True),  # it would repeat, and has come to 98 itself
    ],
)
def test_it_takes_what_is_worth_the_lowest_it_is_ready_to_offer(script: list[int], accepted: bool) -> None:
    assert versus("micro", {"them": script}).model.agreed[0] == accepted


def test_it_offers_nothing_below_its_reservation_and_stays_where_its_ranking_ends() -> None:
    played = versus("micro", {"them": list(range(30))}, pie(walk_away=0.97))
    assert played.offered[:3] == [(100,), (99,), (98,)]
    assert set(played.offered[3:]) == {(100,), (99,), (98,)}
    assert played.insisted[2:] == [0.98] * 28
    nothing = versus("micro", {"them": [10, 20]}, pie(walk_away=1))
    assert nothing.offered == []


def test_it_goes_no_further_than_its_reach() -> None:
    assert min(versus("micro", {"them": list(range(30))}, reach=0.05).offered) == (95,)


def test_how_late_it_is_changes_nothing() -> None:
    played = versus("micro", {"them": [10, 20, 30]}, last_moment=1)
    assert played.offered == [(100,), (99,), (98,)]
    assert not played.model.agreed[0]


def test_with_several_others_the_one_who_offered_fewest_different_deals_counts() -> None:
    played = versus("micro", {"one": [10, 20, 30, 40, 50], "two": [10, 10, 10, 20, 30]})
    assert played.insisted == [1, 0.99, 0.99, 0.98, 0.97]


def test_who_speaks_twice_in_a_row_does_not_concede_twice() -> None:
    played = versus("micro", {"them": [10] * 15}, {**pie(), "talks": {"protocol": "random_proposer"}})
    assert len(played.offered) > 5
    assert set(played.insisted) == {1, 0.99}


def test_after_another_style_it_begins_at_its_best_and_never_gets_stuck() -> None:
    style = ["conceder", {"from": 0.5, "micro": {}}]
    played = versus(style, {"them": list(range(20))})
    began = played.offered.index((100,), 1)
    assert played.offered[began:] == [(100 - rank,) for rank in range(20 - began)]


def uncertain(needs: object, **talks: Any) -> Scenario:
    """Two states with secret wishes on three issues, and no two deals of the same utility."""
    wish = {"values": {option: {"uniform": [0, 1]} for option in "abcd"}, "salience": {"uniform": [0.1, 1]}}
    ids = ["one", "three", "two"]
    return Scenario.from_dict(
        {
            "issues": {id_: {"options": list("abcd"), "status_quo": "none"} for id_ in ids},
            "states": {
                name: {"premium": 0, "patience": 0.9, "walk_away": needs, "positions": dict.fromkeys(ids, wish)}
                for name in ("east", "west")
            },
            "envoys": {f"of_{name}": {"of": name, "style": "micro", "reach": 1} for name in ("east", "west")},
            "talks": {"rounds": 150, "order": ["east", "west"], **talks},
        }
    )


def worths(model: SummitModel, world: int) -> tuple[list[dict[Deal, float]], list[float]]:
    """What each of all 64 deals is worth to either state in a world, and what each would give up for a deal."""
    listed = []
    for state in model.states:
        parts = state.preferences.contributions[world]
        listed.append(
            {deal: float(sum(parts[i, k] for i, k in enumerate(deal))) for deal in product(range(4), repeat=3)}
        )
    return listed, [float(state.preferences.reservation[world]) for state in model.states]


def talk(worth: list[dict[Deal, float]], needs: list[float], said: list[Deal | None]) -> tuple[Deal | None, int]:
    """Let two play MiCRO by turns, as the paper tells it: the deal and the round, in one world.

    What was `said` in each round is looked at only where a lot decides, and held to what the lot may pick from.
    """
    ranked = [sorted((d for d in w if w[d] > need), key=lambda d: -w[d]) for w, need in zip(worth, needs, strict=True)]
    made: list[list[Deal]] = [[], []]

    def ready(state: int) -> tuple[Deal | None, bool]:
        m, n = len(made[state]), len(made[1 - state])
        if m <= n and m < len(ranked[state]):
            return ranked[state][m], True
        return (ranked[state][m - 1], False) if m else (None, False)

    for round_, heard in enumerate(said, start=1):
        speaker, listener = (round_ - 1) % 2, round_ % 2
        offer, new = ready(speaker)
        if new:
            assert offer is not None
            made[speaker].append(offer)
        elif offer is not None:
            assert heard in made[speaker]
            offer = heard
        lowest, _ = ready(listener)
        if offer and lowest and worth[listener][offer] >= worth[listener][lowest]:
            return offer, round_
    return None, len(said)


@pytest.mark.parametrize("needs", [0, 0.5, {"uniform": [0, 1]}])
def test_two_of_them_sign_what_a_simulation_over_all_deals_signs(needs: object) -> None:
    model = SummitModel(uncertain(needs), worlds=150, rng=1)
    model.run_model()
    offers = np.full((150, 150, 3), -1)
    for exchange in model.exchanges:
        offers[exchange.worlds, exchange.round - 1] = exchange.deal
    for world in range(150):
        said = [tuple(map(int, deal)) if deal[0] >= 0 else None for deal in offers[world]]
        deal, ended = talk(*worths(model, world), said)
        assert tuple(map(int, model.deal[world])) == (deal or (-1, -1, -1))
        assert model.ended_in[world] == ended
    assert model.agreed.any()
    assert model.agreed.all() == (needs == 0)


def test_two_of_them_meet_where_the_worse_of_their_two_rankings_is_best() -> None:
    model = SummitModel(uncertain(0), worlds=150, rng=2)
    model.run_model()
    for world in range(150):
        worth, _ = worths(model, world)
        places = [{deal: n for n, deal in enumerate(sorted(w, key=lambda d: -w[d]))} for w in worth]
        worse = {deal: max(place[deal] for place in places) for deal in worth[0]}
        assert worse[tuple(map(int, model.deal[world]))] == min(worse.values())


def test_it_needs_no_list_of_all_deals() -> None:
    ids = [f"i{number:02}" for number in range(30)]
    wish = {"ideal": {"uniform": [0, 20]}, "salience": {"uniform": [0, 1]}}
    scale = {"range": {"from": 0, "to": 20, "steps": 21}}
    model = SummitModel(
        Scenario.from_dict(
            {
                "issues": dict.fromkeys(ids, scale),
                "states": {name: {"positions": dict.fromkeys(ids, wish)} for name in ("east", "west")},
                "envoys": {f"of_{name}": {"of": name, "style": "micro", "reach": 1} for name in ("east", "west")},
                "talks": {"rounds": 60},
            }
        ),
        worlds=10,
        rng=1,
    )
    model.run_model()
    offers = {tuple(map(int, exchange.deal[0])) for exchange in model.exchanges}
    assert len(offers) == 60


def test_talks_in_which_nobody_makes_offers_are_a_mistake_of_the_scenario() -> None:
    with pytest.raises(ScenarioError, match="found 'micro', expected a protocol in which all states make offers"):
        uncertain(0, protocol="single_text")
