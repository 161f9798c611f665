"""Concession by the clock, late."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from summitry_agents.parameter import Parameter
from summitry_agents.styles.time_dependent import TimeDependent


class Boulware(TimeDependent):
    """Concedes late: little until the deadline is near (Faratin, Sierra and Jennings 1998)."""

    parameters: ClassVar[Mapping[str, Parameter]] = {
        **TimeDependent.parameters,
        "exponent": Parameter("above 1; the higher, the later it concedes", 1.0, 100.0, 4.0),
    }
