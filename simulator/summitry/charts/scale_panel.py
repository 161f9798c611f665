"""An issue on one scale: positions above, settlements below."""

from __future__ import annotations

from functools import cached_property
from itertools import accumulate

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from summitry.charts import look
from summitry.charts.ink import write
from summitry.charts.labels import Label, Room, number_labels, option_labels, share_labels
from summitry.charts.panel import FIGURE, GAP, Panel, draw_bars
from summitry.charts.rows import STATUS_QUO, Row, draw_row, rows
from summitry.charts.scale import Scale
from summitry.charts.words import short

_BARS = 0.5
_MOST_GUIDES = 12
_MOST_NAMED = 3


class ScalePanel(Panel):
    """Named options, a range, or a division between two states."""

    @cached_property
    def scale(self) -> Scale:
        """Where the options lie."""
        return Scale.of(self.result, self.issue)

    @cached_property
    def rows(self) -> list[Row]:
        """The status quo and the states that the issue matters to."""
        return rows(self.result, self.issue, self.scale, self.frame.names)

    @cached_property
    def room(self) -> Room:
        """The room that the scale has."""
        return Room.of(self.frame.scale, len(self.scale.places))

    @cached_property
    def labels(self) -> list[Label]:
        """The names under the scale; the most frequent settlements first."""
        if self.question.kind == "range":
            return number_labels(self.question, self.room)
        if self.question.kind == "division":
            return share_labels()
        settled = self.result.tally.settlements[self.issue, : len(self.question.options)]
        standing = np.flatnonzero(self.result.tally.status_quo[self.issue])
        often = np.argsort(-settled, kind="stable")[:_MOST_NAMED]
        return option_labels(self.question, self.room, [*map(int, standing), *map(int, often)])

    @property
    def body(self) -> float:
        """Height of rows and bars."""
        bars = FIGURE + _BARS if self.chance.count else 0.0
        return sum(row.height for row in self.rows) + GAP + bars

    def remarks(self) -> list[str]:
        """Say what a number counts, and where a status quo lies that the scale does not show."""
        remarks = []
        if self.question.kind == "range" and self.question.unit:
            remarks.append(f"scale: {short(self.question.unit)}")
        if self.question.kind == "division":
            first, second = (self.result.scenario.title_of(state) for state in self.result.scenario.states)
            remarks.append(f"share of {first}, the rest goes to {second}")
        if self.scale.grouped > 1:
            remarks.append(f"{self.scale.grouped} options to a bar")
        if self.question.status_quo is None:
            remarks.append("failure lies off the scale")
        elif not any(row.name == STATUS_QUO for row in self.rows):
            standing = int(np.flatnonzero(self.result.tally.status_quo[self.issue])[0])
            remarks.append(f"status quo: {self.result.scenario.in_words(self.issue, standing)}")
        return remarks

    def draw_body(self, axes: Axes, left: float, top: float) -> None:
        """Draw the rows, and the bars under them."""
        scale_left = left + self.left_of_scale
        tops = list(accumulate((row.height for row in self.rows), initial=top))
        guides = [[(scale_left + self.room.x(place), y) for y in (top, tops[-1])] for place in self._guides()]
        # One collection: drawing a line for each guide took a tenth of the time of the whole chart.
        axes.add_collection(LineCollection(guides, colors=[look.RULE], linewidths=0.6, zorder=0), autolim=False)
        for row, start in zip(self.rows, tops, strict=False):
            y = start + row.height / 2
            write(axes, left + self.frame.names, y, row.name, look.SMALL, ha="right", va="center")
            draw_row(axes, row, self.room, scale_left, y)
        base = top + self.body
        draw_bars(axes, self.distributions[0], self.stand(scale_left, base, _BARS))

    def _guides(self) -> list[float]:
        """Return the places whose way down to their names is drawn through the rows."""
        if len(self.scale.places) <= _MOST_GUIDES:
            return [float(place) for place in self.scale.places]
        return [] if self.question.kind == "options" else [label.place for label in self.labels]
