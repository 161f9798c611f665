"""What is put onto a sheet by hand: texts, lines, markers and boxes at places of some axes."""

from __future__ import annotations

from typing import Literal

from matplotlib.artist import Artist
from matplotlib.axes import Axes

from summitry.charts import look


def write(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    size: float,
    ha: Literal["left", "center", "right"] = "left",
    va: Literal["top", "center", "center_baseline", "bottom"] = "top",
    color: str = look.INK,
    weight: str = "normal",
) -> None:
    """Write a text at a point of axes; the other arguments are those of Matplotlib."""
    place = axes.transData
    axes.figure.text(x, y, text, transform=place, size=size, ha=ha, va=va, color=color, weight=weight, linespacing=1.2)


def put(axes: Axes, artist: Artist) -> None:
    """Put an artist where its numbers are in axes whose limits stand.

    It belongs to the figure: axes would find out how far it reaches, and clip it, which took a fifth of the time of a
    chart of many issues.
    """
    artist.set_transform(axes.transData)
    axes.figure.add_artist(artist)
