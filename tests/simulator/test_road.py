"""A road of meetings, mandates, and what only leaders settle."""

from __future__ import annotations

import numpy as np
import pytest

from summitry import SummitModel, run
from summitry.ensembles.tally import Tally
from summitry.talks.gates import Gate
from tests.simulator.neighbours import answer, neighbours, played, usual

MANDATES = {"e": {"of": "east", "mandate": {"reserved": ["summit"]}}}
LEADERS = {"level": "leaders"}


def test_a_road_of_one_meeting_changes_no_byte() -> None:
    assert answer(neighbours(talks__meetings=[{"place": "Geneva", "days": 3}])) == usual()


def test_a_mandate_without_limits_changes_no_byte() -> None:
    envoys = {"e": {"of": "east", "mandate": {"limits": {"troops": {"above": 100}}, "asks_home": 2}}}
    assert answer(neighbours(envoys=envoys)) == answer(neighbours(envoys={"e": {"of": "east"}}))


def test_envoys_never_settle_what_is_reserved_for_leaders() -> None:
    model = SummitModel(neighbours(envoys=MANDATES, talks__meetings=[{}, {}, LEADERS]), worlds=300, rng=5)
    free = played(neighbours())
    assert free.settled[:, 2].any()
    while model.running:
        if model.meeting.leg.level == "envoys":
            assert not model.signatures.settled[:, 2].any()
        model.step()
    assert model.settled[:, 2].any()
    assert played(neighbours(envoys=MANDATES)).settled[:, 2].sum() == 0


def test_what_envoys_left_in_brackets_leaders_settle_or_refuse() -> None:
    road = {"envoys": MANDATES, "talks__meetings": [{}, {**LEADERS, "answers_only": True}]}
    willing = {"e": {**MANDATES["e"], "misjudges": 0}, "w": {"of": "west", "misjudges": 0}}
    unwilling = {"e": {**MANDATES["e"], "misjudges": 0}, "w": {"of": "west", "misjudges": 0.9}}
    ready, never = (played(neighbours(**{**road, "envoys": envoys})) for envoys in (willing, unwilling))
    assert ready.settled[:, 2].any()
    assert not never.settled[:, 2].any()
    # Whoever wants more never agrees where one that wants less does not.
    assert not (never.signatures.some & ~ready.signatures.some).any()
    assert (never.gate == Gate.REFUSED_BY_LEADERS).any()
    assert (never.signatures.refused[never.gate == Gate.REFUSED_BY_LEADERS]).all()


@pytest.mark.parametrize("asks", [0, 1])
def test_an_envoy_goes_beyond_its_limits_only_after_asking_home(asks: int) -> None:
    mandate = {"limits": {"troops": {"above": 20}}, "asks_home": asks}
    model = played(neighbours(envoys={"e": {"of": "east", "mandate": mandate}}))
    beyond = model.agreed & (model.deal[:, 3] > 1)
    assert model.agreed.any()
    assert beyond.any() == bool(asks)
    left = model.envoys[0].mandate
    assert left is not None
    assert (left.asks[beyond] == 0).all()


def test_one_more_meeting_never_undoes_an_agreement_and_adds_to_it() -> None:
    one, two = played(neighbours()), played(neighbours(talks__meetings=[{"days": 5}, {}]))
    assert not (one.agreed & ~two.agreed).any()
    assert two.agreed.sum() > one.agreed.sum()
    both = one.agreed & two.agreed
    assert (two.deal[both][one.settled[both]] == one.deal[both][one.settled[both]]).all()
    assert (two.agreed_after[0] == one.agreed).all()


def test_nobody_signs_at_a_later_meeting_what_it_likes_less_than_what_stands() -> None:
    model = played(neighbours(talks__meetings=[{}, {}, {}], envoys={"w": {"of": "west", "reach": 0.3}}))
    assert (model.surplus[model.agreed] > 0).all()


def test_a_meeting_takes_place_only_where_its_condition_holds() -> None:
    road = [{"rounds": 8}, {"only_if": "settled(summit)"}]
    model = played(neighbours(talks__meetings=road))
    settled = played(neighbours(talks__rounds=8)).settled[:, 2]
    assert (model.meetings[1].held <= settled).all()
    assert model.meetings[1].held.any()


