"""Styles of a user's own package are found through an entry point."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.end_to_end.command import in_own_process

MODULE = '''\
"""Styles of our own."""

from typing import ClassVar

from summitry_agents.styles.style import Parameter, Style


class Patient(Style):
    """Waits, then gives all at once."""

    parameters: ClassVar = {"until": Parameter("share of the time that it waits", 0.0, 1.0, 0.5)}

    def aspiration(self, moment):
        waits = moment.clock < self.values["until"][moment.worlds]
        return moment.lowest + waits * (moment.best - moment.lowest)
'''

SCENARIO = """\
title: Two neighbours talk
issues:
  pie:
    range: {from: 0, to: 100, steps: 101}
    status_quo: none
states:
  east:
    walk_away: 0
    premium: 0
    positions:
      pie: {ideal: 0, red_lines: {above: 90}}
  west:
    walk_away: 0
    premium: 0
    positions:
      pie: {ideal: 100}
envoys:
  anna: {of: east, style: {patient: {until: 0.5}}, reach: 1, last_moment: 0, insight: 1}
  zoe: {of: west, style: hardliner, last_moment: 0, insight: 1}
talks: {rounds: 12, order: [west, east]}
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install a package of one module into a folder on the path."""
    info = tmp_path / "site" / "our_styles-0.1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: our-styles\nVersion: 0.1\n")
    (info / "entry_points.txt").write_text("[summitry.styles]\npatient = our_styles:Patient\n")
    (tmp_path / "site" / "our_styles.py").write_text(MODULE)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    (tmp_path / "talks.yaml").write_text(SCENARIO)
    return tmp_path


def test_scenarios_can_name_its_styles_also_in_worker_processes(package: Path) -> None:
    answers = []
    for workers in ("1", "2"):
        ran = in_own_process("run", "talks.yaml", "--worlds", "1100", "--json", "--workers", workers, cwd=package)
        assert ran.returncode == 0, ran.stderr
        answers.append(ran.stdout)
    assert answers[0] == answers[1]
    answer = json.loads(answers[0])
    # Anna waits for half of the time, and takes what Zoe asks for at the first turn after that.
    assert answer["rounds"]["agreed_by"] == [0, 0, 0, 0, 0, 0, 1]
    assert answer["issues"]["pie"]["settlement"]["90"] == 1


def test_its_styles_are_listed_described_to_editors_and_checked(package: Path) -> None:
    assert "Waits, then gives all at once." in in_own_process("styles", cwd=package).stdout
    schema = json.loads(in_own_process("schema", cwd=package).stdout)
    assert "patient" in json.dumps(schema["$defs"]["Envoy"]["properties"]["style"])
    wrong = SCENARIO.replace("until: 0.5", "until: 2, til: 1")
    (package / "talks.yaml").write_text(wrong)
    checked = in_own_process("check", "talks.yaml", cwd=package)
    assert checked.returncode == 2
    assert "did you mean 'until'" in checked.stderr + checked.stdout


def test_two_packages_with_a_style_of_the_same_name_are_refused(package: Path) -> None:
    other = package / "site" / "their_styles-0.1.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: their-styles\nVersion: 0.1\n")
    (other / "entry_points.txt").write_text("[summitry.styles]\npatient = their_styles:Patient\n")
    ran = in_own_process("check", "talks.yaml", cwd=package)
    assert ran.returncode != 0
    assert "two packages register 'patient'" in ran.stderr
