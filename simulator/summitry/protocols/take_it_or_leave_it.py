"""Take it or leave it: one offer, one answer."""

from __future__ import annotations

import numpy as np

from summitry.protocols.alternating_offers import AlternatingOffers
from summitry_agents.deals import Ints


class TakeItOrLeaveIt(AlternatingOffers):
    """The first speaker makes one offer; the others take it or leave it, and the talks are over.

    The ultimatum game (Gueth, Schmittberger and Schwarze 1982); in politics the setter's proposal under a closed rule
    (Romer and Rosenthal 1978).
    """

    @staticmethod
    def length(rounds: Ints) -> Ints:
        """Return (W,): one round."""
        return np.ones_like(rounds)
