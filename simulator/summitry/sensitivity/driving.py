"""Which uncertain input moves the chance of agreement most: inputs exchanged, one group at a time, and held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path

import numpy as np

from summitry.comparisons.paired import PairedChance
from summitry.ensembles.ensemble import Progress, check_numbers, played_models
from summitry.scenario.scenario import Scenario
from summitry.sensitivity.drivers import HIGH, LOW, Driver, Drivers, Held, Swing
from summitry.sensitivity.inputs import TABLE, Exchanged, HeldAt, Inputs
from summitry.sensitivity.sobol import importances
from summitry.talks.drawing import Streams, drawn_from
from summitry.talks.randomness import FAR
from summitry.workers.columns import by_column
from summitry.workers.pieces import Piece, Talks, cut, together
from summitry_agents.deals import Bools

WORLDS = 1_000
"""Worlds in a column of the design by default."""

MOST_HELD = 12
"""How many inputs are held: those of the groups that move the chance most."""


def drivers(
    scenario: Scenario | str | Path,
    worlds: int = WORLDS,
    seed: int = 1,
    workers: int | None = 1,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Drivers:
    """Find what moves the chance of agreement: Sobol indices of all that is uncertain, and a tornado.

    Every uncertain quantity draws from the stream of its own path. So two seeds are the two independent samples of a
    Saltelli design, and a column of it is the same worlds again with the streams of one group of inputs from the second
    seed. Groups: each assumption of the shared prior; each state's position on an issue; each event, mediator and
    constituency; each other quantity by itself; and what is drawn by lot at the table. Then each input of the leading
    groups is held at its 10 % and its 90 % quantile in the same worlds.

    Parameters
    ----------
    scenario
        A scenario, the path of its file, or the name of one that ships.
    worlds
        How many worlds in each column of the design; it has two more columns than there are groups.
    seed, workers, executor
        As in `run`.
    progress
        Told how many worlds have been played since the last call.

    Raises
    ------
    ScenarioError
        The scenario can't be used.
    TypeError, ValueError
        A number is none, or out of its range.
    ChildProcessError, ConnectionError
        As in `run`.
    """
    check_numbers(worlds, seed, workers, executor)
    scenario = Scenario.of(scenario)
    inputs, second = Inputs.of(scenario), seed + FAR
    columns: list[tuple[int, Streams]] = [
        (seed, Exchanged(inputs, seed, second, "")),
        *(
            (second if each.name == TABLE else seed, Exchanged(inputs, seed, second, each.name))
            for each in inputs.groups
        ),
        (second, Exchanged(inputs, second, second, "")),
    ]
    agreed = np.stack(list(_played(scenario, columns, worlds, workers, executor, progress)), axis=1)
    found = [Driver(group, each) for group, each in zip(inputs.groups, importances(agreed.astype(float)), strict=True)]
    ranked = tuple(sorted(found, key=lambda driver: -driver.importance.total.index))
    held = [each for driver in ranked if driver.importance.shown for each in driver.group.inputs][:MOST_HELD]
    ends = [HeldAt(each, quantile) for each in held for quantile in (LOW, HIGH)]
    played = list(_played(scenario, [(seed, end) for end in ends], worlds, workers, executor, progress))
    pairs = [
        Held(end.value(scenario), PairedChance.of(agreed[:, 0], each)) for end, each in zip(ends, played, strict=True)
    ]
    swings = [Swing(each, *two) for each, two in zip(held, zip(pairs[::2], pairs[1::2], strict=True), strict=True)]
    return Drivers(
        scenario,
        seed,
        worlds,
        int(agreed[:, [0, -1]].sum()),
        ranked,
        tuple(sorted(swings, key=lambda swing: -swing.width)),
    )


def most_worlds(scenario: Scenario, worlds: int) -> int:
    """Return how many worlds `drivers` plays at most."""
    return worlds * (len(Inputs.of(scenario).groups) + 2 + 2 * MOST_HELD)


def _played(
    scenario: Scenario,
    columns: Sequence[tuple[int, Streams]],
    worlds: int,
    workers: int | None,
    executor: Executor | None,
    progress: Progress | None,
) -> Iterator[Bools]:
    """Yield by column, given the seed of its ensemble and its streams: (W,) which worlds agree."""
    talks = Talks.of(scenario)
    most = together(scenario, worlds * max(len(columns), 1), workers, executor)
    tasks = [
        [(piece, streams) for piece in cut(talks, own, worlds, most, keep=False, explain=False)]
        for own, streams in columns
    ]

    def done(task: tuple[Piece, Streams]) -> None:
        if progress is not None:
            progress(task[0].size)

    yield from map(np.concatenate, by_column(_play, tasks, workers, executor, done))


def _play(task: tuple[Piece, Streams]) -> Bools:
    """Play a piece whose worlds are drawn from given streams; return (W,) which of them agree."""
    piece, streams = task
    with drawn_from(streams):
        return np.concatenate([model.agreed for model in played_models(piece)])
