"""Mistakes in events come out all at once, each at its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from summitry import Scenario, ScenarioError, run
from tests.simulator.neighbours import neighbours
from tests.simulator.test_linkage_mistakes import told

MANY = """\
date: 2021-05-19
issues:
  troops: {range: {from: 0, to: 100, steps: 21}}
  summit: {options: [off, held]}
states:
  east: {positions: {troops: {ideal: 0}}}
  west: {positions: {troops: {ideal: 100}}}
talks: {meetings: [{days: 10}, {}]}
events:
  never: {effects: {break_off: true}}
  twice: {on: 2021-05-20, per_round: 0.1, effects: {break_off: true}}
  chance: {per_meeting: 0.1, chance: 0.5, effects: {break_off: true}}
  early: {on: 2021-05-18, effects: {break_off: true}}
  late: {on: 2021-05-30, repeats: true, effects: {break_off: true}}
  unread: {per_round: 0.1, only_if: "summit == hold", effects: {break_off: true}}
  effects:
    per_round: 0.1
    effects:
      states.eats.patience: {to: 0.5}
      states.east.positions.troops.salience: {tims: 2}
      states.east.positions.summit.salience: {times: 2}
      states.west.trust.west: {to: 0.5}
      states.west.walk_away: {times: 2}
      states.west.capability: {to: 0.5}
      issues.troops.status_quo: {to: 42}
      issues.summit.status_quo: {to: hold}
      talks.rounds: {to: 0}
      breakoff: {to: 1}
      leak: true
