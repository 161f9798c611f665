"""Mistakes in linkages come out all at once, each at its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from summitry import Scenario, ScenarioError
from tests.end_to_end.command import summitry
from tests.simulator.test_mistakes import talks

MANY = """\
issues:
  troops: {range: {from: 0, to: 100, steps: 21}}
  prisoners: {options: [neither, one, both]}
  summit: {options: [off, held]}
  wide: {range: {from: 0, to: 1, steps: 201}}
states:
  east: {positions: {troops: {ideal: 0}, wide: {ideal: 0}}}
  west: {positions: {troops: {ideal: 100}, wide: {ideal: 1}}}
linkages:
  names: {bundle: [troop, summit, summit]}
  alone: {bundle: [summit]}
  itself: {issue: troops, only_if: "troops > 5"}
  half: {issue: sumit}
  mixed: {bundle: [troops, prisoners], when: "settled(troops)", worth: {east: 0.1}}
  unread: {issue: prisoners, only_if: "summit == hold"}
  who:
    when: "summit == held"
    worth: {eats: 0.1, west: 1.5}
  empty: {when: "summit == held", worth: {}}
  nothing: {title: x, bundel: [troops, summit]}
  large: {when: "troops > 50 and wide > 0.5", worth: {east: {normal: [0.5, 0.02]}}}
  more:
    when: "summit == held"
    worth: {east: {uniform: [-0.6, 0.1]}}
