"""The folder that a state's levers are written to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from summitry.kept import output
from summitry.kept.answer_folder import AnswerFolder
from summitry.kept.record import Record
from summitry.leverage.levers import Levers

ANSWER, TABLE, SCENARIO = "levers.json", "levers.csv", "scenario.yaml"
CHARTS = ("levers.png", "levers.svg")
FOLDER = AnswerFolder("levers", ANSWER, (TABLE, *CHARTS, SCENARIO, "lever-*.yaml"))


def write(levers: Levers, folder: Path) -> None:
    """Write the answer, its table, the chart, the scenario as resolved, and a variant of it for each leading lever.

    Raises
    ------
    OSError
        The disk is full, the folder may not be written, ...
    """
    from summitry.charts.look import save

    asked = {"for": [levers.state], "worlds": [str(levers.worlds)], "seed": [str(levers.seed)]}
    record = Record(levers.scenario, "levers", asked)
    variants = {
        f"lever-{number}.yaml": each.lever.variant(SCENARIO, levers.scenario.title)
        for number, each in enumerate(levers.leading, 1)
    }
    FOLDER.write(
        folder,
        {
            ANSWER: _text(output.to_json(levers.to_dict())),
            TABLE: lambda place: levers.to_frame().to_csv(place, index=False),
            **dict.fromkeys(CHARTS, partial(save, levers.plot())),
            SCENARIO: _text(record.text()),
            **{name: _text(text) for name, text in variants.items()},
        },
    )


def _text(text: str) -> Callable[[Path], object]:
    return lambda place: place.write_text(text, encoding="utf-8")
