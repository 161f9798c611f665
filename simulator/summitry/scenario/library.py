"""The scenarios that ship with Summitry."""

from __future__ import annotations

from pathlib import Path

import summitry
from summitry.scenario.problems import Problem, ScenarioError, did_you_mean, expected_one_of

PACKAGE = Path(summitry.__file__).parent
SUFFIXES = (".yaml", ".yml")


def folder() -> Path:
    """Return where the scenarios are: inside an installed package, or beside the sources in a checkout."""
    installed = PACKAGE / "scenarios"
    return installed if installed.is_dir() else PACKAGE.parents[1] / "scenarios"


def shipped() -> dict[str, Path]:
    """Return the file of every shipped scenario by name, in alphabetical order."""
    return {path.stem: path for path in sorted(folder().glob("*.yaml"))}


def is_there(path: Path) -> bool:
    """Tell whether a path exists; one that is too long to be a name does not."""
    try:
        return path.exists()
    except OSError:
        return False


def find(name: str | Path) -> Path:
    """Return the file that a user means by a path or by the name of a shipped scenario.

    Raises
    ------
    ScenarioError
        There is neither.
    """
    path = Path(name)
    if is_there(path) or path.suffix in SUFFIXES or len(path.parts) > 1:
        return path
    names = shipped()
    if str(name) in names:
        return names[str(name)]
    wanted = expected_one_of("a scenario file or a shipped scenario", names)
    raise ScenarioError([Problem(f"found '{name}', expected {wanted}{did_you_mean(str(name), names)}")])
