"""Where states, and the status quo, stand on the scale of an issue: a row for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from summitry.charts import look
from summitry.charts.ink import put
from summitry.charts.labels import Room
from summitry.charts.look import Sign
from summitry.charts.scale import Bar, Scale, Spot, ideal
from summitry.charts.text import height, wrap
from summitry.ensembles.result import EnsembleResult

STATUS_QUO = "status quo"
_LINES = 2
_PAD = 0.05
_BAND = 0.12
_SMALLEST = 0.3
"""Of a marker whose size shows a share, against its full size."""


@dataclass(frozen=True)
class Row:
    """One row.

    Parameters
    ----------
    name
        What it says on the left, with its line breaks.
    sign
        How it is drawn.
    spot
        Where the ideal, or the status quo, lies.
    bands
        Stretches of the scale beyond the state's red lines.
    each
        Whether every place of the spot is shown, for want of a meaningful mean.
    """

    name: str
    sign: Sign
    spot: Spot | None
    bands: list[Bar]
    each: bool

    @property
    def height(self) -> float:
        """In inches."""
        return height(self.name, look.SMALL) + _PAD


def rows(result: EnsembleResult, issue: int, scale: Scale, names: float) -> list[Row]:
    """Return a row for the status quo and for each state that an issue matters to.

    Parameters
    ----------
    result, issue, scale
        What the talks came to, the number of the issue and its scale.
    names
        Width for the names, in inches.
    """
    question = result.scenario.agenda.questions[issue]
    options = len(question.options)
    unordered = question.kind == "options" and not question.ordered
    standing = scale.spot(result.tally.status_quo[issue, :options])
    found = [Row(STATUS_QUO, look.STATUS_QUO, standing, [], unordered)] if standing else []
    for p, state in enumerate(result.scenario.states):
        bands = scale.bands(result.tally.barred[p, issue, :options] / result.worlds)
        spot = ideal(result, p, issue)
        if spot or bands:
            name = state_name(result, state, names)
            positions = result.scenario.spec.states[state].positions
            tabled = question.id in positions and positions[question.id].values is not None
            found.append(Row(name, look.sign(p), spot, bands, unordered or tabled))
    return found


def state_name(result: EnsembleResult, state: str, names: float) -> str:
    """Return how a row calls a state, with its line breaks."""
    return wrap(result.scenario.title_of(state), look.SMALL, names, _LINES)


def draw_row(axes: Axes, row: Row, room: Room, left: float, y: float) -> None:
    """Draw what lies on one row, its middle at a height y and the room for its scale from `left` on."""
    draw_bands(axes, row.bands, row.sign.colour, room, left, y)
    if row.spot is None:
        return
    if row.each:
        for place, share in zip(row.spot.places, row.spot.shares, strict=True):
            size = max(float(np.sqrt(share)), _SMALLEST)
            draw_marker(axes, row.sign, left + room.x(place), y, size)
        return
    draw_marker(axes, row.sign, left + room.x(row.spot.mean), y, ends=[left + room.x(x) for x in row.spot.middle])


def draw_marker(axes: Axes, sign: Sign, x: float, y: float, size: float = 1.0, ends: Sequence[float] = ()) -> None:
    """Draw a sign at a share of its full size, on a line between two ends if they are given."""
    line = sign == look.STATUS_QUO
    xs = [*ends, np.nan, x]  # the line ends at its ends, wherever the sign lies
    drawn = Line2D(
        xs,
        [y] * len(xs),
        color=sign.colour,
        linewidth=1.8,
        marker=sign.marker,
        markevery=[-1],
        markersize=sign.size * size,
        markeredgecolor=sign.colour if line else look.PAPER,
        markeredgewidth=2.2 if line else 0.5 * size,
        zorder=3,
    )
    put(axes, drawn)


def draw_bands(axes: Axes, bands: list[Bar], colour: str, room: Room, left: float, y: float) -> None:
    """Hatch the stretches beyond a red line, the darker the more worlds."""
    for band in bands:
        start, end = left + room.x(band.left), left + room.x(band.right)
        hatched = Rectangle(
            (start, y - _BAND / 2),
            end - start,
            _BAND,
            facecolor=look.PAPER,
            edgecolor=colour,
            hatch="//////",
            linewidth=0,
            alpha=0.25 + 0.75 * band.share,
            zorder=1,
        )
        put(axes, hatched)
