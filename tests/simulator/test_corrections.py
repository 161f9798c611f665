"""`check --fix` corrects what is safe, in place, and leaves the rest of the file as it is."""

from __future__ import annotations

import stat
from pathlib import Path

import jsonschema
import pytest

from summitry import Scenario
from summitry.scenario.corrections import correct
from summitry.scenario.json_schema import json_schema
from summitry.scenario.library import shipped
from summitry.scenario.yaml_reader import read_yaml_file
from tests.end_to_end.command import summitry

LINE = "# yaml-language-server: $schema=scenario.schema.json"

MISSPELT = """\
# my first file
titel: Two neighbours talk   # a comment
issues:
    troops:
        options: [stay, half, "leave now"]
        status_quo: sty
    summit: {options: [off, held], performed_by: [eastt, wset]}
states:
    east:
        trust: {wets: hgih}
        positions:
            troops: {ideal: {choice: {'stay': 0.5, halff: 0.5}}, saliance: very  low}   # odd layout
            summit: {ideal: held}
    west:
        positions:
            trops: {ideal: "leave nwo"}
envoys:
    anna: {of: west, style: bolware}
goals: {done: "troops == 'leave now' and summitt == held"}
talks: {rule: unanimty}
outcome: {agreed: true, issues: {summit: not setled, troops: half}}
confidence: hihg
"""

CORRECTED = (
    LINE
    + "\n"
    + MISSPELT.replace("titel", "title")
    .replace("sty\n", "stay\n")
    .replace("eastt", "east")
    .replace("wset", "west")
    .replace("wets: hgih", "west: high")
    .replace("halff", "half")
    .replace("saliance", "salience")
    .replace("very  low", "very low")
    .replace("trops", "troops")
    .replace("leave nwo", "leave now")
    .replace("bolware", "boulware")
    .replace("summitt", "summit")
    .replace("unanimty", "unanimity")
    .replace("setled", "settled")
    .replace("hihg", "high")
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "scenario.schema.json").write_text("{}")
    return tmp_path / "talks.yaml"


def test_names_keys_and_words_are_corrected_and_nothing_else_is_touched(file: Path) -> None:
    file.write_text(MISSPELT)
    file.chmod(0o640)
    checked = summitry("check", "--fix", file)
    assert file.read_text() == CORRECTED
    assert checked.returncode == 0, checked.stderr
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [path.name for path in file.parent.iterdir() if path.name.startswith(".")] == []
    *changes, verdict = checked.stdout.splitlines()
    assert verdict.startswith(f"{file}: all right")
    assert changes[:3] == [
        f"{file}:1:1: added '{LINE}'",
        f"{file}:3:1: 'titel' is now 'title'",
        f"{file}:7:21: 'sty' is now 'stay'",
    ]
    assert len(changes) == 17
    before = file.read_bytes()
    again = summitry("check", "--fix", file)
    assert again.stdout.splitlines() == [verdict]
    assert file.read_bytes() == before


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_marks_stay_as_they_are(file: Path, end: str, mark: str) -> None:
    file.write_bytes((mark + MISSPELT).replace("\n", end).encode())
    correct(file)
    assert file.read_bytes() == (mark + CORRECTED).replace("\n", end).encode()
    file.write_bytes((mark + CORRECTED.removeprefix(LINE + "\n").replace("# my first file\n", "")).encode())
    bare = file.read_text().replace("title", "titel")
    file.write_text(bare)
    assert [change.line for change in correct(file)] == [1, 2]


UNSAFE = [
    "patience: 2",
    "pateince: 0.5\n    patience: 0.6",
    "trust: {weest: 0.5, west: 0.6}",
    "zzzz: 1",
    "positoins: {}",
]


@pytest.mark.parametrize("state", UNSAFE)
def test_a_file_in_which_nothing_is_safe_stays_untouched(file: Path, state: str) -> None:
    text = (
        f"{LINE}\nissues: {{a: {{options: [u, v]}}}}\nstates:\n  east:\n    positions: {{a: {{ideal: v}}}}\n"
        f"    {state}\n  west:\n    positions: {{a: {{ideal: u}}}}\n"
    )
    file.write_text(text)
    changed = file.stat().st_mtime_ns
    checked = summitry("check", "--fix", file)
    assert checked.returncode == 2
    assert (checked.stdout, file.read_text(), file.stat().st_mtime_ns) == ("", text, changed)
    assert checked.stderr == summitry("check", file).stderr


@pytest.mark.parametrize("text", ["a: [1, 2\n", "- a\n", "", "\xff"])
def test_what_cannot_be_read_stays_untouched(file: Path, text: str) -> None:
    file.write_text(text, encoding="latin-1")
    before = file.read_bytes()
    assert correct(file) == []
    assert file.read_bytes() == before


def test_where_two_names_are_as_near_neither_is_taken(file: Path) -> None:
    file.write_text(
        f"{LINE}\nissues: {{a: {{options: [north1, north2, x]}}}}\n"
        "states: {e: {positions: {a: {ideal: north3}}}, w: {positions: {a: {ideal: x}}}}\n"
    )
    checked = summitry("check", "--fix", file)
    assert checked.stdout == ""
    assert "did you mean 'north1' or 'north2'?" in checked.stderr or "'north2' or 'north1'?" in checked.stderr


def test_only_the_file_itself_is_corrected_not_what_it_extends(file: Path) -> None:
    base = file.with_name("base.yaml")
    base.write_text(MISSPELT)
    file.write_text("extends: base.yaml\nstates: {east: {patiense: high}}\n")
    correct(file)
    assert file.read_text() == f"{LINE}\nextends: base.yaml\nstates: {{east: {{patience: high}}}}\n"
    assert base.read_text() == MISSPELT


def test_the_added_line_leads_to_the_schema(tmp_path: Path) -> None:
    file = tmp_path / "alone.yaml"
    file.write_text(CORRECTED.removeprefix(LINE))
    [change] = correct(file)
    uri = change.text.partition("$schema=")[2].strip("'")
    assert Path(uri.removeprefix("file://")).is_file()
    jsonschema.Draft202012Validator(json_schema()).validate(read_yaml_file(file).data)
    Scenario.load(file)


@pytest.mark.parametrize("path", shipped().values(), ids=shipped())
def test_shipped_files_need_no_correction(path: Path) -> None:
    assert path.read_text().startswith("# yaml-language-server: $schema=../simulator/summitry/scenario.schema.json\n")
    assert correct(path) == []
