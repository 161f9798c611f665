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

    def aspiration(self, moment: Moment) -> Floats:
        """Return the target (n,) at a turn."""
        there, turn = moment.worlds, moment.turn
        states = len(moment.brief.picture.others) + 1
        steps, step = -(-turn.rounds // states), (turn.number - 1) // states
        clock = (step + 1) / (steps + 1)
        mine, allowed = moment.brief.preferences, moment.brief.allowed[there]
        worst = -best_settling(-mine.contributions[there], allowed, mine.status_quo[there])
        high = moment.best
        low = np.minimum(np.maximum(np.where(worst < np.inf, worst, high), moment.reservation), high)
        kept = 1.0 - power(clock, self.values["exponent"][there])
        return np.asarray(np.clip(low + (high - low) * kept - TOLERANCE, low, high))

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
        deal, worth, equals = nearest_deals(
            there, aspiration, mine.contributions, brief.allowed, mine.status_quo, mine.reservation, SLACK
        )
        tied = np.flatnonzero(equals > 1)
        if tied.size:
            deals = list_deals(np.asarray(brief.allowed.any(axis=0)))
            wants, allowed = mine.of(there[tied]), brief.allowed[there[tied]]
            values = counting(wants.contributions, allowed, wants.status_quo, wants.reservation, deals)
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
