"""A picture with two numbered axes, somewhere on a sheet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from summitry.charts import look
from summitry.charts.field import round_numbers
from summitry.charts.page import Page
from summitry_agents.deals import Floats

BESIDE = 0.38
"""Room for the numbers on the left of a picture."""
BELOW = 0.2
"""Room for the numbers under it."""
_FOR_A_NUMBER = 0.45, 0.34
"""Room that a number takes along the x axis, and along the y axis."""


@dataclass(frozen=True)
class Plane:
    """Where a picture lies in the room of a page, with its numbers, and what its axes span.

    Parameters
    ----------
    left, top, width, height
        In inches.
    x, y
        The ends of the axes.
    whole
        Whether only whole numbers stand under the x axis.
    """

    left: float
    top: float
    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]
    whole: bool = False

    def axes(self, page: Page) -> Axes:
        """Return the axes, with numbers and a grid."""
        within = self.width - BESIDE, self.height - BELOW
        axes = page.axes(self.left + BESIDE, self.top, *within)
        axes.set(xlim=self.x, ylim=self.y)
        axes.set_xticks(round_numbers(*self.x, _most(within[0], 0), self.whole))
        axes.set_yticks(round_numbers(*self.y, _most(within[1], 1)))
        axes.tick_params(length=0, labelsize=look.TINY, labelcolor=look.MUTED, pad=3)
        axes.grid(color=look.RULE, linewidth=0.6)
        axes.set_axisbelow(True)
        return axes


def spanned(values: Floats, least: float = 0.1, floor: float | None = None) -> tuple[float, float]:
    """Return the ends of an axis that holds the values (n,), a little apart from them.

    Parameters
    ----------
    values
        Some.
    least
        How much it spans at least.
    floor
        Where it begins, if that is known.
    """
    low, high = float(np.min(values)), float(np.max(values))
    low = low if floor is None else floor
    missing = max(least - (high - low), 0.0)
    if floor is not None:
        return floor, high + missing + 0.04 * (high - low)
    apart = 0.04 * (high - low + missing)
    return low - missing / 2 - apart, high + missing / 2 + apart


def _most(inches: float, axis: int) -> int:
    return max(int(inches / _FOR_A_NUMBER[axis]), 1)