"""

SOUND = MANY[: MANY.index("linkages:")]

PLACES = [
    ("10:20", "found 'troop', expected an issue (troops, prisoners, summit, wide); did you mean 'troops'?"),
    ("10:35", "found 'summit' twice"),
    ("11:19", "found a bundle of 1, expected at least two issues"),
    ("12:36", "found 'troops' in its own condition"),
    ("13:9", "found issue, expected one of bundle, issue with only_if, or when with worth"),
    ("13:17", "did you mean 'summit'?"),
    ("14:10", "found bundle and when and worth, expected one of"),
    ("15:39", "found 'hold', expected an option of summit (off, held); did you mean 'held'?"),
    ("18:13", "found 'eats', expected a state (east, west); did you mean 'east'?"),
    ("18:30", "found 1.5, expected a number from -1 to 1"),
    ("19:42", "found nothing in it"),
    ("20:23", "did you mean 'bundle'?"),
    ("21:10", "found 4,221 combinations of troops, wide, joined by large, expected at most 4,096"),
    ("21:61", "found up to 1.32 in all for east (mixed 0.1, large 0.62, more 0.6"),
]


def told(text: str, path: Path) -> list[str]:
    path.write_text(text)
    with pytest.raises(ScenarioError) as caught:
        Scenario.load(path)
    return str(caught.value).splitlines()


def test_many_mistakes_come_out_together_each_at_its_line_and_column(tmp_path: Path) -> None:
    lines = told(MANY, tmp_path / "many.yaml")
    for place, words in PLACES:
        assert any(f"many.yaml:{place}: " in line and words in line for line in lines), (place, words, lines)
    assert len(lines) == len(PLACES)


def test_linkages_of_an_issue_that_has_mistakes_itself_are_not_judged(tmp_path: Path) -> None:
    text = SOUND.replace("[neither, one, both]", "[one]")
    text += 'linkages: {swap: {bundle: [prisoners, summit]}, x: {issue: summit, only_if: "prisoners == one"}}\n'
    [line] = told(text, tmp_path / "one.yaml")
    assert "expected at least 2" in line


def test_issues_joined_through_others_count_together(tmp_path: Path) -> None:
    text = SOUND
    text += 'linkages:\n  a: {bundle: [troops, summit]}\n  b: {issue: prisoners, only_if: "summit == held"}\n'
    text += '  c: {when: "settled(wide) and settled(prisoners)", worth: {east: 0.1}}\n'
    [line] = told(text, tmp_path / "three.yaml")
    assert ":10:6: " in line
    assert "found 25,326 combinations of prisoners, summit, troops, wide, joined by a, b, c" in line


def test_linked_issues_belong_in_one_basket(tmp_path: Path) -> None:
    text = SOUND + "linkages:\n  a: {bundle: [troops, summit]}\n"
    text += "talks:\n  agenda: {in_order: [[troops, prisoners], [summit, wide]]}\n"
    [line] = told(text, tmp_path / "baskets.yaml")
    assert "found summit, troops in different baskets, expected them in one: they are linked by a" in line
    (tmp_path / "baskets.yaml").write_text(
        text.replace("[summit, wide]", "wide").replace("prisoners]", "prisoners, summit]")
    )
    Scenario.load(tmp_path / "baskets.yaml")


def test_all_issues_together_count_with_the_joined_ones(tmp_path: Path) -> None:
    names = [f"more_{number:02}" for number in range(20)]
    text = "issues:\n  a: {range: {from: 0, to: 1, steps: 50}}\n  b: {range: {from: 0, to: 1, steps: 50}}\n"
    text += "".join(f"  {name}: {{options: [x, y]}}\n" for name in names)
    text += "".join(f"{'states:' * (s == 'e')}\n  {s}: {{positions: {{a: {{ideal: 0}}}}}}\n" for s in "ef")
    path = tmp_path / "cells.yaml"
    path.write_text(text)
    Scenario.load(path)
    [line] = told(text + "linkages:\n  l: {bundle: [a, b]}\n", path)
    assert "found 105,000 (states x issues x options of the longest issue, linked issues joined into one)" in line


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("linkages.pact.worth.e", 0.8, "found up to 1.1 in all for e"),
        ("linkages.pact.worth.x", 0.1, "expected a state (e, w)"),
        ("linkages.pact.worth.e", {"beta": [1, 1]}, "expected another distribution"),
        ("linkages.pakt.worth.e", 0.1, "did you mean 'pact'?"),
        ("linkages.pact.bundle", ["a", "b"], "found bundle and when and worth"),
        ("linkages", {"class ": {}}, "expected a name of letters"),
    ],
)
def test_a_value_that_does_not_fit_is_told_in_words(path: str, value: Any, words: str) -> None:
    data = talks()
    data["issues"]["b"] = {"options": ["u", "v"]}
    data["linkages"] = {
        name: {"when": f"settled({issue})", "worth": {"e": 0.3}} for name, issue in (("pact", "a"), ("other", "b"))
    }
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_dict(data).vary(path, value)
    assert words in str(caught.value)


def test_a_state_that_counts_in_points_has_no_worth_in_utility() -> None:
    data = talks(linkages={"pact": {"when": "a == v", "worth": {"e": 0.1}}})
    data["states"]["e"] = {"points": 100, "positions": {"a": {"values": {"u": 0, "v": 50}}}}
    with pytest.raises(ScenarioError, match="found e, which counts in points"):
        Scenario.from_dict(data)


def test_rare_draws_of_two_normals_do_not_leave_the_scale() -> None:
    data = talks()
    data["linkages"] = {
        name: {"when": f"a == {option}", "worth": {"e": {"normal": [0.47, 0.005]}}}
        for name, option in (("one", "u"), ("two", "v"))
    }
    Scenario.from_dict(data)


def test_show_tells_linkages_in_words(tmp_path: Path) -> None:
    text = SOUND
    text += 'linkages:\n  a: {bundle: [troops, summit]}\n  b: {issue: prisoners, only_if: "summit == held"}\n'
    text += '  c: {title: Pact, when: "summit == held", worth: {east: 0.1, west: {uniform: [-0.2, 0]}}, reason: said}\n'
    path = tmp_path / "linked.yaml"
    path.write_text(text)
    shown = summitry("show", str(path)).stdout
    assert "settled together or not at all: Troops; Summit" in shown
    assert "Prisoners: leaves its status quo only if summit == held" in shown
    assert "worth 0.1 to East, -0.2 to 0 to West when summit == held" in shown
    assert "Pact" in shown
    told_ = summitry("replay", str(path), "--world", "1").stdout
    assert "Troops" in told_
