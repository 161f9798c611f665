"""The division of a pie among more than two states: what each of them gets."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from matplotlib.axes import Axes

from summitry.charts import look
from summitry.charts.ink import write
from summitry.charts.labels import Label, Room, share_labels
from summitry.charts.panel import FIGURE, Panel, draw_bars
from summitry.charts.rows import draw_bands, draw_marker, state_name
from summitry.charts.scale import Scale

_BARS = 0.28
_BELOW = 0.22
"""Room under the line on which the bars stand, for red lines and the status quo."""


class SharesPanel(Panel):
    """A strip for each state, along the share that it gets."""

    @cached_property
    def scales(self) -> list[Scale]:
        """By state: its share."""
        return [Scale.of(self.result, self.issue, p) for p in range(len(self.result.scenario.states))]

    @cached_property
    def room(self) -> Room:
        """The room that the scale has."""
        return Room.of(self.frame.scale, len(self.scales[0].places))

    @cached_property
    def labels(self) -> list[Label]:
        """The names under the scale."""
        return share_labels()

    @property
    def _strip(self) -> float:
        return (FIGURE + _BARS if self.chance.count else _BELOW) + _BELOW

    @property
    def body(self) -> float:
        """Height of all strips."""
        return self._strip * len(self.scales)

    def remarks(self) -> list[str]:
        """Say what is divided."""
        return ["what each state gets", *super().remarks()]

    def draw_body(self, axes: Axes, left: float, top: float) -> None:
        """Draw a strip for each state: settlements on a line, red lines and status quo under it."""
        scale_left = left + self.left_of_scale
        standing = np.flatnonzero(self.result.tally.status_quo[self.issue])
        for p, (state, scale) in enumerate(zip(self.result.scenario.states, self.scales, strict=True)):
            base = top + (p + 1) * self._strip - _BELOW
            name = state_name(self.result, state, self.frame.names)
            write(axes, left + self.frame.names, base, name, look.SMALL, ha="right", va="center")
            draw_bars(axes, self.distributions[p], self.stand(scale_left, base, _BARS))
            under = base + _BELOW / 2
            barred = self.result.tally.barred[p, self.issue, : len(scale.option_at)] / self.result.worlds
            draw_bands(axes, scale.bands(barred), look.sign(p).colour, self.room, scale_left, under)
            for option in standing:
                share = float(self.question.shares[option, p])
                draw_marker(axes, look.STATUS_QUO, scale_left + self.room.x(share), under)
