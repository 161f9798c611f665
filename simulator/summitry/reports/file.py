"""The file of a report: whole, or as it was before."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from summitry.scenario.problems import Problem, ScenarioError

ENDING = ".html"


def check(path: Path) -> None:
    """Raise if a report can't be written to a path.

    Raises
    ------
    ScenarioError
        In words for the command line.
    """
    if path.is_dir():
        found = f"found {path}, which is a folder, expected the name of a file that ends in {ENDING}"
    elif path.suffix.lower() != ENDING:
        found = f"found {path}, expected the name of a file that ends in {ENDING}"
    elif not path.absolute().parent.is_dir():
        found = f"found {path}, expected a file in a folder that exists: {path.parent} does not"
    else:
        return
    raise ScenarioError([Problem(found, source="--out")])


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give the path of a new file beside `path` that takes its place at the end, unless something goes wrong.

    Raises
    ------
    ScenarioError
        As in `check`.
    OSError
        The folder may not be written, the disk is full, ...
    """
    check(path)
    try:
        workshop = tempfile.TemporaryDirectory(prefix=".writing-", dir=path.absolute().parent)
    except OSError as failure:
        # In words about the file that was asked for.
        raise OSError(failure.errno, failure.strerror, str(path)) from failure
    with workshop as folder:
        place = Path(folder) / path.name
        yield place
        place.replace(path)
