"""Learning by Bayes' rule."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from summitry_agents.compiled import compiled
from summitry_agents.deals import Floats, Ints
from summitry_agents.hypotheses import Hypotheses
from summitry_agents.learning.learning import Learning
from summitry_agents.learning.none import Unmoved

SPREAD = 0.15
"""Standard deviation of an offer's utility to who makes it around what the model expects."""


class Bayes(Unmoved):
    """Weighs what the others could want by how well it explains their offers (Hindriks and Tykhonov 2008).

    Each hypothesis is a draw from the scenario's distributions. Under it, the other is expected to offer at time t a
    deal worth best - t x (best - reservation) to itself: an even concession, as in Hindriks and Tykhonov, "Opponent
    modelling in automated multi-issue negotiation using Bayesian learning", section 4. An offer's likelihood falls
    with its distance from that as a normal density with standard deviation `SPREAD`, wide because nobody knows the
    other's style. Until a state offers something new, the means of the distributions stand.
    """

    def begin(
        self, others: Ints, contributions: Floats, reservation: Floats, status_quo: Ints, could: Hypotheses
    ) -> None:
        """Give all hypotheses the same weight."""
        super().begin(others, contributions, reservation, status_quo, could)
        self._others, self._could, self._status_quo = others, could, status_quo
        self._log_weight = np.zeros((*reservation.shape, could.size), dtype=np.float32)
        self._heard = np.zeros(reservation.shape, dtype=bool)
        wants = [could.contributions[:, state].reshape(could.size, -1) for state in others]
        # Half of the cells, or more, are options that an issue does not have, since all are as long as the longest.
        self._cells = [np.flatnonzero(each.any(axis=0)) for each in wants]
        self._values = [each[:, cells] for each, cells in zip(wants, self._cells, strict=True)]

    def recall(self, earlier: Sequence[Learning]) -> None:
        """Begin with the weights that hypotheses had at the end; those of several tables multiply."""
        for before in earlier:
            if isinstance(before, Bayes):
                self._log_weight += before._log_weight
                self._heard |= before._heard

    def hear(self, worlds: Ints, other: int, deal: Ints, clock: Floats) -> None:
        """Multiply the weight of each hypothesis by the likelihood of the offers."""
        state = int(self._others[other])
        best = self._could.best[:, state]
        lowest = np.minimum(self._could.reservation(state, self._status_quo[worlds]), best)
        expected = best - clock[:, None] * (best - lowest)
        miss = (self._could.utility(state, deal) - expected) / SPREAD
        self._log_weight[worlds, other] -= 0.5 * miss**2
        self._heard[worlds, other] = True

    def contributions(self, worlds: Ints) -> Floats:
        """Return (n, Q, I, K): the means over the weighted hypotheses."""
        expected = np.ascontiguousarray(super().contributions(worlds))
        flat = expected.reshape(*expected.shape[:2], -1)
        for place, (cells, values) in enumerate(zip(self._cells, self._values, strict=True)):
            some = np.flatnonzero(self._heard[worlds, place])
            if some.size:
                flat[some, place] = 0.0
                flat[some[:, None], place, cells] = weighted_means(self._weight(worlds[some], place), values)
        return expected

    def reservation(self, worlds: Ints) -> Floats:
        """Return (n, Q): the means over the weighted hypotheses."""
        expected = super().reservation(worlds)
        for place, state in enumerate(self._others):
            some = np.flatnonzero(self._heard[worlds, place])
            if some.size:
                there = worlds[some]
                possible = self._could.reservation(int(state), self._status_quo[there])
                expected[some, place] = np.cumsum(self._weight(there, place) * possible, axis=1)[:, -1]
        return expected

    def _weight(self, worlds: Ints, other: int) -> Floats:
        """Return (n, H): the weights of the hypotheses about one other; they sum to 1."""
        log = self._log_weight[worlds, other].astype(np.float64)
        weight = np.exp(log - log.max(axis=1, keepdims=True))
        return np.asarray(weight / np.cumsum(weight, axis=1)[:, -1:])


@compiled("means.weighted_means")
def weighted_means(weight: Floats, values: Floats) -> Floats:
    """Return (n, C): the means of the values (H, C) of hypotheses, weighted (n, H)."""
    mean = np.zeros((len(weight), values.shape[1]))
    # One by one: a world's sum must not depend on how many others are summed with it.
    for share, value in zip(weight.T, values, strict=True):
        mean += share[:, None] * value
    return mean
