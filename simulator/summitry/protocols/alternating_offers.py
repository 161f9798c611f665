"""Alternating offers: each state speaks in turn, the others answer, a deal needs every state's yes."""

from __future__ import annotations

import numpy as np

from summitry.protocols.protocol import Exchange, Protocol
from summitry_agents.deals import Ints
from summitry_agents.envoy import Turn


class AlternatingOffers(Protocol):
    """One offer a round; the speakers take turns (two states: Rubinstein 1982; more: Chatterjee and Sabourian 2000)."""

    def exchange(self, round_: int, worlds: Ints) -> Exchange:
        """Let the state whose turn it is offer, and all others answer."""
        states = len(self.envoys)
        seat = (round_ - 1) % states
        speaker = self.seating[worlds, seat]
        # places[w, p]: in which seat state p sits.
        places = np.argsort(self.seating[worlds], axis=1, kind="stable")
        deal = np.full((len(worlds), self.envoys[0].state.status_quo.shape[1]), -1)
        made = np.zeros(len(worlds), dtype=bool)
        yes = np.zeros((len(worlds), states), dtype=bool)
        for p, envoy in enumerate(self.envoys):
            those = np.flatnonzero(speaker == p)
            now = np.full(len(those), round_)
            turn = Turn(now, self.clock(now, worlds[those]))
            deal[those], made[those] = envoy.offer(worlds[those], turn)
            yes[those, p] = made[those]
        for p, envoy in enumerate(self.envoys):
            those = np.flatnonzero(made & (speaker != p))
            there = worlds[those]
            wait = (places[those, p] - seat) % states
            speaks_again = round_ + wait <= self.rounds[there]
            number = np.where(speaks_again, round_ + wait, round_)
            turn = Turn(number, self.clock(number, there))
            last = self.rounds[there] == round_
            yes[those, p] = envoy.accepts(there, deal[those], wait, turn, speaks_again, last)
        aspiration = np.stack([envoy.aspiration[worlds] for envoy in self.envoys], axis=1)
        return Exchange(round_, worlds, speaker, made, deal, yes, aspiration)
