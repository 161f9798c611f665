"""Backward induction: what to offer and what to accept when everybody looks ahead to the last round.

Talks in which one state speaks at a time, by turns or by lot, are a game of perfect information with chance moves.
From the last round backwards, each state's gain from going on is known, so is which deals would pass now, and so is
the deal that each possible speaker would choose: subgame-perfect play (Stahl 1972 for two states and a last round;
Rubinstein 1982, to which it tends as the last round recedes; Baron and Ferejohn 1989 for legislatures, in which the
speaker buys the cheapest votes).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from summitry_agents.brief import Brief
from summitry_agents.deal_list import DealList
from summitry_agents.deals import MARGIN, Bools, Floats, Ints

SAME = 1e-12
"""Gains from going on that differ by no more than this pose the same question."""

_MOST_CELLS = 1 << 21
"""Gains (worlds x states x deals) that are held at a time: a few dozen megabytes."""


@dataclass(frozen=True, eq=False)
class Proposals:
    """What one state would propose in a round, in n worlds.

    Parameters
    ----------
    row, deal
        (T,) all deals that it likes best among those that would pass: in which of the n worlds, and which of the
        list; sorted by both.
    count
        (n,) how many there are; 0 where it would rather wait.
    """

    row: Ints
    deal: Ints
    count: Ints

    def mean(self, gains: Floats) -> Floats:
        """Return (n, P): the mean gains, of gains (n, P, N), over deals that are as good; 0 where there are none."""
        states = gains.shape[1]
        total = np.empty((len(self.count), states))
        for p in range(states):
            # Added one by one in the order of the list.
            total[:, p] = np.bincount(self.row, weights=gains[self.row, p, self.deal], minlength=len(self.count))
        return np.asarray(total / np.maximum(self.count, 1)[:, None])

    def pick(self, lot: Floats) -> Ints:
        """Return (n,): one of the deals by a lot (n,) from [0, 1), each as likely; -1 where there are none."""
        start = np.cumsum(self.count) - self.count
        place = np.minimum((lot * self.count).astype(np.intp), np.maximum(self.count - 1, 0))
        some = self.count > 0
        picked = np.full(len(self.count), -1, dtype=np.intp)
        picked[some] = self.deal[(start + place)[some]]
        return picked


@dataclass(frozen=True, eq=False)
class Values:
    """What going on is worth to everybody in n worlds.

    Parameters
    ----------
    ahead
        (U, n, P) different expected gains at the start of a round.
    place
        (R,) which of the U holds when 0, 1, 2, ... rounds are to come; with none the talks have failed.
    """

    ahead: Floats
    place: Ints

    def with_rounds(self, row: Ints, to_come: Ints) -> Floats:
        """Return (m, P) for some of the n worlds, with so many rounds (m,) to come."""
        return np.asarray(self.ahead[self.place[to_come], row])


class BackwardInduction:
    """Solves the talks as one envoy sees them: with its beliefs when it first speaks or answers.

    Everybody is taken to know what it believes, to gain nothing if talks fail, and to look ahead. A state says yes to
    a deal that it would sign if indifferent, and that brings at least patience x what it expects of going on. (Where
    silence is consent it can only break the silence, which costs it the talks, so that a deal it would sign stands.)
    A speaker proposes what it likes best of the deals that would pass, unless it expects more of going on; of
    several that are as good each is as likely, which for alike states gives the symmetric stationary equilibrium of
    Baron and Ferejohn 1989.

    Parameters
    ----------
    brief
        What the envoy knows.
    deals
        All deals of the table.

    Notes
    -----
    O(R P N) per world for R rounds, P states, N deals; memory follows the number of different values, not the
    rounds. Far from the last round they repeat: where a round has the same speakers and poses, to within `SAME`, the
    same question as the round after it, or as the one P rounds later, its answer is taken from there.
    """

    def __init__(self, brief: Brief, deals: DealList) -> None:
        self.brief = brief
        self.deals = deals
        worlds = len(brief.open)
        self._solved: list[Values] = []
        self._part = np.full(worlds, -1, dtype=np.intp)
        self._row = np.zeros(worlds, dtype=np.intp)

    def waiting(self, worlds: Ints, number: Ints, rounds: Ints) -> Floats:
        """Return (n, P): what every state expects, now, of a round (n,) that passes without a deal."""
        self._solve(worlds, rounds)
        ahead = np.empty((len(worlds), self.brief.patience.shape[1]))
        parts = self._part[worlds]
        for part in np.unique(parts):
            here = np.flatnonzero(parts == part)
            ahead[here] = self._solved[part].with_rounds(self._row[worlds[here]], (rounds - number)[here])
        return np.asarray(self.brief.patience[worlds] * ahead)

    def propose(self, worlds: Ints, number: Ints, rounds: Ints, lot: Floats) -> tuple[Ints, Floats]:
        """Return what the envoy's own state proposes in rounds (n,).

        Returns
        -------
        tuple
            (n, I) the deals, -1 throughout where it would rather wait; and (n,) what it expects to gain.
        """
        place = self.brief.place
        waiting = self.waiting(worlds, number, rounds)
        deal = np.full((len(worlds), self.deals.deals.shape[1]), -1, dtype=np.intp)
        gain = waiting[:, place].copy()
        for here in self._batches(len(worlds)):
            gains, signs = self.deals.signable(self.brief, worlds[here])
            passing = self._passing(worlds[here], gains, signs, waiting[here])
            picked = self._proposals(place, gains, signs, passing, waiting[here]).pick(lot[here])
            some = np.flatnonzero(picked >= 0)
            deal[here[some]] = self.deals.deals[picked[some]]
            gain[here[some]] = gains[some, place, picked[some]]
        return deal, gain

    def _batches(self, count: int) -> Iterator[Ints]:
        """Yield the places 0, 1, ..., in batches that memory holds."""
        size = max(_MOST_CELLS // (self.brief.patience.shape[1] * self.deals.size), 1)
        for start in range(0, count, size):
            yield np.arange(start, min(start + size, count))

    def _solve(self, worlds: Ints, rounds: Ints) -> None:
        """Work the values out where that is not done yet."""
        new = np.flatnonzero(self._part[worlds] < 0)
        for batch in self._batches(new.size):
            here = new[batch]
            self._part[worlds[here]] = len(self._solved)
            self._row[worlds[here]] = np.arange(len(here))
            self._solved.append(self._values(worlds[here], rounds[here]))

    def _values(self, worlds: Ints, rounds: Ints) -> Values:
        gains, signs = self.deals.signable(self.brief, worlds)
        patience = self.brief.patience[worlds]
        ahead, place, spoke = [np.zeros(patience.shape)], [0], [np.zeros(patience.shape)]
        states = patience.shape[1]
        for to_come in range(1, int(rounds.max())):
            number = rounds - to_come + 1
            # What lies before the first round is never asked for.
            asked = number > 1
            speakers = self.brief.speakers(np.maximum(number, 1), worlds)
            later = ahead[place[-1]]
            value = later.copy()
            rest = asked
            for period in (states, 1):
                if to_come > period:
                    close = np.abs(later - ahead[place[to_come - 1 - period]]) <= SAME
                    same = asked & (close & (speakers == spoke[-period])).all(axis=1)
                    value[same] = ahead[place[to_come - period]][same]
                    rest = rest & ~same
                    if (same == asked).all():
                        # As in that round in every world: what was stored then serves.
                        place.append(place[to_come - period])
                        break
            else:
                new = np.flatnonzero(rest)
                if new.size:
                    waiting = patience[new] * later[new]
                    value[new] = self._round(worlds[new], gains[new], signs[new], speakers[new], waiting)
                place.append(len(ahead))
                ahead.append(value)
            spoke = [*spoke[-states:], speakers]
        return Values(np.stack(ahead), np.array(place))

    def _round(self, worlds: Ints, gains: Floats, signs: Bools, speakers: Floats, waiting: Floats) -> Floats:
        """Return (n, P): expected gains at the start of a round, given who may speak and what waiting is worth."""
        passing = self._passing(worlds, gains, signs, waiting)
        value = np.zeros(waiting.shape)
        for speaker in range(waiting.shape[1]):
            here = np.flatnonzero(speakers[:, speaker] > 0)
            if here.size:
                proposals = self._proposals(speaker, gains[here], signs[here], passing[here], waiting[here])
                gained = np.where((proposals.count > 0)[:, None], proposals.mean(gains[here]), waiting[here])
                value[here] += speakers[here, speaker, None] * gained
        return value

    def _passing(self, worlds: Ints, gains: Floats, signs: Bools, waiting: Floats) -> Bools:
        """Return (n, N): which deals would pass; whoever proposes one says yes to it too."""
        rule = self.brief.rule
        yes = signs if rule.silence else signs & (gains >= waiting[..., None] - MARGIN)
        if rule.is_unanimity:
            return np.asarray(yes.all(axis=1))
        votes = np.moveaxis(yes, 1, 2).reshape(-1, yes.shape[1])
        return rule.passes(np.repeat(worlds, self.deals.size), votes).reshape(len(worlds), -1)

    def _proposals(self, speaker: int, gains: Floats, signs: Bools, passing: Bools, waiting: Floats) -> Proposals:
        """Return what a speaker would propose, given the deals that would pass (n, N)."""
        own = gains[:, speaker]
        willing = passing & signs[:, speaker] & (own >= waiting[:, speaker, None] - MARGIN)
        best = np.where(willing, own, -np.inf).max(axis=1)
        row, deal = np.nonzero(willing & (own >= best[:, None] - MARGIN))
        return Proposals(row, deal, np.bincount(row, minlength=len(own)))
