"""What makes one deal a better compromise than another: the objectives behind the solution points.

An objective ranks deals by *levels*, compared one after the other; differences up to `TIE` are none. It also knows
what a search needs to leave out most deals unseen: by how much the gains of any better deal must weigh (`goal`), how
good a deal can be at best if none weighs more (`bound`), and which state's weight should grow (`standing`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from summitry_agents.deals import MARGIN, TIE, Bools, Floats, Ints


class Objective(Protocol):
    """A ranking of the deals of the zone by the gains (..., P) > 0 that they bring.

    Weights (W, P) > 0 of the states add up to one in each world.
    """

    def levels(self, gains: Floats) -> Floats:
        """Return (..., L): the levels of deals, the first one most important."""

    def goal(self, weights: Floats, level: Floats) -> Floats:
        """Return (W,): the least weighted gain of a deal whose first level is at least `level` (W,)."""

    def bound(self, weights: Floats, most: Floats) -> Floats:
        """Return (W,): the largest first level of deals whose weighted gain is at most `most` (W,) > 0."""

    def standing(self, gains: Floats, weights: Floats) -> Floats:
        """Return (W, P): how the states stand with the deal of largest weighted gain; the lowest needs more weight."""


@dataclass(frozen=True)
class Utilitarian:
    """The sum of gains."""

    def levels(self, gains: Floats) -> Floats:
        """Return the sum, added state by state."""
        return np.asarray(np.cumsum(gains, axis=-1)[..., -1:])

    def goal(self, weights: Floats, level: Floats) -> Floats:
        """No gain weighs less than the smallest weight."""
        return np.asarray(weights.min(axis=-1) * level)

    def bound(self, weights: Floats, most: Floats) -> Floats:
        """Turn `goal` round."""
        return np.asarray(most / weights.min(axis=-1))

    def standing(self, gains: Floats, weights: Floats) -> Floats:
        """States that would not sign lack something; where there are none, the heavier ones have too much."""
        lack = np.minimum(gains - 2 * MARGIN, 0.0)
        return np.where((lack < 0).any(axis=-1, keepdims=True), lack, weights - weights.min(axis=-1, keepdims=True))


@dataclass(frozen=True)
class Nash:
    """The product of gains, as the sum of their logarithms."""

    def levels(self, gains: Floats) -> Floats:
        """Return the sum of logarithms, added state by state."""
        logs = np.log(np.maximum(gains, np.finfo(np.float64).tiny))
        return np.asarray(np.cumsum(logs, axis=-1)[..., -1:])

    def goal(self, weights: Floats, level: Floats) -> Floats:
        """Apply the inequality of the arithmetic and the geometric mean to the weighted gains."""
        states = weights.shape[-1]
        return np.asarray(states * np.exp((level + np.log(weights).sum(axis=-1)) / states))

    def bound(self, weights: Floats, most: Floats) -> Floats:
        """Turn `goal` round."""
        states = weights.shape[-1]
        return np.asarray(states * np.log(most / states) - np.log(weights).sum(axis=-1))

    def standing(self, gains: Floats, weights: Floats) -> Floats:
        """At the best compromise all gains weigh the same."""
        return gains * weights


@dataclass(frozen=True)
class Leximin:
    """The smallest gain, then the second smallest, and so on."""

    def levels(self, gains: Floats) -> Floats:
        """Return the gains in rising order."""
        return np.sort(gains, axis=-1)

    def goal(self, weights: Floats, level: Floats) -> Floats:
        """Every gain is at least the smallest."""
        return np.asarray(weights.sum(axis=-1) * level)

    def bound(self, weights: Floats, most: Floats) -> Floats:
        """Turn `goal` round."""
        return np.asarray(most / weights.sum(axis=-1))

    def standing(self, gains: Floats, weights: Floats) -> Floats:
        """Who gains least stands lowest."""
        return gains


@dataclass(frozen=True)
class BestFor:
    """The gain of one state.

    Parameters
    ----------
    state
        Its index.
    """

    state: int

    def levels(self, gains: Floats) -> Floats:
        """Return its gain."""
        return gains[..., self.state, None]

    def goal(self, weights: Floats, level: Floats) -> Floats:
        """Leave the other gains out, which are positive."""
        return np.asarray(weights[..., self.state] * level)

    def bound(self, weights: Floats, most: Floats) -> Floats:
        """Turn `goal` round."""
        return np.asarray(most / weights[..., self.state])

    def standing(self, gains: Floats, weights: Floats) -> Floats:
        """Give the others no more weight than they need to sign."""
        stand = gains - 2 * MARGIN
        stand[..., self.state] = 0.0
        return np.asarray(stand)


def first_best(levels: Floats, may: Bools) -> tuple[Ints, Floats]:
    """Find the first of the best among N deals in each world.

    Parameters
    ----------
    levels
        (W, N, L).
    may
        (W, N) whether a deal is a candidate.

    Returns
    -------
    index : ndarray of int
        (W,), 0 where there is no candidate.
    levels : ndarray
        (W, L) of that deal; -inf where there is no candidate.
    """
    tied: Bools = may
    for rank in range(levels.shape[-1]):
        level = np.where(tied, levels[..., rank], -np.inf)
        tied = tied & (level >= level.max(axis=-1, keepdims=True) - TIE)
    index = tied.argmax(axis=-1)
    best = np.take_along_axis(levels, index[:, None, None], axis=1)[:, 0]
    return index, np.where(may.any(axis=-1, keepdims=True), best, -np.inf)


def outranks(levels: Floats, others: Floats) -> Bools:
    """Tell where levels (W, L) are better than others: the first that differ by more than `TIE` decide."""
    better, tied = np.zeros(len(levels), dtype=bool), np.ones(len(levels), dtype=bool)
    for level, other in zip(levels.T, others.T, strict=True):
        higher = level > other + TIE
        better |= tied & higher
        tied &= ~higher & (level >= other - TIE)
    return better
