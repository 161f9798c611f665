"""Worker processes: each has a line of its own to this one, so that its death is seen and costs only what it held."""

from __future__ import annotations

import multiprocessing
import os
import signal
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from summitry_agents.compiled import ENABLED

Task = TypeVar("Task")
Played = TypeVar("Played")

TO_PLAY = tuple(f"summitry_agents.kernels.{name}" for name in ("trades", "beliefs", "deals", "shortfall", "means"))
"""Kernels with which talks are played."""

TO_EXPLAIN = tuple(f"summitry_agents.kernels.{name}" for name in ("changes", "weighted"))
"""Kernels that are needed once talks are over."""

LAST_KERNEL = "summitry_agents.kernels.exact"
"""Needed by few worlds; to compile it, where that was never done, takes as long as most of the others."""

LOADED = ("summitry.ensembles.ensemble", *(TO_PLAY + TO_EXPLAIN if ENABLED else ()))
"""Modules that workers need."""

HELD = 2
"""Tasks that a worker holds: the one it plays, and the next, so that it need not wait for it."""

AHEAD = 3
"""Tasks that are under way, or played and not yet collected, for each that can be played at a time."""

MOST_DEATHS = 3
"""After so many deaths in a row, with nothing played in between, playing on is hopeless."""

HOPELESS = (
    "a worker process ended early {} times in a row: it was killed, ran out of memory or could not start; "
    "use fewer workers, or 1 (in a script, put the call under `if __name__ == '__main__':`)"
)


def in_processes(play: Callable[[Task], Played], tasks: Sequence[Task], number: int) -> Generator[Played, None, None]:
    """Play tasks in so many processes and yield what came out, in the order of the tasks.

    What a process held when it died is played again.

    Raises
    ------
    ChildProcessError
        They die time and again.
    """
    again: deque[int] = deque()
    played: dict[int, Played] = {}
    given = collected = deaths = 0
    with _workers(play, number) as workers:
        while collected < len(tasks):
            for most in range(1, HELD + 1):
                for worker in workers:
                    # The last tasks are not held back behind others: whoever is free first plays them.
                    wanted = len(worker.held) < most and (most == 1 or len(tasks) - given > number)
                    if wanted and (again or given < min(len(tasks), collected + AHEAD * number)):
                        place = again.popleft() if again else given
                        given = max(given, place + 1)
                        worker.give(place, tasks[place])
            for worker in _with_answers(workers):
                answer = worker.answer()
                if answer is None:
                    deaths += 1
                    if deaths == MOST_DEATHS:
                        raise ChildProcessError(HOPELESS.format(deaths))
                    again.extend(worker.held)
                    worker.replace()
                else:
                    deaths = 0
                    place, played[place] = answer
            while collected in played:
                yield played.pop(collected)
                collected += 1


class _Worker:
    """A process that plays, and what it holds.

    Parameters
    ----------
    play
        What it does with a task.

    Attributes
    ----------
    line
        Our end of the line to it.
    held
        Places of the tasks that were given to it and not answered.
    """

    def __init__(self, play: Callable[[Any], Any]) -> None:
        self._play = play
        self.held: list[int] = []
        self._start()

    def give(self, place: int, task: Any) -> None:
        """Give it a task; where it has died, its silence will tell."""
        self.held.append(place)
        with suppress(OSError):
            self.line.send((place, task))

    def answer(self) -> tuple[int, Any] | None:
        """Return which task it has played and what came out, or None if it has died; raise what playing raised."""
        try:
            place, result, error, told = self.line.recv()
        except (EOFError, OSError):
            return None
        if error is not None:
            raise error from _ThereError(told)
        self.held.remove(place)
        return place, result

    def replace(self) -> None:
        """Start another process in its place, which holds nothing."""
        self.end()
        self.held = []
        self._start()

    def end(self) -> None:
        """End the process: ended, not asked to, so that no block is played to its end."""
        self._process.terminate()
        self._process.join()
        self.line.close()

    def _start(self) -> None:
        kind: Any = context()
        line, theirs = kind.Pipe()
        self.line: Connection = line
        self._process = kind.Process(target=_work, args=(self._play, theirs), daemon=True)
        with _interrupts_held_back():
            self._process.start()
        # With nobody else at their end of the line, it goes dead when the process does.
        theirs.close()


class _ThereError(Exception):
    """Where in a worker something was raised."""

    def __str__(self) -> str:
        return f"\n\n{self.args[0]}"


@contextmanager
def _workers(play: Callable[[Any], Any], number: int) -> Iterator[list[_Worker]]:
    workers: list[_Worker] = []
    if ENABLED:
        Thread(target=_compile, args=((*TO_EXPLAIN, LAST_KERNEL),), daemon=True).start()
    try:
        workers += (_Worker(play) for _ in range(number))
        yield workers
    finally:
        for worker in workers:
            worker.end()


def _compile(modules: Sequence[str]) -> None:
    """Load kernels in this process, which only waits while theirs load: kept on disk then, none has to compile them."""
    for module in modules:
        import_module(module)


def _with_answers(workers: Sequence[_Worker]) -> list[_Worker]:
    """Wait for those that hold tasks, and return who has answered, or died."""
    ready = wait([worker.line for worker in workers if worker.held])
    return [worker for worker in workers if worker.line in ready]


def _work(play: Callable[[Any], Any], line: Connection) -> None:
    """Play in a worker what comes down the line."""
    tasks: SimpleQueue[tuple[int, Any]] = SimpleQueue()
    Thread(target=_listen, args=(line, tasks), daemon=True).start()
    while True:
        place, task = tasks.get()
        answer: tuple[int, Any, Exception | None, str]
        try:
            answer = (place, play(task), None, "")
        except Exception as error:  # told to whoever asked
            answer = (place, None, error, traceback.format_exc())
        line.send(answer)


def _listen(line: Connection, tasks: SimpleQueue[tuple[int, Any]]) -> None:
    """Take tasks from the line, also while one is played, and end this process when whoever started it is gone."""
    try:
        while True:
            tasks.put(line.recv())
    except (EOFError, OSError):
        os._exit(0)
    except Exception:
        traceback.print_exc()
        os._exit(1)


def prepare() -> None:
    """Begin to load, in a process beside this one, what workers need; they are then made from it in no time.

    To be called by a command that will want workers, before it loads its own half; where there is no such process
    (Windows), workers load everything themselves.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return
    context()
    with _interrupts_held_back():
        forkserver.ensure_running()


def is_prepared() -> bool:
    """Tell whether there is a process beside this one that has loaded what workers need, or is about to."""
    return getattr(forkserver._forkserver, "_forkserver_pid", None) is not None


def context() -> multiprocessing.context.BaseContext:
    """Return how processes are started: from a server that has loaded what they need, else each from nothing."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(list(LOADED))
    return server


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Let processes that start meanwhile never see Ctrl-C, which a terminal sends to all of them: we end them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # It is started along with the first process, and then lets interrupts through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
