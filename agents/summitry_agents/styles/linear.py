"""Concession by the clock, in even steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from summitry_agents.deals import Floats
from summitry_agents.parameter import Parameter
from summitry_agents.styles.time_dependent import TimeDependent


class Linear(TimeDependent):
    """Concedes the same in every round (Faratin, Sierra and Jennings 1998)."""

    parameters: ClassVar[Mapping[str, Parameter]] = {"start": TimeDependent.parameters["start"]}

    def __init__(self, **values: Floats) -> None:
        """Keep the parameters; the exponent is 1."""
        super().__init__(exponent=np.ones_like(values["start"]), **values)
