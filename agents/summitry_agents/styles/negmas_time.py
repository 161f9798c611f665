"""Concession by the clock, as NegMAS plays it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from summitry_agents.brief import Moment
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

UNKNOWN = -1
"""The step for which a target that is not known holds."""


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
        self._clock = np.full((2, worlds), UNKNOWN)
        self._target, self._ceiling = np.empty(worlds), np.full(worlds, np.inf)
        self._span = np.full((2, worlds), np.nan)

    def reconsider(self, worlds: Ints) -> None:
        """Forget targets, the range that they move in, and what was offered."""
        self._clock[:, worlds], self._span[:, worlds], self._ceiling[worlds] = UNKNOWN, np.nan, np.inf

    def aspiration(self, moment: Moment) -> Floats:
        """Return the target (n,) at a turn."""
        there, turn = moment.worlds, moment.turn
        states = len(moment.brief.picture.others) + 1
        clock = np.stack([-(-turn.rounds // states), (turn.number - 1) // states])
        new = np.flatnonzero((self._clock[:, there] != clock).any(axis=0))
        if new.size:
            worlds, (steps, step) = there[new], clock[:, new]
            low, high = self._range(moment, new)
            kept = 1.0 - power((step + 1) / (steps + 1), self.values["exponent"][worlds])
            self._target[worlds] = np.clip(low + (high - low) * kept - TOLERANCE, low, high)
            self._clock[:, worlds] = clock[:, new]
        return self._target[there]

    def _range(self, moment: Moment, those: Ints) -> Floats:
        """Return (2, m): between what utilities the targets of some of the worlds move."""
        worlds = moment.worlds[those]
        if np.isnan(self._span[0, worlds]).any():
            mine, allowed = moment.brief.preferences, moment.brief.allowed[worlds]
            worst = -best_settling(-mine.contributions[worlds], allowed, mine.status_quo[worlds])
            high = moment.best[those]
            low = np.minimum(np.maximum(np.where(worst < np.inf, worst, high), moment.reservation[those]), high)
            self._span[:, worlds] = low, high
        return self._span[:, worlds]

    def offer(self, moment: Moment, aspiration: Floats) -> Offer:
        """Return the deals whose utility is nearest to the target among those at or a hair below it.

        Raises
        ------
        TooManyDeals
            There are more deals than may be listed.
        """
        there, brief, mine = moment.worlds, moment.brief, moment.brief.preferences
        possible_deals = count_deals(np.asarray(brief.allowed.any(axis=0)))
        if possible_deals > MOST_LISTED:
            raise TooManyDeals(possible_deals, MOST_LISTED)
        # What it offered last is as good as it was then: where that meets the target, no dearer deal is the nearest.
        ceiling = np.where(self._ceiling[there] >= aspiration, self._ceiling[there], np.inf)
        wants = mine.contributions, brief.allowed, mine.status_quo, mine.reservation
        deal, worth, equals = nearest_deals(there, aspiration, ceiling, *wants, SLACK)
        self._ceiling[there] = np.where(worth > -np.inf, worth, np.inf)
        tied = np.flatnonzero(equals > 1)
        if tied.size:
            deals = list_deals(np.asarray(brief.allowed.any(axis=0)))
            known = there[tied]
            worlds = mine.contributions[known], brief.allowed[known], mine.status_quo[known], mine.reservation[known]
            values = counting(*worlds, deals)
            for world, value in zip(tied, values, strict=True):
                deal[world] = deals[_first_of_equals(value, worth[world])]
        return Offer(deal=deal, mine=worth, theirs=np.full(len(there), -np.inf), possible=worth > -np.inf)

    def accepts(self, moment: Moment, deal: Ints) -> Bools:
        """Say yes to what is worth the target or more."""
        return np.asarray(moment.brief.preferences.utility(moment.worlds, deal) >= self.aspiration(moment))


def _first_of_equals(value: Floats, offered: float) -> int:
    """Return which of the deals of that utility comes first when those with one (N,) are sorted as NegMAS does."""
    real = np.flatnonzero(value > -np.inf)
    ranking = real[np.argsort(value[real])]
    return int(ranking[value[ranking] == offered][0])
