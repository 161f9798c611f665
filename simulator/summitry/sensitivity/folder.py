"""The folder that the drivers of agreement are written to."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from summitry.kept import output
from summitry.kept.answer_folder import AnswerFolder
from summitry.kept.record import Record
from summitry.sensitivity.drivers import Drivers

ANSWER, INDICES, TORNADO = "drivers.json", "indices.csv", "tornado.csv"
CHARTS = ("tornado.png", "tornado.svg")
FOLDER = AnswerFolder("drivers", ANSWER, (INDICES, TORNADO, *CHARTS, "scenario.yaml"))


def write(drivers: Drivers, folder: Path) -> None:
    """Write the answer, its two tables, the chart, and the scenario as it was resolved.

    Raises
    ------
    OSError
        The disk is full, the folder may not be written, ...
    """
    from summitry.charts.look import save

    asked = {"worlds": [str(drivers.worlds)], "seed": [str(drivers.seed)]}
    record = Record(drivers.scenario, "drivers", asked)
    FOLDER.write(
        folder,
        {
            ANSWER: lambda place: place.write_text(output.to_json(drivers.to_dict()), encoding="utf-8"),
            INDICES: lambda place: drivers.to_frame().to_csv(place, index=False),
            TORNADO: lambda place: drivers.tornado().to_csv(place, index=False),
            **dict.fromkeys(CHARTS, partial(save, drivers.plot())),
            "scenario.yaml": lambda place: place.write_text(record.text(), encoding="utf-8"),
        },
    )
