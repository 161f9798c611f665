"""A sweep at the terminal: a row for each value, a table of two, or of points a row for each value that is varied."""

from __future__ import annotations

import numpy as np
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from summitry.ensembles.headline import interval, percent
from summitry.statistics import Chance
from summitry.sweeps.design import LatinHypercube
from summitry.sweeps.result import SweepResult
from summitry.sweeps.trend import trends
from summitry.sweeps.words import in_words
from summitry.terminal import BAR, Screen, console, table


def print_sweep(result: SweepResult, screen: Screen | None = None) -> None:
    """Print the chance of agreement in every cell."""
    screen = screen or console()
    screen.print(Text(result.scenario.title, style="bold"), Text(f"(seed {result.seed})", style="dim"))
    screen.print(
        f"Chance of agreement in {len(result.cells):,} cells of {result.worlds:,} worlds, all with the same seed."
    )
    screen.print(f"{in_words(result)}.")
    if isinstance(result.design, LatinHypercube):
        made = _thirds(result)
    else:
        made = _line(result) if len(result.axes) == 1 else _square(result)
    screen.print(Padding(made, (1, 0, 0, 0)))


def _line(result: SweepResult) -> Table:
    [axis] = result.axes
    made = table(f">{axis.path}", ">chance", ">95 % interval", "", ">zone")
    for value, cell in zip(axis.values, result.cells, strict=True):
        chance, zone = cell.agreement, Chance(cell.zone, cell.worlds)
        bar = Text("█" * round(BAR * chance.chance), style="cyan")
        made.add_row(f"{value:.4g}", percent(chance.chance), interval(chance), bar, percent(zone.chance))
    return made


def _square(result: SweepResult) -> Table:
    down, across = result.axes
    made = table(f">{down.path}", *(f">{value:.4g}" for value in across.values), title=f"columns: {across.path}")
    width = len(across.values)
    for row, value in enumerate(down.values):
        cells = result.cells[row * width : (row + 1) * width]
        made.add_row(f"{value:.4g}", *(percent(cell.agreement.chance) for cell in cells))
    return made


def _thirds(result: SweepResult) -> Table:
    """Return the mean chance in the lower, the middle and the upper third of each value that is varied."""
    made = table("varied", ">from", ">to", ">low third", ">middle", ">high third", ">rank correlation")
    chances = np.array([cell.agreement.chance for cell in result.cells])
    found = {trend.path: trend for trend in trends(result)}
    for axis in result.axes:
        thirds = np.array_split(chances[axis.order], 3)
        trend = found[axis.path]
        shown = f"{trend.correlation:+.2f}" if trend.shown else "not shown"
        ends = (f"{min(axis.values):.4g}", f"{max(axis.values):.4g}")
        made.add_row(axis.path, *ends, *(percent(float(part.mean())) if part.size else "" for part in thirds), shown)
    return made
