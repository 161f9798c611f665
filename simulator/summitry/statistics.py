"""Chances and how far simulation can have missed them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import nan, sqrt

import numpy as np
from numpy.typing import NDArray

CONFIDENCE = 0.95
BIN = 0.001
"""Width of the histograms from which quantiles are read."""


@dataclass(frozen=True)
class Chance:
    """Share of worlds in which something holds, with its 95 % Wilson interval.

    The interval is simulation error only: what more worlds would narrow. It says nothing about the scenario.

    Parameters
    ----------
    count, worlds
        In how many of how many worlds it holds.
    """

    count: int
    worlds: int

    @property
    def chance(self) -> float:
        """The share itself."""
        return self.count / self.worlds

    @property
    def interval(self) -> tuple[float, float]:
        """Low and high end of the Wilson score interval (Wilson 1927)."""
        # By hand: the module of scipy that has it takes as long to load as thousands of worlds to play.
        n, share, z = self.worlds, self.chance, _deviations()
        middle = (2 * n * share + z**2) / (2 * (n + z**2))
        half = z / (2 * (n + z**2)) * sqrt(4 * n * share * (1 - share) + z**2)
        return middle - half if self.count else 0.0, middle + half if self.count < n else 1.0

    def to_dict(self) -> dict[str, float]:
        """Return the chance object of the JSON."""
        low, high = self.interval
        return {"chance": self.chance, "low": low, "high": high}


@cache
def _deviations() -> float:
    """Return how many standard deviations from its mean `CONFIDENCE` of a normal distribution lies."""
    from scipy.special import ndtri

    return float(ndtri((1 + CONFIDENCE) / 2))


@dataclass(frozen=True)
class Spread:
    """Mean and histogram of a number between -1 and 1 over worlds, which can be added up block by block.

    Parameters
    ----------
    total
        Sum over worlds.
    bins
        Number of worlds in each bin of width `BIN`; the bins' middles are the multiples of `BIN` from -1 to 1.
    """

    total: float
    bins: NDArray[np.int64]

    @classmethod
    def of(cls, values: NDArray[np.float64]) -> Spread:
        """Return the spread of the values (n,)."""
        place = np.rint((values + 1) / BIN).astype(np.int64)
        return cls(float(values.sum()), np.bincount(place, minlength=round(2 / BIN) + 1))

    def __add__(self, other: Spread) -> Spread:
        return Spread(self.total + other.total, self.bins + other.bins)

    @property
    def mean(self) -> float:
        """The mean; NaN without worlds."""
        worlds = int(self.bins.sum())
        return self.total / worlds if worlds else nan

    @property
    def interval(self) -> tuple[float, float]:
        """Low and high end of the 95 % interval of the mean, simulation error only; its deviation from the bins."""
        worlds = int(self.bins.sum())
        if worlds < 2:
            return -1.0, 1.0
        middles = np.arange(len(self.bins)) * BIN - 1
        variance = float(self.bins @ (middles - self.mean) ** 2) / (worlds - 1)
        half = _deviations() * sqrt(variance / worlds)
        return self.mean - half, self.mean + half

    def quantile(self, share: float) -> float | None:
        """Return the middle of the bin up to which `share` of the worlds lie; None without worlds."""
        worlds = int(self.bins.sum())
        if not worlds:
            return None
        place = int(np.searchsorted(np.cumsum(self.bins), max(share * worlds, 1)))
        return round(place * BIN - 1, 6)

    def to_dict(self) -> dict[str, float | None]:
        """Return mean, 5 % and 95 % quantile."""
        mean = self.mean if self.bins.any() else None
        return {"mean": mean, "p05": self.quantile(0.05), "p95": self.quantile(0.95)}
