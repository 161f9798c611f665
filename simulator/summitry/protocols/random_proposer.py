"""Random proposer: who speaks is drawn by lot in every round."""

from __future__ import annotations

import numpy as np

from summitry.protocols.protocol import OneOffer
from summitry_agents.deals import Floats, Ints


class RandomProposer(OneOffer):
    """A lot decides in every round who makes the offer, each state as likely (Baron and Ferejohn 1989, closed rule)."""

    def speaker(self, number: Ints, worlds: Ints) -> Ints:
        """Return (n,): the state that the lot names."""
        states = len(self.table.envoys)
        named = np.empty(len(worlds), dtype=np.intp)
        for round_ in np.unique(number):
            now = number == round_
            lot = self.table.chance(f"proposer.{round_}", worlds[now])
            named[now] = np.minimum((lot * states).astype(np.intp), states - 1)
        return named

    def next_turn(self, state: int, number: Ints, worlds: Ints) -> Ints:
        """Return (n,): the next round, in which any state may be named."""
        return np.asarray(number + 1)

    @staticmethod
    def speakers(seating: Ints, number: Ints) -> Floats:
        """Return (n, P): the same for every state."""
        return np.full(seating.shape, 1.0 / seating.shape[1])
