"""The folder that a comparison is written to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from summitry.comparisons.comparison import Comparison
from summitry.kept import output
from summitry.kept.answer_folder import AnswerFolder
from summitry.kept.record import Record

ANSWER, TABLE = "compare.json", "differences.csv"
CHARTS = ("differences.png", "differences.svg")
FOLDER = AnswerFolder("compare", ANSWER, (TABLE, *CHARTS, "scenario-*.yaml"))


def write(comparison: Comparison, folder: Path) -> None:
    """Write the answer, its table, the chart, and each scenario as it was resolved, numbered in their order.

    Raises
    ------
    OSError
        The disk is full, the folder may not be written, ...
    """
    from summitry.charts.look import save

    figure = comparison.plot()
    asked = {"worlds": [str(comparison.worlds)], "seed": [str(comparison.seed)]}
    talks = [(comparison.base, comparison.scenario), *((each.name, each.scenario) for each in comparison.variants)]
    records = [Record(scenario, "compare", {"name": [name], **asked}).text() for name, scenario in talks]
    FOLDER.write(
        folder,
        {
            ANSWER: _text(output.to_json(comparison.to_dict())),
            TABLE: lambda place: comparison.to_frame().to_csv(place, index=False),
            **dict.fromkeys(CHARTS, partial(save, figure)),
            **{f"scenario-{number}.yaml": _text(record) for number, record in enumerate(records, 1)},
        },
    )


def _text(text: str) -> Callable[[Path], object]:
    return lambda place: place.write_text(text, encoding="utf-8")