"""

PLACES = [
    ("10:10", "never: found none of them, expected one of on, per_meeting, per_round"),
    ("11:10", "twice: found on and per_round, expected one of"),
    ("12:30", "chance.chance: found chance, expected it with `on`: here per_meeting says how likely it is"),
    ("13:15", "early.on: found 2021-05-18, expected a day from 2021-05-19 to 2021-05-29, that of the last meeting"),
    ("14:14", "late.on: found 2021-05-30, expected a day from"),
    ("14:26", "late.repeats: found repeats, expected none with `on`: a day comes once"),
    ("15:37", "unread.only_if: found 'hold', expected an option of summit (off, held); did you mean 'held'?"),
    ("19:7", "found 'eats', expected a state (east, west); did you mean 'east'?"),
    ("20:47", "found 'tims', expected one (to, add, times); did you mean 'times'?"),
    ("21:7", "found 'summit', expected an issue on which east has a position (troops)"),
    ("22:7", "found 'west', expected another state (east)"),
    ("23:31", "found times, expected to or add: west has no walk_away of its own"),
    ("24:7", "found 'capability', expected what an event can change of a state (positions, trust, walk_away, premium,"),
    ("25:38", "found 42, which is not on the grid of the range, expected for instance 40 or 45"),
    ("26:38", "found 'hold', expected an option of summit (off, held)"),
    ("27:26", "found 0, expected a number from 1 to 10000"),
    ("28:7", "found 'breakoff', expected what an event can change (states, issues, talks, break_off, leak); did you m"),
    ("29:7", "found leak, expected talks.private: true"),
]

WHAT_EVENTS_CHANGE = {
    "states.east.positions.troops.salience": {"add": {"normal": [0.2, 0.1]}},
    "states.east.positions.troops.ideal": {"to": {"uniform": [20, 60]}},
    "states.west.trust.east": {"to": {"beta": [2, 2]}},
    "states.west.walk_away": {"add": {"uniform": [-0.1, 0.1]}},
    "states.east.premium": {"times": {"normal": [1, 0.5]}},
    "states.west.patience": {"to": 0.9},
    "issues.troops.status_quo": {"to": {"choice": {"20": 0.5, "40": 0.5}}},
    "issues.summit.status_quo": {"to": "in principle"},
    "talks.rounds": {"times": {"uniform": [0.5, 1.5]}},
    "leak": True,
}


def problem_with(event: dict[str, Any], **changes: Any) -> tuple[tuple[Any, ...], str]:
    """Return path, below the event, and text of the only mistake in a scenario with that event."""
    with pytest.raises(ScenarioError) as caught:
        neighbours(events__x=event, **changes)
    [problem] = caught.value.problems
    assert problem.path[:2] == ("events", "x")
    return problem.path[2:], problem.message


def test_many_mistakes_come_out_together_each_at_its_line_and_column(tmp_path: Path) -> None:
    lines = told(MANY, tmp_path / "many.yaml")
    for place, words in PLACES:
        assert sum(f"many.yaml:{place}: events." in line and words in line for line in lines) == 1, (
            place,
            words,
            lines,
        )
    assert len(lines) == len(PLACES)


@pytest.mark.parametrize(
    ("path", "change", "words"),
    [
        ("states.east.positions.troops.salience", {"to": 1.5}, "found 1.5, expected a number from 0 to 1"),
        ("states.east.positions.troops.salience", {"add": -1.5}, "expected a number from -1 to 1"),
        ("states.east.positions.troops.salience", {"times": -1}, "expected a number of at least 0"),
        ("states.east.positions.troops.salience", {"add": {"normal": [9, 1]}}, "a distribution that reaches from -1"),
        ("states.east.positions.troops.salience", {"add": {"beta": [2, 2]}}, "expected another distribution: beta"),
        ("states.east.positions.troops.salience", {"to": "hgih"}, "expected a number from 0 to 1, a word (very low,"),
        ("states.east.positions.troops.ideal", {"to": 120}, "found 120, expected a number from 0 to 100"),
        ("states.east.positions.summit.ideal", {"to": "date"}, "expected an option of summit"),
        ("states.east.positions.troops.ideal", {"add": 20}, "found add, expected to: ideal is an option or a number"),
        (
            "states.west.trust.east",
            {"times": {"uniform": [-2, -1]}},
            "expected a distribution that reaches of at least",
        ),
        ("states.east.walk_away", {"to": -0.1}, "expected a number from 0 to 1"),
        ("states.east.premium", {"add": 2}, "expected a number from -1 to 1"),
        ("states.east.patience", {"to": {"uniform": [2, 3]}}, "expected a distribution that reaches from 0 to 1"),
        ("issues.summit.status_quo", {"to": "none"}, "found 'none', expected an option of summit"),
        ("issues.summit.status_quo", {"times": 2}, "found times, expected to: status_quo is an option or a number"),
        ("issues.troops.status_quo", {"to": 120}, "found 120, expected a number from 0 to 100"),
        ("talks.rounds", {"to": 2.5}, "found 2.5, expected a whole number"),
        ("talks.rounds", {"add": -1.5}, "found -1.5, expected a whole number"),
        ("talks.rounds", {"times": 0}, "found 0, expected a number above 0"),
        ("talks.rounds", {"times": {"choice": [0.5, 0]}}, "found 0, expected a number above 0"),
        ("talks.rounds", {"add": "more"}, "found more, expected a number of any size"),
    ],
)
def test_a_number_that_does_not_fit_is_told_at_its_change(path: str, change: dict[str, Any], words: str) -> None:
    at, text = problem_with({"per_round": 0.1, "effects": {path: change}})
    assert words in text
    assert at == ("effects", path, *change)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("states", "found 'states', expected it to go on with a state (east, west)"),
        (
            "states.east",
            "expected it to go on with what an event can change of a state (positions, trust, walk_away, p",
        ),
        ("states.east.pateince", "did you mean 'patience'?"),
        ("states.east.patience.now", "found 'states.east.patience.now', expected it to end with patience"),
        ("states.east.positions.troops.weight", "expected what an event can change of a position (salience, ideal)"),
        ("states.east.positions.troop.salience", "found 'troop', expected an issue on which east has a position (bo"),
        ("states.east.trust.wset", "found 'wset', expected another state (west); did you mean 'west'?"),
        ("issue.troops.status_quo", "did you mean 'issues'?"),
        ("issues.troops.verification", "expected what an event can change of an issue (status_quo)"),
        ("talks.protocol", "found 'protocol', expected what an event can change of the talks (rounds)"),
        ("break_off.now", "found 'break_off.now', expected it to end with break_off"),
    ],
)
def test_nothing_else_can_change(path: str, words: str) -> None:
    at, text = problem_with({"per_round": 0.1, "effects": {path: {"to": 1}}})
    assert words in text
    assert at == ("effects", path)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("states.east.positions.pie.ideal", "found the ideal on pie, expected none: of a division"),
        ("states.west.positions.border.ideal", "found values in the position of west on border, expected an ideal"),
        ("states.north.positions.border.salience", "found salience of north, which counts in points"),
        ("states.north.positions.border.ideal", "found values in the position of north on border"),
        ("states.north.walk_away", "found walk_away of north, which counts in points"),
        ("states.north.premium", "found premium of north, which counts in points"),
        ("issues.pie.status_quo", "found pie, a division"),
        ("issues.summit.status_quo", "found summit, whose status quo is `none`"),
    ],
)
def test_what_has_no_such_number_can_not_change_it(path: str, words: str) -> None:
    values = {"shut": 0, "half open": 40, "open": 50}
    at, text = problem_with(
        {"per_round": 0.1, "effects": {path: {"to": 1}}},
        issues__pie={"kind": "division", "steps": 2},
        issues__summit__status_quo="none",
        states__east__positions__pie={"salience": 0.5},
        states__west__positions__border={"values": {name: value / 100 for name, value in values.items()}},
        states__north={"points": 100, "walk_away": 10, "positions": {"border": {"values": values}}},
        states__east__walk_away=0.2,
        states__west__walk_away=0.2,
    )
    assert words in text
    assert at == ("effects", path)


@pytest.mark.parametrize(
    ("switch", "words"),
    [
        ({"break_off": False}, "found false, expected true, or no such key"),
        ({"leak": "yes"}, "found 'yes', expected true, or no such key"),
        ({"leek": True}, "found 'leek', expected one (break_off, leak), or what changes; did you mean 'leak'?"),
        ({"leak": True}, "found leak, expected talks.private: true: without it, this key has no effect"),
    ],
)
def test_a_switch_is_true_and_has_an_effect(switch: dict[str, Any], words: str) -> None:
    at, text = problem_with({"per_round": 0.1, "effects": switch})
    assert words in text
    assert at == ("effects", *switch)


def test_a_day_needs_the_date_of_the_talks_and_one_meeting_has_one_day() -> None:
    event = {"on": "2021-05-20", "effects": {"break_off": True}}
    assert problem_with(event) == (("on",), "found 2021-05-20, expected 2021-05-19, the day of the last meeting")
    data = neighbours(events__x={**event, "on": "2021-05-19"}).data
    del data["date"]
    with pytest.raises(ScenarioError, match=r"events\.x\.on: found 2021-05-19, expected a date of the scenario too"):
        Scenario.from_dict(data)


def test_a_road_that_leaves_the_calendar_is_told_before_it_has_days() -> None:
    road = {"date": "9999-12-30", "talks__meetings": [{}, {"days": 5}, {"days": 9}]}
    event = {"on": "9999-12-31", "effects": {"break_off": True}}
    with pytest.raises(ScenarioError) as caught:
        neighbours(events__x=event, **road)
    told_ = "talks.meetings.2: found a meeting 5 days after the first, expected them all by the year 9999"
    assert str(caught.value) == told_
    neighbours(events__x=event, **{**road, "talks__meetings": [{"days": 1}, {"days": 9}]})


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"issues__troops__range": {"from": 5, "to": 1}}, "issues.troops.range"),
        ({"states__east__positions__troops": 5}, "states.east.positions.troops"),
        ({"states__east__walk_away": "low"}, "states.east.walk_away"),
        ({"date": "soon"}, "date"),
        ({"talks__private": "yes", "states__east__positions__troops__public": True}, "talks.private"),
    ],
)
def test_events_are_not_judged_by_what_has_mistakes_itself(changes: dict[str, Any], path: str) -> None:
    effects = {
        "states.east.positions.troops.salience": {"times": 2},
        "states.east.positions.troops.ideal": {"to": 50},
        "issues.troops.status_quo": {"to": 60},
        "states.east.walk_away": {"times": 2},
    }
    if "talks__private" in changes:
        effects = {"leak": True}  # type: ignore[dict-item]
    changes = {"states__east__walk_away": 0.1, **changes}
    with pytest.raises(ScenarioError) as caught:
        neighbours(events__x={"on": "2021-05-19", "only_if": "troops < 50", "effects": effects}, **changes)
    assert [".".join(map(str, problem.path)) for problem in caught.value.problems] == [path]


@pytest.mark.parametrize(
    "when",
    [
        {"on": "2021-05-19"},
        {"on": "2021-05-24", "chance": {"beta": [2, 2]}, "only_if": "not settled(troops)"},
        {"per_meeting": {"uniform": [0.2, 0.4]}, "repeats": True},
        {"per_round": 0.1, "reason": "said"},
    ],
)
def test_events_without_mistakes_play(when: dict[str, Any]) -> None:
    scenario = neighbours(
        events={"news": {**when, "effects": WHAT_EVENTS_CHANGE}, "walkout": {**when, "effects": {"break_off": True}}},
        talks={"private": True, "meetings": [{"days": 5}, {}]},
        states__east__positions__troops__public=True,
    )
    assert run(scenario, worlds=20).worlds == 20
