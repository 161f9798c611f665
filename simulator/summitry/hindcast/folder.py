"""The folder that a scoreboard is written to."""

from __future__ import annotations

import tempfile
from pathlib import Path

from summitry import output
from summitry.hindcast.scoreboard import Scoreboard
from summitry.scenario.problems import Problem, ScenarioError

BOARD, QUESTIONS = "hindcast.json", "questions.csv"
DIAGRAMS = ("reliability.png", "reliability.svg")


def check_folder(folder: Path) -> None:
    """Raise if a scoreboard may not be written to a folder: it must be new, empty, or hold an earlier one.

    Raises
    ------
    ScenarioError
        In words for the command line.
    """
    file = next((place for place in (folder, *folder.parents) if place.exists() and not place.is_dir()), None)
    ours = {BOARD, QUESTIONS, *DIAGRAMS}
    foreign = sorted(path.name for path in folder.iterdir() if path.name not in ours) if folder.is_dir() else []
    if file is not None:
        found = f"found {file}, which is a file, expected a folder, or none yet"
    elif foreign:
        found = f"found {folder / foreign[0]}, which no hindcast left there, expected an empty folder, or none yet"
    else:
        return
    raise ScenarioError([Problem(found, source="--out")])


def write(board: Scoreboard, folder: Path) -> None:
    """Write the board, its table of questions and the reliability diagram; each file is whole or not there.

    Raises
    ------
    OSError
        The disk is full, the folder may not be written, ...
    """
    from summitry.charts.look import save

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder.absolute().parent) as workshop:
        place = Path(workshop)
        board.to_frame().to_csv(place / QUESTIONS, index=False)
        figure = board.plot()
        for name in DIAGRAMS:
            save(figure, place / name)
        (place / BOARD).write_text(output.to_json(board.to_dict()), encoding="utf-8")
        for name in (QUESTIONS, *DIAGRAMS, BOARD):
            (place / name).replace(folder / name)
