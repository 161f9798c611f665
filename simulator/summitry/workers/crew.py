"""Who plays: this process, processes started for it, or any executor. Tasks go out a few at a time, in order."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from itertools import islice
from typing import TypeVar

from summitry.workers.processes import AHEAD, in_processes, is_prepared

Task = TypeVar("Task")
Played = TypeVar("Played")

START_UP = 1.5
"""Seconds that it takes until processes have started and can play."""

ASK_AGAIN = 5.0
"""Seconds after which an executor is asked again how much it can play at a time."""

TRIAL = 2
"""Tasks played before it is known how long one takes; the first also loads what all of them need."""


def in_order(
    play: Callable[[Task], Played],
    tasks: Sequence[Task],
    workers: int | None = 1,
    executor: Executor | None = None,
) -> Generator[Played, None, None]:
    """Play tasks and yield what came out, in the order of the tasks. Close it to end what is under way.

    Only a few tasks are under way at a time, however many there are. Tasks have to be pure: where a process dies,
    what it had not finished is played again.

    Parameters
    ----------
    play
        A function of a module, so that it can travel.
    tasks
        What to play, in pieces that take about the same time each.
    workers
        Processes to play in; 1: this one. None: all that this process may use, if starting them pays.
    executor
        Where to play instead.

    Raises
    ------
    ChildProcessError
        Processes died time and again, or the executor is broken.
    ConnectionError
        The executor dropped its tasks, as a cluster does that was lost.
    """
    if executor is None and workers is None and is_prepared():
        workers = cores()
    elif executor is None and workers is None:
        took = 0.0
        for task in tasks[:TRIAL]:
            started = time.perf_counter()
            played = play(task)
            took = time.perf_counter() - started
            yield played
        tasks = tasks[TRIAL:]
        workers = _workers_that_pay(took * len(tasks))
    processes = min(workers or 1, len(tasks))
    if executor is None and processes <= 1:
        for task in tasks:
            yield play(task)
        return
    yield from in_processes(play, tasks, processes) if executor is None else _through(executor, play, tasks)


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def places(executor: Executor) -> int:
    """Return how many tasks an executor plays at a time, as far as it can be known."""
    client = getattr(executor, "_client", None)  # distributed's
    if client is not None:
        return max(1, int(sum(client.nthreads().values())))
    return int(getattr(executor, "_max_workers", 0)) or cores()


def _workers_that_pay(seconds: float) -> int:
    """Return all processors if they save more of so many seconds of work than it takes to start them, or else 1."""
    return cores() if seconds * (1 - 1 / cores()) > START_UP else 1


def _through(
    executor: Executor, play: Callable[[Task], Played], tasks: Sequence[Task]
) -> Generator[Played, None, None]:
    """Play tasks on an executor that somebody else made and will end; see `in_order`."""
    under_way: deque[Future[Played]] = deque()
    todo = iter(tasks)
    room, asked = AHEAD * places(executor), time.monotonic()
    try:
        while True:
            if time.monotonic() - asked > ASK_AGAIN:  # clusters grow and shrink
                room, asked = AHEAD * places(executor), time.monotonic()
            under_way += [executor.submit(play, task) for task in islice(todo, max(0, room - len(under_way)))]
            if not under_way:
                return
            played = under_way[0].result()
            under_way.popleft()
            yield played
    except BrokenExecutor as broken:
        raise ChildProcessError(f"the executor lost a worker and is broken ({broken}); make a new one") from broken
    except CancelledError as cancelled:
        raise ConnectionError("the executor dropped its tasks: its scheduler or workers were lost") from cancelled
    finally:
        for future in under_way:
            future.cancel()
