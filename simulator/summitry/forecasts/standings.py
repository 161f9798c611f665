"""Where states stand on one issue, how much they care, and how strong they are: what simple models go by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.scenario.agenda import Question
from summitry.scenario.quantity import FloatArray


def has_scale(question: Question) -> bool:
    """Tell whether the options of an issue lie on a scale, so that a place on it means something."""
    return question.ordered and question.kind != "division"


@dataclass(frozen=True, eq=False)
class Standings:
    """Where P states stand on one issue in W worlds.

    Parameters
    ----------
    place
        (W, P) on the issue's scale from 0 to 1; NaN where a state has no place on it.
    salience
        (W, P) raw, on the analyst's scale from 0 to 1.
    capability
        (W, P) at least 0.
    """

    place: FloatArray
    salience: FloatArray
    capability: FloatArray

    @property
    def has_place(self) -> NDArray[np.bool_]:
        """(W, P) who stands anywhere."""
        return ~np.isnan(self.place)

    @property
    def weight(self) -> FloatArray:
        """(W, P) capability x salience; 0 without a place."""
        return np.where(self.has_place, self.capability * self.salience, 0.0)


def weighted_mean(place: FloatArray, weight: FloatArray) -> FloatArray:
    """Return (W,): the mean of places (W, P) by weights (W, P), 0 where a place is NaN; NaN without any weight."""
    total = weight.sum(axis=1)
    known = total > 0
    return np.where(known, (np.nan_to_num(place) * weight).sum(axis=1) / np.where(known, total, 1.0), np.nan)


def weighted_median(place: FloatArray, weight: FloatArray) -> FloatArray:
    """Return (W,): the place with half of the weight on either side; NaN without weight.

    Where two places divide the weight in halves, the middle between them, so that turning a scale round turns the
    answer round.

    Parameters
    ----------
    place, weight
        (W, P); a weight is 0 where a place is NaN.

    Examples
    --------
    >>> weighted_median(np.array([[0.0, 0.4, 1.0]]), np.array([[1.0, 2.0, 1.0]]))
    array([0.4])
    """
    order = np.argsort(place, axis=1, kind="stable")
    sorted_place = np.take_along_axis(place, order, axis=1)
    upto = np.cumsum(np.take_along_axis(weight, order, axis=1), axis=1)
    half = upto[:, -1:] / 2
    rounding = 1e-12 * half
    ends = [(upto < half - rounding).sum(axis=1), (upto <= half + rounding).sum(axis=1)]
    low, high = (sorted_place[np.arange(len(place)), np.minimum(end, place.shape[1] - 1)] for end in ends)
    return np.where(half[:, 0] > 0, (low + high) / 2, np.nan)
