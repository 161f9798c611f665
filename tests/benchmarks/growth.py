"""How the time of talks grows with issues, options, states and rounds: a table and a chart.

Run ``python tests/benchmarks/growth.py [--out DIR]``; pytest does not collect it, and nothing here asserts a time.

Made-up talks, one size varied at a time. States want opposite ends of half of the issues on average, saliences differ
from world to world, failure lies off the scale, and envoys hold out until the last rounds (boulware with exponent 20,
no rescue at the last moment): a zone mostly exists but is hard to reach, so that nearly all rounds are played, and the
table says how many were. All sizes are timed in turn, and that several times over, so that whatever else the machine
does falls on all of them alike; the lowest time counts, being the least disturbed. Exponents are slopes of least
squares in log-log: 1 is linear. A fixed cost of every run makes small sizes look flatter, so the slope over the upper
half stands beside that over all. States are counted from three, because two make their offers by another method.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter, NullLocator

from summitry import Scenario, run

INK, MUTED, RULE, COLOUR = "#1a1a1a", "#5f5f5f", "#d4d4d4", "#0072b2"


@dataclass(frozen=True)
class Size:
    """How large the talks are."""

    issues: int = 10
    options: int = 11
    states: int = 2
    rounds: int = 20


@dataclass
class Axis:
    """One size varied, the others fixed."""

    name: str
    base: Size
    values: tuple[int, ...]
    worlds: int
    seconds: list[list[float]] = field(default_factory=list)
    played: list[float] = field(default_factory=list)

    def sizes(self) -> list[Size]:
        return [replace(self.base, **{self.name: value}) for value in self.values]

    def fixed(self) -> str:
        others = [f"{getattr(self.base, name)} {name}" for name in vars(self.base) if name != self.name]
        return ", ".join(others)

    def per_thousand(self) -> np.ndarray:
        """Lowest seconds per 1,000 worlds, one per size."""
        return np.min(self.seconds, axis=1) * 1000 / self.worlds

    def exponent(self, smallest: int = 0) -> float:
        """Slope in log-log from the size of that place on."""
        slope, _ = np.polyfit(np.log(self.values[smallest:]), np.log(self.per_thousand()[smallest:]), 1)
        return float(slope)


AXES = (
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
    cases = [(axis, place, talks(size, seed)) for axis in axes for place, size in enumerate(axis.sizes())]
    for axis in axes:
        axis.seconds = [[] for _ in axis.values]
        axis.played = [0.0 for _ in axis.values]
    for _, _, scenario in cases:
        run(scenario, worlds=1, seed=seed)  # what is worked out once per scenario, and imports, stay out of the times
    for repeat in range(repeats):
        for axis, place, scenario in cases:
            start = time.perf_counter()
            result = run(scenario, worlds=axis.worlds, seed=seed)
            axis.seconds[place].append(time.perf_counter() - start)
            axis.played[place] = float(result.to_frame()["round"].mean())
        print(f"measured {repeat + 1} of {repeats} times", flush=True)


def table(axes: tuple[Axis, ...]) -> str:
    """Return the times, the rounds played and the exponents as text."""
    heads = ("varied", "size", "s per 1,000 worlds", "median", "highest", "rounds played", "exponent", "upper half")
    rows = [heads]
    for axis in axes:
        lowest = axis.per_thousand()
        for place, value in enumerate(axis.values):
            rest = np.quantile(axis.seconds[place], [0.5, 1]) * 1000 / axis.worlds
            times = (f"{number:.3f}" for number in (lowest[place], *rest))
            last = place == len(axis.values) - 1
            slopes = (f"{axis.exponent():.2f}", f"{axis.exponent(len(axis.values) // 2):.2f}") if last else ("", "")
            rows.append((axis.name if not place else "", str(value), *times, f"{axis.played[place]:.1f}", *slopes))
        rows.append((f"  with {axis.fixed()}; {axis.worlds} worlds",))
    widths = [max(len(row[column]) for row in rows if len(row) > 1) for column in range(len(heads))]
    lines = []
    for row in rows:
        cells = (cell.ljust(width) if not place else cell.rjust(width) for place, (cell, width) in _cells(row, widths))
        lines.append("  ".join(cells).rstrip() if len(row) > 1 else row[0])
    return "\n".join(lines)


def _cells(row: tuple[str, ...], widths: list[int]) -> enumerate[tuple[str, int]]:
    return enumerate(zip(row, widths, strict=False))


def chart(axes: tuple[Axis, ...]) -> Figure:
    """Return one panel per axis: the lowest times, every single time, and the line of linear growth."""
    figure = Figure(figsize=(8.6, 7.2), layout="constrained")
    figure.suptitle(
        "Time per 1,000 worlds against the size of the talks", x=0.01, ha="left", fontsize=13, weight="bold", color=INK
    )
    panels = figure.subplots(2, 2)
    for panel, axis in zip(panels.flat, axes, strict=True):
        draw(panel, axis)
    return figure


def draw(panel: Axes, axis: Axis) -> None:
    """Draw one panel."""
    sizes, lowest = np.array(axis.values), axis.per_thousand()
    panel.set_xscale("log")
    panel.set_yscale("log")
    # Through the largest size, where the fixed cost of a run weighs least.
    panel.plot(sizes, lowest[-1] * sizes / sizes[-1], "--", color=MUTED, linewidth=1, label="linear growth")
    for size, seconds in zip(sizes, axis.seconds, strict=True):
        times = np.array(seconds) * 1000 / axis.worlds
        panel.plot(np.full(len(times), size), times, "_", color=COLOUR, markersize=9, alpha=0.6)
    panel.plot(sizes, lowest, "o-", color=COLOUR, markersize=5, linewidth=1.6, label="lowest time (dashes: each)")
    upper = axis.exponent(len(sizes) // 2)
    panel.set_title(
        f"{axis.name}: exponent {axis.exponent():.2f}, upper half {upper:.2f}", loc="left", fontsize=10, color=INK
    )
    panel.set_xlabel(f"{axis.name}, below them the rounds played\nwith {axis.fixed()}", fontsize=9, color=INK)
    panel.set_ylabel("seconds", fontsize=9, color=INK)
    panel.set_xticks(sizes, [f"{size}\n({rounds:.0f})" for size, rounds in zip(sizes, axis.played, strict=True)])
    panel.xaxis.set_minor_locator(NullLocator())
    panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    panel.yaxis.set_minor_formatter(NullFormatter())
    panel.tick_params(labelsize=8, colors=INK)
    panel.grid(visible=True, which="major", color=RULE, linewidth=0.6)
    panel.spines[["top", "right"]].set_visible(False)
    panel.margins(x=0.08, y=0.12)
    panel.legend(fontsize=8, frameon=False, loc="upper left")


def main() -> None:
    """Measure, print the table, and draw the chart where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, help="folder for growth.png and growth.svg; no chart without it")
    parser.add_argument("--repeats", type=int, default=3, help="how often everything is timed (3)")
    parser.add_argument("--seed", type=int, default=1, help="of the talks that are made up (1)")
    given = parser.parse_args()
    measure(AXES, given.repeats, given.seed)
    print(table(AXES))
    if given.out:
        given.out.mkdir(parents=True, exist_ok=True)
        figure = chart(AXES)
        for ending in ("png", "svg"):
            figure.savefig(given.out / f"growth.{ending}", dpi=150)
            print(f"wrote {given.out / f'growth.{ending}'}")


if __name__ == "__main__":
    main()
