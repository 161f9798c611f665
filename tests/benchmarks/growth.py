"""How the time of talks grows with worlds, issues, options, states and rounds: a table and a chart.

Run ``python tests/benchmarks/growth.py [--out DIR]``; pytest does not collect it, and nothing here asserts a time.

Made-up talks, one size varied at a time. States want opposite ends of half of the issues on average, saliences differ
from world to world, failure lies off the scale, and envoys hold out until the last rounds (boulware with exponent 20,
no rescue at the last moment): a zone mostly exists but is hard to reach, so that nearly all rounds are played, and the
table says how many were. All sizes are timed in turn, and that several times over, so that whatever else the machine
does falls on all of them alike; the lowest time counts, being the least disturbed. Exponents are slopes of least
squares in log-log: 1 is linear. A fixed cost of every run makes small sizes look flatter, so the slope over the upper
half stands beside that over all. States are counted from three, because two make their offers by another method.
Times are for 1,000 worlds, but where worlds are what is varied: there they are of the whole run.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from growth_chart import chart
from machine import in_small_print
from tables import table

from summitry import Scenario, run


@dataclass(frozen=True)
class Size:
    """How large the talks are."""

    issues: int = 10
    options: int = 11
    states: int = 2
    rounds: int = 20


@dataclass
class Axis:
    """One size varied, the others fixed; of one axis that is the number of worlds."""

    name: str
    base: Size
    values: tuple[int, ...]
    worlds: int = 0
    seconds: list[list[float]] = field(default_factory=list)
    played: list[float] = field(default_factory=list)

    def cases(self) -> list[tuple[Size, int]]:
        """Return the sizes, and how many worlds are played of each."""
        if self.name == "worlds":
            return [(self.base, value) for value in self.values]
        return [(replace(self.base, **{self.name: value}), self.worlds) for value in self.values]

    @property
    def unit(self) -> str:
        """What times are given in."""
        return "seconds" if self.name == "worlds" else "seconds per 1,000 worlds"

    def fixed(self) -> str:
        """Tell what is not varied."""
        others = [f"{getattr(self.base, name)} {name}" for name in vars(self.base) if name != self.name]
        return ", ".join(others)

    def times(self) -> np.ndarray:
        """Return every time in that unit, one row per size."""
        return np.array(self.seconds) * (1000 / self.worlds if self.worlds else 1)

    def lowest(self) -> np.ndarray:
        """Lowest time in that unit, one per size."""
        return self.times().min(axis=1)

    def exponent(self, smallest: int = 0) -> float:
        """Slope in log-log from the size of that place on."""
        slope, _ = np.polyfit(np.log(self.values[smallest:]), np.log(self.lowest()[smallest:]), 1)
        return float(slope)


AXES = (
    Axis("worlds", Size(issues=5, options=5), (1, 10, 100, 1_000, 10_000, 100_000)),
    Axis("issues", Size(options=21), (2, 4, 8, 15, 30), worlds=500),
    Axis("options", Size(issues=30), (3, 5, 9, 15, 21), worlds=500),
    Axis("states", Size(issues=5, options=5), (3, 5, 10, 20, 40), worlds=50),
    Axis("rounds", Size(), (10, 20, 40, 80, 160), worlds=500),
)


def talks(size: Size, seed: int) -> Scenario:
    """Return made-up talks of a size, the same for the same seed."""
    random = np.random.default_rng([seed, *vars(size).values()])
    options = [f"option {k:02}" for k in range(size.options)]
    states: dict[str, Any] = {}
    envoys: dict[str, Any] = {}
    for p in range(size.states):
        positions = {
            f"issue_{i:02}": {
                "ideal": str(random.choice([options[0], options[-1]])),
                "salience": {"uniform": [float(random.uniform(0, 0.5)), 1]},
            }
            for i in range(size.issues)
        }
        states[f"state_{p:02}"] = {"walk_away": 0.3, "premium": 0, "patience": 1, "positions": positions}
        style = {"boulware": {"exponent": 20}}
        envoys[f"envoy_{p:02}"] = {
            "of": f"state_{p:02}",
            "style": style,
            "insight": 0.5,
            "reach": 1,
            "last_moment": 0,
        }
    return Scenario.from_dict(
        {
            "issues": {f"issue_{i:02}": {"options": options, "status_quo": "none"} for i in range(size.issues)},
            "states": states,
            "envoys": envoys,
            "talks": {"rounds": size.rounds},
        }
    )


def measure(axes: tuple[Axis, ...], repeats: int, seed: int) -> None:
    """Time every size of every axis once, then all of them again, and so on."""
    cases = [
        (axis, place, talks(size, seed), worlds) for axis in axes for place, (size, worlds) in enumerate(axis.cases())
    ]
    for axis in axes:
        axis.seconds = [[] for _ in axis.values]
        axis.played = [0.0 for _ in axis.values]
    for _, _, scenario, _ in cases:
        run(scenario, worlds=1, seed=seed)  # what is worked out once per scenario, and imports, stay out of the times
    for repeat in range(repeats):
        for axis, place, scenario, worlds in cases:
            start = time.perf_counter()
            result = run(scenario, worlds=worlds, seed=seed)
            axis.seconds[place].append(time.perf_counter() - start)
            axis.played[place] = sum(number * n for number, n in result.tally.ended_in.items()) / worlds
        print(f"measured {repeat + 1} of {repeats} times", flush=True)


def in_table(axes: tuple[Axis, ...]) -> str:
    """Return the times, the rounds played and the exponents as text."""
    heads = ("varied", "size", "lowest s", "median", "highest", "rounds played", "exponent", "upper half")
    rows: list[tuple[str, ...]] = []
    for axis in axes:
        quantiles = np.quantile(axis.times(), [0, 0.5, 1], axis=1).T
        for place, value in enumerate(axis.values):
            times = (f"{number:.3f}" for number in quantiles[place])
            last = place == len(axis.values) - 1
            slopes = (f"{axis.exponent():.2f}", f"{axis.exponent(len(axis.values) // 2):.2f}") if last else ("", "")
            rows.append((axis.name if not place else "", f"{value:,}", *times, f"{axis.played[place]:.1f}", *slopes))
        rows.append((f"  with {axis.fixed()}; {axis.unit}{f', {axis.worlds} at once' if axis.worlds else ''}",))
    return table(heads, rows)


def main() -> None:
    """Measure, print the table, and draw the chart where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, help="folder for growth.png and growth.svg; no chart without it")
    parser.add_argument("--repeats", type=int, default=3, help="how often everything is timed (3)")
    parser.add_argument("--seed", type=int, default=1, help="of the talks that are made up (1)")
    given = parser.parse_args()
    measure(AXES, given.repeats, given.seed)
    print(in_table(AXES))
    print(in_small_print())
    if given.out:
        given.out.mkdir(parents=True, exist_ok=True)
        figure = chart(AXES, in_small_print())
        for ending in ("png", "svg"):
            figure.savefig(given.out / f"growth.{ending}", dpi=150)
            print(f"wrote {given.out / f'growth.{ending}'}")


if __name__ == "__main__":
    main()
