"""How far coders of one case agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from summitry.scenario.quantity import FloatArray

Unit = tuple[str, ...]
"""What was coded: an actor, or an actor on an issue."""


@dataclass(frozen=True)
class Agreement:
    """How far coders agree on one kind of number.

    Parameters
    ----------
    what
        The kind: position, salience or capability.
    coded
        By unit: the numbers of all coders, in the same order; at least two coders.
    """

    what: str
    coded: Mapping[Unit, Sequence[float]]

    @property
    def spread(self) -> dict[Unit, float]:
        """By unit: standard deviation between the coders, all of them being there is."""
        return {unit: float(np.std(numbers)) for unit, numbers in self.coded.items()}

    @property
    def mean_difference(self) -> float:
        """Mean absolute difference of two coders on a unit."""
        table = self._table
        apart = np.abs(table[:, :, None] - table[:, None, :])
        coders = table.shape[1]
        return float(apart.sum() / (len(table) * coders * (coders - 1)))

    @property
    def alpha(self) -> float | None:
        """Krippendorff's alpha for interval data; None where all numbers are the same, so that nothing can be told.

        1 is agreement, 0 what coders would reach by chance, drawing from the numbers that all of them gave:
        ``1 - observed / expected``, both the mean squared difference of two numbers, of one unit and of all units.
        Krippendorff 2019, *Content Analysis* (4th edition), chapter 12; nobody may have left a unit out.
        """
        table = self._table
        expected = float(table.var(ddof=1))
        return 1.0 - float(table.var(axis=1, ddof=1).mean()) / expected if expected > 0 else None

    @property
    def _table(self) -> FloatArray:
        """(units, coders)."""
        return np.array(list(self.coded.values()), dtype=float)

    def __str__(self) -> str:
        alpha = "undefined" if self.alpha is None else f"{self.alpha:.2f}"
        said = f"{self.what}: two coders differ by {self.mean_difference:.1f} on average; Krippendorff's alpha {alpha}"
        apart = sorted(self.spread.items(), key=lambda item: -item[1])
        return said + "".join(f"\n  {', '.join(unit)}: standard deviation {sd:.1f}" for unit, sd in apart if sd > 0)
