"""What a scenario may say but hardly means is told as a warning, at its place."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from summitry import Scenario
from summitry.scenario.advice import advice
from summitry.scenario.library import shipped
from summitry.scenario.quantities import quantities
from tests.end_to_end.command import summitry
from tests.simulator.diplomacy import diplomacy
from tests.simulator.test_meeting_mistakes import put

ODD = """\
issues:
  troops: {range: {from: 0, to: 100, steps: 11}, status_quo: 20}
  summit: {options: [off, planned, held]}
  weather: {options: [rain, sun]}
states:
  east:
    positions:
      troops: {ideal: 20, salience: {normal: [0.95, 0.2]}}
      summit: {ideal: off, salience: 0.1}
  west:
    premium: {uniform: [-1, 0.5]}
    positions:
      troops: {ideal: {normal: [100, 40]}, salience: 0.9}
      summit: {ideal: held, salience: 0.05, red_lines: {above: off}}
envoys:
  anna: {of: east, style: relative_tit_for_tat, mandate: {asks_home: 2}}
talks:
  protocol: single_text
  meetings: [{days: 3}, {days: 4}]
"""

PLACES = [
    ("4:12", "issues.weather: warning: found nobody who wants anything of it"),
    ("6:3", "states.east: warning: found a state that wants what stands on every issue"),
    ("8:15", "states.east.positions.troops: warning: found 90% of the salience of east on troops"),
    ("8:37", "troops.salience: warning: found normal 0.95, 0.2, 40% of which is cut off, expected a distribution that"),
    ("11:14", "states.west.premium: warning: found uniform -1, 0.5, 67% of which is cut off"),
    ("13:15", "states.west.positions.troops: warning: found 95% of the salience of west on troops"),
    (
        "13:23",
        "troops.ideal: warning: found normal 100, 40, 51% of which is cut off, expected a distribution that lies f",
    ),
    ("14:56", "summit.red_lines: warning: found red lines that bar every option of summit but its status quo"),
    (
        "16:27",
        "envoys.anna.style: warning: found 'relative_tit_for_tat', which answers earlier offers, and under single",
    ),
    ("16:70", "mandate.asks_home: warning: found 2, expected limits beside it: there is nothing to ask home about"),
    ("19:32", "talks.meetings.1.days: warning: found 4, expected none: no meeting comes after the last"),
]


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    path = tmp_path / "odd.yaml"
    path.write_text(ODD)
    return path


def told(data: dict[str, Any]) -> list[str]:
    return [str(each).replace(" warning: found", "") for each in advice(Scenario.from_dict(data))]


def test_all_of_it_is_told_at_its_line_and_column(odd: Path) -> None:
    lines = [str(each) for each in advice(Scenario.load(odd))]
    for line, (place, words) in zip(lines, PLACES, strict=True):
        assert line.startswith(f"{odd}:{place}: "), (place, lines)
        assert words in line


def test_a_warning_is_no_mistake_unless_one_is_strict(odd: Path) -> None:
    checked = summitry("check", odd)
    assert checked.returncode == 0
    assert checked.stdout == f"{odd}: all right (2 states, 3 issues), {len(PLACES)} warnings\n"
    assert len(checked.stderr.splitlines()) == len(PLACES)
    strict = summitry("check", "--strict", odd)
    assert (strict.returncode, strict.stdout, strict.stderr) == (2, "", checked.stderr)


@pytest.mark.parametrize("path", shipped().values(), ids=shipped())
def test_no_shipped_file_gives_a_warning(path: Path) -> None:
    assert advice(Scenario.load(path)) == []


def test_talks_that_use_everything_give_no_warning() -> None:
    assert told(diplomacy()) == []


def plain() -> dict[str, Any]:
    issues = {"a": {"options": ["u", "v", "w"]}, "b": {"options": ["x", "y"]}, "pie": {"kind": "division", "steps": 4}}
    east = {"a": {"ideal": "w"}, "b": {"ideal": "y"}, "pie": {}}
    west = {"a": {"ideal": "u"}, "b": {"ideal": "y"}, "pie": {}}
    return {"issues": issues, "states": {"east": {"positions": east}, "west": {"positions": west}}}


def test_an_issue_counts_where_a_condition_a_red_line_or_a_public_rests_on_it() -> None:
    data = plain()
    data["issues"]["c"] = {"options": ["p", "q"]}
    assert [line.partition(":")[0] for line in told(data)] == ["issues.c"]
    for path, value in {
        "linkages/l": {"when": "c == q", "worth": {"east": 0.1}},
        "states/east/positions/c": {"ideal": "p", "salience": 0, "red_lines": {"never": ["q"]}},
        "states/east/constituencies": {"chamber": {"positions": {"c": {"ideal": "q"}}}},
    }.items():
        lines = told(put(copy.deepcopy(data), path, value))
        assert not [line for line in lines if line.startswith("issues.c")], path


@pytest.mark.parametrize(
    ("issue", "lines", "closed"),
    [
        ("a", {"above": "u"}, True),
        ("a", {"above": {"choice": ["u", "v"]}}, False),
        ("a", {"never": ["v", "w"]}, True),
        ("a", {"never": ["v"], "above": "v"}, True),
        ("a", {"below": "w"}, False),
        ("pie", {"below": 0.5}, False),
        ("pie", {"below": 0.5, "above": 0.3}, True),
    ],
)
def test_red_lines_may_bar_options_but_not_all(issue: str, lines: dict[str, Any], closed: bool) -> None:
    for state in ("east", "west"):
        data = put(plain(), f"states/{state}/positions/{issue}/red_lines", lines)
        found = [line for line in told(data) if "bar every option" in line]
        assert len(found) == closed
    off_the_scale = put(plain(), "issues/a/status_quo", "none")
    off_the_scale["states"]["east"]["walk_away"] = off_the_scale["states"]["west"]["walk_away"] = 0.1
    off_the_scale["states"]["east"]["positions"]["a"]["red_lines"] = {"above": "u"}
    assert told(off_the_scale) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("states/east/positions/a/ideal", "v"),
        ("states/east/positions/a/ideal", {"choice": ["u", "v"]}),
        ("states/east/positions/a", {"values": {"u": 0.5, "v": 0.6, "w": 0}}),
        ("states/east/walk_away", 0.2),
        ("issues/a/status_quo", {"choice": ["u", "v"]}),
        ("linkages/l", {"when": "a == w", "worth": {"east": 0.1}}),
        ("mediators/m", {"style": "manipulator", "carrots": {"east": 0.1}}),
    ],
)
def test_a_state_that_can_gain_from_some_deal_is_not_called_contented(path: str, value: Any) -> None:
    data = plain()
    data["states"]["east"]["positions"] = {"a": {"ideal": "u"}, "b": {"values": {"x": 1, "y": 0}}}
    assert "wants what stands on every issue" in told(data)[0]
    assert told(put(data, path, value)) == []


def test_a_style_that_answers_offers_needs_a_meeting_in_which_it_hears_some() -> None:
    data = plain()
    data["envoys"] = {"anna": {"of": "east", "style": ["linear", {"from": 0.5, "nice_tit_for_tat": {}}]}}
    for protocol in ("single_text", "take_it_or_leave_it"):
        data["talks"] = {"protocol": protocol}
        [line] = told(data)
        assert "'nice_tit_for_tat', which answers earlier offers" in line
    data["talks"]["meetings"] = [{}, {"protocol": "sealed_offers"}]
    assert told(data) == []


def test_a_leader_who_only_answers_needs_no_style() -> None:
    data = plain()
    data["envoys"] = {
        "anna": {"of": "east", "mandate": {"reserved": ["a"]}},
        "lisa": {"of": "east", "level": "leaders", "style": "boulware"},
    }
    data["talks"] = {"meetings": [{}, {"level": "leaders", "answers_only": True}]}
    [line] = told(data)
    assert line == "envoys.lisa.style: 'boulware', expected none: in no meeting does this envoy negotiate"


def test_points_weigh_as_saliences_do() -> None:
    data = plain()
    values = {"a": {"values": {"u": 0, "v": 95, "w": 50}}, "b": {"values": {"x": 0, "y": 5}}}
    data["states"]["east"] = {"points": 100, "positions": values}
    [line] = told(data)
    assert "95% of the salience of east on a" in line


def test_every_number_is_found_with_its_range() -> None:
    scenario = Scenario.from_dict(diplomacy()).vary("envoys.secretary.style", {"boulware": {"exponent": 4}})
    found = {".".join(map(str, each.path)): each[2:] for each in quantities(scenario.spec, scenario.agenda)}
    assert found["issues.troops.verification"] == (0, 1)
    assert found["states.east.positions.troops.ideal"] == (0, 100)
    assert found["states.east.positions.troops.red_lines.above"] == (0, 100)
    assert found["talks.rounds"] == (1, 10_000)
    assert found["mediators.host.bias.east"] == (-1, 1)
    assert found["envoys.secretary.style.boulware.exponent"] == (1, 100)
    points = Scenario.from_dict(
        {
            "issues": {"a": {"options": ["u", "v"]}},
            "states": {
                "e": {"points": 60, "premium": 3, "positions": {"a": {"values": {"u": 0, "v": 60}}}},
                "w": {"positions": {"a": {"ideal": "u"}}},
            },
        }
    )
    by_path = {each.path: each[2:] for each in quantities(points.spec, points.agenda)}
    assert by_path["states", "e", "premium"] == by_path["states", "e", "positions", "a", "values", "v"] == (0, 60)
