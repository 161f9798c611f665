"""A value of a scenario that a sweep varies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
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
        path, equals, span = text.partition("=")
        wanted = "PATH=LO:HI:N, such as states.russia.patience=0.8:1:5"
        try:
            low, high, number = (float(part) for part in span.split(":"))
            finite = bool(np.isfinite([low, high, number]).all())
        except ValueError:
            finite = False
        if not (equals and path.strip() and finite):
            raise ScenarioError([Problem(f"found '{text}', expected {wanted}", source="--vary")])
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


def axes_of(vary: Mapping[str, Sequence[Any]]) -> tuple[Axis, ...]:
    """Return the axes of a sweep.

    Raises
    ------
    ValueError
        There are none, or one has no values.
    """
    axes = tuple(Axis.of(path, values) for path, values in vary.items())
    if not axes or not all(axis.values for axis in axes):
        raise ValueError(f"vary: found {vary!r}, expected at least one path with at least one value")
    return axes


def grid(axes: Sequence[Axis]) -> list[dict[str, Any]]:
    """Return the values of each cell by path; the last axis runs fastest."""
    return [
        {axis.path: value for axis, value in zip(axes, values, strict=True)}
        for values in product(*(axis.values for axis in axes))
    ]
