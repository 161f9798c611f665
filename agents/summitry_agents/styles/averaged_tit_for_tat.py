"""Tit for tat over a window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from summitry_agents.deals import Ints
from summitry_agents.parameter import Parameter
from summitry_agents.styles.tit_for_tat import TitForTat


class AveragedTitForTat(TitForTat):
    """Gives in proportion to what the other gave over its latest offers (Faratin, Sierra and Jennings 1998).

    x(n + 1) = y(n - 2 gamma) / y(n) * x(n - 1): what the other gave over a window of its latest `gamma` steps. With a
    window of 1 it is relative tit for tat with delta 1. The paper speaks of the average change in the window; its
    formula, followed here, takes the whole of it in every answer, so that it gives more than it got if the other
    gives steadily. Applicable after gamma + 1 offers. `TitForTat` says how the gaps of the paper are filled.
    """

    parameters: ClassVar[Mapping[str, Parameter]] = {
        "gamma": Parameter("how many of the other's latest steps are answered together, rounded", 1.0, 100.0, 2.0),
    }

    def answers(self, worlds: Ints) -> tuple[Ints, Ints]:
        """Return (n,) gamma and 0."""
        gamma = np.rint(self.values["gamma"][worlds]).astype(np.intp)
        return gamma, np.zeros_like(gamma)
