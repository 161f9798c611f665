"""Small pictures in rows, one for each of several things that move as talks go on: median and bands over worlds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from summitry.charts import key, look
from summitry.charts.ink import write
from summitry.charts.key import Entry
from summitry.charts.page import Page, between_margins
from summitry.charts.plane import BELOW, BESIDE, Plane
from summitry.charts.text import height, wrap
from summitry_agents.deals import Floats

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_PICTURE, _NARROWEST = 1.35, 2.1
"""Height of a picture, and its width at least, of several side by side."""
_GUTTER, _PAD = 0.3, 0.1
_ACROSS = {1: 1, 2: 2, 4: 2}
"""By number of pictures: how many stand side by side; else three."""
_ALONE = 4.44
"""Width of a picture that stands alone, where there is room for it."""
_DOTTED = 12
"""Up to so many moments each has a dot."""


@dataclass(frozen=True)
class Fan:
    """What one picture shows.

    Parameters
    ----------
    title, caption
        What moves; figures of it.
    values
        (W, T) by world and moment.
    reference
        What to compare it with; None: nothing.
    """

    title: str
    caption: str
    values: Floats
    reference: float | None = None

    @property
    def bands(self) -> Floats:
        """(5, T) its quantiles, from moment to moment."""
        return np.asarray(np.quantile(self.values, QUANTILES, axis=0))


def sheet(
    fans: Sequence[Fan],
    x: tuple[str, Floats],
    y: tuple[float, float],
    texts: tuple[str, Sequence[str], Sequence[str]],
    inches: float,
    reference: str = "",
) -> Page:
    """Return a sheet of fans that share their axes.

    Parameters
    ----------
    fans
        What is drawn.
    x
        What the moments are, and (T,) where they lie.
    y
        The ends of the y axis.
    texts
        Title, subtitles and notes.
    inches
        Width of the sheet.
    reference
        What the dashed line is.
    """
    entries = [_entry(0, "median"), _entry(1, "half of the worlds"), _entry(2, "nine in ten")]
    entries += [Entry(_dashed, reference)] if any(fan.reference is not None for fan in fans) else []
    within = between_margins(inches)
    across = min(_ACROSS.get(len(fans), 3), max(int((within + _GUTTER) / (_NARROWEST + _GUTTER)), 1))
    each = (within - _GUTTER * (across - 1)) / across
    if len(fans) == 1:
        each = min(each, _ALONE)
    rows = [fans[first : first + across] for first in range(0, len(fans), across)]
    titles = {id(fan): wrap(fan.title, look.LABEL, each, lines=3, bold=True) for fan in fans}
    heads = [max(height(titles[id(fan)], look.LABEL) for fan in row) + height("", look.SMALL) + _PAD for row in rows]
    foot = height("", look.SMALL) + _PAD
    top = key.height(entries, within) + _PAD
    body = top + sum(heads) + len(rows) * (_PICTURE + BELOW + foot)
    page = Page.of(inches, body, *texts)
    paper = page.axes(0, 0, within, body)
    paper.set_xlim(0, within)
    key.draw(paper, entries, within)
    moments = x[1]
    ends = (float(moments[0]), float(moments[-1])) if len(moments) > 1 else (0.0, 1.0)
    for row, head in zip(rows, heads, strict=True):
        for place, fan in enumerate(row):
            left = place * (each + _GUTTER)
            write(paper, left, top, titles[id(fan)], look.LABEL, weight="bold")
            under = top + height(titles[id(fan)], look.LABEL) + 0.02
            write(paper, left, under, fan.caption, look.SMALL, color=look.MUTED)
            plane = Plane(left, top + head, each, _PICTURE + BELOW, ends, y, whole=True)
            _draw(plane.axes(page), fan, moments)
            write(paper, left + BESIDE, top + head + _PICTURE + BELOW, x[0], look.SMALL, color=look.MUTED)
        top += head + _PICTURE + BELOW + foot
    return page


def _draw(axes: Axes, fan: Fan, moments: Floats) -> None:
    lowest, low, middle, high, highest = fan.bands
    axes.fill_between(moments, lowest, highest, color=look.RESULT_PALE, linewidth=0)
    axes.fill_between(moments, low, high, color=look.RESULT, linewidth=0)
    dots = "o" if len(moments) <= _DOTTED else ""
    axes.plot(moments, middle, color=look.RESULT_DARK, linewidth=1.8, marker=dots, markersize=4, clip_on=False)
    if fan.reference is not None:
        axes.axhline(fan.reference, color=look.INK, linewidth=1.2, dashes=(4, 2))


def _entry(kind: int, meaning: str) -> Entry:
    """Return the entry of the median (0), of the inner band (1) or of the outer one (2)."""

    def draw(axes: Axes, left: float, y: float) -> None:
        if kind == 0:
            axes.plot((left, left + 0.34), (y, y), color=look.RESULT_DARK, linewidth=1.8)
            return
        box = Rectangle((left, y - 0.07), 0.34, 0.14, facecolor=look.RESULT if kind == 1 else look.RESULT_PALE)
        axes.add_patch(box)

    return Entry(draw, meaning)


def _dashed(axes: Axes, left: float, y: float) -> None:
    axes.plot((left, left + 0.34), (y, y), color=look.INK, linewidth=1.2, dashes=(4, 2))
