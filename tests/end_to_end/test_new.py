"""A first scenario file: from a template, or by answering."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from summitry import Scenario
from summitry.writing.answers import IssueAnswer, key_of, word_of
from summitry.writing.templates import templates
from tests.end_to_end.command import COMMAND, summitry

ANSWERS = """River talks: the next round
East, West
Troops, Open border
0 to 100 thousand
closed, trade only, open
120
20
h
1

90
very hgih
very high
xx
op
l
"""


@pytest.mark.parametrize("template", templates())
def test_templates_are_valid_without_warnings_and_run(template: str, tmp_path: Path) -> None:
    done = summitry("new", str(tmp_path / "mine"), "--template", template)
    assert done.returncode == 0, done.stderr
    path = tmp_path / "mine.yaml"
    assert path.read_text().startswith("# yaml-language-server: $schema=")
    checked = summitry("check", str(path), "--strict")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert summitry("run", str(path), "--worlds", "20").returncode == 0


def test_answers_become_a_scenario_and_those_that_cannot_be_used_are_asked_for_again(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 our own command
        [COMMAND, "new", "river"], input=ANSWERS, capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 0, done.stderr
    for complaint in ("found '120', expected a number from 0 to 100", "found 'very hgih'", "found 'xx'"):
        assert complaint in done.stderr
    talks = Scenario.load(tmp_path / "river.yaml")
    assert talks.title == "River talks: the next round"
    wants = {
        (state, issue): (str(position.ideal), str(position.salience))
        for state in talks.states
        for issue, position in talks.spec.states[state].positions.items()
    }
    assert wants == {
        ("east", "troops"): ("20", "high"),
        ("east", "open_border"): ("closed", "medium"),
        ("west", "troops"): ("90", "very high"),
        ("west", "open_border"): ("open", "low"),
    }


def test_nothing_is_overwritten_and_nobody_is_asked_who_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("my work")
    refused = summitry("new", str(tmp_path / "mine"), "--template", "bilateral")
    assert refused.returncode == 2
    assert "nothing is overwritten" in refused.stderr
    assert (tmp_path / "mine.yaml").read_text() == "my work"
    alone = subprocess.run(  # noqa: S603 our own command
        [COMMAND, "new", "river"], stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert alone.returncode == 2
    assert "found nobody to ask, expected answers at a terminal, or --template NAME" in alone.stderr
    misspelt = summitry("new", str(tmp_path / "other"), "--template", "bilaterl")
    assert misspelt.returncode == 2
    assert "did you mean 'bilateral'?" in misspelt.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.yaml"]


def test_names_become_keys_that_scenarios_may_have() -> None:
    assert key_of("Côte d'Ivoire", []) == "c_te_d_ivoire"
    assert key_of("5+1 group", []) == "item_5_1_group"
    assert key_of("East", ["east"]) == "east_2"


@pytest.mark.parametrize(
    ("text", "word"), [("", "medium"), ("vh", "very high"), ("Low", "low"), ("very  low", "very low")]
)
def test_words_of_judgement_can_be_shortened(text: str, word: str) -> None:
    assert word_of(text) == word


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("only one", "found one option"), ("a, b, a", "found an option twice"), ("9 to 3", "to rise")],
)
def test_options_that_make_no_scale_are_refused(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        IssueAnswer.read("issue", "Issue", text)
