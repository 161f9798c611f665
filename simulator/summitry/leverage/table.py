"""A state's levers at the terminal: what raises the chance of agreement, what its own gain, and at whose expense."""

from __future__ import annotations

from collections.abc import Sequence

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from summitry.comparisons.paired import PairedChance, PairedMean
from summitry.comparisons.words import points
from summitry.leverage.lever import KINDS
from summitry.leverage.levers import Levers, Pulled, Ranked
from summitry.leverage.words import in_words, of_failures, of_others
from summitry.terminal import Screen, console, table

MOST_LOWERING = 8
"""How many of the levers that lower the chance are shown."""

_STYLES = {"higher": "green", "lower": "red", "none": "dim"}


def print_levers(levers: Levers, screen: Screen | None = None) -> None:
    """Print both rankings, what would have to change at home, and how to set what leads."""
    screen = screen or console()
    screen.print(Text(levers.scenario.title, style="bold"), Text(f"(seed {levers.seed})", style="dim"))
    for line in in_words(levers):
        screen.print(line)
    for made in (*rankings(levers), lowering(levers), conditions(levers), _settings(levers)):
        if made.row_count:
            screen.print(Padding(made, (1, 0, 0, 0)))
    for line in notes(levers):
        screen.print(Padding(Text(line, style="dim"), (1, 0, 0, 0)))


def rankings(levers: Levers) -> list[Table]:
    """Return what raises the chance, and what raises the state's gain, at the ranks that noise leaves open."""
    return [
        _ranking(levers, levers.by_chance, "What raises the chance of agreement"),
        _ranking(levers, levers.by_gain, f"What raises the gain of {levers.title}"),
    ]


def _ranking(levers: Levers, ranking: Sequence[Ranked], title: str) -> Table:
    made = table(">rank", "lever", ">chance, points", ">own gain", "others", title=title)
    for each in ranking:
        made.add_row(each.ranks, *_row(levers, each.pulled))
    return made


def lowering(levers: Levers) -> Table:
    """Return what is shown to lower the chance of agreement, and at which gates talks then end more or less often."""
    made = table("lever", ">chance, points", ">worlds", "talks end", title="What lowers the chance of agreement")
    for each in levers.lowering[:MOST_LOWERING]:
        made.add_row(each.lever.says, _moved(each.agreement), f"{each.agreement.worlds:,}", of_failures(each))
    return made


def conditions(levers: Levers) -> Table:
    """Return what would have to change at home."""
    made = table(
        "condition", ">chance, points", ">own gain", "others", title="What would have to change at home (no levers)"
    )
    for each in levers.conditions:
        made.add_row(*_row(levers, each))
    return made


def _row(levers: Levers, pulled: Pulled) -> list[Text | str]:
    gain = pulled.gains.get(levers.state)
    own = Text("not compared", "dim") if gain is None else _moved(gain)
    return [pulled.lever.says, _moved(pulled.agreement), own, of_others(levers, pulled)]


def _moved(pair: PairedChance | PairedMean) -> Text:
    low, high = pair.interval
    if isinstance(pair, PairedChance):
        said = f"{points(pair.difference)}\n({points(low)} to {points(high)})"
    else:
        said = f"{pair.difference:+.3f}\n({low:+.3f} to {high:+.3f})"
    return Text(said, _STYLES[pair.claim])


def _settings(levers: Levers) -> Table:
    made = table("lever", "kind", "--set", title="How to make them (--out: a file for each)")
    made.columns[-1].overflow = "fold"
    for each in levers.leading:
        assumes = Text(f"\n{each.lever.assumes}" if each.lever.assumes else "", style="dim")
        made.add_row(each.lever.says, KINDS[each.lever.kind], Text("\n".join(each.lever.settings)) + assumes)
    return made


def notes(levers: Levers) -> list[str]:
    """Return how the tables are to be read, in paragraphs."""
    claims = [each.agreement.claim for each in levers.pulled]
    left = f" {levers.left_out} more are left out: the scenario does not allow them." if levers.left_out else ""
    lowered = (
        [
            f"What lowers the chance, with all taken together (Holm; {len(levers.lowering)}, at most {MOST_LOWERING} "
            "shown), was mostly measured once: the worst of many look worse than they are. Gates and points: by 95 % "
            "each."
        ]
        if levers.lowering
        else []
    )
    return [
        f"{len(levers.pulled)} levers tried: {claims.count('lower')} lower the chance, {claims.count('none')} show no "
        f"difference in it.{left} The best of many looks better than it is, so those that led in the first "
        f"{levers.picked_in:,} worlds ({len(levers.anew)}) were measured anew in {levers.worlds:,} others: the same "
        "draws with and without each. Intervals: paired, 95 %, simulation error only. Ranked is what lies above 0 with "
        "all of them taken together (Holm); ranks: what noise leaves open.",
        *lowered,
        "Gains are over the status quo, by what states want as things are. A state that must consent and loses would "
        "want something in return.",
    ]
