"""Alternating offers: each state speaks in turn, the others answer."""

from __future__ import annotations

import numpy as np

from summitry.protocols.protocol import OneOffer
from summitry_agents.deals import Floats, Ints


class AlternatingOffers(OneOffer):
    """One offer a round; the speakers take turns (two states: Rubinstein 1982; more: Chatterjee and Sabourian 2000)."""

    def speaker(self, number: Ints, worlds: Ints) -> Ints:
        """Return (n,): the state in whose seat the round falls."""
        states = len(self.table.envoys)
        return np.asarray(np.take(self.table.seating, worlds * states + (number - 1) % states))

    def next_turn(self, state: int, number: Ints, worlds: Ints) -> Ints:
        """Return (n,): the next round that falls in the state's seat."""
        states = len(self.table.envoys)
        wait = (self.table.places[worlds, state] - number) % states + 1
        return np.asarray(number + wait)

    @staticmethod
    def speakers(seating: Ints, number: Ints) -> Floats:
        """Return (n, P): 1 for the state in whose seat the round falls."""
        states = seating.shape[1]
        speaker = seating[np.arange(len(seating)), (number - 1) % states]
        return np.asarray(np.arange(states) == speaker[:, None], dtype=np.float64)
