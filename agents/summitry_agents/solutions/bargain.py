"""The bargaining problem of every world, as all solution points see it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from summitry_agents.deals import MARGIN, Bools, Floats, Ints, settles_something, signs, utility
from summitry_agents.weighted_sums import heaviest_deal


@dataclass(frozen=True, eq=False, slots=True)
class Bargain:
    """Deals, what they bring to each state, and the disagreement point.

    Attributes
    ----------
    contributions
        Salience-weighted values (W, P, I, K), finite also where an option is not allowed.
    allowed
        Options (W, I, K) that no state's red line bars; padded ones may not.
    reservation
        The disagreement point (W, P): walk-away value plus premium.
    status_quo
        (W, I), -1 where failure lies off the scale.
    unit
        (W, P) > 0, in which each state's gain over its reservation is counted.
    """

    contributions: Floats
    allowed: Bools
    reservation: Floats
    status_quo: Ints
    unit: Floats

    @classmethod
    def in_utility(cls, contributions: Floats, allowed: Bools, reservation: Floats, status_quo: Ints) -> Self:
        """Count gains in units of utility.

        Raises
        ------
        ValueError
            If a reservation is NaN or minus infinity, over which there is no gain to speak of.
        """
        if not (reservation > -np.inf).all():
            raise ValueError("a reservation is NaN or minus infinity: gains over it are not defined")
        return cls(contributions, allowed, reservation, status_quo, np.ones(reservation.shape))

    def in_units_of(self, unit: Floats) -> Self:
        """Return the same problem with gains counted in other units (W, P)."""
        return replace(self, unit=unit)

    def of(self, worlds: Ints | Bools) -> Self:
        """Return the problem of some worlds alone: their indices (n,), or whether (W,) each is one of them."""
        return replace(
            self,
            contributions=self.contributions[worlds],
            allowed=self.allowed[worlds],
            reservation=self.reservation[worlds],
            status_quo=self.status_quo[worlds],
            unit=self.unit[worlds],
        )

    def gains(self, deal: Ints) -> Floats:
        """Return (W, P): what a deal (W, I) brings each state over its reservation, in its unit."""
        return (utility(self.contributions, deal) - self.reservation) / self.unit

    def in_zone(self, deal: Ints) -> Bools:
        """Tell in which worlds (W,) the deal (W, I) of allowed options settles something and every state signs it."""
        signed = signs(self.contributions, deal, self.reservation + MARGIN).all(axis=-1)
        return np.asarray(signed & settles_something(deal, self.status_quo))

    def heaviest(self, weights: Floats) -> tuple[Ints, Floats]:
        """Find the deal whose gains, weighted by (W, P), are largest, issue by issue.

        Returns
        -------
        deal : ndarray of int
            (W, I); ties of an issue go to its status quo, then to the lower option.
        most : ndarray
            (W,) its weighted gain, which no deal exceeds.
        """
        weighty = weights / self.unit
        deal, best = heaviest_deal(self.contributions, weighty, self.allowed, self.status_quo)
        most = np.cumsum(best, axis=-1)[:, -1] - np.cumsum(weighty * self.reservation, axis=-1)[:, -1]
        return deal, most
