"""Numbers that a way of negotiating takes from the scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from summitry_agents.deals import Floats


@dataclass(frozen=True)
class Parameter:
    """A number that a style, or another way of conduct, takes from the scenario.

    Parameters
    ----------
    meaning
        One line for `summitry styles` and for editors.
    low, high
        Its range, both ends included.
    default
        Its value where the scenario is silent; None: drawn from the shared prior of the same name.
    """

    meaning: str
    low: float
    high: float
    default: float | None


class Conduct:
    """A way of doing something at the table, found by its name among entry points, with parameters from the scenario.

    Its source stands in the docstring, whose first line `summitry styles` shows.
    """

    parameters: ClassVar[Mapping[str, Parameter]] = {}

    def __init__(self, **values: Floats) -> None:
        """Keep each parameter's value by name, an array of shape (W,)."""
        self.values = values
