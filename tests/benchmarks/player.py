"""A process of its own that does what is timed, and tells how long that took.

It waits for jobs, one JSON document a line, and answers each in a line: so that several processes can be timed in turn,
all warm, and none pays for what another keeps in memory. Whether Summitry uses compiled kernels is settled when it is
imported, by the environment variable ``SUMMITRY_COMPILED``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

SEED = 1


def summitry(workload: str, worlds: int, workers: int = 1, explain: bool = True) -> float:
    """Return how long Summitry takes for a workload, with reasons or without, its workers started and stopped."""
    from workloads import WORKLOADS

    from summitry import run

    scenario = WORKLOADS[workload]()
    run(scenario, worlds=min(worlds, 1000), keep_rows=False, explain=explain)
    start = time.perf_counter()
    run(scenario, worlds=worlds, seed=SEED, workers=workers, keep_rows=False, explain=explain)
    return time.perf_counter() - start


def negmas(size: tuple[int, int], worlds: int) -> float:
    """Return how long NegMAS takes for negotiations of so many issues and options."""
    import with_negmas

    return with_negmas.seconds(size, worlds, SEED)


def mesa(worlds: int) -> float:
    """Return how long plain Mesa models take for W1."""
    import plain_mesa

    return plain_mesa.seconds(worlds, SEED)


def loop(worlds: int) -> float:
    """Return how long the compiled loop takes for W1."""
    import compiled_loop

    return compiled_loop.seconds(worlds, SEED)


def draws(worlds: int) -> float:
    """Return how long the draws of the compiled loop take."""
    import compiled_loop

    return compiled_loop.seconds_to_draw(worlds, SEED)


JOBS: Mapping[str, Callable[..., float]] = {job.__name__: job for job in (summitry, negmas, mesa, loop, draws)}


def kernels() -> bool:
    """Tell whether Summitry uses compiled kernels in this process."""
    try:
        from summitry_agents import compiled
    except ImportError:
        return False
    return bool(compiled.ENABLED)


def peak() -> float:
    """Return the most memory that this process has had, in MB."""
    described = Path("/proc/self/status")
    if described.exists():
        # On Linux ru_maxrss is not reset when a process starts another: a small one would report its parent's.
        text = described.read_text(encoding="utf-8")
        return int(text.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


class Player:
    """The other end: starts such a process, and asks it.

    Parameters
    ----------
    compiled
        Whether Summitry may use compiled kernels in it.
    """

    def __init__(self, compiled: bool = True) -> None:
        self._process = subprocess.Popen(  # noqa: S603 this file, run by the Python that runs this one
            [sys.executable, str(Path(__file__).resolve())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "SUMMITRY_COMPILED": str(int(compiled))},
        )

    def ask(self, job: str, *arguments: object) -> dict[str, Any]:
        """Return the seconds that a job of `JOBS` took, and the peak of memory so far."""
        asked, answered = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answered is not None
        asked.write(json.dumps([job, *arguments]) + "\n")
        asked.flush()
        line = answered.readline()
        if not line:
            raise ChildProcessError(f"the process that was asked for {job} {arguments} ended early")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()


def main() -> None:
    """Answer jobs until there are no more."""
    for line in sys.stdin:
        job, *arguments = json.loads(line)
        answer = {"seconds": JOBS[job](*arguments), "megabytes": peak(), "kernels": kernels()}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
