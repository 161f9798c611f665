"""A state: what it wants, and what it would sign."""

from __future__ import annotations

import mesa
import numpy as np
from numpy.typing import NDArray

from summitry_agents.deals import MARGIN, Bools, Floats, Ints, settles_something, utility


class State(mesa.Agent):
    """A party with interests, in every world of its model at once.

    Parameters
    ----------
    model
        The model that the agent belongs to.
    name
        Id of the state.
    contributions
        (W, I, K) what each option adds to its utility, promises of others counted at its trust in them.
    barred
        (W, I, K) options beyond its red lines.
    status_quo
        (W, I) the option that stands if an issue is not settled; -1: failure lies off the scale.
    reservation
        (W,) walk-away value plus premium.
    patience
        (W,) what a gain is worth one round later (Rubinstein 1982).
    """

    def __init__(
        self,
        model: mesa.Model,
        name: str,
        contributions: Floats,
        barred: Bools,
        status_quo: Ints,
        reservation: Floats,
        patience: Floats,
    ) -> None:
        super().__init__(model)
        self.name = name
        self.contributions = contributions
        self.barred = barred & ~is_status_quo(status_quo, barred.shape[-1])
        self.status_quo = status_quo
        self.reservation = reservation
        self.patience = patience

    def utility(self, worlds: Ints, deal: Ints) -> Floats:
        """Return (n,): the utility of one deal (n, I) in each of the given worlds (n,)."""
        return utility(self.contributions[worlds], deal)

    def would_sign(self, worlds: Ints, deal: Ints) -> Bools:
        """Return (n,): whether the state likes the deal better than walking away and it crosses no red line.

        Better means by more than `MARGIN`; a deal that settles nothing is no deal.
        """
        crossed = np.take_along_axis(self.barred[worlds], deal[..., None], axis=-1)[..., 0].any(axis=-1)
        better = self.utility(worlds, deal) > self.reservation[worlds] + MARGIN
        return np.asarray(better & ~crossed & settles_something(deal, self.status_quo[worlds]))


def is_status_quo(status_quo: Ints, options: int) -> NDArray[np.bool_]:
    """Return (W, I, K): which option is the status quo, from its index (W, I); deferring crosses no red line."""
    return np.asarray(np.arange(options) == status_quo[..., None])
