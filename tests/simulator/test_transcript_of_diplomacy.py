"""The transcript tells meetings, events, mandates, leaders, votes at home and promises as they were in that world."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import settings

from summitry import Scenario, SummitModel
from summitry.mechanisms.promises import Promises
from summitry.mechanisms.ratification import Ratification
from summitry.stories.chronicle import Witness
from summitry.stories.story_words import Wording
from summitry.stories.transcript import replay, transcript
from summitry.talks.blocks import Blocked
from summitry.talks.gates import Gate
from tests.simulator.diplomacy import diplomacy
from tests.simulator.neighbours import neighbours

pytestmark = pytest.mark.sized

WORLDS = max(30, settings().max_examples)
"""30 in the gate; at full size as many as laws have examples."""

LEADERS = {"title": "The summit", "level": "leaders"}
RESERVED = {
    "e": {"of": "east", "title": "Eva", "mandate": {"reserved": ["summit"]}},
    "w": {"of": "west", "title": "Wim"},
    "queen": {"of": "east", "level": "leaders", "title": "The queen"},
}


@cache
def told() -> list[tuple[Witness, str]]:
    """Return worlds of a scenario that uses everything, each with its transcript."""
    data = diplomacy()
    data["events"]["walkout"]["per_round"] = 0.03
    return worlds(Scenario.from_dict(data))


def worlds(scenario: Scenario, count: int = WORLDS) -> list[tuple[Witness, str]]:
    talks = [Witness.of(replay(scenario, world)) for world in range(count)]
    return [(each, transcript(each)) for each in talks]


def lines(text: str, start: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(start)]


def test_talks_without_a_road_or_mechanisms_are_told_without_a_word_about_them() -> None:
    for _, text in worlds(neighbours(), 20):
        before, _, after = text.partition("\nWhat each side tells the press\n")
        assert after
        for word in ("Meeting", "Before ", "mandate", "above:", "brackets", "At home", "promise", "Signed:"):
            assert word not in before


def test_talks_that_nobody_witnessed_are_told_like_a_replay() -> None:
    scenario = Scenario.from_dict(diplomacy())
    model = SummitModel(scenario, [7], rng=1)
    model.run_model()
    assert transcript(model) == transcript(replay(scenario, 7))


def test_many_worlds_have_no_transcript() -> None:
    with pytest.raises(ValueError, match="found 2 worlds, expected a model of one"):
        transcript(SummitModel(neighbours(), worlds=2, rng=1))


def test_every_meeting_has_a_heading_or_a_line_why_it_did_not_take_place() -> None:
    seen = set()
    for talks, text in told():
        for number, leg in enumerate(talks.scenario.road):
            [line] = lines(text, f"Meeting {number + 1}: ")
            assert leg.title in line
            assert leg.place in line
            assert leg.level in line
            assert leg.day is not None
            assert f"{leg.day.day} {leg.day:%B %Y}" in line
            assert ("did not take place: " in line) == (not talks.took_place[number])
            if talks.held[number][0]:
                assert talks.took_place[number]
            seen.add(line.partition("did not take place: ")[2].partition(" (")[0])
    assert {"the talks had been broken off.", "what it needed was not agreed"} <= seen


def test_a_meeting_needs_something_to_settle_or_a_text_that_waits() -> None:
    answers = {**LEADERS, "answers_only": True}
    texts = [text for _, text in worlds(neighbours(envoys=RESERVED, talks__meetings=[{}, answers]), 30)]
    assert any("did not take place: no text waited for the leaders." in text for text in texts)
    road = neighbours(envoys=RESERVED, talks__meetings=[{}, answers, {"only_if": "troops >= 20"}])
    assert any("was not agreed (troops >= 20)." in text for _, text in worlds(road, 30))


def test_an_event_is_told_when_it_happened() -> None:
    during = 0
    for talks, text in told():
        wording = Wording(talks.scenario)
        assert sum(text.count(f": {wording.event(id_)}.") for id_ in talks.scenario.spec.events) >= len(talks.log)
        for happened in talks.log:
            following = int(happened.after_round[0]) + 1
            event = wording.event(happened.id)
            if talks.scenario.spec.events[happened.id].per_round is None:
                start = "Before the talks" if happened.meeting == 0 else "Before the meeting"
                place = text.index(f"\n{start}: {event}.")
                assert place < text.index(f"\nMeeting {happened.meeting + 1}: ")
            elif f"\nBefore round {following}: {event}." in text:
                during += 1
                place = text.index(f"\nBefore round {following}: {event}.")
                assert place > text.index(f"\nMeeting {happened.meeting + 1}: ")
                assert f"\nRound {following}." not in text[:place]
            else:
                assert f"\nAfter round {following - 1}: {event}." in text
    assert during > 5


def test_an_event_that_ends_the_talks_is_told_to_do_so() -> None:
    broken = [text for talks, text in told() if talks.broken_off[0]]
    assert broken
    assert all("walkout. The talks are broken off." in text for text in broken)
    assert not any("The talks are broken off." in text for talks, text in told() if not talks.broken_off[0])


def test_leaders_speak_at_meetings_of_leaders() -> None:
    spoke = 0
    for talks, text in told():
        _, _, rest = text.partition("\nMeeting 3: ")
        before, after = text[: len(text) - len(rest)], rest.partition("\nWhat each side")[0]
        assert "The minister (East)" in before
        rounds = [said for said in talks.said if said.exchange.meeting >= 2]
        if rounds:
            spoke += 1
            assert "The president (East)" in after
            assert "The minister (East)" not in after
    assert spoke > 5


def test_the_cast_shows_mandates_leaders_and_mediators() -> None:
    for talks, text in told()[:5]:
        cast = text.partition("\nMeeting 1: ")[0]
        assert "mandate: leaves to leaders: sanctions; may not agree to: prisoners (both)" in cast.lower()
        assert "can ask home 2 times in a meeting" in cast
        assert f"above: The president, who wants {talks.worlds.misjudged[0, 0]:.3f} more" in cast
        assert "The League, formulator: drafts the text" in cast
        assert "Host, facilitator: carries messages" in cast
        assert "Great power, manipulator: presses and promises" in cast


def test_the_cast_is_as_it_was_before_anything_happened() -> None:
    shock = {"effects": {"states.east.premium": {"to": 0.9}}, "per_meeting": 1}
    for (quiet, calm), (_, shaken) in zip(
        worlds(neighbours(), 5), worlds(neighbours(events={"shock": shock}), 5), strict=True
    ):
        assert lines(calm, "  walks away") == lines(shaken, "  walks away")
        assert f"{quiet.worlds.reservation[0, 0]:.3f}" in calm


def test_utilities_are_those_of_their_time() -> None:
    moody = {"per_round": 0.4, "repeats": True, "effects": {"states.west.positions.troops.salience": {"times": 0.8}}}
    scenario = neighbours(events={"mood": moody}, talks__rounds=10)
    checked = 0
    for world in range(15):
        model = SummitModel(scenario, [world], rng=1)
        at_the_time: list[list[float]] = []
        while model.running:
            model.step()
            deal = model.exchanges[-1].deal
            if deal[0, 0] >= 0:
                at_the_time.append(
                    [float(state.utility(np.zeros(1, dtype=np.intp), deal)[0]) for state in model.states]
                )
        text = transcript(model)
        expected = [f"  Worth {east:.3f} to East, {west:.3f} to West." for east, west in at_the_time]
        # Rounds in which nobody moves are not told in full.
        remaining = iter(expected)
        assert all(any(line == other for other in remaining) for line in lines(text, "  Worth "))
        checked += len(lines(text, "  Worth "))
    assert checked > 30


def test_what_was_left_in_brackets_and_what_leaders_made_of_it_is_told() -> None:
    road = neighbours(envoys=RESERVED, talks__meetings=[{}, {**LEADERS, "answers_only": True}])
    seen = set()
    for talks, text in worlds(road):
        left, before = lines(text, "Left in brackets for the leaders: "), lines(text, "Before the leaders: ")
        assert len(left) == len(before) == len(talks.answers_of_leaders)
        for _, _, answer in talks.answers_of_leaders:
            assert "Summit: " in left[0]
            agreed = bool(answer.agreed[0])
            assert f"\n  {'It is signed.' if agreed else 'It is refused.'}\n" in text
            assert (f"\n  The queen (East): {'yes.' if answer.yes[0, 0] else 'no, '}") in text
            seen.add(agreed)
    assert seen == {True, False}


def test_what_each_meeting_signed_is_told() -> None:
    seen = 0
    for talks, text in told():
        told_ = "; ".join(line.removeprefix("Signed: ").removesuffix(".") for line in lines(text, "Signed: "))
        if talks.agreed[0] and not talks.answers_of_leaders:
            [deal] = lines(text, "The deal: ")
            assert set(told_.split("; ")) == set(deal.removeprefix("The deal: ").removesuffix(".").split("; "))
            seen += 1
    assert seen


def test_a_no_from_a_mandate_says_so_and_only_then() -> None:
    mandate = {"limits": {"troops": {"above": 0}}}
    narrow = {"e": {"of": "east", "title": "Eva", "mandate": mandate}}
    texts = worlds(neighbours(envoys=narrow))
    assert any("  Eva (East): no, beyond its mandate on Troops." in text for _, text in texts)
    for talks, text in texts:
        assert not talks.settled[0, 3]
        assert text.count("beyond its mandate") <= sum(bool(said.beyond_mandate[0]) for said in talks.said)
    asking = {"e": {"of": "east", "title": "Eva", "mandate": {**mandate, "asks_home": 1}}}
    asked = [(talks, text) for talks, text in worlds(neighbours(envoys=asking)) if talks.settled[0, 3]]
    # What it offers itself never lies beyond its limits.
    assert asked
    assert all("  Eva (East): yes, having asked home" in text for _, text in asked)


def test_a_no_for_fear_of_rejection_at_home_says_so() -> None:
    hawks = {"hawks": {"positions": {"troops": {"ideal": 0, "salience": 1}}}}
    afraid = {"e": {"of": "east", "title": "Eva", "foresight": 1}}
    texts = worlds(neighbours(envoys=afraid, states__east__constituencies=hawks))
    assert any("  Eva (East): no: it expects East to reject that at home." in text for _, text in texts)


def test_votes_at_home_are_told_as_they_were_cast() -> None:
    seen = set()
    for talks, text in told():
        ratification, home = talks.mechanism(Ratification), talks.worlds.home
        assert ratification is not None
        assert home is not None
        voted = lines(text, "At home in ")
        assert bool(voted) == bool(talks.signatures.some[0])
        for line in voted:
            assert ratification.votes is not None
            assert ratification.passed is not None
            p = next(p for p, state in enumerate(Wording(talks.scenario).states) if f"in {state}:" in line)
            votes = [ratification.votes[0, c] for c, chamber in enumerate(home.chambers) if chamber.state == p]
            assert line.count("for it") == sum(votes)
            assert line.count("against it") == len(votes) - sum(votes)
            assert line.endswith(": ratified.") == bool(ratification.passed[0, p])
            seen.add(line.endswith(": ratified."))
    assert True in seen


def test_promises_are_told_as_they_were_kept() -> None:
    seen = set()
    for talks, text in told():
        promises = talks.mechanism(Promises)
        assert promises is not None
        for p, state in enumerate(Wording(talks.scenario).states):
            due, kept = promises.due[0, p], promises.kept[0, p]
            told_ = [line for line in lines(text, f"{state} ") if "its promise on" in line]
            assert any("keeps" in line for line in told_) == (talks.agreed[0] and (due & kept).any())
            assert any("breaks" in line for line in told_) == (talks.agreed[0] and (due & ~kept).any())
            seen |= {verb for line in told_ for verb in ("keeps", "breaks") if verb in line}
    assert "keeps" in seen


def test_endings_of_diplomacy_are_told() -> None:
    wants_more = {**RESERVED, "queen": {**RESERVED["queen"]}, "w": {"of": "west", "misjudges": 0.9}}
    skittish = {"c": {"noise": 1, "positions": {"troops": {"ideal": 0}}}}
    cases: list[tuple[Gate, str, dict[str, Any]]] = [
        (Gate.NOT_RATIFIED, "what was signed was not ratified at home.", {"states__east__constituencies": skittish}),
        (
            Gate.REFUSED_BY_LEADERS,
            "leaders refused the text that their envoys had left to them.",
            {"envoys": wants_more, "talks__meetings": [{}, {**LEADERS, "answers_only": True}]},
        ),
        (
            Gate.BROKEN_OFF,
            "the talks were broken off.",
            {"events": {"walkout": {"per_round": 0.5, "effects": {"break_off": True}}}},
        ),
    ]
    for gate, ending, changes in cases:
        texts = [text for talks, text in worlds(neighbours(**changes)) if talks.gate[0] == gate]
        assert texts
        assert all(f"No agreement: {ending} (gate: {gate.label}, after round " in text for text in texts)


def test_a_failure_says_who_stood_in_the_way_on_what_by_how_much() -> None:
    failed = [(talks, text) for talks, text in [*told(), *worlds(neighbours())] if not talks.agreed[0]]
    named = 0
    for talks, text in failed:
        blocked = Blocked.of(talks)
        line = lines(text, "In the way stood ")
        assert bool(line) == (blocked.state[0] >= 0)
        if line:
            named += 1
            wording, by = Wording(talks.scenario), blocked.change[0]
            assert line[0].startswith(f"In the way stood {wording.states[blocked.state[0]]}")
            assert wording.issues[blocked.issue[0]] in line[0]
            assert line[0].endswith(": a red line." if np.isnan(by) else f": it lacked {by:.3f}.")
    assert named > 5
    agreed = [text for talks, text in told() if talks.agreed[0]]
    assert not any("In the way stood" in text for text in agreed)
