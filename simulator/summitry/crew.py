"""Who plays: this process, processes started for it, or any executor. Tasks go out a few at a time, in order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from threading import Thread
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from summitry_agents.compiled import ENABLED

KERNELS = tuple(f"summitry_agents.kernels.{name}" for name in ("deals", "means", "trades"))

Task = TypeVar("Task")
Played = TypeVar("Played")

AHEAD = 3
"""Tasks that are under way, or played and not yet collected, for each that can be played at a time."""

MOST_DEATHS = 3
"""After so many deaths in a row without a task collected in between, playing on is hopeless."""

START_UP = 1.5
"""Seconds that it takes until processes have started and can play."""

LOADED = ("summitry.ensemble", *(KERNELS if ENABLED else ()))
"""Modules that workers need."""

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
    if executor is None and workers is None and _is_prepared():
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
    with _Processes(processes) if executor is None else _Given(executor) as crew:
        yield from _collected(play, tasks, crew)


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


@dataclass
class _Pending(Generic[Task, Played]):
    """A task, and what will come of it once it is under way."""

    task: Task
    future: Future[Played] | None = None

    @property
    def is_played(self) -> bool:
        future = self.future
        return future is not None and future.done() and not future.cancelled() and future.exception() is None


def _collected(play: Callable[[Task], Played], tasks: Sequence[Task], crew: _Crew) -> Iterator[Played]:
    """Keep a crew busy; where some of it die, start anew what was not finished."""
    todo = iter(tasks)
    under_way: deque[_Pending[Task, Played]] = deque()
    deaths = 0
    while True:
        while len(under_way) < crew.room and (task := next(todo, None)) is not None:
            under_way.append(_Pending(task))
        if not under_way:
            return
        try:
            for pending in under_way:
                if pending.future is None:
                    pending.future = crew.submit(play, pending.task)
            assert under_way[0].future is not None  # noqa: S101 submitted just now
            played = under_way[0].future.result()
        except BrokenExecutor as broken:
            deaths += 1
            crew.start_anew(broken, deaths)
            for pending in under_way:
                if not pending.is_played:
                    pending.future = None
            continue
        except CancelledError as cancelled:
            raise ConnectionError("the executor dropped its tasks: its scheduler or workers were lost") from cancelled
        deaths = 0
        under_way.popleft()
        yield played


class _Crew(ABC):
    """An executor, and what to do with it when things go wrong; left as a context when everything is collected."""

    @property
    @abstractmethod
    def room(self) -> int:
        """How many tasks it takes ahead of what is collected."""

    @abstractmethod
    def submit(self, play: Callable[[Task], Played], task: Task) -> Future[Played]:
        """Let it play a task."""

    @abstractmethod
    def start_anew(self, broken: BrokenExecutor, deaths: int) -> None:
        """Replace those who died, or raise."""

    def __enter__(self) -> Self:
        return self

    @abstractmethod
    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End what is still under way."""


class _Given(_Crew):
    """An executor that somebody else made and will end."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._submitted: deque[Future[Any]] = deque()
        self._places, self._asked = places(executor), time.monotonic()

    @property
    def room(self) -> int:
        if time.monotonic() - self._asked > ASK_AGAIN:  # clusters grow and shrink
            self._places, self._asked = places(self._executor), time.monotonic()
        return AHEAD * self._places

    def submit(self, play: Callable[[Task], Played], task: Task) -> Future[Played]:
        future = self._executor.submit(play, task)
        self._submitted.append(future)
        while self._submitted[0].done() and len(self._submitted) > 1:
            self._submitted.popleft()
        return future

    def start_anew(self, broken: BrokenExecutor, deaths: int) -> None:
        raise ChildProcessError(f"the executor lost a worker and is broken ({broken}); make a new one") from broken

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for future in self._submitted:
            future.cancel()


class _Processes(_Crew):
    """Processes started for these tasks."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._others = set(multiprocessing.active_children())
        self._pool = self._started()

    @property
    def room(self) -> int:
        return AHEAD * self._number

    def submit(self, play: Callable[[Task], Played], task: Task) -> Future[Played]:
        with _interrupts_held_back():
            return self._pool.submit(play, task)

    def start_anew(self, broken: BrokenExecutor, deaths: int) -> None:
        if deaths == MOST_DEATHS:
            raise ChildProcessError(
                f"a worker process ended early {deaths} times in a row: it was killed, ran out of memory or could not "
                "start; use fewer workers, or 1 (in a script, put the call under `if __name__ == '__main__':`)"
            ) from broken
        self._pool.shutdown()
        self._pool = self._started()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is not None:
            # Ended, not cancelled: whoever waits gets an answer at once and no block is played to its end.
            for worker in set(multiprocessing.active_children()) - self._others:
                worker.terminate()
        self._pool.shutdown(cancel_futures=True)

    def _started(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._number, mp_context=_context(), initializer=_end_with_parent)


def prepare() -> None:
    """Begin to load, in a process beside this one, what workers need; they are then made from it in no time.

    To be called by a command that will want workers, before it loads its own half; where there is no such process
    (Windows), workers load everything themselves.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return
    _context()
    with _interrupts_held_back():
        forkserver.ensure_running()


def _is_prepared() -> bool:
    """Tell whether there is a process beside this one that has loaded what workers need, or is about to."""
    return getattr(forkserver._forkserver, "_forkserver_pid", None) is not None


def _context() -> BaseContext:
    """Return how processes are started: from a server that has loaded what they need, else each from nothing."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(LOADED))
    return context


def _end_with_parent() -> None:
    """Let this process end when the one that started it is killed, which nobody would tell it otherwise."""
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101 it runs in workers only

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    Thread(target=watch, daemon=True).start()


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
