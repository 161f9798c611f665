"""Which levers may be said to do something, and in which order, when many were tried."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist

from summitry.comparisons.paired import Claim, PairedChance, PairedMean
from summitry.statistics import CONFIDENCE

Pair = PairedChance | PairedMean


def p_value(pair: Pair) -> float:
    """Return how likely a difference at least so large would be if there were none; two-sided.

    Chances: McNemar's exact test, on the worlds that differ; means: normal, over pairs.
    """
    if isinstance(pair, PairedChance):
        from scipy.special import bdtr

        changed = pair.first_only + pair.second_only
        fewer = min(pair.first_only, pair.second_only)
        return min(1.0, 2.0 * float(bdtr(fewer, changed, 0.5))) if changed else 1.0
    if pair.worlds == 1 or not pair.change:
        return 1.0
    variance = max(pair.squares - pair.change**2 / pair.worlds, 0.0) / (pair.worlds - 1)
    if not variance:
        return 0.0
    return 2.0 * NormalDist().cdf(-abs(pair.difference) / sqrt(variance / pair.worlds))


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p values adjusted for their number (Holm 1979, Scandinavian Journal of Statistics 6, 65-70).

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    adjusted, floor = [0.0] * len(p_values), 0.0
    for place, number in enumerate(sorted(range(len(p_values)), key=lambda number: p_values[number])):
        floor = max(floor, min(1.0, (len(p_values) - place) * p_values[number]))
        adjusted[number] = floor
    return adjusted


def shown(pairs: Sequence[Pair], claim: Claim = "higher") -> list[bool]:
    """Return which of the differences are above nothing, or below it, all of them taken together at 95 %."""
    adjusted = holm([p_value(pair) for pair in pairs])
    return [pair.claim == claim and p < 1 - CONFIDENCE for pair, p in zip(pairs, adjusted, strict=True)]


def ranks(between: Sequence[Sequence[Pair]]) -> list[tuple[int, int]]:
    """Return the best and the worst rank that noise leaves each of n open, all pairs taken together (Bonferroni).

    Parameters
    ----------
    between
        n rows of n pairs: what the second, the column's, brings more than the first, the row's.
    """
    n = len(between)
    level = (1 - CONFIDENCE) / max(n * (n - 1) // 2, 1)
    ahead = [[pair.difference > 0 and p_value(pair) < level for pair in row] for row in between]
    return [(1 + sum(row), n - sum(other[number] for other in ahead)) for number, row in enumerate(ahead)]
