"""One issue of the chart of settlements: its heading, its scale and the names under it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from summitry.charts import look
from summitry.charts.ink import put, write
from summitry.charts.labels import Label, Room
from summitry.charts.scale import Bar, distributions
from summitry.charts.text import height, more_lines, width, wrap
from summitry.charts.words import worlds
from summitry.ensembles.headline import percent
from summitry.ensembles.result import EnsembleResult

GAP = 0.06
FIGURE = 0.16
"""Height of a figure above a bar."""
_HEADING_LINES, _HEADING_WIDTH = 2, 5.6
"""On how many lines a heading stands at most, in a panel that has at least that width."""
_MAGNIFICATIONS = (100, 20, 5)
_WIDEST_BAR = 0.42
_BAR_OF_SLOT = 0.62


@dataclass(frozen=True)
class Frame:
    """What all panels of a chart have in common.

    Parameters
    ----------
    width
        Of a panel, in inches.
    names
        Width of the names on its left.
    full
        Share of worlds that a bar of full height stands for.
    """

    width: float
    names: float
    full: float

    @property
    def scale(self) -> float:
        """Width right of the names."""
        return self.width - self.names - 2 * GAP


@dataclass(frozen=True)
class Stand:
    """Where bars stand.

    Parameters
    ----------
    room, left
        Room of the scale, and where it begins.
    base
        Height of the line on which the bars stand.
    inches
        Height of a bar per share of worlds.
    pale
        Whether they are drawn higher than those of other panels.
    """

    room: Room
    left: float
    base: float
    inches: float
    pale: bool


class Panel(ABC):
    """The picture of one issue; what is between heading and labels is up to its kind.

    Parameters
    ----------
    result
        What the talks came to.
    issue
        Its number.
    frame
        How wide it is.
    """

    def __init__(self, result: EnsembleResult, issue: int, frame: Frame) -> None:
        self.result = result
        self.issue = issue
        self.frame = frame
        self.question = result.scenario.agenda.questions[issue]
        self.chance = result.settled[self.question.id]
        self.distributions = distributions(result, issue)
        said = (
            f"settled in {percent(self.chance.chance)} of worlds"
            if self.chance.count
            else f"never settled in {worlds(result)}"
        )
        caption = "; ".join([said, *self._magnified(), *self.remarks()])
        lines = more_lines(_HEADING_LINES, _HEADING_WIDTH, frame.width)
        self.title = wrap(self.question.title, look.LABEL, frame.width, lines, bold=True)
        self.caption = wrap(caption, look.SMALL, frame.width, lines)

    @property
    @abstractmethod
    def labels(self) -> list[Label]:
        """The names under the scale."""

    @property
    @abstractmethod
    def room(self) -> Room:
        """The room that the scale has."""

    @property
    @abstractmethod
    def body(self) -> float:
        """Height between heading and labels, in inches."""

    @abstractmethod
    def draw_body(self, axes: Axes, left: float, top: float) -> None:
        """Draw what is between heading and labels, its upper left corner at a place in inches."""

    @property
    def magnification(self) -> int:
        """How many times too high the bars are drawn, because they would be too low to see."""
        peak = max(bar.share for bars in self.distributions for bar in bars)
        return next((times for times in _MAGNIFICATIONS if 0 < times * peak <= self.frame.full), 1)

    def remarks(self) -> list[str]:
        """Return what the caption says besides the chance."""
        return []

    @property
    def height(self) -> float:
        """In inches."""
        return self._head + self.body + 2 * GAP + max(height(label.text, look.TINY) for label in self.labels)

    @property
    def left_of_scale(self) -> float:
        """Where the room for the scale begins, from the left edge of the panel."""
        return self.frame.names + 2 * GAP

    def stand(self, left: float, base: float, tall: float) -> Stand:
        """Return where bars stand, the highest of the chart being so tall."""
        inches = tall * self.magnification / self.frame.full if self.frame.full else 0.0
        return Stand(self.room, left, base, inches, self.magnification > 1)

    def draw(self, axes: Axes, left: float, top: float) -> None:
        """Draw the panel, its upper left corner at a place in inches."""
        write(axes, left, top, self.title, look.LABEL, weight="bold")
        under = top + height(self.title, look.LABEL) + GAP / 2
        write(axes, left, under, self.caption, look.SMALL, color=look.MUTED)
        self.draw_body(axes, left, top + self._head)
        y = top + self._head + self.body + GAP
        for label in self.labels:
            x = left + self.left_of_scale + self.room.x(label.place)
            write(axes, x, y, label.text, look.TINY, ha="center")

    @property
    def _head(self) -> float:
        return height(self.title, look.LABEL) + height(self.caption, look.SMALL) + 2 * GAP

    def _magnified(self) -> list[str]:
        times = self.magnification
        return [f"bars drawn {times} times as high"] if times > 1 else []


def draw_bars(axes: Axes, bars: Sequence[Bar], stand: Stand) -> None:
    """Draw shares of worlds as bars on a line, with figures where there is room for them, else on the highest one."""
    room, left, base = stand.room, stand.left, stand.base
    most = max(bars, key=lambda bar: bar.share)
    apart = min(np.diff([bar.middle for bar in bars])) * room.length
    roomy = apart > width(percent(1.0), look.TINY) + GAP / 2
    for bar in bars:
        if not bar.share:
            continue
        middle = left + room.x(bar.middle)
        broad = min((bar.right - bar.left) * room.length * _BAR_OF_SLOT, _WIDEST_BAR)
        high = stand.inches * bar.share
        fill = look.RESULT_PALE if stand.pale else look.RESULT
        box = Rectangle((middle - broad / 2, base - high), broad, high)
        box.set(facecolor=fill, edgecolor=look.RESULT, linewidth=0.8)
        put(axes, box)
        if roomy or bar is most:
            write(axes, middle, base - high - 0.02, percent(bar.share), look.TINY, ha="center", va="bottom")
    put(axes, Line2D((left, left + room.length + 2 * room.beyond), (base, base), color=look.INK, linewidth=0.8))
