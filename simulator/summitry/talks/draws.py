"""Drawing quantities: each from the stream of its own path, and what no record shows from the shared prior."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from summitry.assumptions import shared_prior
from summitry.ensembles.worlds import NOT_IN_PLAY
from summitry.scenario.agenda import Question
from summitry.scenario.quantity import FloatArray, Quantity

Uniform = Callable[[str], FloatArray]
"""Gives one uniform draw per world, shape (W,), for a purpose."""


class Draws:
    """One pass over a scenario, in which each quantity draws from the stream of its own path.

    Parameters
    ----------
    number
        (W,) the worlds' numbers in the ensemble.
    source
        Gives the uniform draws.

    Attributes
    ----------
    recorded
        By path: (W,) every uncertain quantity as drawn.
    strata
        By assumption: (W,) index of the world's stratum, or `NOT_IN_PLAY`.
    """

    def __init__(self, number: NDArray[np.intp], source: Uniform) -> None:
        self.number = number
        self.source = source
        self.recorded: dict[str, FloatArray] = {}
        self.strata: dict[str, NDArray[np.int8]] = {
            name: np.full(number.shape, NOT_IN_PLAY, dtype=np.int8) for name in shared_prior()
        }

    def quantity(self, path: str, quantity: Quantity, low: float, high: float, key: str = "") -> FloatArray:
        """Draw a quantity from the stream of its path, or of another key that does not change with the file."""
        if not quantity.uncertain:
            return np.full(self.number.shape, float(quantity.values[0]))
        drawn = quantity.quantile(self.source(key or path), low, high)
        self.recorded[path] = drawn
        return drawn

    def worth(self, path: str, quantity: Quantity, unit: float) -> FloatArray:
        """Draw what is written in utility (unit 1) or in points (unit: how many are utility 1), and return utility."""
        return self.quantity(path, quantity, 0.0, unit) / unit

    def placed(self, path: str, quantity: Quantity, question: Question) -> FloatArray:
        """Draw a place on an issue's scale from 0 to 1."""
        placed, low, high = question.placed(quantity)
        return question.scaled(self.quantity(path, placed, low, high))

    def assumed(self, name: str, key: str, path: str, quantity: Quantity | None) -> FloatArray:
        """Draw a number that the scenario may document; where it does not, the shared prior speaks.

        Envoys draw from streams of their states (`key`), so that naming one changes nothing but its name.
        """
        assumption = shared_prior()[name]
        if quantity is not None:
            return self.quantity(f"{path}.{name}", quantity, assumption.low, assumption.high, f"{key}.{name}")
        stratum = assumption.stratum(self.source(f"assumptions.{name}"))
        self.strata[name] = stratum
        drawn = assumption.quantile(stratum, self.source(f"{key}.{name}"))
        self.recorded[f"{path}.{name}"] = drawn
        return drawn
