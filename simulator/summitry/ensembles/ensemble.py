"""Many worlds of one scenario, played block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import closing
from pathlib import Path

import mesa
import numpy as np

from summitry.ensembles.result import EnsembleResult
from summitry.ensembles.rows import Rows
from summitry.ensembles.tally import Tally
from summitry.scenario.scenario import Scenario
from summitry.talks.model import SummitModel
from summitry.talks.randomness import BLOCK
from summitry.workers import crew
from summitry.workers.pieces import Piece, Talks, cut, together, worlds_at_a_time
from summitry.workers.versions import expect

WORLDS = 10_000
"""Worlds in an ensemble by default: the interval of a chance is then at most two points wide."""

MOST_ROWS = 100_000
"""From this number of worlds on only the tally is kept, unless rows are asked for."""

MOST_WORLDS = 1_000_000_000
"""Far beyond what any interval needs."""

Progress = Callable[[int], None]
"""Called with the number of worlds that were played since the last call."""


def run(
    scenario: Scenario | str | Path,
    worlds: int = WORLDS,
    seed: int = 1,
    workers: int | None = 1,
    keep_rows: bool | None = None,
    progress: Progress | None = None,
    executor: Executor | None = None,
    explain: bool = True,
) -> EnsembleResult:
    """Play a scenario in many worlds.

    Parameters
    ----------
    scenario
        A scenario, the path of its file, or the name of one that ships.
    worlds
        How many worlds, at least 1.
    seed
        Seed of the ensemble, at least 0. Same scenario, seed and version: same result, whoever plays which world.
    workers
        Processes to play blocks of worlds in; 1: this one. None: all processors, if starting processes pays.
    keep_rows
        Whether to keep how each world went, for `to_frame` and `to_xarray`. By default below 100,000 worlds.
    progress
        Told about every finished block.
    executor
        Where to play instead: a `concurrent.futures.Executor`, or Dask's `client.get_executor()`.
    explain
        Whether to find out why as well: who blocked a deal, how much of the joint gain was captured, how far beliefs
        were off. Without, playing takes a fifth to a third less time, and what needs it raises `ValueError` when asked
        for.

    Raises
    ------
    ScenarioError
        The scenario can't be used.
    TypeError, ValueError
        A number is none, or out of its range.
    ChildProcessError
        Worker processes were killed time and again, could not start, or have other versions.
    ConnectionError
        The executor lost its cluster.

    Examples
    --------
    >>> result = run("reykjavik-2021", worlds=100, seed=1)
    >>> result.worlds
    100
    """
    check_numbers(worlds, seed, workers, executor)
    scenario = Scenario.of(scenario)
    keep = worlds < MOST_ROWS if keep_rows is None else keep_rows
    kept: list[Rows] = []
    most = together(scenario, worlds, workers, executor)
    pieces = cut(Talks.of(scenario), seed, worlds, most, keep, explain)
    with closing(crew.in_order(play_piece, pieces, workers, executor)) as played:
        tally = Tally.total(_collected(played, kept, progress))
    return EnsembleResult(scenario, seed, tally, Rows.joined(kept) if keep else None)


def _collected(
    played: Iterable[list[tuple[Tally, Rows | None]]], kept: list[Rows], progress: Progress | None
) -> Iterator[Tally]:
    """Yield tallies as pieces are played, and put the rows that come with them among those that are kept."""
    for blocks in played:
        for tally, rows in blocks:
            if rows is not None:
                kept.append(rows)
            yield tally
            if progress is not None:
                progress(tally.worlds)


def check_numbers(worlds: int, seed: int, workers: int | None, executor: Executor | None) -> None:
    """Raise if an ensemble can't have these numbers.

    Raises
    ------
    TypeError, ValueError
        A number is none, or out of its range; or there are both workers and an executor.
    """
    for name, number, least in (("worlds", worlds, 1), ("seed", seed, 0), ("workers", workers, 1)):
        if name == "workers" and number is None:
            continue
        if isinstance(number, bool) or not isinstance(number, int | np.integer):
            raise TypeError(f"{name}: found {number!r}, expected a whole number")
        if number < least:
            raise ValueError(f"{name}: found {number}, expected at least {least}")
    if worlds > MOST_WORLDS:
        raise ValueError(f"worlds: found {worlds:,}, expected at most {MOST_WORLDS:,}")
    if executor is not None and workers not in (None, 1):
        raise ValueError(f"workers: found {workers} and an executor, expected one of them")


def play_piece(piece: Piece) -> list[tuple[Tally, Rows | None]]:
    """Play a piece, wherever this is, and return block by block what came out.

    Raises
    ------
    ChildProcessError
        Other versions are installed here.
    """
    expect(piece.versions)
    return play_blocks(piece.talks.arrived(), piece.seed, piece.start, piece.size, piece.keep, piece.explain)


def play_blocks(
    scenario: Scenario, seed: int, start: int, size: int, keep: bool, explain: bool = True
) -> list[tuple[Tally, Rows | None]]:
    """Play so many worlds from number `start` on, the first of a block, and return block by block what came out.

    A pure function of its arguments: worlds do not depend on each other, so how many blocks are played together is a
    matter of speed alone.
    """
    at_a_time = worlds_at_a_time(scenario)
    if at_a_time == BLOCK:
        return _play(scenario, seed, start, size, BLOCK, keep, explain)
    played = []
    for first in range(start, start + size, BLOCK):
        worlds = min(BLOCK, start + size - first)
        parts = [
            _play(scenario, seed, first + part, min(at_a_time, worlds - part), at_a_time, keep, explain)[0]
            for part in range(0, worlds, at_a_time)
        ]
        rows = [kept for _, kept in parts if kept is not None]
        played.append((Tally.total(tally for tally, _ in parts), Rows.joined(rows) if keep else None))
    return played


def played_models(piece: Piece) -> Iterator[SummitModel]:
    """Yield the models that play a piece, their talks over, to those who ask less of them than rows and a tally.

    A model is emptied once the next is asked for.

    Raises
    ------
    ChildProcessError
        Other versions are installed here.
    """
    expect(piece.versions)
    scenario, end = piece.talks.arrived(), piece.start + piece.size
    at_a_time = worlds_at_a_time(scenario)
    for first in range(piece.start, end, piece.size if at_a_time == BLOCK else at_a_time):
        last = end if at_a_time == BLOCK else min(first + at_a_time, end)
        model = _played(scenario, piece.seed, first, last - first, piece.explain)
        yield model
        release(model)


def _play(
    scenario: Scenario, seed: int, start: int, size: int, each: int, keep: bool, explain: bool
) -> list[tuple[Tally, Rows | None]]:
    """Play worlds in one model, and return what came out of `each` so many of them."""
    model = _played(scenario, seed, start, size, explain)
    rows = Rows.of(model, explain)
    parts = [(part, rows.part(part)) for part in (slice(first, first + each) for first in range(0, size, each))]
    played = [(Tally.of(model, of_part, part), of_part if keep else None) for part, of_part in parts]
    release(model)
    return played


def _played(scenario: Scenario, seed: int, start: int, size: int, explain: bool) -> SummitModel:
    model = SummitModel(scenario, np.arange(start, start + size), rng=seed, record=False, explain=explain)
    model.run_model()
    return model


def release(model: SummitModel) -> None:
    """Free a model's arrays at once.

    Mesa 3 keeps every model in a registry of agents' ids for as long as the process lives, and models and agents
    refer to each other, so memory would grow with every block.
    """
    getattr(mesa.Agent, "_ids", {}).pop(model, None)
    for agent in (*model.states, *model.envoys):
        agent.__dict__.clear()
    model.__dict__.clear()
