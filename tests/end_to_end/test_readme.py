"""What the README says is so."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summitry import Scenario, registry, run
from summitry.scenario.yaml_reader import read_yaml
from tests.end_to_end.command import in_own_process, summitry

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def test_the_gate_runs_exactly_the_test_commands() -> None:
    [commands] = [block.strip().splitlines() for block in blocks("sh") if "pytest" in block]
    gate = (ROOT / ".ci" / "run").read_text().splitlines()
    assert [line for line in gate if line in commands] == commands


def test_the_scenario_in_it_is_complete() -> None:
    [text] = blocks("yaml")
    result = run(Scenario("readme", read_yaml(text, "README.md")), worlds=50)
    assert set(result.settled) == {"troops", "prisoners"}


def test_the_python_in_it_runs() -> None:
    [code] = blocks("python")
    exec(compile(code.replace("10_000", "50"), "README.md", "exec"), {})  # noqa: S102 our own README


@pytest.mark.parametrize("command", re.findall(r"^\| `summitry ([^`]*)`", README, flags=re.MULTILINE))
@pytest.mark.parametrize("started", [summitry, pytest.param(in_own_process, marks=pytest.mark.full)])
def test_each_command_in_its_table_works(started: Callable[..., Any], command: str, tmp_path: Path) -> None:
    (tmp_path / "my-talks.yaml").write_text(blocks("yaml")[0])
    plays = ("run", "sweep", "forecast", "compare", "drivers", "levers", "hindcast", "report")
    few = ["--worlds", "50", "--workers", "1"] if command.startswith(plays) else []
    # All of the library takes a minute.
    few += ["hanoi-2019", "agra-2001"] if command == "hindcast" else []
    # It goes on until it is interrupted: test_explore.py.
    few += ["--help"] if command.startswith("explore") else []
    ran = started(*command.split(), *few, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr


def test_every_file_it_links_to_exists() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", README):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target


@pytest.mark.parametrize("group", ["styles", "acceptance", "learning", "protocols"])
def test_it_names_every_way_of_conduct_there_is_and_no_other(group: str) -> None:
    keys = {"styles": "envoys.X.style", "protocols": "talks.protocol"}
    key = keys.get(group, f"envoys.X.{group}")
    [row] = re.findall(rf"^\| `{re.escape(key)}` \|(.*)\|$", README, flags=re.MULTILINE)
    named = set(re.findall(r"`\{?(\w+)(?:: [^`]*)?`", row)) - {"talks"}
    assert named == set(registry.registered(group))
