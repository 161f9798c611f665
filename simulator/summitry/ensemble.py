"""Many worlds of one scenario, played block by block."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

import mesa
import numpy as np

from summitry.model import SummitModel
from summitry.randomness import BLOCK
from summitry.result import EnsembleResult
from summitry.scenario.scenario import Scenario
from summitry.tally import Rows, Tally

WORLDS = 10_000
"""Worlds in an ensemble by default: the interval of a chance is then at most two points wide."""

MOST_ROWS = 100_000
"""From this number of worlds on only the tally is kept, unless rows are asked for."""

MOST_WORLDS = 1_000_000_000
"""Far beyond what any interval needs."""

BLOCKS_TOGETHER = 5
"""Blocks that one model plays: many worlds share the cost of a step, a progress bar still moves."""

Progress = Callable[[int], None]
"""Called with the number of worlds that were played since the last call."""


def run(
    scenario: Scenario | str | Path,
    worlds: int = WORLDS,
    seed: int = 1,
    workers: int = 1,
    keep_rows: bool | None = None,
    progress: Progress | None = None,
) -> EnsembleResult:
    """Play a scenario in many worlds.

    Parameters
    ----------
    scenario
        A scenario, the path of its file, or the name of one that ships.
    worlds
        How many worlds, at least 1.
    seed
        Seed of the ensemble, at least 0. Same scenario, seed and version: same result, whatever the workers.
    workers
        Processes to play blocks of worlds in.
    keep_rows
        Whether to keep how each world went, for `to_frame` and `to_xarray`. By default below 100,000 worlds.
    progress
        Told about every finished block.

    Raises
    ------
    ScenarioError
        The scenario can't be used.
    TypeError, ValueError
        A number is none, or out of its range.
    ChildProcessError
        A worker process was killed, or could not start.

    Examples
    --------
    >>> result = run("reykjavik-2021", worlds=100, seed=1)
    >>> result.worlds
    100
    """
    for name, number, least in (("worlds", worlds, 1), ("seed", seed, 0), ("workers", workers, 1)):
        if isinstance(number, bool) or not isinstance(number, int | np.integer):
            raise TypeError(f"{name}: found {number!r}, expected a whole number")
        if number < least:
            raise ValueError(f"{name}: found {number}, expected at least {least}")
    if worlds > MOST_WORLDS:
        raise ValueError(f"worlds: found {worlds:,}, expected at most {MOST_WORLDS:,}")
    if not isinstance(scenario, Scenario):
        scenario = Scenario.load(scenario)
    keep = worlds < MOST_ROWS if keep_rows is None else keep_rows
    tally: Tally | None = None
    kept: list[Rows] = []
    for part, rows in _blocks(scenario, worlds, seed, workers, keep):
        tally = part if tally is None else tally + part
        if rows is not None:
            kept.append(rows)
        if progress is not None:
            progress(part.worlds)
    assert tally is not None  # noqa: S101 there is at least one block, because there is at least one world
    return EnsembleResult(scenario, seed, tally, Rows.joined(kept) if keep else None)


def _blocks(
    scenario: Scenario, worlds: int, seed: int, workers: int, keep: bool
) -> Iterator[tuple[Tally, Rows | None]]:
    """Play all blocks and yield them in their order, which fixes the order of every sum."""
    together = BLOCK * min(BLOCKS_TOGETHER, -(-worlds // (BLOCK * workers)))
    starts = range(0, worlds, together)
    sizes = [min(together, worlds - start) for start in starts]
    if workers == 1 or len(starts) == 1:
        for start, size in zip(starts, sizes, strict=True):
            yield from play_blocks(scenario, seed, start, size, keep)
        return
    pool = ProcessPoolExecutor(
        min(workers, len(starts)),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_remember,
        initargs=(scenario, seed, keep),
    )
    others = set(multiprocessing.active_children())
    with pool:
        try:
            with _interrupts_held_back():
                played = deque(pool.submit(_play_remembered, *block) for block in zip(starts, sizes, strict=True))
            while played:
                yield from played.popleft().result()
        except BrokenProcessPool as broken:
            raise ChildProcessError(
                "a worker process ended early; in a script, put the call under `if __name__ == '__main__':`, or use "
                "workers=1"
            ) from broken
        except BaseException:
            # Ended, not cancelled: whoever waits gets an answer at once and no block is played to its end.
            for worker in set(multiprocessing.active_children()) - others:
                worker.terminate()
            raise


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Let processes that start meanwhile never see Ctrl-C, which a terminal sends to all of them: we end them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def play_blocks(scenario: Scenario, seed: int, start: int, size: int, keep: bool) -> list[tuple[Tally, Rows | None]]:
    """Play so many worlds from number `start` on, the first of a block, and return block by block what came out.

    A pure function of its arguments: worlds do not depend on each other, so how many blocks are played together is a
    matter of speed alone.
    """
    model = SummitModel(scenario, np.arange(start, start + size), rng=seed, record=False)
    model.run_model()
    rows = Rows.of(model)
    parts = [slice(first, first + BLOCK) for first in range(0, size, BLOCK)]
    played = [(Tally.of(model, rows.part(part), part), rows.part(part) if keep else None) for part in parts]
    _release(model)
    return played


def _release(model: SummitModel) -> None:
    """Free a model's arrays at once.

    Mesa 3 keeps every model in a registry of agents' ids for as long as the process lives, and models and agents
    refer to each other, so memory would grow with every block.
    """
    getattr(mesa.Agent, "_ids", {}).pop(model, None)
    for agent in (*model.states, *model.envoys):
        agent.__dict__.clear()
    model.__dict__.clear()


_remembered: tuple[Scenario, int, bool] | None = None


def _remember(scenario: Scenario, seed: int, keep: bool) -> None:
    """Keep in a worker process what all its blocks share."""
    global _remembered  # noqa: PLW0603 a worker process has no other place for it
    _remembered = (scenario, seed, keep)


def _play_remembered(start: int, size: int) -> list[tuple[Tally, Rows | None]]:
    assert _remembered is not None  # noqa: S101 the pool's initializer ran first
    scenario, seed, keep = _remembered
    return play_blocks(scenario, seed, start, size, keep)
