"""What each side tells its press: never what did not happen, and never the same as the other side."""

from __future__ import annotations

import copy
import re
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import settings

from summitry import Scenario, SummitModel
from summitry.mechanisms.promises import Promises
from summitry.mechanisms.ratification import Ratification
from summitry.stories.chronicle import Witness
from summitry.stories.readout import readout
from summitry.stories.transcript import replay
from summitry.talks.gates import Gate
from summitry.talks.standpoint import NEAR, Standpoint
from tests.end_to_end.command import summitry
from tests.simulator.neighbours import neighbours

pytestmark = pytest.mark.sized

WORLDS = max(60, settings().max_examples)
"""60 in the gate; at full size as many as laws have examples, 200."""

AGREEMENT = re.compile(r"(?:welcomes|takes note of|stands aside from|did not consent to) the agreement")
UTILITY = re.compile(r"\d\.\d")

THREE: dict[str, Any] = {
    "title": "Three neighbours talk",
    "date": "2021-01-01",
    "issues": {
        "troops": {
            "title": "Troops at the border",
            "range": {"from": 0, "to": 100, "steps": 6},
            "status_quo": 0,
            "performed_by": "b",
            "verification": 0.3,
        },
        "aid": {"title": "Aid in winter", "options": ["nil", "some", "much"], "performed_by": "a"},
        "date": {"title": "Date of a summit", "options": ["no", "soon", "set"]},
        "media": {"title": "Free media", "options": ["x", "y", "z"]},
    },
    "states": {
        state: {
            "trust": {other: {"beta": [2, 4]} for other in "abc" if other != state},
            "positions": {
                "troops": {"ideal": 20 if state == "b" else 100, "salience": {"normal": [0.6, 0.1]}},
                "aid": {"ideal": "much" if state == "b" else "nil", "salience": 0.5},
                "date": {"ideal": "set", "salience": 0.4},
                "media": {"ideal": "z" if state == "c" else "x", "salience": 0.2},
            },
        }
        for state in "abc"
    },
    "envoys": {"ea": {"of": "a", "mandate": {"reserved": ["date"], "limits": {"aid": {"above": "some"}}}}},
    "talks": {
        "meetings": [
            {"place": "Prague", "days": 10},
            {"place": "Quito", "days": 5},
            {"place": "Rome", "level": "leaders", "days": 3},
            {"place": "Sofia", "level": "leaders", "only_if": "date >= soon"},
        ],
        "performance": True,
        "trust_moves": True,
    },
    "mediators": {
        "m": {"style": "manipulator", "carrots": {"a": 0.1}, "guarantees": 0.5},
        "f": {"style": "facilitator"},
    },
    "events": {
        "doubt": {
            "title": "A broken promise elsewhere",
            "per_meeting": 0.2,
            "effects": {"states.b.trust.a": {"add": -0.2}},
        },
        "walkout": {"title": "A walk-out", "per_round": 0.01, "effects": {"break_off": True}},
        "retreat": {"on": "2021-01-08", "chance": 0.5, "effects": {"issues.troops.status_quo": {"to": 20}}},
    },
}


def three(**changes: Any) -> Scenario:
    """Return three states on a road of four meetings, with a value set by path, two underscores for a dot."""
    data = copy.deepcopy(THREE)
    for state, troops in (("a", 100), ("b", 0)):
        data["states"][state]["constituencies"] = {
            "lower": {"weight": 2, "noise": 0.3, "positions": {"date": {"ideal": "set"}, "aid": {"ideal": "much"}}},
            "upper": {"positions": {"troops": {"ideal": troops}, "aid": {"ideal": "some"}}},
        }
    for path, value in changes.items():
        *way, last = path.split("__")
        holder = data
        for part in way:
            holder = holder[part]
        holder[last] = value
    return Scenario.from_dict(data)


@cache
def told(name: str) -> list[tuple[Witness, dict[str, str]]]:
    """Return worlds of a scenario, each with what every state tells its press."""
    scenario = {"flagship": lambda: Scenario.load("reykjavik-2021"), "three": three}[name]()
    worlds = [Witness.of(replay(scenario, world)) for world in range(WORLDS)]
    return [(talks, {state: readout(talks, state) for state in scenario.states}) for talks in worlds]


def sentences(text: str) -> list[str]:
    """Return the sentences of a readout."""
    return re.split(r"(?<=\.) (?=[A-Z])", text)


def of_kind(said: str, kind: str) -> list[str]:
    return [sentence for sentence in sentences(said) if kind in sentence]


def titles_in(scenario: Scenario, sentence: str) -> set[int]:
    """Return the issues that a sentence names."""
    return {i for i, question in enumerate(scenario.agenda.questions) if question.title in sentence}


