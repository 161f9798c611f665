"""The folder that a run leaves behind."""

from __future__ import annotations

import json
import platform
import tempfile
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summitry import registry
from summitry.scenario.problems import Problem, ScenarioError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summitry.result import EnsembleResult

SUMMARY = "summary.json"
WORLDS = "worlds.parquet"
CHART_ENDINGS = (".png", ".svg")
PACKAGES = ("summitry", "mesa", "numpy", "scipy")


def to_json(document: dict[str, Any]) -> str:
    """Return a document as JSON text; numbers that are none (NaN) are an error, never written."""
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def check_folder(folder: Path) -> None:
    """Raise if a run may not write its results to `folder`: before anything is played.

    A folder that holds nothing but what an earlier run left may be replaced, an empty one filled; anything else is
    somebody's work.

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
    elif folder.is_dir():
        foreign = sorted(set(_inside(folder)) - set(_of_earlier_run(folder)))
        if foreign:
            found = f"found {folder / foreign[0]}, which no run left there, expected an empty folder, or none yet"
    if found:
        raise ScenarioError([Problem(found, source="--out")])


def _inside(folder: Path) -> list[str]:
    """Return every file below a folder, and every empty folder, relative to it."""
    within = [path for path in folder.rglob("*") if not path.is_dir() or not any(path.iterdir())]
    return [path.relative_to(folder).as_posix() for path in within]


def _of_earlier_run(folder: Path) -> list[str]:
    """Return the files that a run leaves behind, if one left its summary in this folder."""
    try:
        summary = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
        scenario = f"{summary['scenario']}.yaml"
    except (OSError, ValueError, KeyError, TypeError):
        return []
    charts = [f"charts/{name}{ending}" for name in registry.registered("charts") for ending in CHART_ENDINGS]
    return [SUMMARY, scenario, WORLDS, *charts]


def write(result: EnsembleResult, folder: Path) -> None:
    """Write summary, per-world table, charts and the resolved scenario into a folder.

    Everything is written beside it first and moved there at the end, so a folder of that name is whole or not there.

    Raises
    ------
    OSError
        The disk is full, the folder may not be written, ...
    """
    from summitry.charts.look import save

    with _moved_into_place(folder) as place:
        (place / SUMMARY).write_text(to_json(result.to_dict()), encoding="utf-8")
        (place / f"{result.scenario.id}.yaml").write_text(_header(result) + result.scenario.to_yaml(), encoding="utf-8")
        if result.rows is not None:
            result.to_frame().to_parquet(place / WORLDS, index=False)
        charts = place / "charts"
        charts.mkdir()
        for name in registry.registered("charts"):
            figure = getattr(result.plot, name)()
            for ending in CHART_ENDINGS:
                save(figure, charts / f"{name}{ending}")


@contextmanager
def _moved_into_place(folder: Path) -> Iterator[Path]:
    """Give a new folder to write to, which takes the place of `folder` when all went well and vanishes otherwise."""
    folder = folder.absolute()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise OSError(failure.errno, failure.strerror, str(folder)) from failure
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as workshop:
        new, old = Path(workshop) / "new", Path(workshop) / "old"
        new.mkdir()
        yield new
        if folder.exists():
            folder.rename(old)
        new.rename(folder)


def _header(result: EnsembleResult) -> str:
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    return (
        f"# {result.scenario.id} as it was run: {result.worlds} worlds, seed {result.seed}\n"
        f"# {versions}, Python {platform.python_version()}, {platform.machine()}\n"
    )
