"""Learning by counting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from summitry_agents.deals import Floats, Ints
from summitry_agents.hypotheses import Hypotheses
from summitry_agents.learning.none import Unmoved
from summitry_agents.parameter import Parameter

SMOOTHING = 0.25
"""Exponent that keeps options which are offered often from burying those offered seldom (Tunali et al. 2017)."""


class Frequency(Unmoved):
    """Takes what the others offer often for what they like, and what they never move on for what matters to them.

    Value of an option: ((1 + times offered) / (1 + times of the issue's favourite)) ** 0.25 (Tunali, Aydogan and
    Sanchez-Anguix 2017, "Rethinking frequency opponent modeling in automated negotiation"). Weight of an issue: the
    share of the offers that named its favourite, scaled to sum to 1 (after Agent Smith, van Galen Last 2012); an issue
    that is known to be worth nothing to the other weighs nothing, however steadily it is offered. The estimate counts
    n / (n + `trusting`) after n different offers; for the rest what everybody knew stands. Reservation values are not
    learned. What others rank high is found, not how much they gain by it: offers get better for both sides, while the
    error in utilities need not fall.
    """

    parameters: ClassVar[Mapping[str, Parameter]] = {
        "trusting": Parameter("offers after which the count weighs as much as what was known before", 0.1, 1000.0, 3.0),
    }

    def begin(
        self, others: Ints, contributions: Floats, reservation: Floats, status_quo: Ints, could: Hypotheses
    ) -> None:
        """Start counting."""
        super().begin(others, contributions, reservation, status_quo, could)
        self._times = np.zeros(contributions.shape, dtype=np.uint16)

    def hear(self, worlds: Ints, other: int, deal: Ints, clock: Floats) -> None:
        """Count the options offered."""
        self._times[worlds[:, None], other, np.arange(deal.shape[1]), deal] += 1

    def contributions(self, worlds: Ints) -> Floats:
        """Return (n, Q, I, K): the mean over the distributions, moved towards what the count says."""
        prior = super().contributions(worlds)
        times = self._times[worlds].astype(np.float64)
        offers = times[..., 0, :].sum(axis=-1)
        # What can be worth nothing to a state says nothing about it, though its status quo is in every offer.
        times *= (prior > 0).any(axis=-1, keepdims=True)
        favourite = times.max(axis=-1)
        value = ((1.0 + times) / (1.0 + favourite[..., None])) ** SMOOTHING
        total = np.cumsum(favourite, axis=-1)[..., -1:]
        weight = np.divide(favourite, total, out=np.zeros_like(favourite), where=total > 0)
        # The scale of the prior: what the best option of every issue would be worth together.
        scale = np.cumsum(prior.max(axis=-1), axis=-1)[..., -1]
        counted = (scale[..., None] * weight)[..., None] * value
        believed = offers / (offers + self.values["trusting"][worlds, None])
        return np.asarray(prior + believed[..., None, None] * (counted - prior))
