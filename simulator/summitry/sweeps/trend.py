"""Which varied values the chance of agreement rises or falls with, over the points of a Latin hypercube."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from summitry.statistics import CONFIDENCE
from summitry.sweeps.result import SweepResult


@dataclass(frozen=True)
class Trend:
    """How the chance of agreement goes with one value.

    Parameters
    ----------
    path
        Of the value.
    correlation
        Spearman's rank correlation, from -1 to 1; 0 where nothing varies.
    shown
        Whether it is more than the lot of the design could have made.
    """

    path: str
    correlation: float
    shown: bool


def trends(result: SweepResult) -> list[Trend]:
    """Return the trend with each value that is varied over points, the strongest first.

    The design pairs the values of one path with those of the others by lot, so that without an effect every order of
    them is as likely: then the correlation has mean 0 and variance 1 / (n - 1) (Kendall and Gibbons 1990). Shown is
    what lies beyond its 95 % range, divided among all paths (Bonferroni).
    """
    from scipy.special import ndtri
    from scipy.stats import rankdata

    chances = rankdata([cell.agreed for cell in result.cells])
    limit = ndtri(1 - (1 - CONFIDENCE) / 2 / len(result.axes)) / sqrt(len(chances) - 1)
    found = []
    for axis in result.axes:
        values = rankdata(axis.values)
        varies = np.ptp(values) > 0 and np.ptp(chances) > 0
        correlation = float(np.corrcoef(values, chances)[0, 1]) if varies else 0.0
        found.append(Trend(axis.path, correlation, bool(abs(correlation) > limit)))
    return sorted(found, key=lambda trend: -abs(trend.correlation))
