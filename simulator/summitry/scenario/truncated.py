"""Distributions cut off at the ends of a range, by their quantiles.

From `scipy.special` alone: `scipy.stats` takes half a second to load and several times as long to draw, for the same
numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Transform = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Truncated:
    """A distribution of which only the part within a range counts.

    Parameters
    ----------
    quantiles
        The inverse of its cumulative distribution function, in units of `scale` from `start`.
    start, scale
        Where it stands.
    below, upto
        Its cumulative probability at the ends of the range.
    """

    quantiles: Transform
    start: float
    scale: float
    below: float
    upto: float

    def at(self, uniform: Floats) -> Floats:
        """Return (W,): the values that uniform draws (W,) from [0, 1) stand for; rounding may leave the range."""
        return self.quantiles(self.below + uniform * (self.upto - self.below)) * self.scale + self.start


@lru_cache(maxsize=10_000)
def truncated(kind: str, numbers: tuple[float, ...], low: float, high: float) -> Truncated:
    """Return a distribution of a kind, with its numbers as in a scenario, cut off at the ends of a range.

    Parameters
    ----------
    kind
        ``normal`` (mean, standard deviation), ``uniform`` (low, high), ``triangular`` (low, mode, high; Johnson, Kotz
        and Balakrishnan 1995, *Continuous Univariate Distributions* 2, section 26.9), or ``beta`` (a, b; stretched
        over the range).
    numbers
        Of that kind.
    low, high
        The range.
    """
    start, scale, quantiles, below = _shapes(kind, numbers, low, high)
    with np.errstate(over="ignore"):  # from a spread next to nothing, the ends of the range are infinitely far away
        ends = below((np.array([low, high]) - start) / scale)
    return Truncated(quantiles, start, scale, float(ends[0]), float(ends[1]))


def _shapes(
    kind: str, numbers: tuple[float, ...], low: float, high: float
) -> tuple[float, float, Transform, Transform]:
    """Return start, scale, quantile function and cumulative distribution function of a distribution."""
    from scipy import special

    if kind == "normal":
        return numbers[0], numbers[1], special.ndtri, special.ndtr
    if kind == "uniform":
        return numbers[0], numbers[1] - numbers[0], np.asarray, lambda x: np.clip(x, 0.0, 1.0)
    if kind == "triangular":
        width = numbers[2] - numbers[0]
        mode = (numbers[1] - numbers[0]) / width
        return numbers[0], width, lambda q: _triangle(q, mode), lambda x: _below_in_triangle(x, mode)
    a, b = numbers
    return low, high - low, lambda q: special.betaincinv(a, b, q), lambda x: special.betainc(a, b, x)


def _triangle(q: Floats, mode: float) -> Floats:
    """Return the quantiles of a triangular distribution over [0, 1]."""
    return np.where(q < mode, np.sqrt(mode * q), 1 - np.sqrt((1 - mode) * (1 - q)))


def _below_in_triangle(x: Floats, mode: float) -> Floats:
    """Return the cumulative probability of a triangular distribution over [0, 1]."""
    inside = np.clip(x, 0.0, 1.0)
    if mode in (0.0, 1.0):
        return inside * inside if mode else 2 * inside - inside * inside
    return np.where(inside < mode, inside * inside / mode, (inside * inside - 2 * inside + mode) / (mode - 1))
