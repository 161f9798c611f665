"""What a user of the command line sees."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pandas as pd
import pytest

from summitry.scenario.library import shipped
from tests.end_to_end.command import in_own_process, summitry

SMALL = """\
title: Two neighbours talk
issues:
  troops:
    options: [stay, half, leave]
states:
  east:
    positions:
      troops: {ideal: stay}
  west:
    positions:
      troops: {ideal: leave}
"""

FIVE_MISTAKES = """\
titel: Two neighbours talk
issues:
  troops:
    options: [stay, half, leave]
    status_quo: sty
states:
  east:
    patience: hihg
    positions:
      troops: {ideal: stay}
  west:
    positions:
      trops: {ideal: leave}
envoys:
  anna: {of: west, style: bolware}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL)
    return path


def test_the_smallest_file_runs(small: Path) -> None:
    ran = in_own_process("run", small, "--worlds", "50")
    assert ran.returncode == 0, ran.stderr
    assert "Two neighbours talk" in ran.stdout
    assert "simulation error only" in ran.stdout


def test_help_names_every_command_that_exists_and_no_other() -> None:
    helped = in_own_process("--help").stdout
    commands = (
        "run",
        "list",
        "show",
        "check",
        "compare",
        "drivers",
        "explore",
        "schema",
        "styles",
        "sweep",
        "replay",
        "forecast",
        "hindcast",
        "levers",
        "new",
        "report",
    )
    assert all(f"\n  {command} " in helped for command in commands)
    assert helped.split("Commands:")[1].strip().count("\n") == len(commands) - 1


def test_json_is_one_document_with_the_keys_of_the_contract_and_nothing_else_on_stdout(small: Path) -> None:
    ran = in_own_process("run", small, "--worlds", "50", "--seed", "3", "--json")
    answer = json.loads(ran.stdout)
    assert list(answer) == [
        "schema_version",
        "version",
        "scenario",
        "worlds",
        "seed",
        "agreement",
        "zone",
        "signed",
        "ratified",
        "carried_out",
        "assumptions",
        "outcomes",
        "issues",
        "states",
        "goals",
        "deals",
        "joint_gain_captured",
        "rounds",
        "blocks",
        "meetings",
        "happened",
        "measured",
        "outside_view",
    ]
    assert (answer["scenario"], answer["worlds"], answer["seed"]) == ("small", 50, 3)


def test_five_mistakes_give_five_messages_at_their_lines_and_exit_code_2(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(FIVE_MISTAKES)
    for command in (["check", path], ["run", path], ["show", path], ["replay", path, "--world", "0"]):
        ran = summitry(*command)
        assert ran.returncode == 2
        assert ran.stdout == ""
        messages = ran.stderr.splitlines()
        places = [message.removeprefix(f"{path}:").split(":")[:2] for message in messages]
        assert places == [["1", "1"], ["5", "17"], ["8", "15"], ["13", "7"], ["15", "27"]]
        for message, meant in zip(messages, ["title", "stay", "high", "troops", "boulware"], strict=True):
            assert "found" in message
            assert "expected" in message
            assert f"did you mean '{meant}'?" in message
    alone = in_own_process("check", path)
    assert (alone.returncode, alone.stdout, alone.stderr) == (2, "", summitry("check", path).stderr)


def test_set_replaces_a_value_and_its_mistakes_name_the_argument(small: Path) -> None:
    easy = summitry("run", small, "--worlds", "50", "--json", "--set", "states.east.positions.troops.ideal=leave")
    assert json.loads(easy.stdout)["agreement"]["chance"] > 0
    ran = summitry("run", small, "--set", "states.eastt.premium=0.1", "--set", "talks.rounds=none")
    assert ran.returncode == 2
    first, second = ran.stderr.splitlines()
    assert first.startswith("--set states.eastt.premium=0.1: ")
    assert "did you mean 'east'?" in first
    assert second.startswith("--set talks.rounds=none: ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "reykjavik-2012"],
        ["run", "nowhere/at/all.yaml"],
        ["run", "x" * 300],
        ["rum", "reykjavik-2021"],
        ["run", "reykjavik-2021", "--worlds", "0"],
        ["run", "reykjavik-2021", "--worlds", "many"],
        ["run", "reykjavik-2021", "--sed", "1"],
        ["run", "reykjavik-2021", "--set", "states.russia.patience"],
        ["replay", "reykjavik-2021"],
    ],
)
def test_unusable_arguments_leave_with_2_and_without_a_traceback(arguments: list[str]) -> None:
    ran = summitry(*arguments)
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert "Traceback" not in ran.stderr
    assert ran.stderr.strip()


