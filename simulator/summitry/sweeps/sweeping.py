"""One ensemble for every cell of a grid over values of a scenario."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import replace
from math import prod
from pathlib import Path
from typing import Any

from summitry.ensembles.ensemble import MOST_WORLDS, Progress, check_numbers, play_piece
from summitry.ensembles.tally import Tally
from summitry.scenario.problems import Problem, ScenarioError
from summitry.scenario.scenario import Scenario
from summitry.sweeps.axis import Axis, axes_of, grid
from summitry.sweeps.cell import Cell
from summitry.sweeps.result import SweepResult
from summitry.workers import crew
from summitry.workers.pieces import Talks, cut, together

WORLDS = 2_000
"""Worlds in a cell by default: the interval of a chance is then at most five points wide."""


def sweep(
    scenario: Scenario | str | Path,
    vary: Mapping[str, Sequence[Any]],
    worlds: int = WORLDS,
    seed: int = 1,
    workers: int | None = 1,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> SweepResult:
    """Play a scenario with every combination of some of its values.

    All cells have the same seed, so they differ by what is varied and not by luck (common random numbers).

    Parameters
    ----------
    scenario
        A scenario, the path of its file, or the name of one that ships.
    vary
        By dotted path in the file: the values that it takes, as `Scenario.vary` does.
    worlds
        How many worlds in each cell.
    seed
        Seed of every ensemble.
    workers, executor
        Who plays, as in `run`; cells and their blocks are one pool of work.
    progress
        Told how many worlds have been played since the last call.

    Raises
    ------
    ScenarioError
        The scenario, or that of a cell, can't be used; nothing was played then.
    TypeError, ValueError
        A number is none, or out of its range; or nothing is varied.
    ChildProcessError, ConnectionError
        As in `run`.

    Examples
    --------
    >>> result = sweep("reykjavik-2021", {"states.russia.patience": [0.9, 1.0]}, worlds=50)
    >>> result.agreement.dims
    ('states.russia.patience',)
    """
    check_numbers(worlds, seed, workers, executor)
    scenario = Scenario.of(scenario)
    axes = axes_of(vary)
    check(scenario, axes, worlds)
    numbers = range(prod(len(axis.values) for axis in axes))
    played = play_cells(scenario, axes, worlds, seed, numbers, workers, executor)
    cells = []
    with closing(played):
        for _, cell in played:
            cells.append(cell)
            if progress is not None:
                progress(worlds)
    return SweepResult(scenario, seed, worlds, axes, tuple(cells))


def check(scenario: Scenario, axes: Sequence[Axis], worlds: int) -> None:
    """Raise if a cell can't be played.

    Raises
    ------
    ScenarioError
        The values of a cell do not fit the scenario, the first such cell is named; or there are too many worlds.
    """
    cells = prod(len(axis.values) for axis in axes)
    if cells * worlds > MOST_WORLDS:
        text = f"found {cells:,} cells of {worlds:,} worlds, expected at most {MOST_WORLDS:,} worlds in all"
        raise ScenarioError([Problem(text)])
    for values in grid(axes):
        try:
            scenario.with_values(values)
        except ScenarioError as error:
            where = ", ".join(f"{path}={value}" for path, value in values.items())
            problems = [replace(each, source=f"with {where}", line=None, column=None) for each in error.problems]
            raise ScenarioError(problems) from None


def play_cells(
    scenario: Scenario,
    axes: Sequence[Axis],
    worlds: int,
    seed: int,
    numbers: Sequence[int],
    workers: int | None,
    executor: Executor | None,
) -> Generator[tuple[int, Cell], None, None]:
    """Play cells of a grid, of those numbers, and yield each with its number, in their order, when all of it is played.

    The blocks of all of them are one pool of work.
    """
    cells = grid(axes)
    most = together(scenario, worlds * len(numbers), workers, executor)
    talks = Talks.of(scenario)
    pieces = [
        (number, piece)
        for number in numbers
        for piece in cut(talks.varied(cells[number]), seed, worlds, most, keep=False)
    ]
    parts: list[Tally] = []
    with closing(crew.in_order(play_piece, [piece for _, piece in pieces], workers, executor)) as played:
        for (number, piece), blocks in zip(pieces, played, strict=True):
            parts = [Tally.total([*parts, *(tally for tally, _ in blocks)])]
            if piece.start + piece.size == worlds:
                yield number, Cell.of(parts[0])
                parts = []
