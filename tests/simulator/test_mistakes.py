"""Mistakes in a scenario come out all at once, each at its place, with what was found and what was expected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from summitry import Scenario, ScenarioError
from summitry.scenario.overrides import Override
from tests.simulator.told import all_told

MANY = """\
title: One
title: Two
typo: 3
tags: {kind: no, n: 010, y: {z: 1}}
issues:
  a: {options: [u, v]}
  b: {range: {from: 5, to: 1}}
  class: {options: [x, y]}
  c: {options: [one]}
  free: {options: [p, q], status_quo: none}
  empty:
states:
  e:
    walk_away: 1e400
    positions:
      a: {values: {u: 2, w: 1}}
  w:
    walk_away: .5
    trust: {e: hihg}
    positions:
      a: {ideal: u, salience: {choice: {0.1: -1, 0.2: 2}}}
      b: {ideal: 3}
      d: {ideal: 3}
envoys:
  e1:
    of: e
    style:
      boulware:
        start: 0.1
        exponent: 0.2
        foo: 3
  e2: {of: e}
goals: {g: "a == zz", h: 5, i: "b > 3"}
talks: {rounds: 2.5, rule: majoritt, protocol: alternating_offer}
"""

PLACES = [
    ("2:1", "found this key again"),
    ("3:1", "found 'typo', expected a key"),
    ("4:29", "expected a word or a list of words"),
    ("7:14", "expected `from` below `to`"),
    ("8:3", "found 'class', expected another name"),
    ("9:16", "expected at least 2"),
    ("10:9", "found no state to which it matters"),
    ("11:9", "found nothing, expected a value"),
    ("14:16", "expected a number below 1e308"),
    ("16:23", "found 2, expected a number from 0 to 1"),
    ("16:26", "found 'w', expected an option of a (u, v)"),
    ("19:16", "found 'hihg', expected a number from 0 to 1, a word (very low, low, medium, high, very high) or a dis"),
    ("21:31", "found {0.1: -1, 0.2: 2}"),
    ("23:7", "found 'd', expected an issue"),
    ("30:19", "found 0.2, expected a number from 1 to 100"),
    ("31:9", "found 'foo', expected a parameter of boulware"),
    ("32:12", "found a second envoy of e"),
    ("33:12", "found 'zz', expected an option of a"),
    ("33:26", "found 5, expected text"),
    ("34:17", "found 2.5, expected a whole number"),
    ("34:28", "did you mean 'majority'?"),
    ("34:48", "did you mean 'alternating_offers'?"),
]


def test_many_mistakes_come_out_together_each_at_its_line_and_column(tmp_path: Path) -> None:
    all_told(MANY, PLACES, tmp_path)


def talks(**more: Any) -> dict[str, Any]:
    return {
        "issues": {"a": {"options": ["u", "v"]}},
        "states": {name: {"positions": {"a": {"ideal": "v"}}} for name in ("e", "w")},
        **more,
    }


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("states.e.premium", True, "found true"),
        ("states.e.premium", float("nan"), "found nan"),
        ("states.e.premium", 1.5, "expected a number from 0 to 1"),
        ("states.e.premium", {"normal": [5, 0.1]}, "expected a distribution that reaches from 0 to 1"),
        ("states.e.premium", {"normal": [0, 1e300]}, "expected a distribution that reaches from 0 to 1"),
        ("states.e.premium", {"uniform": [-1e15, 1e15]}, "expected a distribution that reaches from 0 to 1"),
        ("states.e.premium", {"uniform": [-1.7e308, 1.7e308]}, "expected a distribution that reaches from 0 to 1"),
        ("states.e.premium", {"triangular": [0, 1e9, 1e12]}, "expected a distribution that reaches from 0 to 1"),
        ("states.e.premium", {"triangular": [-1.7e308, 0, 1.7e308]}, "expected a distribution that reaches"),
        ("states.e.premium", {"normal": [0.5, 0]}, "sd above 0"),
        ("states.e.premium", {"uniform": [0.5]}, "uniform: [low, high]"),
        ("states.e.premium", {"normal": [0.5, 1], "beta": [1, 1]}, "expected one distribution"),
        ("states.e.premium", {"choice": [0.1, 2]}, "found 2"),
        ("states.e.positions.a.ideal", 0.5, "expected an option of a (u, v)"),
        ("states.e.positions.a.ideal", {"normal": [0, 1]}, "expected an option or a choice of options"),
        ("states.e.positions.a.red_lines", {"above": "x"}, "expected an option of a"),
        ("states.e.positions.a.red_lines", {}, "expected above, below or never"),
        ("states.e.positions.a.salience", 0, "expected one that matters"),
        ("states.e.trust", {"e": 0.5}, "expected another state"),
        ("states.e.trst", {}, "did you mean 'trust'?"),
        ("issues.a.options", ["u", "u"], "found 'u' twice"),
        ("issues.a.options", ["u", "none"], "expected another name"),
        ("issues.a.options", ["u", " "], "expected a name on one line"),
        ("issues.a.status_quo", "none", "found no walk_away"),
        ("issues.a.status_quo", "two\nlines", "expected an option of a (u, v)"),
        ("states.e.positions.a.ideal", "", "expected an option of a (u, v)"),
        ("states.e.positions.a.ideal", {"choice": {"u": 0.5, "\t": 0.5}}, "expected an option of a (u, v)"),
        ("states.e.positions.a.red_lines", {"above": " "}, "expected an option of a (u, v)"),
        ("goals.g", "a == ''", "expected an option of a (u, v)"),
        ("goals.g", "a == True", "found 'True'"),
        ("goals.g", "a == 'u\\n'", "expected an option of a (u, v)"),
        ("issues.a.status_quo", {"e": 0.5}, "this issue is no division"),
        ("issues.a.performed_by", "x", "expected a state (e, w)"),
        ("issues.a.kind", "division", "found options and kind"),
        ("talks.order", ["e"], "found no place for w"),
        ("talks.rounds", 0, "expected a number from 1 to 10000"),
        ("envoys", {"x": {}}, "expected the key 'of'"),
        ("date", "soon", "expected a date such as 2021-05-19"),
        ("a.b", 3, "found 'a', expected a key"),
        ("issues.a.options.7", "x", "expected a place in the list from 0 to 1"),
        ("issues.a.title.x", "x", "which has nothing inside to set"),
        ("states.x.premium", 0, "found 'x', expected a state"),
    ],
)
def test_a_value_that_does_not_fit_is_told_in_words(path: str, value: Any, words: str) -> None:
    scenario = Scenario.from_dict(talks())
    if path == "issues.a.title.x":
        scenario = scenario.vary("issues.a.title", "A")
    with pytest.raises(ScenarioError) as caught:
        scenario.vary(path, value)
    assert words in str(caught.value)
    assert "found" in str(caught.value)


def test_a_mistake_in_an_override_of_a_list_is_told_of_the_override(tmp_path: Path) -> None:
    path = tmp_path / "talks.yaml"
    path.write_text(Scenario.from_dict(talks(talks={"meetings": [{"days": 3}, {"days": 3}]})).to_yaml())
    override = Override.parse("talks.meetings.1.days=soon")
    with pytest.raises(ScenarioError) as caught:
        Scenario.load(path, [override])
    assert str(caught.value) == f"{override.source}: talks.meetings.1.days: found 'soon', expected a whole number"


def test_vary_leaves_the_scenario_as_it_is() -> None:
    scenario = Scenario.from_dict(talks())
    changed = scenario.vary("states.e.premium", 0.5).vary("envoys.x.of", "e").vary("envoys.x.insight", np.float32(0.5))
    assert "premium" not in scenario.data["states"]["e"]
    assert changed.data["states"]["e"]["premium"] == 0.5
    assert changed.spec.envoys["x"].insight is not None


def test_numbers_of_numpy_are_numbers() -> None:
    data = talks(talks={"rounds": np.int64(9)})
    data["states"]["e"]["premium"] = {"uniform": np.array([0.0, 0.5]).tolist()}
    assert Scenario.from_dict(data).spec.talks.rounds is not None


@pytest.mark.parametrize("data", [{1: {}, None: {}}, {"issues": {(1, 2): {}}}])
def test_keys_that_are_no_text_are_refused(data: dict[Any, Any]) -> None:
    with pytest.raises(ScenarioError):
        Scenario.from_dict(data)


def test_data_that_holds_itself_is_refused() -> None:
    data = talks()
    data["issues"]["a"]["options"] = data
    with pytest.raises(ScenarioError, match="nested more than"):
        Scenario.from_dict(data)


@pytest.mark.parametrize("odd", [r'issues: {a: "\ud800"}', r'"\udc00": 1', r'states: {e: {premium: "\udc00"}}'])
def test_codes_of_half_characters_are_mistakes_like_others(odd: str, tmp_path: Path) -> None:
    path = tmp_path / "talks.yaml"
    path.write_text(f"title: One\n{odd}\n")
    with pytest.raises(ScenarioError, match=r"talks.yaml:2:\d+: .*found the code of the invisible character U\+D"):
        Scenario.load(path)


def test_what_is_written_out_reads_back_the_same(tmp_path: Path) -> None:
    scenario = Scenario.load("reykjavik-2021").vary("title", "1e3").vary("states.russia.premium", 0.25)
    path = tmp_path / "reykjavik-2021.yaml"
    path.write_text(scenario.to_yaml())
    assert Scenario.load(path).data == scenario.data


def test_a_known_number_may_carry_its_reason() -> None:
    scenario = Scenario.from_dict(talks()).vary("states.e.premium", {"value": 0.3, "reason": "said so"})
    premium = scenario.spec.states["e"].premium
    assert premium is not None
    assert (premium.values, premium.reason, premium.uncertain) == ((0.3,), "said so", False)
