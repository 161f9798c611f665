"""Sobol indices with their intervals, and only as much of a ranking as noise can't have made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.statistics import CONFIDENCE
from summitry_agents.deals import Floats

RESAMPLES = 500
_SEED = 1
"""Of the bootstrap; not that of the worlds, so that the same worlds always have the same intervals."""


@dataclass(frozen=True)
class Index:
    """A share of the variance, with its 95 % bootstrap interval."""

    index: float
    low: float
    high: float


@dataclass(frozen=True)
class Importance:
    """What one input does to the variance.

    Parameters
    ----------
    first
        Share that goes if this input alone is known (first order).
    total
        Share that stays if everything else is known: alone and together with others.
    shown
        Whether the total is more than noise.
    best, worst
        Ranks by total index that noise leaves open, from 1.
    """

    first: Index
    total: Index
    shown: bool
    best: int
    worst: int


def importances(outcomes: Floats) -> list[Importance]:
    """Return the importance of each of k inputs.

    First order: Saltelli et al. 2010 (Computer Physics Communications 181, 259-270), table 2 (b); total: Jansen's
    estimator, table 2 (f); as SALib computes them, with intervals from the spread of bootstrap samples of worlds. One
    input ranks above another where the difference of their totals in the same bootstrap samples is off 0 by the normal
    quantile for all pairs together at 95 % (Bonferroni).

    Parameters
    ----------
    outcomes
        (N, k + 2): by world, with all inputs from a first draw; with input 1, ..., k from a second draw and the others
        from the first; with all from the second.
    """
    inputs = outcomes.shape[1] - 2
    if np.ptp(outcomes) == 0:
        nothing = Index(0.0, 0.0, 0.0)
        return [Importance(nothing, nothing, False, 1, inputs) for _ in range(inputs)]
    from SALib.analyze import sobol

    names = [str(number) for number in range(inputs)]
    problem = {"num_vars": inputs, "names": names, "bounds": [[0.0, 1.0]] * inputs}
    found = sobol.analyze(
        problem,
        outcomes.ravel(),
        calc_second_order=False,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        keep_resamples=True,
        seed=_SEED,
    )
    shown, above = _told_apart(found["ST"], found["ST_conf_all"])
    return [
        Importance(
            _index(found["S1"][j], found["S1_conf"][j]),
            _index(found["ST"][j], found["ST_conf"][j]),
            bool(shown[j]),
            1 + int(above[:, j].sum()),
            inputs - int(above[j].sum()),
        )
        for j in range(inputs)
    ]


def _index(value: float, half: float) -> Index:
    return Index(float(value), float(value - half), float(value + half))


def _told_apart(total: Floats, resampled: Floats) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return (k,) which totals are above 0, and (k, k) which are above which others.

    Parameters
    ----------
    total
        (k,) the indices.
    resampled
        (R, k) the same in bootstrap samples.
    """
    from scipy.stats import norm

    inputs = len(total)
    pairs = max(inputs * (inputs - 1) / 2, 1)
    spread = np.stack([(resampled[:, [j]] - resampled).std(axis=0, ddof=1) for j in range(inputs)])
    above = total[:, None] - total > norm.ppf(1 - (1 - CONFIDENCE) / 2 / pairs) * spread
    shown = total > norm.ppf(1 - (1 - CONFIDENCE) / inputs) * resampled.std(axis=0, ddof=1)
    return shown, above & ~np.eye(inputs, dtype=bool)
