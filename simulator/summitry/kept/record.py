"""What the results in a folder are of: the scenario as resolved, and everything else that decides their bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from summitry.scenario.problems import Path, Problem, ScenarioError, dotted, shown
from summitry.scenario.scenario import Scenario
from summitry.scenario.yaml_reader import read_yaml
from summitry.workers.versions import versions


@dataclass(frozen=True)
class Record:
    """What somebody asked for; its text, the resolved scenario under a few lines of comment, stands in the folder.

    Parameters
    ----------
    scenario
        The talks.
    command
        ``run`` or ``sweep``.
    asked
        What it was given beside the scenario: values by the name of their option.
    """

    scenario: Scenario
    command: str
    asked: Mapping[str, Sequence[str]]

    @property
    def name(self) -> str:
        """Name of its file."""
        return f"{self.scenario.id}.yaml"

    def text(self) -> str:
        """Return what its file holds."""
        asked = {option: " ".join(values) for option, values in self.asked.items()}
        said = {"command": f"summitry {self.command}", **asked, **versions()}
        return "".join(f"# {key}: {value}\n" for key, value in said.items()) + self.scenario.to_yaml()

    def expect(self, name: str, text: str, source: str) -> None:
        """Raise if a file of that name and text records anything else.

        Raises
        ------
        ScenarioError
            With everything that differs: what the folder has, what was asked for now.
        """
        if name != self.name:
            differ = [("scenario", name.removesuffix(".yaml"), self.scenario.id)]
        else:
            found, expected = _said(text), _said(self.text())
            differ = [
                (key, found.get(key, "nothing"), expected.get(key, "nothing"))
                for key in dict.fromkeys([*expected, *found])
                if found.get(key) != expected.get(key)
            ]
            if not differ and text != self.text():
                then = read_yaml(text, name).data
                path, theirs, ours = _first_difference(then, self.scenario.data, ())
                differ = [(f"scenario, {dotted(path)}", _shown(theirs), _shown(ours))]
        if differ:
            raise ScenarioError(
                Problem(f"{key}: found {theirs} in the folder, expected {ours}, as asked for now", source=source)
                for key, theirs, ours in differ
            )


def _said(text: str) -> dict[str, str]:
    """Return what the lines of comment say at the head of a record."""
    lines = text.splitlines()
    head = lines[: next((place for place, line in enumerate(lines) if not line.startswith("# ")), len(lines))]
    return dict(line.removeprefix("# ").split(": ", 1) for line in head if ": " in line)


def _shown(value: Any) -> str:
    return "nothing" if value is None else shown(value)


def _first_difference(found: Any, expected: Any, path: Path) -> tuple[Path, Any, Any]:
    """Return where two pieces of data differ first, and what stands there in both; None for nothing."""
    if isinstance(found, dict) and isinstance(expected, dict):
        for key in dict.fromkeys([*expected, *found]):
            if found.get(key) != expected.get(key):
                return _first_difference(found.get(key), expected.get(key), (*path, key))
    if isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        for place, (theirs, ours) in enumerate(zip(found, expected, strict=True)):
            if theirs != ours:
                return _first_difference(theirs, ours, (*path, place))
    return path, found, expected
