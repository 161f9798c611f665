"""Yes to what is at least as good as one's own next offer."""

from __future__ import annotations

import numpy as np

from summitry_agents.acceptance.acceptance import Acceptance, Answer
from summitry_agents.deals import MARGIN, Bools


class NextOffer(Acceptance):
    """Says yes to a deal at least as good as its own next offer (AC_next: Baarslag, Hindriks and Jonker 2013).

    Gains over the reservation value are compared, that of the own offer discounted to the present with the
    stationary comparison of Rubinstein (1982). An indifferent envoy says yes; the margin keeps rounding from making
    it refuse.
    """

    def says_yes(self, answer: Answer) -> Bools:
        """Return (n,): whether the gain is at least that of the own next offer, discounted."""
        gain, next_gain = answer.value - answer.reservation, answer.next_value - answer.reservation
        return np.asarray(gain >= answer.discount * next_gain - MARGIN)
