"""The decision rule of a scenario: read, checked, told in words and put to use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

from summitry import Scenario, ScenarioError
from summitry.ensembles.summary import print_scenario
from summitry.scenario.json_schema import json_schema
from summitry.talks.drawing import draw
from summitry.talks.rule import decision_rule, may_stand_aside

STATES = ("a", "b", "c", "d", "e")


def talks(rule: Any = None, capability: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    how = {} if rule is None else {"rule": rule}
    capability = capability or {}
    return {
        "issues": {"topic": {"options": ["u", "v"]}},
        "states": {
            name: {
                "title": f"State {name.upper()}",
                "positions": {"topic": {"ideal": "v"}},
                **({"capability": capability[name]} if name in capability else {}),
            }
            for name in STATES
        },
        "talks": {**how, **more},
    }


def passes(data: dict[str, Any], signers: str, worlds: int = 1) -> list[bool]:
    scenario = Scenario.from_dict(data)
    numbers = np.arange(worlds)
    rule = decision_rule(scenario, draw(scenario, 1, numbers).capability)
    yes = np.tile([state in signers for state in scenario.states], (worlds, 1))
    return rule.wins(numbers, yes).tolist()


@pytest.mark.parametrize(
    ("rule", "enough", "too_few"),
    [
        (None, "abcde", "abcd"),
        ("unanimity", "abcde", "abcd"),
        ("consensus", "abcde", "abcd"),
        ("majority", "abc", "ab"),
        ({"votes": 4}, "abcd", "abc"),
        ({"votes": 3, "veto": "e"}, "abe", "abcd"),
        ({"share": 0.6}, "abc", "ab"),
        ({"share": 0.61}, "abcd", "abc"),
        ({"share": "majority", "veto": ["a", "b"]}, "abc", "acde"),
        ({"share": 1, "blocking": 2}, "abcd", "abc"),
        ({"weight": "majority", "weights": {"a": 5, "b": 1, "c": 1, "d": 1, "e": 2}}, "ab", "bcde"),
        ({"weight": 0.5, "weights": {"a": 5, "b": 1, "c": 1, "d": 1, "e": 2}}, "bcde", "bcd"),
        ({"share": 0.55, "weight": 0.65}, "abcd", "abc"),
    ],
)
def test_a_rule_decides_as_it_is_written(rule: Any, enough: str, too_few: str) -> None:
    assert passes(talks(rule), enough) == [True]
    assert passes(talks(rule), too_few) == [False]


def test_weights_are_capabilities_unless_given_and_drawn_where_they_are_uncertain() -> None:
    assert passes(talks("weighted_majority", {"a": 10}), "ab") == [True]
    assert passes(talks("weighted_majority", {"a": 10}), "bcde") == [False]
    assert passes(talks({"weight": 0.7}, {"a": 10}), "ab") == [True]
    drawn = passes(talks("weighted_majority", {"a": {"choice": [1, 10]}}), "ab", worlds=1000)
    assert 0.4 < np.mean(drawn) < 0.6


def test_capability_is_drawn_from_its_own_stream_and_recorded_only_where_it_is_uncertain() -> None:
    known = draw(Scenario.from_dict(talks()), 1, np.arange(100))
    drawn = draw(Scenario.from_dict(talks(capability={"b": {"uniform": [1, 3]}, "c": 2})), 1, np.arange(100))
    assert (known.capability == 1).all()
    assert (drawn.capability[:, [0, 2]] == [1, 2]).all()
    assert 1 < drawn.capability[:, 1].min() < drawn.capability[:, 1].max() < 3
    assert set(drawn.recorded) - set(known.recorded) == {"states.b.capability"}
    for path, values in known.recorded.items():
        np.testing.assert_array_equal(values, drawn.recorded[path])


def test_states_that_may_opt_out_lift_their_no_but_not_that_of_others() -> None:
    assert passes(talks("unanimity", opt_out=["d", "e"]), "abc") == [True]
    assert passes(talks("unanimity", opt_out="e"), "abc") == [False]
    assert passes(talks("unanimity", opt_out=True), "ab") == [True]
    assert passes(talks("unanimity", opt_out=True), "a") == [False]
    assert may_stand_aside(Scenario.from_dict(talks(opt_out="e"))).tolist() == [False] * 4 + [True]
    assert not may_stand_aside(Scenario.from_dict(talks(opt_out=False))).any()


@pytest.mark.parametrize(
    ("rule", "place", "words"),
    [
        ("majorty", "talks.rule", "did you mean 'majority'?"),
        (3, "talks.rule", "found 3, expected a rule"),
        ({}, "talks.rule", "expected a rule (unanimity, majority, weighted_majority, consensus) or what a deal needs"),
        ({"vetos": ["a"]}, "talks.rule.vetos", "did you mean 'veto'?"),
        ({"votes": 6}, "talks.rule.votes", "found 6, expected at most 5, the number of states"),
        ({"votes": 2.5}, "talks.rule.votes", "found 2.5, expected a whole number of at least 2"),
        ({"votes": 1}, "talks.rule.votes", "found 1, expected a whole number of at least 2"),
        ({"votes": True}, "talks.rule.votes", "found true"),
        ({"share": 0}, "talks.rule.share", "found 0, expected a share above 0 and up to 1, or majority"),
        ({"share": 55}, "talks.rule.share", "found 55, expected a share above 0 and up to 1"),
        ({"weight": "half"}, "talks.rule.weight", "found 'half', expected a share above 0"),
        ({"weight": float("nan")}, "talks.rule.weight", "found nan"),
        ({"votes": 3, "share": 0.5}, "talks.rule.share", "found votes and share, expected one of them"),
        ({"veto": ["a"]}, "talks.rule", "found neither votes, share nor weight"),
        ({"votes": 3, "veto": ["f"]}, "talks.rule.veto.0", "found 'f', expected a state (a, b, c, d, e)"),
        ({"votes": 3, "veto": ["a", "a"]}, "talks.rule.veto.1", "found 'a' twice"),
        ({"votes": 3, "veto": {"a": 1}}, "talks.rule.veto", "expected a state or a list of them"),
        ({"votes": 3, "blocking": 2}, "talks.rule.blocking", "expected it beside share or weight"),
        ({"share": 0.5, "blocking": 6}, "talks.rule.blocking", "found 6, expected at most 5"),
        ({"votes": 3, "weights": dict.fromkeys("abcde", 1)}, "talks.rule.weights", "expected the key 'weight'"),
        ({"weight": 0.5, "weights": {"a": 1, "b": 2}}, "talks.rule.weights", "found no weight for c, d, e"),
        ({"weight": 0.5, "weights": dict.fromkeys("abcde", 0)}, "talks.rule.weights", "found no weight above 0"),
        ({"weight": 0.5, "weights": dict.fromkeys("abcdef", 1)}, "talks.rule.weights.f", "found 'f', expected a state"),
        ({"weight": 0.5, "weights": {"a": -1}}, "talks.rule.weights.a", "found -1, expected a number of at least 0"),
        ({"weight": 0.5, "weights": [1, 2]}, "talks.rule.weights", "expected a weight for each state"),
    ],
)
def test_a_mistake_in_the_rule_is_told_where_it_stands(rule: Any, place: str, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_dict(talks(rule))
    told = str(caught.value).splitlines()
    assert any(line.startswith(f"{place}: ") and words in line for line in told), told


def test_every_mistake_in_a_rule_is_told_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_dict(talks({"votes": 9, "veto": ["x"], "blockign": 3}, opt_out=["y"]))
    assert len(str(caught.value).splitlines()) == 4


def test_mistakes_in_a_file_come_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "rule.yaml"
    text = json.dumps(talks())[1:-1].replace('"talks": {}', "")
    path.write_text("{" + text + '"talks": {\n"rule": {"votes": 3,\n "vetoo": "a"}}}')
    with pytest.raises(ScenarioError) as caught:
        Scenario.load(path)
    assert str(caught.value).startswith(f"{path}:3:2: talks.rule.vetoo: found 'vetoo'")


@pytest.mark.parametrize(
    ("opt_out", "words"),
    [
        (["x"], "talks.opt_out.0: found 'x', expected a state"),
        (["a", "a"], "found 'a' twice"),
        (3, "found 3, expected true or a list of states"),
        ([1], "found [1], expected true or a list of states"),
    ],
)
def test_a_mistake_in_who_may_opt_out_is_told(opt_out: Any, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_dict(talks(opt_out=opt_out))
    assert words in str(caught.value)


def test_of_two_states_none_may_opt_out() -> None:
    data = talks(opt_out=True)
    data["states"] = {name: data["states"][name] for name in "ab"}
    with pytest.raises(ScenarioError, match="found 2 states, expected at least 3"):
        Scenario.from_dict(data)


def test_a_rule_by_capability_needs_a_state_with_some() -> None:
    for rule in ("weighted_majority", {"weight": 0.5}):
        with pytest.raises(ScenarioError, match="found no state with a capability above 0"):
            Scenario.from_dict(talks(rule, dict.fromkeys(STATES, 0)))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("majority", "more than half of the states must say yes"),
        ({"votes": 3, "veto": ["e", "a"]}, "at least 3 states; never without State E and State A"),
        ({"weight": "majority", "weights": dict.fromkeys("edcba", 2)}, "of the weight (State A 2, State B 2"),
    ],
)
def test_show_says_the_rule_in_words(rule: Any, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    print_scenario(Scenario.from_dict(talks(rule, opt_out=["b"])))
    said = " ".join(capsys.readouterr().out.split())
    assert words in said
    assert "may stand aside State B" in said


def test_the_json_schema_knows_every_way_to_write_a_rule() -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    right = ["unanimity", "majority", {"votes": 3, "veto": "a"}, {"share": 0.55, "weight": "majority", "blocking": 4}]
    assert all(validator.is_valid(talks(rule, opt_out=True)) for rule in right)
    assert validator.is_valid(talks(opt_out=["a"]))
    wrong: list[Any] = ["majorty", {"veto": ["a"]}, {"votes": 0}, {"share": 1.5}, {"votes": 3, "vetos": "a"}]
    assert not any(validator.is_valid(talks(rule)) for rule in wrong)
