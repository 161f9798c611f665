"""Processes that play and draw for the page while it is served: they stay warm, and leave its own free for visitors."""

from __future__ import annotations

import gc
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import parent_process
from threading import Thread

from summitry.explorer.player import charts
from summitry.registry import registered
from summitry.workers.crew import cores
from summitry.workers.processes import context

MOMENT = 0.2
"""Seconds after which it is looked whether anything is done."""
MANY = 10_000
"""Objects that came and did not go, from which on it pays to look for garbage; a chart leaves more."""


@contextmanager
def hands() -> Iterator[Executor | None]:
    """Give what plays and draws in one process for each processor; None where there is but one."""
    if cores() == 1:
        yield None
        return
    pool = ProcessPoolExecutor(cores(), context(), initializer=_serve)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _serve() -> None:
    """Leave Ctrl-C to the process that was asked to serve, and end when that is gone, however it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    for name in charts()[0]:  # what is needed to draw, beside what all that play have loaded
        registered("charts")[name].load()
    gc.disable()
    Thread(target=_tidy, daemon=True).start()


def _tidy() -> None:
    """Collect garbage in idle moments, of which visitors leave enough: amid a drawing it took as long as a fast chart.

    What is there at the first one was loaded to play and to draw, and stays.
    """
    _wait_until_idle()
    gc.collect()
    gc.freeze()
    while True:
        _wait_until_idle()
        gc.collect()


def _wait_until_idle() -> None:
    """Wait for a moment in which nothing is done, once enough was done to leave garbage."""
    working = True
    while working or gc.get_count()[0] < MANY:
        before = time.process_time()
        time.sleep(MOMENT)
        working = time.process_time() - before > MOMENT / 10


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(0)
