"""Sealed bids for a price."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from summitry_agents.brief import Brief, Moment
from summitry_agents.deals import MARGIN, Floats, Ints
from summitry_agents.double_auction import Line, linear_equilibrium
from summitry_agents.logrolling import Offer
from summitry_agents.setting import Setting
from summitry_agents.styles.style import Style


class SealedBid(Style):
    """Bids for a price in linear equilibrium with the other side's bids (Chatterjee and Samuelson 1983, k = 1/2).

    The bid is a linear function of the price below (or above) which its state does not sign, the best reply to the
    other's, which is a best reply to it; both over the scenario's distributions, whatever the envoy's insight. It
    hands in the option nearest to it that its state would sign, the same in every round.
    """

    signs_if_indifferent: ClassVar[bool] = True
    gives_in_at_last: ClassVar[bool] = False

    _bids: Ints | None = None

    @classmethod
    def lacks(cls, setting: Setting) -> str | None:
        """Return what is missing: sealed offers about a price, and nothing that changes."""
        if setting.protocol != "sealed_offers":
            return f"protocol: sealed_offers, found {setting.protocol}"
        if not setting.price:
            return "two states and one issue with ordered options, each state's ideal at another end, shape: linear"
        return setting.lacks_constancy

    def aspiration(self, moment: Moment) -> Floats:
        """Return the utility of the bid; of the best deal where the state would sign none."""
        bid = self._bid(moment)
        worth = moment.brief.preferences.utility(moment.worlds, np.maximum(bid, 0))
        return np.where(bid[:, 0] >= 0, worth, moment.best)

    def offer(self, moment: Moment, aspiration: Floats) -> Offer:
        """Return the bids."""
        bid = self._bid(moment)
        made = bid[:, 0] >= 0
        return Offer(bid, np.where(made, aspiration, -np.inf), np.full(len(made), -np.inf), made)

    def _bid(self, moment: Moment) -> Ints:
        """Return (n, 1): the option that is bid; -1 where the state would sign none."""
        if self._bids is None:
            self._bids = _bids(moment.brief)
        return self._bids[moment.worlds]


def _bids(brief: Brief) -> Ints:
    """Return (W, 1): the options that an envoy bids in every world; -1 where it would sign none."""
    own, options = brief.preferences, int(brief.options[0])
    worth = own.contributions[:, 0, :options]
    rises = worth[:, -1] > worth[:, 0]
    price = (own.reservation - worth[:, 0]) / (worth[:, -1] - worth[:, 0])
    bid = np.empty(len(worth))
    kinds, kind_of = np.unique(own.status_quo, axis=0, return_inverse=True)
    for kind, status_quo in enumerate(kinds):
        here = np.flatnonzero(kind_of.reshape(-1) == kind)
        ask, offer = _equilibrium(brief, status_quo)
        bid[here] = np.where(rises[here], ask(price[here]), offer(price[here]))
    signs = brief.allowed[:, 0, :options] & (worth >= own.reservation[:, None] - MARGIN)
    signs &= np.arange(options) != own.status_quo
    distance = np.where(signs, np.abs(np.linspace(0.0, 1.0, options) - bid[:, None]), np.inf)
    return np.where(signs.any(axis=1), distance.argmin(axis=1), -1)[:, None]


def _equilibrium(brief: Brief, status_quo: Ints) -> tuple[Line, Line]:
    """Return the lines of the state that wants the upper end of the scale, and of the one that wants the lower."""
    could, last = brief.picture.fine, int(brief.options[0]) - 1
    prices: dict[bool, Floats] = {}
    for state in (0, 1):
        low, high = could.contributions[:, state, 0, 0], could.contributions[:, state, 0, last]
        needed = could.reservation(state, status_quo[None])[0]
        prices[bool(high[0] > low[0])] = (needed - low) / (high - low)
    return linear_equilibrium(prices[True], prices[False])