def test_beliefs_carry_over_to_the_next_meeting() -> None:
    learns = {"e": {"of": "east", "insight": 0, "learning": "bayes"}, "w": {"of": "west"}}
    model = SummitModel(neighbours(envoys=learns, talks__meetings=[{}, {}]), worlds=200, rng=5)
    while len(model.meetings) == 1:
        last = model.belief_error[:, 0].copy()
        model.step()
    untouched = np.flatnonzero(~model.signatures.some)
    assert untouched.size
    # The offers of the last round are still learned from.
    assert np.allclose(model.belief_error[untouched, 0], last[untouched], atol=0.02)
    first = SummitModel(neighbours(envoys=learns), worlds=200, rng=5).belief_error[:, 0]
    forgotten, carried = (np.abs(error - last)[untouched].mean() for error in (first, model.belief_error[:, 0]))
    assert carried < forgotten / 10


def test_a_world_is_the_same_whichever_others_are_played_with_it() -> None:
    scenario = neighbours(
        envoys={**MANDATES, "w": {"of": "west", "mandate": {"limits": {"border": {"above": "half open"}}}}},
        talks__meetings=[{}, {"only_if": "settled(border)"}, LEADERS],
        talks__trust_moves=True,
        talks__performance=True,
        events={"news": {"per_round": 0.1, "effects": {"states.west.trust.east": {"times": 0.5}}}},
        states__west__constituencies={"senate": {"positions": {"troops": {"ideal": 100, "salience": 1}}}},
    )
    some = np.array([3, 77, 190])
    alone = SummitModel(scenario, worlds=some, rng=5, record=False)
    alone.run_model()
    together = played(scenario, 200)
    for name in ("deal", "gain", "surplus", "rounds", "gate", "carried_out"):
        assert np.array_equal(getattr(alone, name), getattr(together, name)[some]), name


def test_leaders_who_met_have_met_whatever_they_signed() -> None:
    willing = {"e": {**MANDATES["e"], "misjudges": 0}, "w": {"of": "west", "misjudges": 0}}
    road = [{}, {**LEADERS, "only_if": "not settled(summit)"}]
    model = played(neighbours(envoys=willing, talks__meetings=road))
    settled = model.signatures.settled[:, 2]
    assert settled.any()
    assert model.meetings[1].held[settled].all()


def test_an_envoy_can_always_leave_an_issue_as_an_event_made_it_stand() -> None:
    mandate = {"limits": {"troops": {"above": 0}}}
    event = {"per_round": 1, "effects": {"issues.troops.status_quo": {"to": 40}}}
    scenario = neighbours(envoys={"e": {"of": "east", "mandate": mandate}}, events={"advance": event}, talks__rounds=4)
    model = SummitModel(scenario, worlds=20, rng=5)
    model.step()
    assert model.envoys[0].brief.allowed[:, 3, 2].all()


def by_round_of_meeting(tally: Tally, meeting: int) -> dict[int, int]:
    """Return the worlds that first signed at a meeting, by its rounds."""
    return {number: worlds for (place, number), worlds in tally.agreed_at.items() if place == meeting}


def test_worlds_are_counted_in_the_round_of_the_meeting_in_which_they_first_signed() -> None:
    one, two = (run(neighbours(talks__meetings=[{}] * n), worlds=300, seed=5) for n in (1, 2))
    alone, road, rows = one.tally, two.tally, two.rows
    assert rows is not None
    assert by_round_of_meeting(road, 0) == by_round_of_meeting(alone, 0) == alone.agreed_in
    assert by_round_of_meeting(road, 1)
    for meeting in range(2):
        assert road.agreed_after(meeting) == rows.agreed_after[:, meeting].sum()
        lasted = {number: worlds for (place, number), worlds in road.lasted.items() if place == meeting}
        assert sum(lasted.values()) == road.held(meeting) == rows.held[:, meeting].sum()
        assert max(by_round_of_meeting(road, meeting)) <= max(lasted)


def test_what_leaders_only_accept_counts_before_any_round_of_theirs() -> None:
    road = [{"rounds": 5}, {**LEADERS, "answers_only": True}]
    tally = run(neighbours(envoys=MANDATES, talks__meetings=road), worlds=300, seed=5).tally
    assert by_round_of_meeting(tally, 1) == {0: tally.agreed_after(1) - tally.agreed_after(0)}
    assert tally.lasted[1, 0] == tally.held(1) > 0
