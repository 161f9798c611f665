"""Events change what they say they change, when they say so, and nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from summitry import Scenario, SummitModel
from summitry.talks.gates import Gate
from tests.simulator.neighbours import answer, neighbours, played, usual

WORLDS = 100
FOLLOWS = ("contributions", "contributions_at_full_trust", "reservation", "patience", "status_quo", "rounds", "barred")
"""What follows from the circumstances of worlds."""

SURE = {"e": {"of": "east", "insight": 1}, "w": {"of": "west", "insight": 1}}
"""Envoys who see all, so that it makes no difference what they expected before the news."""


def before_the_meeting(effects: dict[str, Any], **changes: Any) -> SummitModel:
    """Return talks about to begin, after an event with those effects."""
    return begun(neighbours(events__news={"per_meeting": 1, "effects": effects}, **changes))


def begun(scenario: Scenario) -> SummitModel:
    return SummitModel(scenario, worlds=WORLDS, rng=5, record=False)


def timed(effects: dict[str, Any], road: list[dict[str, Any]], **when: Any) -> SummitModel:
    """Return talks down a road that are over, with one event."""
    return played(neighbours(events__news={**when, "effects": effects}, talks__meetings=road), WORLDS)


def times(model: SummitModel) -> np.ndarray[Any, np.dtype[np.intp]]:
    """Return (W,): how often the news came."""
    [events] = [each for each in model.worlds.mechanisms if hasattr(each, "times")]
    return np.asarray(events.times["news"])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("states.east.positions.troops.salience", 0.9),
        ("states.east.positions.troops.ideal", 60),
        ("states.west.positions.prisoners.ideal", "one"),
        ("states.west.trust.east", 0.2),
        ("states.west.walk_away", 0.4),
        ("states.east.premium", 0.25),
        ("states.east.patience", 0.8),
        ("issues.troops.status_quo", 40),
        ("issues.border.status_quo", "half open"),
        ("talks.rounds", 3),
    ],
)
def test_what_is_set_before_the_only_meeting_is_as_if_it_had_always_been_so(path: str, value: Any) -> None:
    changed = before_the_meeting({path: {"to": value}}, envoys=SURE)
    always = begun(neighbours(envoys=SURE, **{path.replace(".", "__"): value}))
    never = begun(neighbours(envoys=SURE))
    for name in FOLLOWS:
        assert np.array_equal(getattr(changed.worlds, name), getattr(always.worlds, name)), name
    assert any(not np.array_equal(getattr(always.worlds, name), getattr(never.worlds, name)) for name in FOLLOWS)
    for model in (changed, always):
        model.run_model()
    assert np.array_equal(changed.zone, always.zone)
    assert np.array_equal(changed.deal, always.deal)


@pytest.mark.parametrize(
    ("path", "change", "name", "expected"),
    [
        ("states.east.premium", {"add": 0.125}, "reservation", lambda old: old - [-0.125, 0]),
        ("states.east.walk_away", {"add": -0.125}, "reservation", lambda old: old - [0.125, 0]),
        ("states.east.premium", {"times": 0}, "premium", lambda old: old * [0, 1]),
        ("states.west.patience", {"times": 0.5}, "patience", lambda old: old * [1, 0.5]),
        ("states.west.patience", {"add": 1}, "patience", lambda old: np.maximum(old, [0, 1])),
        ("states.west.patience", {"add": -1}, "patience", lambda old: old * [1, 0]),
        ("talks.rounds", {"add": 2}, "rounds", lambda old: old + 2),
        ("talks.rounds", {"times": 0.5}, "rounds", lambda old: np.maximum(np.rint(old / 2), 1)),
        ("talks.rounds", {"add": -100}, "rounds", np.ones_like),
    ],
)
def test_what_is_added_or_multiplied_starts_from_what_was_so(
    path: str, change: dict[str, Any], name: str, expected: Any
) -> None:
    old = getattr(begun(neighbours()).worlds, name)
    assert np.allclose(getattr(before_the_meeting({path: change}).worlds, name), expected(old))


def test_a_walk_away_of_its_own_is_multiplied() -> None:
    effects = {"states.east.walk_away": {"times": 0.5}}
    assert np.allclose(before_the_meeting(effects, states__east__walk_away=0.3).worlds.walk_away[:, 0], 0.15)


@pytest.mark.parametrize(
    "value", [{"beta": [2, 2]}, {"normal": [0.9, 0.4]}, {"uniform": [-1, 2]}, {"triangular": [-1, 0, 1]}]
)
def test_a_distribution_is_cut_to_its_range_not_piled_up_at_the_ends(value: dict[str, Any]) -> None:
    model = before_the_meeting({"states.east.patience": {"to": value}})
    patience = model.worlds.patience[:, 0]
    assert ((patience > 0) & (patience < 1)).all()
    assert len(np.unique(patience)) == WORLDS


def test_an_issue_about_which_nobody_cared_comes_on_the_table() -> None:
    nobody = {f"states__{state}__positions__summit__salience": 0 for state in ("east", "west")}
    assert begun(neighbours(**nobody)).worlds.idle[:, 2].all()
    model = before_the_meeting({"states.east.positions.summit.salience": {"to": 0.5}}, **nobody)
    assert not model.worlds.idle[:, 2].any()
    model.run_model()
    assert model.settled[:, 2].any()


def test_everybody_sees_what_an_event_changes() -> None:
    blind = {"e": {"of": "east", "insight": 0}, "w": {"of": "west", "insight": 0, "learning": "none"}}
    before, after = (
        begun(neighbours(envoys=blind, states__east__premium=0.1, **more)).envoys[1].brief.picture
        for more in ({}, {"events__news": {"per_meeting": 1, "effects": {"states.east.premium": {"to": 0.4}}}})
    )
    every = np.arange(WORLDS)
    assert np.allclose(after.believed_reservation(every) - before.believed_reservation(every), 0.3)


@pytest.mark.parametrize(
    "effects",
    [
        {"states.west.trust.east": {"to": 0}},
        {"issues.troops.status_quo": {"to": 60}},
        {"talks.rounds": {"to": 1}},
        {"break_off": True},
    ],
)
@pytest.mark.parametrize("when", [{"per_round": 0}, {"per_meeting": 0}, {"on": "2021-05-19", "chance": 0}])
def test_an_event_that_never_happens_changes_no_byte(effects: dict[str, Any], when: dict[str, Any]) -> None:
    assert answer(neighbours(events__news={**when, "effects": effects})) == usual()


def test_talks_broken_off_before_the_first_round_end_there() -> None:
    model = timed({"break_off": True}, [{}, {}], per_round=1)
    assert (model.gate == Gate.BROKEN_OFF).all()
    assert not model.rounds.any()
    assert not model.agreed.any()


def test_what_was_signed_before_the_talks_were_broken_off_stands() -> None:
    road = [{"days": 5}, {}]
    one, broken = played(neighbours(), WORLDS), timed({"break_off": True}, road, on="2021-05-24")
    assert one.agreed.any()
    assert np.array_equal(broken.deal, one.deal)
    assert (broken.gate[~one.agreed] == Gate.BROKEN_OFF).all()
    assert np.isin(broken.gate[one.agreed], (Gate.AGREED_ALL, Gate.AGREED_SOME)).all()


def test_what_leaks_is_public_from_then_on() -> None:
    public = {
        "states__east__positions__troops__public": True,
        "states__east__audience_cost": 0.5,
        "talks__private": True,
    }
    leaked = before_the_meeting({"leak": True}, **public)
    secret, open_ = (begun(neighbours(**{**public, "talks__private": private})) for private in (True, False))
    assert np.array_equal(leaked.worlds.contributions, open_.worlds.contributions)
    assert (leaked.worlds.contributions < secret.worlds.contributions).any()


def test_a_deadline_moves_while_the_meeting_goes_on() -> None:
    drawn = begun(neighbours()).worlds.rounds[:, 0]
    for change, expected in (({"to": 1}, np.ones_like(drawn)), ({"add": 3}, drawn + 3)):
        model = timed({"talks.rounds": change}, [{}], per_round=1)
        assert (model.rounds[~model.agreed] == expected[~model.agreed]).all()
        assert (model.rounds <= expected).all()


@pytest.mark.parametrize(("day", "meeting"), [("19", 0), ("20", 1), ("24", 1), ("25", 2), ("29", 2)])
def test_an_event_on_a_day_comes_before_the_first_meeting_on_that_day_or_later(day: str, meeting: int) -> None:
    events = {"news": {"on": f"2021-05-{day}", "effects": {"states.east.patience": {"to": 0.5}}}}
    model = begun(neighbours(events=events, talks__meetings=[{"days": 5}, {"days": 5}, {}]))
    while model.running:
        here = model.meeting.number
        came = model.meetings[here].held & (model.worlds.patience[:, 0] == 0.5)
        assert np.array_equal(came, model.meetings[here].held & (here >= meeting))
        model.step()


def test_a_condition_on_what_was_signed_holds_an_event_back() -> None:
    road, patience = [{"days": 5}, {}], {"states.east.patience": {"to": 0.5}}
    model = timed(patience, road, per_meeting=1, only_if="settled(troops)")
    first = played(neighbours(), WORLDS)
    came = first.settled[:, 3] & ~(first.gate == Gate.AGREED_ALL)
    assert came.any()
    assert np.array_equal(times(model), came)


def test_an_event_comes_once_unless_it_repeats() -> None:
    patience = {"states.east.patience": {"times": 0.99}}
    once, often = (timed(patience, [{}, {}], per_round=1, repeats=repeats) for repeats in (False, True))
    assert (times(once) == 1).all()
    assert np.array_equal(times(often), often.rounds)
    assert times(often).max() > 1


@pytest.mark.parametrize("when", ["per_meeting", "per_round"])
def test_an_event_comes_as_often_as_its_chance_says(when: str) -> None:
    model = played(neighbours(events__news={when: 0.3, "effects": {"states.east.patience": {"times": 1}}}), 500)
    tried = model.rounds if when == "per_round" else np.ones(500)
    expected = (1 - 0.7**tried).mean()
    assert abs((times(model) > 0).mean() - expected) < 0.06


def test_of_several_events_all_take_effect_and_none_shifts_another() -> None:
    events = {
        "first": {"per_meeting": 0.5, "effects": {"states.east.premium": {"add": 0.125}}},
        "second": {"per_meeting": 0.5, "effects": {"states.east.premium": {"add": 0.25}}},
    }
    old = begun(neighbours()).worlds.premium[:, 0]
    both, *alone = (
        begun(neighbours(events=some)).worlds.premium[:, 0] - old
        for some in (events, *({name: events[name]} for name in events))
    )
    assert np.allclose(both, sum(alone))
    assert set(np.round(both, 6)) == {0, 0.125, 0.25, 0.375}


def test_a_world_is_the_same_whichever_others_are_played_with_it() -> None:
    scenario = neighbours(
        events={
            "news": {"per_round": 0.2, "repeats": True, "effects": {"states.west.trust.east": {"times": 0.5}}},
            "shift": {
                "per_round": 0.2,
                "effects": {"states.east.positions.troops.ideal": {"to": {"uniform": [0, 90]}}},
            },
            "delay": {"per_round": 0.2, "effects": {"talks.rounds": {"add": {"uniform": [-2, 2]}}}},
            "walkout": {"per_round": 0.03, "only_if": "not settled(troops)", "effects": {"break_off": True}},
            "relief": {"per_meeting": 0.5, "effects": {"issues.troops.status_quo": {"to": 20}}},
        },
        talks__meetings=[{}, {}],
    )
    some = np.array([3, 7])
    alone = SummitModel(scenario, worlds=some, rng=5, record=False)
    alone.run_model()
    together = played(scenario, 10)
    for name in ("deal", "gain", "surplus", "rounds", "gate", "zone", "broken_off"):
        assert np.array_equal(getattr(alone, name), getattr(together, name)[some]), name
