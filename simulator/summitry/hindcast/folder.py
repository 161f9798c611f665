"""The folder that a scoreboard is written to."""

from __future__ import annotations

from pathlib import Path

from summitry.hindcast.scoreboard import Scoreboard
from summitry.kept import output
from summitry.kept.answer_folder import AnswerFolder

BOARD, QUESTIONS = "hindcast.json", "questions.csv"
DIAGRAMS = ("reliability.png", "reliability.svg")
FOLDER = AnswerFolder("hindcast", BOARD, (QUESTIONS, *DIAGRAMS))


def write(board: Scoreboard, folder: Path) -> None:
    """Write the board, its table of questions and the reliability diagram; each file is whole or not there.

    Raises
    ------
    OSError
        The disk is full, the folder may not be written, ...
    """
    from summitry.charts.look import save

    figure = board.plot()
    FOLDER.write(
        folder,
        {
            BOARD: lambda place: place.write_text(output.to_json(board.to_dict()), encoding="utf-8"),
            QUESTIONS: lambda place: board.to_frame().to_csv(place, index=False),
            **dict.fromkeys(DIAGRAMS, lambda place: save(figure, place)),
        },
    )
