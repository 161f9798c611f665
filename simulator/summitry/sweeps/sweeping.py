"""One ensemble for every cell of a design over values of a scenario."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from summitry.ensembles.ensemble import MOST_WORLDS, Progress, check_numbers, play_piece
from summitry.ensembles.tally import Tally
from summitry.scenario.problems import Problem, ScenarioError
from summitry.scenario.scenario import Scenario
from summitry.sweeps.axis import Span
from summitry.sweeps.cell import Cell
from summitry.sweeps.design import Design, Grid, LatinHypercube
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
    latin: int | None = None,
) -> SweepResult:
    """Play a scenario with every combination of some of its values, or at points of a Latin hypercube.

    All cells have the same seed, so they differ by what is varied and not by luck (common random numbers).

    Parameters
    ----------
    scenario
        A scenario, the path of its file, or the name of one that ships.
    vary
        By dotted path in the file: the values that it takes, as `Scenario.vary` does; with `latin`, the two ends of the
        range of its values.
    worlds
        How many worlds in each cell.
    seed
        Seed of every ensemble.
    workers, executor
        Who plays, as in `run`; cells and their blocks are one pool of work.
    progress
        Told how many worlds have been played since the last call.
    latin
        At how many points of a Latin hypercube over the ranges to play, instead of every combination.

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
    if latin is None:
        design: Design = Grid.of(vary)
    else:
        design = LatinHypercube.of(scenario, [Span.of(path, ends) for path, ends in vary.items()], latin, seed)
    return play(scenario, design, worlds, seed, workers, progress, executor)


def play(
    scenario: Scenario,
    design: Design,
    worlds: int,
    seed: int,
    workers: int | None,
    progress: Progress | None,
    executor: Executor | None,
) -> SweepResult:
    """Play every cell of a design.

    Raises
    ------
    ScenarioError, ChildProcessError, ConnectionError
        As `sweep` does.
    """
    check(scenario, design, worlds)
    cells = []
    played = play_cells(scenario, design, worlds, seed, range(design.size), workers, executor)
    with closing(played):
        for _, cell in played:
            cells.append(cell)
            if progress is not None:
                progress(worlds)
    return SweepResult(scenario, seed, worlds, design, tuple(cells))


def check(scenario: Scenario, design: Design, worlds: int) -> None:
    """Raise if a cell can't be played.

    Raises
    ------
    ScenarioError
        The values of a cell do not fit the scenario, the first such cell is named; or there are too many worlds.
    """
    if design.size * worlds > MOST_WORLDS:
        text = f"found {design.size:,} cells of {worlds:,} worlds, expected at most {MOST_WORLDS:,} worlds in all"
        raise ScenarioError([Problem(text)])
    for values in design.cells:
        try:
            scenario.with_values(values)
        except ScenarioError as error:
            where = ", ".join(f"{path}={value}" for path, value in values.items())
            problems = [replace(each, source=f"with {where}", line=None, column=None) for each in error.problems]
            raise ScenarioError(problems) from None


def play_cells(
    scenario: Scenario,
    design: Design,
    worlds: int,
    seed: int,
    numbers: Sequence[int],
    workers: int | None,
    executor: Executor | None,
) -> Generator[tuple[int, Cell], None, None]:
    """Play cells of those numbers, and yield each with its number, in their order, when all of it is played.

    The blocks of all of them are one pool of work.
    """
    cells = design.cells
    most = together(scenario, worlds * len(numbers), workers, executor)
    talks = Talks.of(scenario)
    pieces = [
        (number, piece)
        for number in numbers
        for piece in cut(talks.varied(cells[number]), seed, worlds, most, keep=False, explain=False)
    ]
    parts: list[Tally] = []
    with closing(crew.in_order(play_piece, [piece for _, piece in pieces], workers, executor)) as played:
        for (number, piece), blocks in zip(pieces, played, strict=True):
            parts = [Tally.total([*parts, *(tally for tally, _ in blocks)])]
            if piece.start + piece.size == worlds:
                yield number, Cell.of(parts[0])
                parts = []
