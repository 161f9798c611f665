"""A rectangle in which something is drawn over what runs from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from summitry.charts import look
from summitry.charts.ink import write
from summitry.charts.text import width
from summitry.charts.words import number
from summitry.scenario.quantity import FloatArray

SHARES = 0.5
"""Width that the names of shares take, left of the rectangle."""
_GAP = 0.08


@dataclass(frozen=True)
class Field:
    """Where values across and values up, often shares of worlds, lie on the sheet, in inches.

    Parameters
    ----------
    left, top, width, height
        The rectangle.
    low, high
        What its left and its right edge stand for.
    most, least
        What its upper and its lower edge stand for.
    """

    left: float
    top: float
    width: float
    height: float
    low: float
    high: float
    most: float = 1.0
    least: float = 0.0

    @property
    def bottom(self) -> float:
        """Where its lower edge is."""
        return self.top + self.height

    def x(self, place: float) -> float:
        """Return where a place lies."""
        return self.left + self.width * (place - self.low) / (self.high - self.low)

    def xs(self, places: Sequence[float] | FloatArray) -> list[float]:
        """Return where each of the places lies."""
        return [self.x(float(place)) for place in places]

    def y(self, share: float) -> float:
        """Return where a share, or what else runs up, lies."""
        return self.bottom - self.height * (share - self.least) / (self.most - self.least)

    def ys(self, shares: Sequence[float] | FloatArray) -> list[float]:
        """Return where each of the shares lies."""
        return [self.y(float(share)) for share in shares]

    def shares(self, axes: Axes, most: int = 5) -> None:
        """Draw a line for each of a few round shares, and their names on the left."""
        for tick in round_numbers(0, 100 * self.most, most):
            y = self.y(tick / 100)
            colour, line = (look.INK, 0.8) if tick == 0 else (look.RULE, 0.7)
            axes.plot((self.left, self.left + self.width), (y, y), color=colour, linewidth=line, zorder=1)
            write(axes, self.left - _GAP, y, f"{tick:g} %", look.SMALL, "right", "center_baseline", look.MUTED)

    def numbers(self, axes: Axes, whole: bool = False) -> None:
        """Write round numbers under it, as many as there is room for."""
        for most in (8, 6, 5, 4, 3, 2):
            ticks = round_numbers(self.low, self.high, most, whole)
            texts = [number(tick) for tick in ticks]
            room = self.width / max(len(ticks) - 1, 1)
            if max((width(text, look.SMALL) for text in texts), default=0.0) + 2 * _GAP <= room:
                break
        for tick, text in zip(ticks, texts, strict=True):
            self.under(axes, tick, text)

    def under(self, axes: Axes, place: float, text: str) -> None:
        """Write what stands at a place, under it."""
        x = self.x(place)
        axes.plot((x, x), (self.bottom, self.bottom + _GAP / 2), color=look.INK, linewidth=0.8)
        write(axes, x, self.bottom + _GAP, text, look.SMALL, "center", color=look.MUTED)

    def beside(self, axes: Axes, place: float, text: str) -> None:
        """Write what stands at a place that runs up, left of it."""
        y = self.y(place)
        axes.plot((self.left - _GAP / 2, self.left), (y, y), color=look.INK, linewidth=0.8)
        write(axes, self.left - _GAP, y, text, look.SMALL, "right", "center_baseline", look.MUTED)


def round_numbers(low: float, high: float, most: int, whole: bool = False) -> list[float]:
    """Return at most about so many round numbers between two."""
    found = np.asarray(MaxNLocator(most, steps=[1, 2, 5, 10] if whole else [1, 2, 2.5, 5, 10]).tick_values(low, high))
    slack = 1e-9 * (high - low)
    within = (found >= low - slack) & (found <= high + slack)
    within &= (found == np.rint(found)) | (not whole)
    return [float(tick) for tick in found[within]]
