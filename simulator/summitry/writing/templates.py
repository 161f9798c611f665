"""Templates of scenario files, commented, to be changed by who writes one."""

from __future__ import annotations

from pathlib import Path

from summitry.scenario.problems import Problem, ScenarioError, did_you_mean, expected_one_of

FOLDER = Path(__file__).with_name("templates")


def templates() -> dict[str, Path]:
    """Return the file of every template by name, in alphabetical order."""
    return {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}


def from_template(name: str) -> str:
    """Return the text of a template.

    Raises
    ------
    ScenarioError
        There is none of that name.
    """
    known = templates()
    if name not in known:
        text = f"found '{name}', expected {expected_one_of('a template', known)}{did_you_mean(name, known)}"
        raise ScenarioError([Problem(text, source="--template")])
    return known[name].read_text(encoding="utf-8")