both = pytest.mark.parametrize("name", ["flagship", "three"])


@both
def test_no_two_sides_ever_read_the_same(name: str) -> None:
    for _, said in told(name):
        assert len(set(said.values())) == len(said)


def test_in_the_flagship_sides_differ_in_more_than_the_names_in_the_first_sentence() -> None:
    same = [len({tuple(sentences(text)[1:]) for text in said.values()}) == 1 for _, said in told("flagship")]
    assert not any(same)


@both
def test_a_readout_is_a_short_paragraph(name: str) -> None:
    for _, said in told(name):
        for text in said.values():
            assert 3 <= len(sentences(text)) <= 6
            assert text == " ".join(text.split())


@both
def test_agreement_is_claimed_exactly_where_there_is_agreement(name: str) -> None:
    found = set()
    for talks, said in told(name):
        for text in said.values():
            assert bool(AGREEMENT.search(text)) == talks.agreed[0]
            assert ("No agreement was reached" in text) == (not talks.signatures.some[0])
        found.add(bool(talks.agreed[0]))
    assert found == {True, False}


@both
def test_no_issue_is_called_agreed_that_is_not_settled(name: str) -> None:
    for talks, said in told(name):
        for text in said.values():
            for sentence in sentences(text):
                if AGREEMENT.search(sentence):
                    named = titles_in(talks.scenario, sentence)
                    assert named
                    assert named <= set(np.flatnonzero(talks.settled[0]))


@both
def test_an_agreement_is_quoted_as_it_was_settled(name: str) -> None:
    for talks, said in told(name):
        for text in said.values():
            for sentence in filter(AGREEMENT.search, sentences(text)):
                for i in titles_in(talks.scenario, sentence):
                    option = talks.scenario.in_words(i, int(talks.deal[0, i]))
                    assert f"{talks.scenario.agenda.questions[i].title} ({option})" in sentence


@both
def test_a_side_names_first_where_it_gained_most_and_is_silent_where_it_conceded(name: str) -> None:
    silent = 0
    for talks, said in told(name):
        for p, text in enumerate(said.values()):
            gains = Standpoint(talks, p).gains
            for sentence in filter(AGREEMENT.search, sentences(text)):
                named = titles_in(talks.scenario, sentence)
                if (gains > 0).any():
                    assert all(gains[i] > 0 for i in named)
                    assert gains.argmax() in named
                    silent += bool((gains < 0).any())
    assert silent > 10


@both
def test_differences_are_named_only_on_issues_that_stay_open(name: str) -> None:
    for talks, said in told(name):
        for text in said.values():
            for sentence in of_kind(text, "ifferences remain on"):
                assert not titles_in(talks.scenario, sentence) & set(np.flatnonzero(talks.signatures.settled[0]))


@both
def test_constructive_is_said_only_where_something_was_signed_or_little_was_missing(name: str) -> None:
    heard = 0
    for talks, said in told(name):
        for p, text in enumerate(said.values()):
            if "constructive" in text:
                heard += 1
                assert not talks.broken_off[0]
                assert talks.signatures.some[0] or Standpoint(talks, p).blocked.change[0] <= NEAR
    assert heard > 50


def test_who_tells_of_talks_that_were_broken_off_names_the_event() -> None:
    broken = [(talks, said) for talks, said in told("three") if talks.broken_off[0]]
    assert len(broken) > 10
    for talks, said in broken:
        title = talks.scenario.spec.events[talks.broken_off_by].title
        assert all(f"broken off: {title}." in text for text in said.values())
    others = [text for talks, said in told("three") if not talks.broken_off[0] for text in said.values()]
    assert not any("broken off" in text or "A walk-out" in text for text in others)


@both
def test_no_utility_is_ever_named(name: str) -> None:
    assert not any(UTILITY.search(text) for _, said in told(name) for text in said.values())


@both
def test_an_event_is_named_only_where_it_happened_and_by_whom_it_hurt(name: str) -> None:
    named = 0
    for talks, said in told(name):
        events = talks.scenario.spec.events
        for p, text in enumerate(said.values()):
            hurt = [events[id_].title or id_ for id_ in Standpoint(talks, p).hurt_by]
            expected = [f"Events weighed on the talks: {'; '.join(hurt)}."] if hurt else []
            assert of_kind(text, "weighed on the talks") == expected
            named += bool(hurt)
        assert {one.id for one in talks.log} >= {id_ for p in range(len(said)) for id_ in Standpoint(talks, p).hurt_by}
    assert named > 10


def test_a_welcome_event_weighs_on_nobody() -> None:
    with_others = 0
    for talks, said in told("flagship"):
        happened = [one.id for one in talks.log]
        with_others += "third_crisis" in happened and len(happened) > 1
        assert not any("crisis elsewhere" in text for text in said.values())
    assert with_others > 3


