"""The folder that a command may write its results to: a new one, an empty one, or one of earlier results."""

from __future__ import annotations

import json
import re
from pathlib import Path

from summitry import registry
from summitry.scenario.problems import Problem, ScenarioError

SUMMARY, WORLDS = "summary.json", "worlds.parquet"
"""The answer of a run, and how each of its worlds went."""

SWEEP, CELLS, SWEEP_CHART = "sweep.json", "cells.csv", "sweep"
"""The answer of a sweep, its table, and the name of its chart."""

CHART_ENDINGS = (".png", ".svg")

MARKER = "INCOMPLETE.json"
"""While a folder has this file, its results are not whole."""

WORKSHOP = "unfinished"
"""Where parts are kept until all of them are there."""

PART = re.compile(r"(\d+)-([0-9a-f]{32})\.part")
"""Name of a part: its number, and the digest of what it holds."""


def check(folder: Path) -> None:
    """Raise if results may not be written to `folder`: before anything is played.

    A folder that holds nothing but what an earlier command left may be replaced or gone on with, an empty one filled;
    anything else is somebody's work.

    Raises
    ------
    ScenarioError
        In words for the command line.
    """
    found = ""
    file = next((place for place in (folder, *folder.parents) if place.exists() and not place.is_dir()), None)
    if file is not None:
        found = f"found {file}, which is a file, expected a folder, or none yet"
    elif Path.cwd().is_relative_to(folder.resolve()):
        found = f"found {folder}, where the command was given, expected a folder of its own"
    elif folder.is_dir() and not (folder / MARKER).exists():
        record = earlier_record(folder) or ""
        left = set(of_earlier(folder))
        foreign = sorted(name for name in _inside(folder) if name not in left and not _is_left_over(name, record))
        if foreign:
            found = f"found {folder / foreign[0]}, which no run left there, expected an empty folder, or none yet"
    if found:
        raise ScenarioError([Problem(found, source="--out")])


def earlier_record(folder: Path) -> str | None:
    """Return the name of the record of the whole results in a folder, if there are any."""
    for answer in (SUMMARY, SWEEP):
        try:
            return f"{json.loads((folder / answer).read_text(encoding='utf-8'))['scenario']}.yaml"
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return None


def of_earlier(folder: Path) -> list[str]:
    """Return the files that an earlier command may have left in a folder, its answer last: by that it is known."""
    record = earlier_record(folder)
    if record is None:
        return []
    names = [*registry.registered("charts"), SWEEP_CHART]
    charts = [f"charts/{name}{ending}" for name in names for ending in CHART_ENDINGS]
    return [record, WORLDS, CELLS, *charts, SUMMARY, SWEEP]


def _is_left_over(name: str, record: str) -> bool:
    """Tell whether a file, relative to its folder, was left over when the work on results of that record ended."""
    place, _, rest = name.partition("/")
    known = ("", record, "results", "results/charts")
    return place == WORKSHOP and (rest in known or re.fullmatch(rf"{PART.pattern}|writing-\d+", rest) is not None)


def _inside(folder: Path) -> list[str]:
    """Return every file below a folder, and every empty folder, relative to it."""
    within = [path for path in folder.rglob("*") if not path.is_dir() or not any(path.iterdir())]
    return [path.relative_to(folder).as_posix() for path in within]
