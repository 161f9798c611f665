"""Concession by the clock, as NegMAS plays it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from summitry_agents.brief import Brief, Moment
from summitry_agents.deals import Bools, Floats, Ints, power
from summitry_agents.logrolling import Offer
from summitry_agents.nearest_deals import counting, nearest_deals
from summitry_agents.outcomes import MOST_LISTED, TooManyDeals, count_deals, list_deals
from summitry_agents.parameter import Parameter
from summitry_agents.setting import Setting
from summitry_agents.styles.style import Style
from summitry_agents.trades import best_settling

TOLERANCE = 1e-4
"""By how much a target is lowered (`eps` of NegMAS's `UtilBasedNegotiator`)."""

SLACK = 1e-6
"""How far below its target a deal may be and still be offered (`EPS` of NegMAS's inverse utility functions)."""

AHEAD = 32
"""For how many of its steps it works out at once what to offer."""

UNKNOWN = -1
"""The number of rounds for which no targets are worked out."""


class NegmasTime(Style):
    """Lists all deals (at most 100,000) and offers the least that meets its target, as NegMAS 0.16 does.

    The rule of `TimeBasedConcedingNegotiator` (Mohammad, Nakadai and Greenwald 2021, "NegMAS: a platform for
    situated negotiations"; a concession tactic of Faratin, Sierra and Jennings 1998): each state speaks once in each
    of S steps, and its clock at step s = 0, 1, ... is t = (s + 1) / (S + 1). Its target is
    lo + (hi - lo)(1 - t^exponent) - 0.0001, kept within [lo, hi], where hi is its best deal's utility, lo its worst
    deal's or its reservation, whichever is higher. It offers the deal of lowest utility at or above the target (one
    up to 0.000001 below it if that is nearer) and says yes to any deal at or above it. What others want is nothing to
    it. Of deals that tie it offers, like NegMAS, the one that NumPy's unstable sort puts first, so that machines of
    different types may differ there.
    """

    signs_if_indifferent: ClassVar[bool] = True
    parameters: ClassVar[Mapping[str, Parameter]] = {
        "exponent": Parameter("4 is NegMAS's boulware, 1 its linear, 0.25 its conceder", 0.01, 100.0, 4.0),
    }

    @classmethod
    def lacks(cls, setting: Setting) -> str | None:
        """Return what is missing: few enough deals to list them."""
        if max(setting.deals) > MOST_LISTED:
            return f"at most {MOST_LISTED:,} possible deals, all of which it lists; there are {max(setting.deals):,}"
        return None

    def __init__(self, **values: Floats) -> None:
        super().__init__(**values)
        worlds = len(values["exponent"])
        self._rounds, self._first = np.full(worlds, UNKNOWN), np.zeros(worlds, dtype=np.intp)
        self._targets = np.empty((AHEAD, worlds))
        self._looked_up = np.zeros(worlds, dtype=bool)
        self._deals = np.empty((AHEAD, worlds, 0), dtype=np.int16)
        self._worth, self._tied = np.empty((AHEAD, worlds)), np.empty((AHEAD, worlds), dtype=bool)
        self._some_tied = False

    def reconsider(self, worlds: Ints) -> None:
        """Forget the targets and the deals to offer."""
        self._rounds[worlds] = UNKNOWN

    def aspiration(self, moment: Moment) -> Floats:
        """Return the target (n,) at a turn."""
        return self._targets[self._row(moment), moment.worlds]

    def _row(self, moment: Moment) -> Ints:
        """Return (n,) where the present step stands among those that are worked out; work them out where it does not.

        What others do moves no target, so that the targets of the steps to come are known at the first.
        """
        there, turn = moment.worlds, moment.turn
        states = _states(moment.brief)
        row = (turn.number - 1) // states - self._first[there]
        # Below 0 is beyond all that is worked out as well, read without a sign.
        new = np.flatnonzero((self._rounds[there] != turn.rounds) | (row.view(np.uintp) >= AHEAD))
        if new.size:
            self._look_ahead(moment, new)
            row[new] = 0
        return row

    def _look_ahead(self, moment: Moment, those: Ints) -> None:
        """Work out the targets from the present step on, in some of the worlds (m,)."""
        worlds, turn, mine = moment.worlds[those], moment.turn.where(those), moment.brief.preferences
        states = _states(moment.brief)
        steps, step = -(-turn.rounds // states), (turn.number - 1) // states
        worst = -best_settling(-mine.contributions[worlds], moment.brief.allowed[worlds], mine.status_quo[worlds])
        high = moment.best[those]
        low = np.minimum(np.maximum(np.where(worst < np.inf, worst, high), moment.reservation[those]), high)
        rows = min(AHEAD, (steps - step).max())
        time = np.minimum(step + 1 + np.arange(rows)[:, None], steps) / (steps + 1)
        kept = 1.0 - power(time, self.values["exponent"][worlds])
        self._targets[:rows, worlds] = np.clip(low + (high - low) * kept - TOLERANCE, low, high)
        self._rounds[worlds], self._first[worlds], self._looked_up[worlds] = turn.rounds, step, False

    def offer(self, moment: Moment, aspiration: Floats) -> Offer:
        """Return the deals whose utility is nearest to the target among those at or a hair below it.

        Raises
        ------
        TooManyDeals
            There are more deals than may be listed.
        """
        there, brief, mine = moment.worlds, moment.brief, moment.brief.preferences
        row = self._row(moment)
        looked_up = self._looked_up[there]
        if not looked_up.all():
            self._look_up(there[~looked_up], brief)
        deal, worth = self._deals[row, there].astype(np.intp), self._worth[row, there]
        tied = np.flatnonzero(self._tied[row, there]) if self._some_tied else there[:0]
        if tied.size:
            deals = list_deals(np.asarray(brief.allowed.any(axis=0)))
            known = there[tied]
            worlds = mine.contributions[known], brief.allowed[known], mine.status_quo[known], mine.reservation[known]
            values = counting(*worlds, deals)
            for world, value in zip(tied, values, strict=True):
                deal[world] = deals[_first_of_equals(value, worth[world])]
        return Offer(deal=deal, mine=worth, theirs=np.full(len(there), -np.inf), possible=worth > -np.inf)

    def _look_up(self, worlds: Ints, brief: Brief) -> None:
        """Find the deals to offer at the targets of some worlds."""
        possible_deals = count_deals(np.asarray(brief.allowed.any(axis=0)))
        if possible_deals > MOST_LISTED:
            raise TooManyDeals(possible_deals, MOST_LISTED)
        mine = brief.preferences
        if not self._deals.size:
            self._deals = np.empty((*self._targets.shape, len(brief.options)), dtype=np.int16)
        steps = -(-self._rounds[worlds] // _states(brief))
        rows = min(AHEAD, (steps - self._first[worlds]).max())
        wants = mine.contributions, brief.allowed, mine.status_quo, mine.reservation
        deal, worth, equals = nearest_deals(worlds, self._targets[:rows, worlds], *wants, SLACK)
        self._deals[:rows, worlds], self._worth[:rows, worlds], self._tied[:rows, worlds] = deal, worth, equals > 1
        self._some_tied = self._some_tied or bool((equals > 1).any())
        self._looked_up[worlds] = True

    def accepts(self, moment: Moment, deal: Ints) -> Bools:
        """Say yes to what is worth the target or more."""
        return np.asarray(moment.brief.preferences.utility(moment.worlds, deal) >= self.aspiration(moment))


def _states(brief: Brief) -> int:
    """Return how many states speak, once each in every step."""
    return len(brief.picture.others) + 1


def _first_of_equals(value: Floats, offered: float) -> int:
    """Return which of the deals of that utility comes first when those with one (N,) are sorted as NegMAS does."""
    real = np.flatnonzero(value > -np.inf)
    ranking = real[np.argsort(value[real])]
    return int(ranking[value[ranking] == offered][0])
