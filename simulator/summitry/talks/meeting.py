"""A meeting in play: its tables, in all worlds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from summitry.protocols.protocol import Exchange
from summitry.protocols.vote import stand_aside
from summitry.scenario.road import Leg
from summitry.talks.baskets import Basket
from summitry.talks.signatures import Text
from summitry_agents.deals import Bools, Ints
from summitry_agents.decision_rule import DecisionRule
from summitry_agents.state import State


class Meeting:
    """A series of rounds at one level, on one basket of issues or on several.

    Parameters
    ----------
    number, leg
        Which meeting of the road, and what holds for it.
    baskets
        In the order in which they are negotiated.
    rounds
        (W,) how many rounds it has at most.
    states, rule, performers
        Who signs, whose yes a deal needs, and (P, J) who must perform what.

    Attributes
    ----------
    played
        (W,) rounds played in it so far.
    held
        (W,) whether it takes place.
    """

    def __init__(
        self,
        number: int,
        leg: Leg,
        baskets: Sequence[Basket],
        rounds: Ints,
        states: Sequence[State],
        rule: DecisionRule,
        performers: Bools,
    ) -> None:
        self.number = number
        self.leg = leg
        self.baskets = tuple(baskets)
        self.rounds = rounds.copy()
        self.played = np.zeros_like(rounds)
        self.held = np.zeros(rounds.shape, dtype=bool)
        self._states, self._rule, self._performers = states, rule, performers

    def open(self, worlds: Ints) -> None:
        """Begin in the worlds (n,)."""
        self.held[worlds] = True
        self._open_tables(worlds)

    def play(self, worlds: Ints) -> Iterator[tuple[int, Exchange]]:
        """Play one round in the worlds (n,); yield what happened on each basket, with its place."""
        self.played[worlds] += 1
        for place, basket in enumerate(self.baskets):
            exchange = basket.play(self.played, worlds)
            if exchange is not None:
                yield place, exchange
        self._open_tables(worlds)

    def over(self, worlds: Ints) -> Bools:
        """Return (n,): in which of the worlds (n,) it is over."""
        return np.asarray(np.logical_and.reduce([basket.over[worlds] for basket in self.baskets]))

    def move_deadline(self, worlds: Ints, rounds: Ints) -> None:
        """Let it have so many rounds (n,) in the worlds (n,), but never fewer than have begun."""
        later = np.maximum(rounds, self.played[worlds] + 1) - self.rounds[worlds]
        self.rounds[worlds] += later
        for basket in self.baskets:
            table, begun = basket.protocol.table, basket.began[worlds] >= 0
            there = worlds[begun]
            passed = self.played[there] - basket.began[there]
            table.rounds[there] = np.maximum(table.rounds[there] + later[begun], passed + 1)

    def text(self, worlds: Ints, standing: Ints) -> Text:
        """Return what was agreed in the worlds (n,) in which it is over, given what stood before it (n, J).

        A package was signed at the table. Baskets were initialled; all of them together are signed now, or nothing
        is: by the same rule, every state judging the whole, also whether to stand aside from it.
        """
        if len(self.baskets) == 1:
            basket = self.baskets[0]
            terms = basket.text[worlds]
            return Text(terms, terms[:, 0] >= 0, basket.yes[worlds], basket.aside[worlds])
        terms = standing.copy()
        for basket in self.baskets:
            initialled = basket.text[worlds]
            terms[:, basket.issues] = np.where(initialled >= 0, initialled, terms[:, basket.issues])

        def signs(p: int, those: Ints, text: Ints) -> Bools:
            return self._states[p].would_sign(worlds[those], text)

        whole = np.asarray((terms >= 0).all(axis=1))
        terms = np.maximum(terms, 0)
        terms, aside, whole = stand_aside(terms, whole, standing, self._rule.opt_out, self._performers, signs)
        everywhere = np.arange(len(worlds))
        yes = np.stack([signs(p, everywhere, terms) for p in range(len(self._states))], axis=1) & ~aside
        signed = whole & (terms != standing).any(axis=1) & self._rule.passes(worlds, yes, aside)
        return Text(np.where(signed[:, None], terms, -1), signed, yes & signed[:, None], aside & signed[:, None])

    def passes(self, worlds: Ints, terms: Ints) -> Text:
        """Return what comes of texts (n, J) that are put to all states, for yes or no, in the worlds (n,)."""
        yes = np.stack([state.would_sign(worlds, terms) for state in self._states], axis=1)
        return Text(terms, self._rule.passes(worlds, yes), yes, np.zeros_like(yes))

    def _open_tables(self, worlds: Ints) -> None:
        """Begin the talks on each basket whose time has come, in the worlds (n,).

        Side by side all begin at once and have all rounds. In order, a basket begins when the one before it is over;
        what is left of the rounds is shared out evenly among those to come, the earlier ones rounded up.
        """
        free, side_by_side = worlds, self.leg.agenda.kind == "side_by_side"
        for place, basket in enumerate(self.baskets):
            waiting = free[basket.began[free] < 0]
            if waiting.size:
                left = self.rounds[waiting] - self.played[waiting]
                share = left if side_by_side else -(-left // (len(self.baskets) - place))
                basket.begin(waiting, self.played[waiting], share)
            if not side_by_side:
                free = free[basket.over[free]]
