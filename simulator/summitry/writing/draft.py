"""A drafted scenario on its way to a file."""

from __future__ import annotations

from pathlib import Path

from summitry.scenario.corrections import with_schema_line
from summitry.scenario.problems import Problem, ScenarioError
from summitry.scenario.scenario import Scenario
from summitry.scenario.yaml_reader import read_yaml


def check_place(path: Path) -> None:
    """Raise if a file may not be written there, before anybody is asked anything.

    Raises
    ------
    ScenarioError
        There is one already, or no such folder.
    """
    if path.exists():
        raise ScenarioError([Problem(f"found {path}, expected no file of that name yet: nothing is overwritten")])
    if not path.parent.is_dir():
        raise ScenarioError([Problem(f"found no folder {path.parent}, expected one to write to")])


def write(path: Path, text: str) -> None:
    """Write a draft, with the line that tells editors where the schema is, if it is a scenario.

    Raises
    ------
    ScenarioError
        It is none; nothing is written then.
    """
    Scenario(path.stem, read_yaml(text, source=str(path)))
    made, _ = with_schema_line(text, path)
    path.write_text(made, encoding="utf-8")
