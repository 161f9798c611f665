"""Concession by the clock, early."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from summitry_agents.parameter import Parameter
from summitry_agents.styles.time_dependent import TimeDependent


class Conceder(TimeDependent):
    """Concedes early: most of it in the first rounds (Faratin, Sierra and Jennings 1998)."""

    parameters: ClassVar[Mapping[str, Parameter]] = {
        **TimeDependent.parameters,
        "exponent": Parameter("below 1; the lower, the earlier it concedes", 0.01, 1.0, 0.25),
    }
