"""The drivers of agreement at the terminal: indices with the ranks that noise leaves open, and the tornado."""

from __future__ import annotations

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from summitry.comparisons.words import points
from summitry.ensembles.headline import percent
from summitry.sensitivity.drivers import Drivers, Held
from summitry.sensitivity.sobol import Index
from summitry.sensitivity.words import how_to_read, in_words, value_in_words
from summitry.terminal import Screen, console, table

MOST_SHOWN = 15


def print_drivers(drivers: Drivers, screen: Screen | None = None) -> None:
    """Print what moves the chance most, the indices, and the chances with inputs held."""
    screen = screen or console()
    screen.print(Text(drivers.scenario.title, style="bold"), Text(f"(seed {drivers.seed})", style="dim"))
    screen.print(in_words(drivers))
    for made in (indices(drivers), tornado(drivers)):
        if made.row_count:
            screen.print(Padding(made, (1, 0, 0, 0)))
    screen.print(Padding(Text(how_to_read(drivers), style="dim"), (1, 0, 0, 0)))


def indices(drivers: Drivers) -> Table:
    """Return the largest Sobol indices of those that are more than noise."""
    made = table(
        ">rank", "uncertain", ">first order", ">95 % interval", ">total", ">95 % interval", title="Sobol indices"
    )
    shown = [each for each in drivers.drivers if each.importance.shown]
    for each in shown[:MOST_SHOWN]:
        first, total = each.importance.first, each.importance.total
        made.add_row(
            each.ranks, each.group.title, f"{first.index:.2f}", _ends(first), f"{total.index:.2f}", _ends(total)
        )
    left = len(shown) - MOST_SHOWN
    if left > 0:
        made.add_row("", Text(f"and {left} more (summitry drivers --json)", style="dim"))
    return made


def tornado(drivers: Drivers) -> Table:
    """Return the chances with inputs held."""
    columns = [f">{part}" for quantile in (10, 90) for part in (f"at {quantile} %", "chance", "points")]
    base = f" (as they are: {percent(drivers.swings[0].low.pair.first.chance)})" if drivers.swings else ""
    made = table("held", *columns, title=f"The same worlds with one input held{base}")
    for swing in drivers.swings:
        made.add_row(
            swing.held.title,
            *_end(drivers, swing.held.name, swing.low),
            *_end(drivers, swing.held.name, swing.high),
        )
    return made


def _end(drivers: Drivers, name: str, held: Held) -> list[Text | str]:
    style = {"higher": "green", "lower": "red", "none": "dim"}[held.pair.claim]
    moved = Text(points(held.pair.difference), style)
    return [value_in_words(drivers.scenario, name, held.value), percent(held.pair.second.chance), moved]


def _ends(index: Index) -> str:
    return f"{index.low:.2f} to {index.high:.2f}"
