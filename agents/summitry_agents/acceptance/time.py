"""Yes to anything from a moment on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from summitry_agents.acceptance.acceptance import Acceptance, Answer
from summitry_agents.deals import MARGIN, Bools
from summitry_agents.parameter import Parameter


class Time(Acceptance):
    """Says no before a moment and yes to all its state would sign from then on (AC_time: Baarslag et al. 2013)."""

    parameters: ClassVar[Mapping[str, Parameter]] = {
        "after": Parameter("share of the time that must have passed", 0.0, 1.0, 0.9),
    }

    def says_yes(self, answer: Answer) -> Bools:
        """Return (n,): whether the moment has come."""
        return np.asarray(answer.clock >= self.values["after"][answer.worlds] - MARGIN)
