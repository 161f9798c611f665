"""Monotonic concession."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from summitry.protocols.protocol import Exchange, Table
from summitry.protocols.simultaneous import Simultaneous
from summitry.protocols.vote import Outcome
from summitry_agents.deals import MARGIN, Bools, Ints


class MonotonicConcession(Simultaneous):
    """Offers on all sides at once, none taken back; talks end when nobody concedes (Rosenschein and Zlotkin 1994).

    In each round every envoy stands by its offer or concedes: makes one that some other state likes better than the
    one before and none likes less, judged by those states themselves (Endriss 2006 for more than two: concessions in
    the Pareto sense). Anything else counts as standing by the old offer. A deal is reached when enough states like
    an offer at least as well as their own; a lot decides among several. A round in which nobody concedes ends the
    talks without a deal.
    """

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        worlds, issues = table.seating.shape[0], table.envoys[0].brief.allowed.shape[1]
        self._standing = np.full((worlds, len(table.envoys), issues), -1)

    def exchange(self, number: Ints, worlds: Ints) -> Exchange:
        """Let everybody concede or stand, and see whether offers meet."""
        states = len(self.table.envoys)
        offers = self.let_speak(number, worlds, np.ones((len(worlds), states), dtype=bool))
        before = self._standing[worlds]
        concedes = self._concessions(worlds, before, offers)
        offers = np.where(concedes[..., None], offers, before)
        self._standing[worlds] = offers
        self.let_hear(number, worlds, offers)
        speaker, deal, yes = self.choose(number, worlds, offers, self.liked(number, worlds, offers))
        agreed = speaker >= 0
        exchange = self.told(number, worlds, offers, speaker, Outcome(deal, yes, np.zeros_like(yes), agreed))
        return replace(exchange, over=exchange.over | ~concedes.any(axis=1))

    def _concessions(self, worlds: Ints, before: Ints, offers: Ints) -> Bools:
        """Return (n, P): who concedes; a first offer does."""
        made = offers[:, :, 0] >= 0
        first = before[:, :, 0] < 0
        better = np.zeros(made.shape, dtype=bool)
        worse = np.zeros(made.shape, dtype=bool)
        for q, envoy in enumerate(self.table.envoys):
            wants = envoy.brief.preferences
            for p in range(made.shape[1]):
                if p != q:
                    now = wants.utility(worlds, np.maximum(offers[:, p], 0))
                    then = wants.utility(worlds, np.maximum(before[:, p], 0))
                    better[:, p] |= now > then + MARGIN
                    worse[:, p] |= now < then - MARGIN
        return np.asarray(made & (first | (better & ~worse)))
