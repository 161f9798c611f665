"""Processes that play and draw for the page while it is served: they stay warm, and leave its own free for visitors."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import parent_process
from threading import Thread

from summitry.explorer.player import charts
from summitry.registry import registered
from summitry.workers.crew import cores
from summitry.workers.processes import context


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
    gc.freeze()  # what is loaded stays; looking through it again took longer than drawing a chart


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(0)