def test_what_only_leaders_settle_was_left_to_them_and_their_answer_is_told_as_it_was() -> None:
    found = set()
    for talks, said in told("flagship"):
        answers = [gathering.answered for gathering in talks.gatherings if gathering.answered is not None]
        for p, text in enumerate(said.values()):
            left = of_kind(text, "left to the leaders")
            assert bool(left) == bool(answers)
            if left:
                approved, ready = answers[-1].text.agreed[0], answers[-1].text.yes[0, p]
                assert ("who approved it" in left[0]) == approved
                assert ("who did not approve it" in left[0]) == (not approved)
                assert ("was ready to" in left[0]) == (ready and not approved)
                assert titles_in(talks.scenario, left[0]) == {talks.scenario.issues.index("summit")}
        found |= {bool(answer.text.agreed[0]) for answer in answers}
    assert found == {True, False}


@pytest.mark.full  # it takes many worlds to find enough of them
def test_signed_but_not_ratified_is_said_so_and_by_whom() -> None:
    failed = [(talks, said) for talks, said in told("three") if talks.gate[0] == Gate.NOT_RATIFIED]
    assert len(failed) > 3
    for talks, said in failed:
        ratification = talks.mechanism(Ratification)
        assert ratification is not None
        assert ratification.passed is not None
        for p, text in enumerate(said.values()):
            [sentence] = of_kind(text, "not ratified")
            assert "was signed" in sentence
            assert sentence.endswith("and is not in force.")
            assert ("at home" in sentence) == (not ratification.passed[0, p])
            for q, name in enumerate(said):
                assert (f"in {name.upper()}" in sentence) == (q != p and not ratification.passed[0, q])
            assert "kept its word" not in text


def test_ratification_is_spoken_of_only_where_there_was_a_vote() -> None:
    for talks, said in told("three"):
        assert all(("since ratified" in text) == talks.agreed[0] for text in said.values())
    assert not any("ratified" in text for _, said in told("flagship") for text in said.values())


@both
def test_nobody_claims_to_have_kept_a_word_that_it_broke(name: str) -> None:
    kept = broken = 0
    for talks, said in told(name):
        promises = talks.mechanism(Promises)
        assert promises is not None
        for p, (state, text) in enumerate(said.items()):
            title = talks.scenario.title_of(state)
            due, held = promises.due[0], promises.kept[0]
            if f"{title} has kept its word" in text:
                kept += 1
                assert talks.agreed[0]
                assert due[p].any()
                assert held[p][due[p]].all()
            assert f"{title} has not kept its word" not in text
            for q, other in enumerate(said):
                if f"{talks.scenario.title_of(other)} has not kept its word" in text:
                    broken += 1
                    assert (due[q] & ~held[q]).any()
    assert kept
    assert broken


def test_of_private_talks_no_issue_is_told_unless_they_leak() -> None:
    scenario = three(talks__private=True, states__a__positions__media__public=True)
    for world in range(10):
        model = replay(scenario, world)
        for state in scenario.states:
            text = readout(model, state)
            assert "The parties agreed not to disclose details." in text
            assert not titles_in(scenario, text)
            assert 3 <= len(sentences(text)) <= 6
    leaking = scenario.vary("events", {"leak": {"per_meeting": 1, "effects": {"leak": True}}})
    texts = [readout(replay(leaking, world), "a") for world in range(5)]
    assert not any("disclose" in text for text in texts)


def test_a_readout_is_a_function_of_the_world_alone() -> None:
    scenario = three()
    model = SummitModel(scenario, [3], rng=1)
    model.run_model()
    assert readout(model, "b") == told("three")[3][1]["b"]


def test_there_is_no_readout_of_many_worlds_of_talks_that_go_on_or_of_strangers() -> None:
    with pytest.raises(ValueError, match="found 2 worlds"):
        readout(SummitModel(neighbours(), worlds=2, rng=1), "east")
    with pytest.raises(ValueError, match="the talks go on"):
        readout(SummitModel(neighbours(), worlds=1, rng=1), "east")
    with pytest.raises(ValueError, match="found the state 'south'"):
        readout(replay(neighbours(), 0), "south")


def test_replay_ends_with_what_each_side_tells_its_press() -> None:
    shown = summitry("replay", "reykjavik-2021", "--world", "5", "--seed", "1")
    assert shown.returncode == 0
    talks, said = told("flagship")[5]
    end = "".join(f"\n{talks.scenario.title_of(state)}: {text}\n" for state, text in said.items())
    assert shown.stdout.endswith(f"\nWhat each side tells the press\n{end}")
