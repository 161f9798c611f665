"""Textbook models as scenario files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from summitry import Scenario

FOLDER = Path(__file__).parent / "scenarios"


def textbook(name: str, **changes: Any) -> Scenario:
    """Return a scenario of the folder; changes by path, with two underscores for a dot."""
    scenario = Scenario.load(FOLDER / f"{name}.yaml")
    for path, value in changes.items():
        scenario = scenario.vary(path.replace("__", "."), value)
    return scenario
