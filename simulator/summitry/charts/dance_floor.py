"""What the charts of the dance have in common: two states, their offers, and how these are drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from summitry.charts import look
from summitry.charts.key import Entry
from summitry.charts.look import Sign
from summitry.charts.rows import draw_marker
from summitry.charts.words import short
from summitry.scenario.scenario import Scenario
from summitry_agents.deals import MARGIN, Floats

if TYPE_CHECKING:
    import xarray as xr

DRAFTS = Sign(look.MUTED, "h", 6.5)
"""Of texts that are no state's own."""


@dataclass(frozen=True)
class Floor:
    """The offers of talks by what they are worth to two states.

    Parameters
    ----------
    scenario, talks
        The talks, and what happened in them.
    pair
        Places of the two.
    offers
        (W, R, S, 2) what the offers of each speaker are worth to the two; NaN where there is none.
    """

    scenario: Scenario
    talks: xr.Dataset
    pair: tuple[int, int]
    offers: Floats

    @classmethod
    def of(cls, scenario: Scenario, talks: xr.Dataset, pair: tuple[int, int]) -> Floor:
        """Return the offers by what they were worth when they were made."""
        return cls(scenario, talks, pair, talks.utility.to_numpy()[..., list(pair)])

    @cached_property
    def names(self) -> tuple[str, str]:
        """What the two are called."""
        first, second = (short(self.scenario.title_of(self.scenario.states[p]), 40) for p in self.pair)
        return first, second

    @cached_property
    def reservation(self) -> Floats:
        """(W, 2) what a deal must be worth to be signed, in the first round."""
        return np.asarray(self.talks.reservation.to_numpy()[:, 0, list(self.pair)])

    @cached_property
    def speakers(self) -> list[int]:
        """Who makes offers: of the two states, and nobody for texts that are no state's own."""
        nobody = len(self.scenario.states)
        return [speaker for speaker in (*self.pair, nobody) if self.spoke(speaker)]

    @property
    def remarks(self) -> list[str]:
        """What is to be said of the offers."""
        if all(leg.agenda.kind == "package" for leg in self.scenario.road):
            return []
        return [
            "Where issues are negotiated in baskets, an offer counts with the others as initialled or as they stand."
        ]

    @property
    def others(self) -> list[int]:
        """The other states that make offers."""
        return [p for p in range(len(self.scenario.states)) if p not in self.pair and self.spoke(p)]

    def spoke(self, speaker: int) -> bool:
        """Tell whether there is any offer of a speaker."""
        return bool((~np.isnan(self.offers[:, :, speaker, 0])).any())

    def name_of(self, speaker: int) -> str:
        """Return whose offers they are, in words."""
        if speaker == len(self.scenario.states):
            return "texts of no side" if self.offers_of_states else "the chair's drafts"
        return f"offers of {self.names[self.pair.index(speaker)]}"

    def offered(self, worth: Floats) -> bool:
        """Tell whether any offer is worth that (2,) to the two."""
        return bool((np.abs(self.offers - worth) <= MARGIN).all(axis=-1).any())

    @cached_property
    def offers_of_states(self) -> bool:
        """Whether any state makes offers."""
        return any(self.spoke(p) for p in range(len(self.scenario.states)))

    def sign_of(self, speaker: int) -> Sign:
        """Return how a speaker's offers are marked."""
        return look.sign(speaker) if speaker < len(self.scenario.states) else DRAFTS


def draw_path(axes: Axes, path: Floats, sign: Sign) -> None:
    """Draw a path (T, 2) from its hollow beginning on, step by step."""
    if not len(path):
        return
    axes.add_collection(LineCollection([path], colors=[sign.colour], linewidths=1.3, zorder=3))
    draw_dots(axes, path, sign, sign.colour, look.PAPER, zorder=4)
    first = replace(sign, size=1.3 * sign.size)
    draw_dots(axes, path[:1], first, look.PAPER, sign.colour, zorder=5)


def draw_dots(axes: Axes, at: Floats, sign: Sign, fill: str, edge: str, zorder: float) -> None:
    """Draw a sign at each of some points (n, 2), filled and edged in these colours."""
    axes.scatter(
        at[:, 0],
        at[:, 1],
        marker=sign.marker,
        s=sign.size**2,
        facecolors=fill,
        edgecolors=edge,
        linewidths=1.0,
        zorder=zorder,
        clip_on=False,
    )


def dot_entry(sign: Sign, fill: str, edge: str, meaning: str) -> Entry:
    """Return the entry of such points."""

    def draw(axes: Axes, left: float, y: float) -> None:
        draw_dots(axes, np.array([[left + 0.17, y]]), sign, fill, edge, zorder=2)

    return Entry(draw, meaning)


def path_entry(sign: Sign, meaning: str) -> Entry:
    """Return the entry of a path."""

    def draw(axes: Axes, left: float, y: float) -> None:
        axes.plot((left, left + 0.34), (y, y), color=sign.colour, linewidth=1.3)
        draw_marker(axes, sign, left + 0.26, y)
        axes.plot(left + 0.05, y, sign.marker, markersize=sign.size, color=look.PAPER, markeredgecolor=sign.colour)

    return Entry(draw, meaning)


def line_entry(meaning: str, dashed: bool = False) -> Entry:
    """Return the entry of a line."""

    def draw(axes: Axes, left: float, y: float) -> None:
        dashes = (4, 2) if dashed else (None, None)
        axes.plot((left, left + 0.34), (y, y), color=look.INK, linewidth=1.2, dashes=dashes)

    return Entry(draw, meaning)


def drawn_along(x: Floats, y: Floats, stepped: bool) -> Floats:
    """Return the points (n, 2) of a falling line through points by rising x; `stepped`: as far out as the next one."""
    if not stepped:
        return np.column_stack([x, y])
    return np.column_stack([np.repeat(x, 2)[:-1], np.repeat(y, 2)[1:]])
