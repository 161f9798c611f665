"""The chart of how time grows: a panel for each size that is varied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter, NullLocator

if TYPE_CHECKING:
    from growth import Axis

INK, MUTED, RULE, COLOUR = "#1a1a1a", "#5f5f5f", "#d4d4d4", "#0072b2"


def chart(axes: Sequence[Axis], machine: str) -> Figure:
    """Return one panel per axis: the lowest times, every single time, and the line of linear growth.

    Below them, in small print, on which machine that was measured.
    """
    rows = -(-len(axes) // 2)
    figure = Figure(figsize=(8.6, 3.6 * rows), layout="constrained")
    figure.suptitle(
        "Time against worlds, and per 1,000 worlds against the size of the talks",
        x=0.01,
        ha="left",
        fontsize=13,
        weight="bold",
        color=INK,
    )
    figure.supxlabel(machine, x=0.01, ha="left", fontsize=7, color=MUTED)
    panels = list(figure.subplots(rows, 2).flat)
    for panel, axis in zip(panels, axes, strict=False):
        draw(panel, axis)
    for empty in panels[len(axes) :]:
        empty.set_axis_off()
    return figure


def draw(panel: Axes, axis: Axis) -> None:
    """Draw one panel."""
    sizes, lowest = np.array(axis.values), axis.lowest()
    panel.set_xscale("log")
    panel.set_yscale("log")
    # Through the largest size, where the fixed cost of a run weighs least.
    panel.plot(sizes, lowest[-1] * sizes / sizes[-1], "--", color=MUTED, linewidth=1, label="linear growth")
    for size, times in zip(sizes, axis.times(), strict=True):
        panel.plot(np.full(len(times), size), times, "_", color=COLOUR, markersize=9, alpha=0.6)
    panel.plot(sizes, lowest, "o-", color=COLOUR, markersize=5, linewidth=1.6, label="lowest time (dashes: each)")
    upper = axis.exponent(len(sizes) // 2)
    panel.set_title(
        f"{axis.name}: exponent {axis.exponent():.2f}, upper half {upper:.2f}", loc="left", fontsize=10, color=INK
    )
    panel.set_xlabel(f"{axis.name}, below them the rounds played\nwith {axis.fixed()}", fontsize=9, color=INK)
    panel.set_ylabel(axis.unit, fontsize=9, color=INK)
    panel.set_xticks(sizes, [f"{size:,}\n({rounds:.0f})" for size, rounds in zip(sizes, axis.played, strict=True)])
    panel.xaxis.set_minor_locator(NullLocator())
    panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    panel.yaxis.set_minor_formatter(NullFormatter())
    panel.tick_params(labelsize=8, colors=INK)
    panel.grid(visible=True, which="major", color=RULE, linewidth=0.6)
    panel.spines[["top", "right"]].set_visible(False)
    panel.margins(x=0.08, y=0.12)
    panel.legend(fontsize=8, frameon=False, loc="upper left")
