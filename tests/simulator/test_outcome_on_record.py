"""What came of the talks is kept in the file and checked like the rest of it; no world reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from summitry import Scenario, ScenarioError, run
from summitry.kept.output import to_json
from summitry.scenario.outcome import NOT_SETTLED
from tests.end_to_end.command import summitry
from tests.simulator.told import all_told

ISSUES: dict[str, Any] = {
    "troops": {"range": {"from": 0, "to": 100, "steps": 11}, "status_quo": 20},
    "summit": {"options": ["off", "held", "100"]},
    "money": {"kind": "division", "steps": 4},
}

OUTCOME: dict[str, Any] = {
    "agreed": True,
    "date": "2021-06-16",
    "issues": {"troops": 67.5, "summit": NOT_SETTLED, "money": {"east": 0.5, "west": 0.25}},
    "ratified": None,
    "carried_out": False,
    "note": "A note.",
    "sources": ["Joint statement, 16 June 2021"],
}


def talks(**more: Any) -> dict[str, Any]:
    east = {"troops": {"ideal": 20}, "summit": {"ideal": "held"}, "money": {}}
    west = {"troops": {"ideal": 100}, "summit": {"ideal": "held"}, "money": {}}
    states = {"east": {"positions": east}, "west": {"positions": west}}
    return {"date": "2021-05-19", "issues": ISSUES, "states": states, **more}


MANY = """\
date: 2021-05-19
confidence: hihg
issues:
  troops: {range: {from: 0, to: 100, steps: 11}, status_quo: 20}
  summit: {options: [off, held]}
  sanctions: {options: [kept, lifted]}
  money: {kind: division, steps: 4}
states:
  east: {positions: {troops: {ideal: 20}, summit: {ideal: held}, money: {}}}
  west: {positions: {troops: {ideal: 100}, summit: {ideal: held}, money: {}}}
outcome:
  agreed: true
  date: 2021-05-18
  issues:
    troops: 120
    summit: hedl
    sanctions: kept
    money: {east: 0.6, wset: 0.3, west: 0.5}
    tropps: 30
  ratifeid: true
  carried_out: maybe
"""

PLACES = [
    ("2:13", "found 'hihg', expected one (low, medium, high); did you mean 'high'?"),
    ("13:9", "found 2021-05-18, expected a day from 2021-05-19 on, that of the talks"),
    ("15:13", "found 120, expected a number from 0 to 100, or 'not settled'"),
    ("16:13", "found 'hedl', expected an option of summit (off, held, not settled); did you mean 'held'?"),
    ("17:16", "found 'kept', which stands if the issue is not settled, expected 'not settled', or another option"),
    ("18:12", "found shares that sum to more than 1"),
    ("18:24", "found 'wset', expected a state (east, west); did you mean 'west'?"),
    ("19:5", "found 'tropps', expected an issue"),
    ("20:3", "did you mean 'ratified'?"),
    ("21:16", "found 'maybe', expected true or false"),
]


def test_many_mistakes_come_out_together_each_at_its_line_and_column(tmp_path: Path) -> None:
    all_told(MANY, PLACES, tmp_path)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("issues", {"summit": {"east": 1}}, "outcome.issues.summit: found shares by state, expected an option"),
        ("issues", {"summit": ["held"]}, "outcome.issues.summit: found ['held'], expected an option, or 'not settled'"),
        ("issues", {"money": "east"}, "outcome.issues.money: found 'east', expected shares by state"),
        ("issues", {"money": {"east": 2}}, "outcome.issues.money: found 2, expected the share that the state got"),
        ("issues", {"troops": 20.0}, "found '20', which stands if the issue is not settled"),
        ("issues", {"troops": "many"}, "found 'many', expected a number from 0 to 100"),
        ("issues", dict.fromkeys(ISSUES), "outcome.agreed: found true, expected an issue that was settled"),
        ("agreed", None, "outcome.agreed: found nothing, expected a value"),
        ("note", None, "outcome.note: found nothing, expected a value"),
    ],
)
def test_each_mistake_gives_one_message(key: str, value: Any, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_dict(talks(outcome={**OUTCOME, key: value}))
    [line] = str(caught.value).splitlines()
    assert words in line


def test_where_nothing_was_agreed_nothing_was_settled_ratified_or_carried_out() -> None:
    failed = {"agreed": False, "issues": dict.fromkeys(ISSUES), "ratified": False, "carried_out": None}
    Scenario.from_dict(talks(outcome=failed))
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_dict(talks(outcome={**failed, "issues": {"summit": "held"}, "carried_out": True}))
    assert [problem.path[1] for problem in caught.value.problems] == ["issues", "carried_out"]


def test_an_option_whose_name_is_a_number_can_be_what_was_settled() -> None:
    assert Scenario.from_dict(talks(outcome={**OUTCOME, "issues": {"summit": 100}})).spec.outcome is not None


def test_all_of_it_is_read_written_and_read_again(tmp_path: Path) -> None:
    data = talks(outcome=OUTCOME, confidence={"level": "low", "reason": "few sources"})
    data["states"]["east"] |= {"sources": ["A book"], "reason": "coded from the book"}
    scenario = Scenario.from_dict(data)
    path = tmp_path / "talks.yaml"
    path.write_text(scenario.to_yaml())
    read = Scenario.load(path)
    assert read.data == data
    assert read.spec == scenario.spec
    outcome, confidence = read.spec.outcome, read.spec.confidence
    assert outcome is not None
    assert outcome.issues == {"troops": "67.5", "summit": None, "money": {"east": 0.5, "west": 0.25}}
    assert (outcome.ratified, outcome.carried_out) == (None, False)
    assert confidence is not None
    assert (confidence.level, confidence.reason) == ("low", "few sources")


def test_a_word_is_enough_for_the_coders_confidence() -> None:
    assert Scenario.from_dict(talks(confidence="medium")).spec.confidence == (
        Scenario.from_dict(talks(confidence={"level": "medium"})).spec.confidence
    )


def test_no_world_reads_the_outcome(tmp_path: Path) -> None:
    plain = run(Scenario.from_dict(talks()), worlds=60, seed=3)
    told = run(Scenario.from_dict(talks(outcome=OUTCOME, confidence="high")), worlds=60, seed=3)
    assert to_json(told.to_dict()) == to_json(plain.to_dict())
    assert told.to_frame().equals(plain.to_frame())
    opposite = run(Scenario.from_dict(talks(outcome={"agreed": False})), worlds=60, seed=3)
    assert to_json(opposite.to_dict()) == to_json(plain.to_dict())


def test_show_tells_what_came_of_it_and_how_sure_the_coder_is(tmp_path: Path) -> None:
    data = talks(outcome=OUTCOME, confidence={"level": "low", "reason": "few sources"})
    data["states"]["east"]["reason"] = "coded from one book"
    path = tmp_path / "talks.yaml"
    path.write_text(Scenario.from_dict(data).to_yaml())
    shown = " ".join(summitry("show", path).stdout.split())
    for words in (
        "agreed yes, 2021-06-16",
        "Troops 67.5",
        "Summit not settled",
        "50 % to East, 25 % to West",
        "carried out no",
        "A note.",
        "coded from one book",
        "Sources: 1, named in the file. Coder's confidence: low (few sources).",
    ):
        assert words in shown, words
    assert "ratified" not in shown
    path.write_text(Scenario.from_dict(talks()).to_yaml())
    assert "What came of" not in summitry("show", path).stdout
