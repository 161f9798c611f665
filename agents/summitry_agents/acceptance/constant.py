"""Yes from a fixed level on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from summitry_agents.acceptance.acceptance import Acceptance, Answer
from summitry_agents.deals import MARGIN, Bools
from summitry_agents.parameter import Parameter


class Constant(Acceptance):
    """Says yes to a deal worth a fixed level, whatever it would offer next (AC_const: Baarslag et al. 2013)."""

    parameters: ClassVar[Mapping[str, Parameter]] = {
        "level": Parameter("utility from which on it says yes", 0.0, 1.0, 0.8),
    }

    def says_yes(self, answer: Answer) -> Bools:
        """Return (n,): whether the deal is worth the level."""
        return np.asarray(answer.value >= self.values["level"][answer.worlds] - MARGIN)
