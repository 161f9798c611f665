"""A comparison at the terminal: the first scenario, each variant, and what may be claimed of the difference."""

from __future__ import annotations

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from summitry.comparisons.comparison import Comparison, Variant
from summitry.comparisons.paired import Claim
from summitry.comparisons.words import CHANCES, GAINS, in_words, interval, points, title
from summitry.ensembles.headline import percent
from summitry.terminal import Screen, console, table

_STYLES: dict[Claim, str] = {"higher": "green", "lower": "red", "none": "dim"}


def print_comparison(comparison: Comparison, screen: Screen | None = None) -> None:
    """Print, for each variant, the chances and gains beside those of the first scenario, and their differences."""
    screen = screen or console()
    screen.print(Text(comparison.scenario.title, style="bold"), Text(f"(seed {comparison.seed})", style="dim"))
    for variant in comparison.variants:
        screen.print(Padding(Text(f"{variant.name}, compared with {comparison.base}", style="bold"), (1, 0, 0, 0)))
        screen.print(in_words(variant))
        for made in [_chances(variant), *([_gains(variant)] if variant.gains else [])]:
            screen.print(Padding(made, (1, 0, 0, 0)))
        for left in variant.shared.left_out:
            screen.print(Text(f"Not compared: {left}.", style="dim"))
    said = (
        f"{comparison.worlds:,} worlds of each, paired: the same draws. Intervals: 95 %, simulation error only; where "
        "one contains 0, no difference is claimed. By chance one in twenty of them is off."
    )
    screen.print(Padding(Text(said, style="dim"), (1, 0, 0, 0)))


def _chances(variant: Variant) -> Table:
    made = table("chance", ">first", ">here", ">points", ">95 % interval", "", title="Chances")
    for (kind, name), pair in variant.chances.items():
        shares = (percent(pair.first.chance), percent(pair.second.chance))
        said = f"goal: {title(variant, kind, name)}" if kind == "goal" else title(variant, kind, name)
        claim = Text(CHANCES[pair.claim], _STYLES[pair.claim])
        made.add_row(said, *shares, points(pair.difference), interval(pair), claim)
    return made


def _gains(variant: Variant) -> Table:
    made = table("state", ">first", ">here", ">difference", ">95 % interval", "", title="Who gains (mean, in utility)")
    for state, pair in variant.gains.items():
        low, high = pair.interval
        means = [f"{total / pair.worlds:+.3f}" for total in (pair.first, pair.second)]
        ends = f"{low:+.4f} to {high:+.4f}"
        claim = Text(GAINS[pair.claim], _STYLES[pair.claim])
        made.add_row(title(variant, "gain", state), *means, f"{pair.difference:+.4f}", ends, claim)
    return made
