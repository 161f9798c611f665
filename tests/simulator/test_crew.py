"""Who plays: tasks go out a few at a time, come back in order, and what died is played again."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from summitry.workers import crew
from summitry.workers.crew import in_order

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals")


def doubled(number: int) -> int:
    return 2 * number


def slow_if_even(number: int) -> int:
    time.sleep(0.02 if number % 2 == 0 else 0)
    return number


def die_once(task: tuple[int, Path]) -> int:
    """Kill the process that plays number 3 for the first time."""
    number, mark = task
    if number == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def large(number: int) -> bytes:
    """Return more than a line between processes takes before somebody reads."""
    return bytes(4_000_000)


def fail(number: int) -> int:
    raise ConnectionError(f"number {number}")


def die(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


class Counting(ThreadPoolExecutor):
    """Counts how many tasks it has been given."""

    submitted = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.submitted += 1
        return super().submit(fn, *args, **kwargs)


class Dropping(Executor):
    """Drops what it was given, as a client does that has lost its scheduler."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.cancel()
        return future


@pytest.mark.parametrize("workers", [1, 2, None])
def test_what_was_played_comes_in_the_order_of_the_tasks(workers: int | None) -> None:
    assert list(in_order(slow_if_even, range(12), workers)) == list(range(12))


def test_an_executor_of_ones_own_plays_as_well() -> None:
    with ThreadPoolExecutor(4) as executor:
        assert list(in_order(slow_if_even, range(40), executor=executor)) == list(range(40))


def test_only_a_few_tasks_are_under_way_however_many_there_are() -> None:
    with Counting(2) as executor, closing(in_order(doubled, range(10_000), executor=executor)) as played:
        for collected, _ in zip(range(1, 51), played, strict=False):
            assert executor.submitted <= collected + 2 * crew.AHEAD


@posix
def test_a_lost_worker_costs_only_what_it_had_not_finished(tmp_path: Path) -> None:
    tasks = [(number, tmp_path / "died") for number in range(8)]
    assert list(in_order(die_once, tasks, workers=2)) == list(range(8))
    assert (tmp_path / "died").exists()


@posix
def test_workers_that_always_die_are_given_up() -> None:
    with pytest.raises(ChildProcessError, match=r"3 times in a row.*fewer workers"):
        list(in_order(die, range(4), workers=2))


@posix
def test_a_broken_executor_that_somebody_else_made_is_not_replaced() -> None:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as executor, pytest.raises(ChildProcessError, match="make a new"):
        list(in_order(die, range(4), executor=executor))


def test_an_executor_that_drops_its_tasks_has_lost_its_cluster() -> None:
    with pytest.raises(ConnectionError, match="dropped its tasks"):
        list(in_order(doubled, range(4), executor=Dropping()))


def test_whoever_stops_collecting_ends_the_processes() -> None:
    before = set(multiprocessing.active_children())
    with closing(in_order(slow_if_even, range(1000), workers=2)) as played:
        assert next(played) == 0
        assert len(set(multiprocessing.active_children()) - before) == 2
    assert set(multiprocessing.active_children()) == before


def test_whoever_stops_collecting_need_not_wait_for_workers_that_are_answering() -> None:
    with closing(in_order(large, range(1000), workers=2)) as played:
        next(played)
        time.sleep(0.3)  # nobody reads now, so that both of them wait in the midst of an answer


@pytest.mark.parametrize("workers", [1, 2])
def test_what_a_task_raises_comes_out_as_it_is(workers: int) -> None:
    with pytest.raises(ConnectionError, match=r"number \d"):
        list(in_order(fail, range(4), workers))


def test_processes_are_started_where_that_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "cores", lambda: 4)
    assert crew._workers_that_pay(0.5) == 1
    assert crew._workers_that_pay(60) == 4
    monkeypatch.setattr(crew, "cores", lambda: 1)
    assert crew._workers_that_pay(60) == 1
