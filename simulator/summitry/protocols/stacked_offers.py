"""Stacked alternating offers: whoever refuses an offer makes the next one."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import numpy as np

from summitry.protocols.alternating_offers import AlternatingOffers
from summitry.protocols.protocol import Exchange, Table, the_offer
from summitry.protocols.vote import Outcome
from summitry_agents.deals import Bools, Ints
from summitry_agents.turn import Turn, those_of


class StackedOffers(AlternatingOffers):
    """States speak in turn: each says yes to the offer on the table or puts its own in its place.

    The stacked alternating offers protocol of Aydogan, Festen, Hindriks and Jonker 2017, "Alternating offers
    protocols for multilateral negotiation", which GENIUS and NegMAS run. A round is one state's turn. Who says yes
    has used its turn; the first after the speaker who refuses makes the next offer, in the round in which its turn
    comes. An offer is answered in the rounds that follow it, so one made when too few are left for all to answer
    becomes no deal. The agreement counts as that of the round in which its offer was made. Since one no ends the
    answers, every state's yes is needed.

    Parameters
    ----------
    table
        Where it is followed.
    """

    needs_every_yes: ClassVar[bool] = True

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._due = np.ones(len(table.seating), dtype=np.intp)

    def exchange(self, number: Ints, worlds: Ints) -> Exchange:
        """Let the state whose turn it is offer, unless it has just said yes, and the others answer one by one."""
        speaker = self.speaker(number, worlds)
        due = self._due[worlds]
        offering = due == number
        speaking = offering[:, None] & (np.arange(len(self.table.envoys)) == speaker[:, None])
        offers = self.let_speak(number, worlds, speaking)
        self.let_hear(number, worlds, offers)
        deal = the_offer(offers)
        made = deal[:, 0] >= 0
        yes, asked, next_offer = self._answers(number, worlds, deal, made, speaking)
        self._due[worlds] = np.where(offering, next_offer, due)
        agreed = made & self.table.vote.rule.passes(worlds, yes)
        exchange = self.told(number, worlds, offers, speaker, Outcome(deal, yes, np.zeros_like(yes), agreed))
        return replace(exchange, had_say=asked | speaking)

    def _answers(
        self, number: Ints, worlds: Ints, deal: Ints, made: Bools, speaking: Bools
    ) -> tuple[Bools, Bools, Ints]:
        """Ask each in its own turn until one refuses.

        Returns
        -------
        tuple
            (n, P) who says yes; (n, P) who is asked; (n,) when the next offer is due.
        """
        states = len(self.table.envoys)
        yes = speaking & made[:, None]
        asked = np.zeros_like(yes)
        next_offer = number + np.where(made, states, 1)
        asking, rounds = made, self.table.rounds[worlds]
        for wait in range(1, states):
            turn = Turn(number + wait, rounds)
            asking = asking & (turn.number <= rounds)
            answering, refuses = self.speaker(turn.number, worlds), asking.copy()
            for p, envoy in enumerate(self.table.envoys):
                those = those_of(asking & (answering == p))
                if those is not None:
                    own = turn.where(those)
                    agrees = envoy.accepts(worlds[those], deal[those], own, own.number)
                    yes[those, p], asked[those, p], refuses[those] = agrees, True, ~agrees
            next_offer = np.where(refuses, turn.number, next_offer)
            asking = asking & ~refuses
        return yes, asked, next_offer
