"""A sweep at the terminal: a row for each value, or a table of two."""

from __future__ import annotations

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from summitry.ensembles.headline import interval, percent
from summitry.statistics import Chance
from summitry.sweeps.result import SweepResult
from summitry.terminal import BAR, console, table


def print_sweep(result: SweepResult) -> None:
    """Print the chance of agreement in every cell."""
    screen = console()
    screen.print(Text(result.scenario.title, style="bold"), Text(f"(seed {result.seed})", style="dim"))
    screen.print(
        f"Chance of agreement in {len(result.cells):,} cells of {result.worlds:,} worlds, all with the same seed."
    )
    made = _line(result) if len(result.axes) == 1 else _square(result)
    screen.print(Padding(made, (1, 0, 0, 0)))


def _line(result: SweepResult) -> Table:
    [axis] = result.axes
    made = table(f">{axis.path}", ">chance", ">95 % interval", "", ">zone")
    for value, cell in zip(axis.values, result.cells, strict=True):
        chance, zone = Chance(cell.agreed, cell.worlds), Chance(cell.zone, cell.worlds)
        bar = Text("█" * round(BAR * chance.chance), style="cyan")
        made.add_row(f"{value:.4g}", percent(chance.chance), interval(chance), bar, percent(zone.chance))
    return made


def _square(result: SweepResult) -> Table:
    down, across = result.axes
    made = table(f">{down.path}", *(f">{value:.4g}" for value in across.values), title=f"columns: {across.path}")
    width = len(across.values)
    for row, value in enumerate(down.values):
        cells = result.cells[row * width : (row + 1) * width]
        made.add_row(f"{value:.4g}", *(percent(cell.agreed / cell.worlds) for cell in cells))
    return made
