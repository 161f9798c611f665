"""How fast Summitry is: each workload beside other ways to do the same work, in one table.

Run ``python tests/benchmarks/speed.py [--out DIR] [--repeats N] [--large]``; pytest does not collect it, and nothing
here asserts a time. What it asserts, before anything is timed, is that all ways come to the same deals.

All cases are timed in turn, and that several times over, so that whatever else the machine does falls on all of them
alike. The lowest time counts, being the least disturbed; the median stands beside it. Ratios are of times per world.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import compiled_loop
import numpy as np
import plain_mesa
import with_negmas
from machine import in_small_print, machine
from player import SEED, Player, kernels
from tables import table
from workloads import W1_SIZE, W2_SIZE, WORKLOADS, describe

from summitry import SummitModel, run
from summitry_agents.deals import Floats


@dataclass
class Case:
    """One way to do some work.

    Parameters
    ----------
    name
        What is played by what.
    worlds
        How many worlds, or negotiations, are timed at once.
    seconds
        Does it, and returns how long it took.
    once
        Whether once is enough.
    """

    name: str
    worlds: int
    seconds: Callable[[], float]
    once: bool = False
    took: list[float] = field(default_factory=list)

    @property
    def per_world(self) -> Floats:
        """Microseconds a world: lowest, median and highest."""
        return np.quantile(self.took, [0, 0.5, 1]) / self.worlds * 1e6


@dataclass(frozen=True)
class Ratio:
    """What is compared: how many times the time per world of `under` that of `over` is, and what is hoped for."""

    name: str
    over: str
    under: str
    hoped: str

    def row(self, cases: dict[str, Case]) -> tuple[str, ...]:
        """Return a row of the table."""
        lowest, median, _ = cases[self.over].per_world / cases[self.under].per_world
        return self.name, f"{lowest:,.2f}", f"{median:,.2f}", self.hoped


FAST, PLAIN, ALONE = "Summitry", "Summitry, NumPy alone", "Summitry, chances alone"
"""With compiled kernels, without them, and with them but without looking for reasons, which no other way tells."""

RATIOS = (
    Ratio("W1: NegMAS / Summitry", "W1 NegMAS", f"W1 {FAST}", "at least 1,000"),
    Ratio("W1: NegMAS / chances alone", "W1 NegMAS", f"W1 {ALONE}", "at least 1,000"),
    Ratio("W1: NegMAS / NumPy alone", "W1 NegMAS", f"W1 {PLAIN}", ""),
    Ratio("W1n: NegMAS / Summitry", "W1 NegMAS", f"W1n {FAST}", "at least 300"),
    Ratio("W1n: NegMAS / chances alone", "W1 NegMAS", f"W1n {ALONE}", "at least 300"),
    Ratio("W1n: NegMAS / NumPy alone", "W1 NegMAS", f"W1n {PLAIN}", ""),
    Ratio("W2: NegMAS / Summitry", "W2 NegMAS", f"W2 {FAST}", ""),
    Ratio("W2: NegMAS / chances alone", "W2 NegMAS", f"W2 {ALONE}", ""),
    Ratio("W2 / W1, Summitry", f"W2 {FAST}", f"W1 {FAST}", "at most 3"),
    Ratio("W2 / W1, NumPy alone", f"W2 {PLAIN}", f"W1 {PLAIN}", ""),
    Ratio("W1: plain Mesa / Summitry", "W1 plain Mesa", f"W1 {FAST}", ""),
    Ratio("W1: plain Mesa / NumPy alone", "W1 plain Mesa", f"W1 {PLAIN}", ""),
    Ratio("W1: Summitry / compiled loop", f"W1 {FAST}", "W1 compiled loop", "at most 5"),
    Ratio("W1: NumPy alone / compiled loop", f"W1 {PLAIN}", "W1 compiled loop", ""),
)


def cases(players: dict[str, Player], workers: int) -> list[Case]:
    """Return all that is timed."""

    def by(player: str, job: str, *arguments: object) -> Callable[[], float]:
        return lambda: float(players[player].ask(job, *arguments)["seconds"])

    found = [
        Case("W1 NegMAS", 100, by("NegMAS", "negmas", W1_SIZE, 100)),
        Case("W2 NegMAS", 1, by("NegMAS", "negmas", W2_SIZE, 1)),
        Case("W1 plain Mesa", 2_000, by("plain Mesa", "mesa", 2_000)),
        Case("W1 compiled loop", 100_000, by("compiled loop", "loop", 100_000)),
        Case("W1 compiled loop, its draws alone", 100_000, by("compiled loop", "draws", 100_000)),
    ]
    for workload, worlds in (("W1", 20_000), ("W1n", 5_000), ("W2", 20_000), ("W3", 5_000), ("peace", 1_000)):
        found += [Case(f"{workload} {who}", worlds, by(who, "summitry", workload, worlds)) for who in (FAST, PLAIN)]
        found.append(Case(f"{workload} {ALONE}", worlds, by(FAST, "summitry", workload, worlds, 1, False)))
    many = 40_000
    found.append(Case(f"W3 {FAST}, {workers} workers", many, by(FAST, "summitry", "W3", many, workers)))
    found.append(Case("summitry run reykjavik-2021", 10_000, command))
    found.append(Case("summitry run reykjavik-2021, nothing compiled yet", 10_000, command_first_time, once=True))
    return found


def command(**environment: str) -> float:
    """Return how long the command takes from the shell prompt."""
    tool = Path(sys.executable).with_name("summitry")
    start = time.perf_counter()
    subprocess.run(  # noqa: S603 the command of this project
        [str(tool), "run", "reykjavik-2021"],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )
    return time.perf_counter() - start


def command_first_time() -> float:
    """Return how long it takes where no kernel has been compiled before."""
    with tempfile.TemporaryDirectory() as empty:
        return command(NUMBA_CACHE_DIR=empty)


def check() -> None:
    """Hold all ways to the same deals."""
    model = SummitModel(WORKLOADS["W1"](), np.arange(500), rng=SEED, record=False)
    model.run_model()
    print(plain_mesa.check(model), flush=True)
    print(compiled_loop.check(model, run(WORKLOADS["W1"](), 20_000, SEED, keep_rows=True)), flush=True)
    model = SummitModel(WORKLOADS["W1n"](), np.arange(100), rng=SEED, record=False)
    model.run_model()
    print(with_negmas.check(model), flush=True)


def memory(large: bool) -> list[dict[str, float | str]]:
    """Return the peak of memory of ensembles, each in a process of its own."""
    sizes = [("W1", 10_000), ("W1", 100_000), ("W3", 10_000), ("W3", 30_000)]
    if large:
        sizes += [("W1", 1_000_000), ("W3", 300_000)]
    found: list[dict[str, float | str]] = []
    for workload, worlds in sizes:
        with Player() as player:
            answer = player.ask("summitry", workload, worlds)
        found.append({"workload": workload, "worlds": worlds, **answer})
        print(f"measured the memory of {workload} with {worlds:,} worlds", flush=True)
    return found


def measure(timed: list[Case], repeats: int) -> None:
    """Time every case once, then all of them again, and so on."""
    for repeat in range(repeats):
        for case in timed:
            if not (case.once and repeat):
                case.took.append(case.seconds())
        print(f"timed {repeat + 1} of {repeats} times", flush=True)


def main() -> None:
    """Check, time, and print the tables; write them as JSON where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, help="folder for speed.json; none is written without it")
    parser.add_argument("--repeats", type=int, default=5, help="how often everything is timed (5)")
    parser.add_argument("--workers", type=int, default=2, help="processes for W3 (2)")
    parser.add_argument("--large", action="store_true", help="measure memory with a million worlds, too")
    given = parser.parse_args()
    print(f"{in_small_print()}\nkernels: {'compiled' if kernels() else 'none, NumPy alone everywhere'}", flush=True)
    check()
    with ExitStack() as processes:
        names = (FAST, PLAIN, "NegMAS", "plain Mesa", "compiled loop")
        players = {name: processes.enter_context(Player(compiled=name != PLAIN)) for name in names}
        timed = cases(players, given.workers)
        measure(timed, given.repeats)
    by_name = {case.name: case for case in timed}
    ratios = [each.row(by_name) for each in RATIOS]
    heads = ("case", "worlds", "lowest us a world", "median", "highest", "worlds a second", "seconds")
    print(table(heads, [_row(case) for case in timed]))
    print(table(("ratio", "of the lowest", "of the medians", "hoped for"), ratios))
    told = {name: _told(name) for name in ("W3", "peace")}
    print("\n".join(["", *(f"{name}: {text}" for name, text in told.items())]), flush=True)
    peaks = memory(given.large)
    shown = [(str(each["workload"]), f"{each['worlds']:,}", f"{each['megabytes']:,.0f}") for each in peaks]
    print(table(("memory", "worlds", "peak MB"), shown))
    if given.out:
        document = {
            "machine": machine(),
            "kernels": kernels(),
            "cases": [{"name": each.name, "worlds": each.worlds, "seconds": each.took} for each in timed],
            "ratios": [dict(zip(("name", "lowest", "median", "hoped"), row, strict=True)) for row in ratios],
            "memory": peaks,
            "talks": told,
        }
        given.out.mkdir(parents=True, exist_ok=True)
        (given.out / "speed.json").write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
        print(f"wrote {given.out / 'speed.json'}")


def _told(workload: str) -> str:
    """Describe the talks of a workload."""
    scenario = WORKLOADS[workload]()
    return describe(scenario, run(scenario, 2_000, SEED))


def _row(case: Case) -> tuple[str, ...]:
    lowest, median, highest = case.per_world
    times = (f"{number:,.2f}" for number in (lowest, median, highest))
    return case.name, f"{case.worlds:,}", *times, f"{1e6 / lowest:,.0f}", f"{min(case.took):.2f}"


if __name__ == "__main__":
    main()