def test_out_leaves_a_whole_folder_that_can_be_run_again(small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "results"
    first = summitry("run", small, "--worlds", "40", "--seed", "5", "--json", "--out", folder)
    assert first.returncode == 0, first.stderr
    written = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert written == [
        "charts/agreement.png",
        "charts/agreement.svg",
        "charts/beliefs.png",
        "charts/beliefs.svg",
        "charts/blocks.png",
        "charts/blocks.svg",
        "charts/dance.png",
        "charts/dance.svg",
        "charts/funnel.png",
        "charts/funnel.svg",
        "charts/gains.png",
        "charts/gains.svg",
        "charts/issues.png",
        "charts/issues.svg",
        "charts/settlements.png",
        "charts/settlements.svg",
        "charts/trust.png",
        "charts/trust.svg",
        "small.yaml",
        "summary.json",
        "worlds.parquet",
    ]
    assert (folder / "summary.json").read_text() == first.stdout
    assert len(pd.read_parquet(folder / "worlds.parquet")) == 40
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    again = summitry("run", small, "--worlds", "40", "--seed", "5", "--out", folder)
    assert again.returncode == 0, again.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    assert summitry("run", folder / "small.yaml", "--worlds", "40", "--seed", "5", "--json").stdout == first.stdout


def test_out_refuses_a_folder_with_somebody_elses_files(small: Path, tmp_path: Path) -> None:
    mine = tmp_path / "thesis"
    mine.mkdir()
    (mine / "chapter-1.tex").write_text("...")
    ran = summitry("run", small, "--worlds", "40", "--out", mine)
    assert ran.returncode == 2
    assert [path.name for path in mine.iterdir()] == ["chapter-1.tex"]


def test_a_disk_that_fails_gives_one_line_and_exit_code_1_and_no_folder(small: Path, tmp_path: Path) -> None:
    ran = in_own_process("run", small, "--worlds", "40", "--out", "/proc/summitry/results")
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 1
    assert "/proc/summitry" in ran.stderr
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    ran = summitry("run", small, "--worlds", "40", "--out", blocked / "results")
    assert ran.returncode == 2
    assert f"found {blocked}, which is a file" in ran.stderr


def test_brackets_in_texts_are_no_markup(tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(SMALL.replace("Two neighbours talk", "'[/b] [red]x[/red] :smile:'").replace("half", '"[/a]"'))
    for command in (["show", path], ["run", path, "--worlds", "20"], ["replay", path, "--world", "0"], ["list"]):
        ran = summitry(*command)
        assert ran.returncode == 0, ran.stderr
        assert command == ["list"] or "[/b] [red]x[/red] :smile:" in ran.stdout


def test_out_touches_nothing_that_no_run_left(small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "results"
    summitry("run", small, "--worlds", "20", "--out", folder)
    for name in ("thesis.txt", "charts/mine.png", "deep/er/notes.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("mine")
        ran = summitry("run", small, "--worlds", "20", "--out", folder)
        assert ran.returncode == 2
        assert "which no run left there" in ran.stderr
        assert (folder / name).read_text() == "mine"
        (folder / name).unlink()
    empty = tmp_path / "here"
    empty.mkdir()
    assert summitry("run", small, "--worlds", "20", "--out", ".", cwd=empty).returncode == 2
    assert empty.is_dir()


def test_list_shows_every_shipped_scenario_and_check_passes_them() -> None:
    listed = summitry("list").stdout
    assert all(name in listed for name in shipped())
    checked = summitry("check", *shipped().values())
    assert checked.returncode == 0
    assert checked.stdout.count("all right") == len(shipped())


def test_an_unknown_command_is_named_also_after_another_was_used_in_the_same_process() -> None:
    assert summitry("list").returncode == 0
    ran = summitry("lst")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "found 'lst'" in ran.stderr
    assert "did you mean 'list'?" in ran.stderr


def test_show_tells_who_wants_what() -> None:
    shown = summitry("show", "reykjavik-2021").stdout
    for text in ("Russian troops near Ukraine", "not above 90", "never release", "0.8 ± 0.1", "Antony Blinken"):
        assert text in shown


def test_the_committed_schema_is_what_the_command_prints() -> None:
    committed = Path(__file__).parents[2] / "simulator" / "summitry" / "scenario.schema.json"
    assert summitry("schema").stdout == committed.read_text()
    jsonschema.Draft202012Validator.check_schema(json.loads(committed.read_text()))


def test_styles_lists_each_style_with_its_parameters() -> None:
    listed = summitry("styles").stdout
    assert all(name in listed for name in ("boulware", "conceder", "linear", "exponent", "shared prior"))


def test_replay_tells_how_the_world_of_the_ensemble_ended(small: Path) -> None:
    told = summitry("replay", small, "--world", "7", "--seed", "2")
    assert told.returncode == 0, told.stderr
    assert "world 7 of seed 2" in told.stdout
    assert "gate: " in told.stdout
