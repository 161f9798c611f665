"""What every concession style has in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from summitry_agents.deals import Floats, Ints


@dataclass(frozen=True)
class Parameter:
    """A number that a style takes from the scenario.

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


@dataclass(frozen=True)
class Moment:
    """What a style may look at when it decides what to insist on. All arrays have shape (n,).

    Parameters
    ----------
    worlds
        Which worlds are meant, as indices into the model's arrays.
    clock
        Time of the envoy's turn, 0 in the first round and 1 in the last.
    best
        Utility of the best deal that the envoy can still imagine.
    reservation
        Utility below which its state does not sign: walk-away value plus premium.
    reach
        Share of the way from best to reservation that the envoy would go by the deadline.
    """

    worlds: Ints
    clock: Floats
    best: Floats
    reservation: Floats
    reach: Floats


class Style(ABC):
    """How an envoy's aspiration moves while the talks go on.

    A style is a short class: its source in the docstring, its `parameters`, and `aspiration`. It is found by its
    name among the entry points of the group ``summitry.styles``.
    """

    parameters: ClassVar[Mapping[str, Parameter]] = {}

    def __init__(self, **values: Floats) -> None:
        """Keep each parameter's value by name, an array of shape (W,)."""
        self.values = values

    @abstractmethod
    def aspiration(self, moment: Moment) -> Floats:
        """Return the utility that the envoy insists on, shape (n,)."""
