"""Offers made at the same time, and what it takes for them to meet."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from summitry.protocols.protocol import NOBODY, Protocol
from summitry_agents.deals import MARGIN, Bools, Floats, Ints


class Simultaneous(Protocol):
    """Every envoy makes an offer in every round, none knowing the others' of that round.

    Nobody is asked for an answer: what an envoy's offer asks for tells which offers of others it likes. So conditions
    of acceptance, silence and standing aside have no place here.
    """

    asks_for_answers: ClassVar[bool] = False

    @staticmethod
    def speakers(seating: Ints, number: Ints) -> Floats:
        """Return (n, P): everybody speaks in every round."""
        return np.ones(seating.shape)

    def liked(self, number: Ints, worlds: Ints, offers: Ints) -> Bools:
        """Return (n, Q, P): whether the offer of Q is at least as good for P as its own, and one that it would sign.

        Who makes no offer asks for nothing, and likes none.
        """
        states = offers.shape[1]
        liked = np.zeros((len(worlds), states, states), dtype=bool)
        made = offers[:, :, 0] >= 0
        now = self.turn(number, worlds)
        for p, envoy in enumerate(self.table.envoys):
            wants = envoy.brief.preferences
            asked = wants.utility(worlds, np.maximum(offers[:, p], 0))
            for q in range(states):
                deal = np.maximum(offers[:, q], 0)
                enough = made[:, p] & (wants.utility(worlds, deal) >= asked - MARGIN)
                signs = envoy.would_sign(worlds, deal, now)
                liked[:, q, p] = made[:, q] & (p == q or enough) & signs
        return liked

    def choose(self, number: Ints, worlds: Ints, offers: Ints, liked: Bools) -> tuple[Ints, Ints, Bools]:
        """Draw by lot among the offers that pass.

        Returns
        -------
        tuple
            (n,) whose offer it is, `NOBODY` where none passes; (n, I) that offer; (n, P) who likes it.
        """
        states = offers.shape[1]
        passing: Bools = np.stack([self.table.vote.rule.passes(worlds, liked[:, q]) for q in range(states)], axis=1)
        lot = np.empty(len(worlds))
        for round_ in np.unique(number):
            now = number == round_
            lot[now] = self.table.chance(f"offer.{round_}", worlds[now])
        wanted = np.minimum((lot * passing.sum(axis=1)).astype(np.intp), passing.sum(axis=1) - 1)
        rank = np.cumsum(passing, axis=1) - 1
        chosen = (passing & (rank == wanted[:, None])).argmax(axis=1)
        some = np.asarray(passing.any(axis=1))
        everywhere = np.arange(len(worlds))
        deal = np.where(some[:, None], offers[everywhere, chosen], -1)
        return np.where(some, chosen, NOBODY), deal, liked[everywhere, chosen] & some[:, None]
