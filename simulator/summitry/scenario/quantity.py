"""Numbers that may be uncertain: a known value, or a distribution written in the scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summitry.scenario.truncated import truncated

FloatArray = NDArray[np.float64]

FARTHEST = 6.0
"""Standard deviations from the mean beyond which a normal is not expected to be drawn."""

SMALLEST_MASS = 1e-6
"""A distribution with less than this probability inside its range says something else than its author meant."""


@dataclass(frozen=True)
class Family:
    """One kind of distribution: the names of its numbers, and the rule that they keep."""

    parameters: tuple[str, ...]
    fits: Callable[..., bool]
    rule: str


FAMILIES: Mapping[str, Family] = {
    "normal": Family(("mean", "sd"), lambda _, sd: sd > 0, "sd above 0"),
    "uniform": Family(("low", "high"), lambda low, high: low < high, "low < high"),
    "triangular": Family(
        ("low", "mode", "high"),
        lambda low, mode, high: low <= mode <= high and low < high,
        "low <= mode <= high and low < high",
    ),
    "beta": Family(("a", "b"), lambda a, b: a > 0 and b > 0, "a and b above 0"),
}
KINDS = (*FAMILIES, "choice")


@dataclass(frozen=True)
class Quantity:
    """A number, or an option's name, that may be uncertain.

    Parameters
    ----------
    kind
        ``fixed``, ``choice``, or a name from `FAMILIES`.
    values
        The known value, the values to choose from, or the numbers of the distribution.
    weights
        For ``choice``: the probability of each value; they sum to 1.
    reason
        Why the author of the scenario set it so.
    word
        The word that stands for the distribution in the file, if one does.
    """

    kind: str
    values: tuple[float | str, ...]
    weights: tuple[float, ...] = ()
    reason: str = ""
    word: str = ""

    @classmethod
    def fixed(cls, value: float | str) -> Quantity:
        """Return a quantity that is known."""
        return cls("fixed", (value,))

    @property
    def uncertain(self) -> bool:
        """Whether worlds can differ in it."""
        return len(set(self.values)) > 1 if self.kind == "choice" else self.kind != "fixed"

    def written(self) -> Any:
        """Return the quantity as it is written in a scenario."""
        if self.kind == "fixed" or self.word:
            value = self.word or self.values[0]
            return {"value": value, "reason": self.reason} if self.reason else value
        numbers: Any = list(self.values)
        if self.kind == "choice":
            numbers = dict(zip(map(label, self.values), self.weights, strict=True))
        return {self.kind: numbers, **({"reason": self.reason} if self.reason else {})}

    def named(self, numbers: Mapping[str, float]) -> Quantity:
        """Return the same quantity with the names of options replaced by their numbers."""
        return replace(self, values=tuple(numbers[label(value)] for value in self.values))

    def reaches(self, low: float, high: float) -> bool:
        """Tell whether a distribution puts enough probability on [low, high] to be truncated to it."""
        return self.inside(low, high) >= SMALLEST_MASS

    def inside(self, low: float, high: float) -> float:
        """Return the probability that a distribution, before it is truncated, puts on [low, high]."""
        if self.kind in ("fixed", "choice", "beta"):
            return 1.0
        numbers = tuple(float(value) for value in self.values)
        there = truncated(self.kind, numbers, low, high)
        return there.upto - there.below

    @property
    def expected(self) -> float:
        """Roughly what a quantity on the scale from 0 to 1 comes to, to sort and compare by."""
        numbers = [float(value) for value in self.values]
        if self.kind == "choice":
            return sum(number * weight for number, weight in zip(numbers, self.weights, strict=True))
        if self.kind == "beta":
            return numbers[0] / (numbers[0] + numbers[1])
        return numbers[0] if self.kind == "normal" else sum(numbers) / len(numbers)

    def extremes(self, low: float, high: float) -> tuple[float, float]:
        """Return the lowest and highest value that can be drawn within [low, high].

        A normal's are taken `FARTHEST` standard deviations from its mean: what lies beyond (2 in 1,000,000,000) is cut
        off where it is drawn between its extremes.
        """
        numbers = [float(value) for value in self.values]
        if self.kind == "choice":
            numbers = [number for number, weight in zip(numbers, self.weights, strict=True) if weight > 0]
        elif self.kind == "normal":
            mean, sd = numbers
            numbers = [mean - FARTHEST * sd, mean + FARTHEST * sd]
        elif self.kind == "beta":
            return low, high
        return max(low, min(numbers)), min(high, max(numbers))

    def quantile(self, uniform: FloatArray, low: float, high: float) -> FloatArray:
        """Turn one uniform draw per world into the quantity's value in that world.

        The distribution is truncated to [low, high]: the probability outside is spread over the inside, not
        piled up at the ends. Inverse transform: Devroye 1986, *Non-Uniform Random Variate Generation*, II.2.

        Parameters
        ----------
        uniform
            Shape (W,), in [0, 1).
        low, high
            The range that the value must keep.

        Returns
        -------
        FloatArray
            Shape (W,).
        """
        if self.kind == "fixed":
            return np.full(uniform.shape, float(self.values[0]))
        if self.kind == "choice":
            steps = np.cumsum(self.weights)[:-1]
            return np.asarray(self.values, dtype=float)[np.searchsorted(steps, uniform, side="right")]
        numbers = tuple(float(value) for value in self.values)
        # Only rounding can leave the range here; the tails are cut off.
        return np.clip(truncated(self.kind, numbers, low, high).at(uniform), low, high)

    def __str__(self) -> str:
        if self.word:
            return self.word
        if self.kind == "fixed":
            return label(self.values[0])
        if self.kind == "choice":
            chances = zip(self.values, self.weights, strict=True)
            return "choice of " + ", ".join(f"{label(value)} ({weight:.0%})" for value, weight in chances)
        return f"{self.kind} {', '.join(label(value) for value in self.values)}"


def label(value: float | str) -> str:
    """Return a number or name as it is written in a scenario: 2, 0.25, both."""
    return value if isinstance(value, str) else f"{value:.12g}"


def complaint_about_range(quantity: Quantity, low: float, high: float) -> str:
    """Return why `quantity` can't be used on the range [low, high], or an empty text."""
    if quantity.kind in ("fixed", "choice"):
        outside = [value for value in quantity.values if isinstance(value, str) or not low <= value <= high]
        if outside:
            return f"found {label(outside[0])}, expected a number {span(low, high)}"
    elif not quantity.reaches(low, high):
        return f"found {quantity}, expected a distribution that reaches {span(low, high)}"
    return ""


def span(low: float, high: float) -> str:
    """Return a range in words."""
    if isfinite(low) and isfinite(high):
        return f"from {low:g} to {high:g}"
    return f"of at least {low:g}" if isfinite(low) else "of any size"


def found(raw: object) -> str:
    """Return what the file says at some place, short enough for a message."""
    if raw is None:
        return "nothing"
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, dict):
        return f"a mapping with {', '.join(list(raw)[:4]) or 'nothing in it'}" + (", ..." if len(raw) > 4 else "")
    if isinstance(raw, list):
        return f"a list of {len(raw)}" if len(raw) > 4 else f"[{', '.join(found(item) for item in raw)}]"
    text = f"'{raw}'" if isinstance(raw, str) else f"{raw}"
    return text if len(text) <= 60 else text[:57] + "..."
