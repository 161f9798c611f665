"""What an envoy believes about the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from summitry_agents.deals import Bools, Floats, Ints


@dataclass(frozen=True)
class Picture:
    """An envoy's picture of the Q other states: the common prior blended with the truth by its insight.

    belief = (1 - insight) x prior + insight x truth, for what each option is worth to them and for their
    reservation values. The prior is the mean over the scenario's distributions, which everybody at the table knows;
    each state's own draw is private to it.

    Parameters
    ----------
    others
        (Q,) which of the P states the others are.
    insight
        (W,) 0: knows the distributions only; 1: knows everything.
    prior_contributions
        (W, P, I, K) mean over the distributions, given the status quo of the world.
    contributions
        (W, P, I, K) the truth.
    prior_reservation
        (W, P) the same.
    reservation
        (W, P) the truth.
    barred
        (W, I, K) options that the envoy knows to lie beyond some other state's red lines.
    """

    others: Ints
    insight: Floats
    prior_contributions: Floats
    contributions: Floats
    prior_reservation: Floats
    reservation: Floats
    barred: Bools

    def believed_contributions(self, worlds: Ints) -> Floats:
        """Return (n, Q, I, K): what each option is believed to be worth to each other state."""
        insight = self.insight[worlds, None, None, None]
        there = worlds[:, None], self.others
        return np.asarray((1.0 - insight) * self.prior_contributions[there] + insight * self.contributions[there])

    def believed_reservation(self, worlds: Ints) -> Floats:
        """Return (n, Q): the utility below which each other state is believed not to sign."""
        insight = self.insight[worlds, None]
        there = worlds[:, None], self.others
        return np.asarray((1.0 - insight) * self.prior_reservation[there] + insight * self.reservation[there])
