"""Which deals would be ratified at home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from summitry_agents.deals import MARGIN, Bools, Floats, Ints, crosses, utility

FUZZ = 1e-9
"""Shares of weight that differ by no more than this count as equal."""


@dataclass(frozen=True)
class VotingRule:
    """How much of the weight of a state's constituencies must vote for a deal.

    Parameters
    ----------
    share
        Of the whole weight.
    beyond
        Whether more than that share is needed; else so much is enough.
    """

    share: float
    beyond: bool

    def met(self, support: Floats, whole: Floats) -> Bools:
        """Return where the weight (n,) of those in favour is enough of the whole (n,)."""
        over = support - self.share * whole
        return np.asarray(over > FUZZ * whole if self.beyond else over >= -FUZZ * whole)


@dataclass(frozen=True, eq=False)
class WinSet:
    """The deals that the constituencies of all states would ratify (Putnam 1988), as somebody sees it.

    A constituency votes for a deal that crosses none of its red lines and is worth more to it than no deal. What sways
    its vote beside its interests, or the error of who foresees it, comes on top of what it needs.

    Parameters
    ----------
    contributions
        (W, C, I, K) what each option is worth to each of the C constituencies of all states.
    barred
        (W, C, I, K) options it never votes for.
    needs
        (W, C) what a deal must be worth to it, sway or error included.
    weights
        (W, C).
    of_state
        (C,) whose constituency it is.
    rules
        By state.
    """

    contributions: Floats
    barred: Bools
    needs: Floats
    weights: Floats
    of_state: Ints
    rules: Sequence[VotingRule]

    def change(self, worlds: Ints, now: WinSet) -> None:
        """Put what is so `now`, over the worlds (n,), in the place of what was so in them."""
        self.contributions[worlds], self.barred[worlds] = now.contributions, now.barred
        self.needs[worlds] = now.needs

    def votes(self, worlds: Ints, deal: Ints) -> Bools:
        """Return (n, C): who votes for the deals (n, I)."""
        return np.stack([self.vote(worlds, deal, place) for place in range(len(self.of_state))], axis=1)

    def vote(self, worlds: Ints, deal: Ints, constituency: int) -> Bools:
        """Return (n,): where one of the C votes for the deals (n, I)."""
        worth = utility(self.contributions[:, constituency], deal, worlds)
        crossed = crosses(self.barred[:, constituency], deal, worlds)
        return np.asarray((worth > self.needs[worlds, constituency] + MARGIN) & ~crossed)

    def lacks(self, worlds: Ints, deal: Ints) -> Floats:
        """Return (n, C): how much more than the deals (n, I) are worth to it each needs, red lines aside."""
        return np.asarray(self.needs[worlds] - utility(self.contributions[worlds], deal))

    def ratified(self, worlds: Ints, deal: Ints, aside: Bools | None = None) -> Bools:
        """Return (n, P): in which states the deals (n, I) are ratified; who has no constituencies, or stands aside, is.

        Parameters
        ----------
        worlds, deal
            (n,) and (n, I).
        aside
            (n, P) states that the deals do not bind.
        """
        return self.passed(worlds, self.votes(worlds, deal), aside)

    def passed(self, worlds: Ints, votes: Bools, aside: Bools | None = None) -> Bools:
        """Return (n, P): in which states the votes (n, C) are enough."""
        found = np.ones((len(worlds), len(self.rules)), dtype=bool)
        weights = self.weights[worlds]
        for state in np.unique(self.of_state):
            own = np.flatnonzero(self.of_state == state)
            behind = np.cumsum(np.where(votes[:, own], weights[:, own], 0.0), axis=1)[:, -1]
            found[:, state] = self.rules[state].met(behind, np.cumsum(weights[:, own], axis=1)[:, -1])
        return found if aside is None else found | aside

    def pivotal(self, worlds: Ints, deal: Ints) -> Bools:
        """Return (n, C): in each state the cheapest constituencies that together would ratify, judged at deals (n, I).

        Cheapest: those to whom the deal is worth most beyond what they need. Where even all together would not, all.
        """
        lacks = self.lacks(worlds, deal)
        members = np.zeros(lacks.shape, dtype=bool)
        weights = self.weights[worlds]
        for state in np.unique(self.of_state):
            own = np.flatnonzero(self.of_state == state)
            order = own[np.argsort(lacks[:, own], axis=1, kind="stable")]
            ranked = np.take_along_axis(weights, order, axis=1)
            behind = np.cumsum(ranked, axis=1)
            enough = np.stack([self.rules[state].met(part, behind[:, -1]) for part in behind.T], axis=1)
            # Those before the first that makes it enough, and that one.
            needed = np.cumsum(enough, axis=1) <= enough
            np.put_along_axis(members, order, needed, axis=1)
        return members
