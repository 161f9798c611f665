"""Differences between two scenarios whose worlds are paired: world by world, the same draws."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Literal, Self

from summitry.statistics import CONFIDENCE, Chance
from summitry_agents.deals import Bools, Floats

Claim = Literal["higher", "lower", "none"]
"""What an interval lets one say of the second scenario beside the first; none: it contains 0."""

_LARGEST = 2.0
"""Two gains, each between -1 and 1, are no further apart."""


@dataclass(frozen=True)
class PairedChance:
    """In how many pairs of worlds something holds in the first, in the second, in both.

    Parameters
    ----------
    both, first_only, second_only, neither
        Numbers of pairs.
    same
        Whether both are the same scenario: then there is nothing to estimate, and the interval is 0.
    """

    both: int
    first_only: int
    second_only: int
    neither: int
    same: bool = False

    @classmethod
    def of(cls, first: Bools, second: Bools) -> Self:
        """Return the pairs of worlds (W,) in which something holds in the first, and in the second."""
        counts = (first & second, first & ~second, ~first & second, ~first & ~second)
        both, first_only, second_only, neither = (int(each.sum()) for each in counts)
        return cls(both, first_only, second_only, neither)

    @property
    def worlds(self) -> int:
        """How many pairs there are."""
        return self.both + self.first_only + self.second_only + self.neither

    @property
    def first(self) -> Chance:
        """The chance in the first scenario."""
        return Chance(self.both + self.first_only, self.worlds)

    @property
    def second(self) -> Chance:
        """The chance in the second."""
        return Chance(self.both + self.second_only, self.worlds)

    @property
    def difference(self) -> float:
        """The second chance less the first."""
        return (self.second_only - self.first_only) / self.worlds

    @property
    def interval(self) -> tuple[float, float]:
        """Low and high end of the 95 % interval of the difference, simulation error only.

        Newcombe 1998 (Statistics in Medicine 17, 2635-2650), method 10: the distances from both shares to the ends of
        their Wilson intervals, squared and added, less what the shares have in common, with his continuity correction
        of their correlation.
        """
        if self.same:
            return 0.0, 0.0
        (low_1, high_1), (low_2, high_2) = self.first.interval, self.second.interval
        under_1, over_1 = self.first.chance - low_1, high_1 - self.first.chance
        under_2, over_2 = self.second.chance - low_2, high_2 - self.second.chance
        shared = 2 * self._correlation
        down = sqrt(max(under_2**2 - shared * under_2 * over_1 + over_1**2, 0.0))
        up = sqrt(max(over_2**2 - shared * over_2 * under_1 + under_1**2, 0.0))
        return self.difference - down, self.difference + up

    @property
    def claim(self) -> Claim:
        """What may be claimed."""
        return _claim(*self.interval)

    @property
    def _correlation(self) -> float:
        yes_1, yes_2 = self.first.count, self.second.count
        margins = yes_1 * (self.worlds - yes_1) * yes_2 * (self.worlds - yes_2)
        if not margins:
            return 0.0
        product = self.both * self.neither - self.first_only * self.second_only
        return (product if product < 0 else max(product - self.worlds / 2, 0.0)) / sqrt(margins)


@dataclass(frozen=True)
class PairedMean:
    """Sums, over pairs of worlds, of a number between -1 and 1.

    Parameters
    ----------
    worlds
        How many pairs.
    first, second
        Sum of the number in the first and in the second scenario.
    change, squares
        Sum of the differences, the second less the first, and of their squares.
    """

    worlds: int
    first: float
    second: float
    change: float
    squares: float

    @classmethod
    def of(cls, first: Floats, second: Floats) -> Self:
        """Return the sums over pairs of worlds (W,) of a number in the first, and in the second."""
        change = second - first
        sums = (first.sum(), second.sum(), change.sum(), (change**2).sum())
        return cls(len(first), *(float(each) for each in sums))

    @property
    def difference(self) -> float:
        """Mean of the differences."""
        return self.change / self.worlds

    @property
    def interval(self) -> tuple[float, float]:
        """Low and high end of the 95 % interval of the mean difference: normal, over pairs; simulation error only."""
        if self.worlds == 1:
            return -_LARGEST, _LARGEST
        variance = max(self.squares - self.change**2 / self.worlds, 0.0) / (self.worlds - 1)
        half = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * sqrt(variance / self.worlds)
        return self.difference - half, self.difference + half

    @property
    def claim(self) -> Claim:
        """What may be claimed."""
        return _claim(*self.interval)


def _claim(low: float, high: float) -> Claim:
    return "higher" if low > 0 else "lower" if high < 0 else "none"
