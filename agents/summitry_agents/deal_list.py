"""The deals of a table, one by one, for styles that look at every deal."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Self

import numpy as np

from summitry_agents.brief import Brief
from summitry_agents.deals import MARGIN, Bools, Floats, Ints
from summitry_agents.outcomes import list_deals

MOST_DEALS = 4096
"""Combinations of options up to which styles look at every deal, in every world."""


@dataclass(frozen=True, eq=False)
class DealList:
    """All N combinations of options on a table, the same list in every world.

    Parameters
    ----------
    deals
        (N, I) in lexicographic order.
    """

    deals: Ints

    @classmethod
    def of(cls, brief: Brief) -> Self | None:
        """List the deals of a table; None where there are more than `MOST_DEALS`."""
        if prod(brief.options.tolist()) > MOST_DEALS:
            return None
        return cls(list_deals(np.arange(brief.open.shape[2]) < brief.options[:, None]))

    @property
    def size(self) -> int:
        """N, how many there are."""
        return len(self.deals)

    def utility(self, contributions: Floats) -> Floats:
        """Return (n, N) what each deal is worth, given contributions (n, I, K); to the bit as `deals.utility`."""
        total = contributions[:, 0, self.deals[:, 0]]
        for issue in range(1, self.deals.shape[1]):
            total = total + contributions[:, issue, self.deals[:, issue]]
        return np.asarray(total)

    def within(self, allowed: Bools, status_quo: Ints) -> Bools:
        """Return (n, N) which deals have only allowed options (n, I, K), and settle something."""
        inside = np.ones((len(allowed), self.size), dtype=bool)
        settles = np.zeros_like(inside)
        for issue, option in enumerate(self.deals.T):
            inside &= allowed[:, issue, option]
            settles |= option != status_quo[:, issue, None]
        return inside & settles

    def signable(self, brief: Brief, worlds: Ints) -> tuple[Floats, Bools]:
        """Return what every state gains from each deal over its reservation, and which it would sign.

        The others as the envoy believes them to be; it signs what is worth no less than walking away and crosses no
        red line, as far as the envoy knows.

        Returns
        -------
        tuple
            (n, P, N) gains and (n, P, N) whether.
        """
        own, picture = brief.preferences, brief.picture
        values, needs = brief.everybody(worlds)
        gains = np.empty((*needs.shape, self.size))
        signs = np.empty(gains.shape, dtype=bool)
        standing = own.status_quo[worlds]
        for p in range(gains.shape[1]):
            gains[:, p] = self.utility(values[:, p]) - needs[:, p, None]
            if p == brief.place:
                allowed = ~own.barred[worlds]
            else:
                allowed = ~picture.barred[worlds, int(np.flatnonzero(picture.others == p)[0])]
            signs[:, p] = self.within(allowed & brief.open[worlds], standing) & (gains[:, p] >= -MARGIN)
        return gains, signs
