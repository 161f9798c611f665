"""The answer in two or three sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summitry.assumptions import shared_prior

if TYPE_CHECKING:
    from summitry.ensembles.result import EnsembleResult, StratumChance
    from summitry.statistics import Chance


def percent(share: float) -> str:
    """Return a share as a percentage that never calls the possible impossible or the doubtful certain."""
    if 0 < share < 0.01:
        return "<1 %"
    if 0.99 < share < 1:
        return ">99 %"
    return f"{share:.0%}".replace("%", " %")


def interval(chance: Chance) -> str:
    """Return the Wilson interval, with a decimal: at many worlds it is narrower than a point."""
    low, high = chance.interval
    return f"{100 * low:.1f} to {100 * high:.1f} %"


def widest(result: EnsembleResult) -> tuple[str, StratumChance, StratumChance] | None:
    """Return the assumption whose strata differ most in the chance of agreement, with its lowest and highest."""
    ranges = []
    for name, strata in result.assumptions.items():
        ranked = sorted(strata, key=lambda item: item.agreement.chance)
        ranges.append((ranked[-1].agreement.chance - ranked[0].agreement.chance, name, ranked[0], ranked[-1]))
    if not ranges:
        return None
    _, name, lowest, highest = max(ranges, key=lambda item: item[0])
    return name, lowest, highest


def headline(result: EnsembleResult) -> str:
    """Return the chance with its simulation error, its range over the shared prior, and the share with a zone."""
    worlds = "1 world" if result.worlds == 1 else f"{result.worlds:,} worlds"
    said = [
        f"Agreement in {percent(result.agreement.chance)} of {worlds} "
        f"({interval(result.agreement)}, simulation error only)."
    ]
    spread = widest(result)
    if spread and spread[1].agreement.chance == spread[2].agreement.chance:
        said.append("The same whatever is assumed about what no record shows.")
    elif spread:
        name, lowest, highest = spread
        said.append(
            f"Between {percent(lowest.agreement.chance)} and {percent(highest.agreement.chance)}, depending on "
            f"{shared_prior()[name].title} ({lowest.label} / {highest.label}), which no record shows."
        )
    zone = f"A deal that {result.scenario.likes} better than walking away exists in {percent(result.zone.chance)}"
    said.append(f"{zone} ({percent(result.undecided)} undecided)." if result.undecided else f"{zone}.")
    return " ".join(said)


def from_outside(result: EnsembleResult) -> str:
    """Return the outside view in a sentence: what share of talks of this kind led to agreement, on record."""
    kind = result.outside_view
    share = f"{percent(kind.agreed.chance)} of {kind.agreed.worlds:,} {kind.label}"
    return f"Outside view, whoever sits at the table: {share} ({kind.source})."
