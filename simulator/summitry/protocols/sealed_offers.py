"""Sealed offers, opened together."""

from __future__ import annotations

import numpy as np

from summitry.protocols.protocol import Exchange
from summitry.protocols.simultaneous import Simultaneous
from summitry.protocols.vote import Outcome
from summitry_agents.deals import Bools, Ints


class SealedOffers(Simultaneous):
    """Every envoy hands in a sealed offer; they are opened together, and those that meet make a deal.

    A deal is made on an offer that enough of the other states like at least as well as their own; a lot decides among
    several. Two states that like each other's offers split the difference, issue by issue: the option halfway between
    the two, the lower one of two in the middle (Chatterjee and Samuelson 1983, with k = 1/2); on an issue whose options
    have no order a lot decides whose it is. If one of them would not sign the split, a lot decides between the offers.
    Where no offer is liked enough, the next round begins.
    """

    def exchange(self, number: Ints, worlds: Ints) -> Exchange:
        """Open the offers of the round."""
        states = len(self.table.envoys)
        offers = self.let_speak(number, worlds, np.ones((len(worlds), states), dtype=bool))
        self.let_hear(number, worlds, offers)
        liked = self.liked(number, worlds, offers)
        speaker, deal, yes = self.choose(number, worlds, offers, liked)
        agreed = speaker >= 0
        if states == 2:
            both = np.flatnonzero(liked.all(axis=(1, 2)))
            middle = self._between(number[both], worlds[both], offers[both])
            signed = self._signed(number[both], worlds[both], middle)
            deal[both[signed]] = middle[signed]
            speaker[both[signed]] = -1
        outcome = Outcome(deal, yes, np.zeros_like(yes), agreed)
        return self.told(number, worlds, offers, speaker, outcome)

    def _between(self, number: Ints, worlds: Ints, offers: Ints) -> Ints:
        """Return (n, I): the deals halfway between two offers (n, 2, I)."""
        halfway = (offers[:, 0] + offers[:, 1]) // 2
        for round_ in np.unique(number):
            now = np.flatnonzero(number == round_)
            for issue in np.flatnonzero(~self.table.ordered):
                first = self.table.chance(f"split.{round_}.{self.table.issues[issue]}", worlds[now]) < 0.5
                halfway[now, issue] = np.where(first, offers[now, 0, issue], offers[now, 1, issue])
        return np.asarray(halfway)

    def _signed(self, number: Ints, worlds: Ints, deal: Ints) -> Bools:
        """Return (n,): whether every state would sign."""
        now = self.turn(number, worlds)
        signed = [envoy.would_sign(worlds, deal, now) for envoy in self.table.envoys]
        return np.asarray(np.logical_and.reduce(signed))
