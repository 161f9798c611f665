"""Which cells a sweep plays: every combination of some values, or points of a Latin hypercube."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import floor, log10, prod
from typing import Any

from summitry.scenario.problems import ScenarioError
from summitry.scenario.scenario import Scenario
from summitry.sweeps.axis import Axis, Span
from summitry.talks.randomness import keyed

MOST_POINTS = 10_000


@dataclass(frozen=True)
class Design(ABC):
    """The cells of a sweep, in their order.

    Parameters
    ----------
    axes
        What is varied.
    """

    axes: tuple[Axis, ...]

    @property
    @abstractmethod
    def name(self) -> str:
        """What it is called."""

    @property
    @abstractmethod
    def vary(self) -> list[dict[str, Any]]:
        """What is varied, as plain data."""

    @abstractmethod
    def combined(self, axes: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """Return what each cell takes from what the axes have, in the order of the cells."""

    @property
    @abstractmethod
    def dims(self) -> tuple[str, ...]:
        """Names of the dimensions along which cells lie."""

    @property
    @abstractmethod
    def shape(self) -> tuple[int, ...]:
        """How many cells lie along each dimension."""

    @property
    def size(self) -> int:
        """How many cells there are."""
        return prod(self.shape)

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The values of each cell by path."""
        return self._by_path([axis.values for axis in self.axes])

    @property
    def labels(self) -> list[dict[str, Any]]:
        """The same as coordinates: distributions and the like as text."""
        return self._by_path([axis.labels for axis in self.axes])

    @property
    def coords(self) -> dict[str, Any]:
        """Coordinates of the dimensions, as xarray takes them."""
        return {axis.path: (self.dims[min(at, len(self.dims) - 1)], axis.labels) for at, axis in enumerate(self.axes)}

    def _by_path(self, axes: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
        paths = [axis.path for axis in self.axes]
        return [dict(zip(paths, values, strict=True)) for values in self.combined(axes)]


@dataclass(frozen=True)
class Grid(Design):
    """Every combination of values; the last axis runs fastest."""

    @property
    def name(self) -> str:
        """What it is called."""
        return "grid"

    @property
    def vary(self) -> list[dict[str, Any]]:
        """What is varied, as plain data."""
        return [{"path": axis.path, "values": list(axis.values)} for axis in self.axes]

    @classmethod
    def of(cls, vary: Mapping[str, Sequence[Any]]) -> Grid:
        """Return the grid over the values of each path.

        Raises
        ------
        ValueError
            There are no paths, or one has no values.
        """
        axes = tuple(Axis.of(path, values) for path, values in vary.items())
        if not axes or not all(axis.values for axis in axes):
            raise ValueError(f"vary: found {vary!r}, expected at least one path with at least one value")
        return cls(axes)

    def combined(self, axes: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """Return every combination."""
        return list(product(*axes))

    @property
    def dims(self) -> tuple[str, ...]:
        """The paths."""
        return tuple(axis.path for axis in self.axes)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values each axis has."""
        return tuple(len(axis.values) for axis in self.axes)


@dataclass(frozen=True)
class LatinHypercube(Design):
    """Points spread over ranges so that each of N equal parts of every range has one (McKay et al. 1979).

    Parameters
    ----------
    axes
        The value of each point, path by path.
    spans
        The ranges.
    """

    spans: tuple[Span, ...]

    @property
    def name(self) -> str:
        """What it is called."""
        return "latin hypercube"

    @property
    def vary(self) -> list[dict[str, Any]]:
        """What is varied, as plain data."""
        return [
            {"path": span.path, "low": span.low, "high": span.high, "values": list(axis.values)}
            for span, axis in zip(self.spans, self.axes, strict=True)
        ]

    @classmethod
    def of(cls, scenario: Scenario, spans: Sequence[Span], points: int, seed: int) -> LatinHypercube:
        """Return so many points over ranges; the same for the same seed, number and number of ranges.

        Parameters
        ----------
        scenario
            It tells where only whole numbers fit.
        spans
            The ranges.
        points
            How many.
        seed
            Of the sweep.

        Raises
        ------
        ValueError
            There are no ranges, or too few or too many points.
        """
        if not spans or not 2 <= points <= MOST_POINTS:
            raise ValueError(
                f"found {points} points over {len(spans)} ranges, expected 2 to {MOST_POINTS:,} over at least one"
            )
        from scipy.stats.qmc import LatinHypercube as Drawn

        drawn = Drawn(len(spans), rng=keyed(f"{seed}/latin hypercube")).random(points)
        axes = tuple(
            Axis.of(span.path, [_between(span, float(share), whole) for share in shares])
            for span, shares, whole in zip(spans, drawn.T, [_only_whole(scenario, span) for span in spans], strict=True)
        )
        return cls(axes, tuple(spans))

    def combined(self, axes: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """Return what the axes have, point by point."""
        return list(zip(*axes, strict=True))

    @property
    def dims(self) -> tuple[str, ...]:
        """The points."""
        return ("point",)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many points there are."""
        return (len(self.axes[0].values),)


def _between(span: Span, share: float, whole: bool) -> float:
    """Return what lies at a share of a range: a whole number, or one to five digits of its width, for reading."""
    if whole:
        return int(span.low) + int(share * (int(span.high) - int(span.low) + 1))
    digits = 4 - floor(log10(span.high - span.low))
    return min(max(round(span.low + share * (span.high - span.low), digits), span.low), span.high)


def _only_whole(scenario: Scenario, span: Span) -> bool:
    """Tell whether only whole numbers fit where the values of a range go: rounds, say."""
    ends = (span.low, span.high)
    if not all(float(end).is_integer() for end in ends) or _fits(scenario, span.path, span.low + 0.5):
        return False
    return any(_fits(scenario, span.path, int(end)) for end in ends)


def _fits(scenario: Scenario, path: str, value: float) -> bool:
    try:
        scenario.with_values({path: value})
    except ScenarioError:
        return False
    return True
