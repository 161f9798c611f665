"""Do chances come true as often as they say? The reliability diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from summitry.charts import look

if TYPE_CHECKING:
    from summitry.hindcast.scoreboard import Scoreboard


HEADED = {"agreement": ("Agreement", "talks"), "issues": ("Issues settled", "issues")}
"""By what was asked: the heading of its panel, and what is counted in it."""


def reliability_diagram(board: Scoreboard) -> Figure:
    """Draw how often what was given a chance came, for agreement and for issues.

    Points are bins of chances, with the Wilson interval of how often it came; below them how many there are. On the
    diagonal chances come true as often as they say.
    """
    with look.style():
        figure = look.Chart(figsize=(8.6, 5.0), layout="constrained")
        figure.set_label("Reliability of the chances")
        figure.suptitle(_title(board), x=0.01, ha="left", fontsize=look.TITLE, weight="bold", color=look.INK)
        panels = figure.subplots(1, len(board.kinds), squeeze=False)[0]
        for panel, (kind, scored) in zip(panels, board.kinds.items(), strict=True):
            _panel(panel, scored, *HEADED[kind])
        figure.supxlabel(
            "The sample was chosen by outcomes, and coders knew them: no claim of calibration.",
            x=0.01,
            ha="left",
            fontsize=look.SMALL,
            color=look.MUTED,
        )
    return figure


def _title(board: Scoreboard) -> str:
    score = board.agreement["scores"]["model"]["brier"]["mean"]
    return f"Chances against {len(board.cases)} real talks: Brier score {score:.2f} (a coin has 0.25)"


def _panel(axes: Axes, scored: dict[str, Any], title: str, what: str) -> None:
    bins = scored["reliability"]
    mean = np.array([each["mean"] for each in bins])
    came = np.array([each["came"]["chance"] for each in bins])
    low = np.array([each["came"]["low"] for each in bins])
    high = np.array([each["came"]["high"] for each in bins])
    axes.plot([0, 1], [0, 1], "--", color=look.MUTED, linewidth=0.9)
    axes.vlines(mean, low, high, color=look.RESULT, linewidth=2.0)
    axes.plot(mean, came, "o", color=look.RESULT_DARK, markersize=6)
    for x, each in zip(mean, bins, strict=True):
        axes.annotate(
            f"{each['n']}",
            (x, -0.075),
            ha="center",
            va="center",
            fontsize=look.SMALL,
            color=look.MUTED,
            annotation_clip=False,
        )
    axes.axhline(0, color=look.RULE, linewidth=0.6)
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.12, 1.02)
    axes.set_xticks(np.linspace(0, 1, 6), [f"{100 * x:.0f} %" for x in np.linspace(0, 1, 6)])
    axes.set_yticks(np.linspace(0, 1, 6), [f"{100 * x:.0f} %" for x in np.linspace(0, 1, 6)])
    axes.set_title(f"{title} ({scored['n']} {what})", loc="left", fontsize=look.FIGURES, color=look.INK)
    axes.set_xlabel("chance given (numbers: how many)", fontsize=look.LABEL)
    axes.set_ylabel("how often it came, with 95 % interval", fontsize=look.LABEL)
    axes.spines[["top", "right"]].set_visible(False)
