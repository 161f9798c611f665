"""Several ensembles played as one: their pieces go to the workers together, what came out is told apart again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import closing
from typing import TypeVar

from summitry.workers import crew

Task = TypeVar("Task")
Played = TypeVar("Played")


def by_column(
    play: Callable[[Task], Played],
    columns: Sequence[Sequence[Task]],
    workers: int | None,
    executor: Executor | None,
    done: Callable[[Task], None],
) -> Iterator[list[Played]]:
    """Play all tasks of all columns, and yield by column what came out, in their order.

    Parameters
    ----------
    play
        A function of a module, so that it can travel.
    columns
        The tasks of each column; at least one in each.
    workers, executor
        As in `crew.in_order`.
    done
        Told about every task that was played.

    Raises
    ------
    ChildProcessError, ConnectionError
        As `crew.in_order` does.
    """
    with closing(crew.in_order(play, [task for tasks in columns for task in tasks], workers, executor)) as played:
        for tasks in columns:
            parts = []
            for task in tasks:
                parts.append(next(played))
                done(task)
            yield parts
