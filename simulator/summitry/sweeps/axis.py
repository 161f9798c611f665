"""A value of a scenario that a sweep varies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from summitry.scenario.overrides import plain_data, split
from summitry.scenario.problems import Problem, ScenarioError

MOST_VALUES = 1_000


@dataclass(frozen=True)
class Axis:
    """A place in the scenario and the values it takes.

    Parameters
    ----------
    path
        Dotted path in the file.
    values
        At least one.
    """

    path: str
    values: tuple[Any, ...]

    @classmethod
    def of(cls, path: str, values: Sequence[Any]) -> Self:
        """Return the axis of a path as somebody wrote it, with values in the types that a file can hold."""
        return cls(".".join(map(str, split(path))), tuple(plain_data(value) for value in values))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the axis that ``PATH=LO:HI:N`` on the command line asks for: N values from LO to HI, evenly spaced.

        Examples
        --------
        >>> Axis.parse("states.east.patience=0.8:1:3").values
        (0.8, 0.9, 1.0)
        >>> Axis.parse("talks.rounds=4:8:3").values
        (4, 6, 8)

        Raises
        ------
        ScenarioError
            The text is something else.
        """
        path, span, (low, high, number) = _parts(text, 3, "PATH=LO:HI:N, such as states.russia.patience=0.8:1:5")
        if not number.is_integer() or not 2 <= number <= MOST_VALUES or low == high:
            least = f"two different ends and at least 2 values, at most {MOST_VALUES:,}"
            raise ScenarioError([Problem(f"found '{span}', expected {least}", source=f"--vary {path}")])
        # What decimal fractions lose in binary is no part of what was asked for: 0.3, not 0.30000000000000004.
        values = [float(f"{value:.12g}") for value in np.linspace(low, high, int(number))]
        whole = all(value.is_integer() for value in values)
        return cls.of(path, [int(value) for value in values] if whole else values)

    @property
    def labels(self) -> list[Any]:
        """The values as coordinates: distributions and the like as text."""
        return [value if isinstance(value, int | float | str) else str(value) for value in self.values]

    @property
    def numeric(self) -> bool:
        """Whether all values are numbers, so that they lie on a scale."""
        return all(isinstance(value, int | float) and not isinstance(value, bool) for value in self.values)

    @property
    def order(self) -> list[int]:
        """The places of the values in the order of a chart: numbers ascending, names as they came."""
        places = range(len(self.values))
        return sorted(places, key=lambda at: self.values[at]) if self.numeric else list(places)


@dataclass(frozen=True)
class Span:
    """A place in the scenario and a range of numbers that it takes.

    Parameters
    ----------
    path
        Dotted path in the file.
    low, high
        The ends of the range, the lower one first.
    """

    path: str
    low: float
    high: float

    @classmethod
    def of(cls, path: str, ends: Sequence[float]) -> Self:
        """Return the range of a path between two ends, in either order.

        Raises
        ------
        ValueError
            There are not two different numbers.
        """
        try:
            low, high = sorted(plain_data(end) for end in ends)
            right = bool(np.isfinite([low, high]).all()) and low < high
        except (TypeError, ValueError):
            right = False
        if not right:
            raise ValueError(f"{path}: found {ends!r}, expected two different numbers, the ends of a range")
        return cls(".".join(map(str, split(path))), low, high)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the range that ``PATH=LO:HI`` on the command line asks for.

        Examples
        --------
        >>> Span.parse("states.east.patience=0.8:1")
        Span(path='states.east.patience', low=0.8, high=1.0)

        Raises
        ------
        ScenarioError
            The text is something else.
        """
        path, span, ends = _parts(text, 2, "PATH=LO:HI with --latin, such as states.russia.patience=0.8:1")
        if ends[0] == ends[1]:
            raise ScenarioError([Problem(f"found '{span}', expected two different ends", source=f"--vary {path}")])
        return cls.of(path, ends)


def _parts(text: str, numbers: int, wanted: str) -> tuple[str, str, list[float]]:
    """Return the path in front of the equals sign, what stands behind it, and the so many numbers that this has."""
    path, _, span = text.partition("=")
    try:
        found = [float(part) for part in span.split(":")]
    except ValueError:
        found = []
    if not path.strip() or len(found) != numbers or not np.isfinite(found).all():
        raise ScenarioError([Problem(f"found '{text}', expected {wanted}", source="--vary")])
    return path, span, found
