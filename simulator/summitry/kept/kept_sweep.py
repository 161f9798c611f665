"""A sweep whose finished cells are kept in a folder, so that it can be interrupted and gone on with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from summitry.ensembles.ensemble import Progress
from summitry.kept import folders, output
from summitry.kept.record import Record
from summitry.kept.unfinished import Unfinished
from summitry.scenario.scenario import Scenario
from summitry.sweeps.cell import Cell
from summitry.sweeps.design import Design
from summitry.sweeps.result import SweepResult
from summitry.sweeps.sweeping import play_cells


@dataclass(frozen=True)
class KeptSweep:
    """A sweep of which each cell that is finished lies in a folder.

    Parameters
    ----------
    scenario, design, worlds, seed
        What is played.
    kept
        The folder.
    """

    scenario: Scenario
    design: Design
    worlds: int
    seed: int
    kept: Unfinished

    @staticmethod
    def record(scenario: Scenario, vary: Sequence[str], worlds: int, seed: int, latin: int | None = None) -> Record:
        """Return what the folder's results are of; `vary` and `latin` as the command line has them."""
        points = {} if latin is None else {"latin": [str(latin)]}
        return Record(scenario, "sweep", {"vary": vary, **points, "worlds": [str(worlds)], "seed": [str(seed)]})

    @property
    def cells(self) -> int:
        """How many there are."""
        return self.design.size

    @property
    def done(self) -> int:
        """How many cells are finished."""
        return len(self.kept.finished)

    def play(self, workers: int | None, executor: Executor | None, progress: Progress) -> None:
        """Play what is missing."""
        there = set(self.kept.finished)
        missing = [number for number in range(self.cells) if number not in there]
        with closing(
            play_cells(self.scenario, self.design, self.worlds, self.seed, missing, workers, executor)
        ) as played:
            for number, cell in played:
                self.kept.keep(number, json.dumps(cell.to_data()).encode())
                progress(self.worlds)

    def finish(self) -> SweepResult:
        """Make the results of the cells, put them into the folder, and return the answer."""
        cells = tuple(Cell.from_data(json.loads(self.kept.part(number))) for number in range(self.cells))
        result = SweepResult(self.scenario, self.seed, self.worlds, self.design, cells)

        def write(place: Path) -> None:
            (place / folders.SWEEP).write_text(output.to_json(result.to_dict()), encoding="utf-8")
            result.to_frame().to_csv(place / folders.CELLS, index=False)
            (place / self.kept.record.name).write_text(self.kept.record.text(), encoding="utf-8")
            output.draw({folders.SWEEP_CHART: result.plot()}, place)

        self.kept.finish(write, folders.of_earlier(self.kept.folder))
        return result
