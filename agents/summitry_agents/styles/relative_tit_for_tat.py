"""Tit for tat, one step for one step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from summitry_agents.deals import Ints
from summitry_agents.parameter import Parameter
from summitry_agents.styles.tit_for_tat import TitForTat


class RelativeTitForTat(TitForTat):
    """Gives in proportion to what the other gave some offers ago (Faratin, Sierra and Jennings 1998).

    x(n + 1) = y(n - 2 delta) / y(n - 2 delta + 2) * x(n - 1): the step that the other took `delta` offers ago is
    answered. Applicable after delta + 1 of its offers. `TitForTat` says how the gaps of the paper are filled.
    """

    parameters: ClassVar[Mapping[str, Parameter]] = {
        "delta": Parameter("how many of the other's offers ago it gave what is answered, rounded", 1.0, 100.0, 1.0),
    }

    def answers(self, worlds: Ints) -> tuple[Ints, Ints]:
        """Return (n,) delta and delta - 1."""
        delta = np.rint(self.values["delta"][worlds]).astype(np.intp)
        return delta, delta - 1
