"""Yes to what is as good as the own next offer, and near the deadline to the best that came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from summitry_agents.acceptance.acceptance import Answer
from summitry_agents.acceptance.next_offer import NextOffer
from summitry_agents.deals import MARGIN, Bools
from summitry_agents.parameter import Parameter


class Combined(NextOffer):
    """As next_offer; near the deadline also yes to a deal no worse than any offered before.

    AC_combi(T, MAX) of Baarslag, Hindriks and Jonker 2013: from time T on, a deal is also good enough if it is worth
    at least as much as any offer that the others made so far: there is no ground for hoping for better.
    """

    parameters: ClassVar[Mapping[str, Parameter]] = {
        "after": Parameter("share of the time after which the best that came is enough", 0.0, 1.0, 0.9),
    }

    def says_yes(self, answer: Answer) -> Bools:
        """Return (n,): whether one of both conditions is met."""
        late = answer.clock >= self.values["after"][answer.worlds] - MARGIN
        return np.asarray(super().says_yes(answer) | (late & (answer.value >= answer.best_heard - MARGIN)))
