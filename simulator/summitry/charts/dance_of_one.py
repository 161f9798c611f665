"""The negotiation dance of one world: offers step by step, and what could have been reached."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from summitry.charts import key, look
from summitry.charts.dance_floor import (
    Floor,
    dot_entry,
    draw_dots,
    draw_path,
    drawn_along,
    line_entry,
    path_entry,
)
from summitry.charts.ink import write
from summitry.charts.key import Entry
from summitry.charts.look import Sign
from summitry.charts.page import Page, between_margins
from summitry.charts.plane import BELOW, BESIDE, Plane, spanned
from summitry.charts.text import height
from summitry.charts.words import listed, short
from summitry.traces.landscape import Landscape, landscape
from summitry_agents.deals import TIE, Floats

_PICTURE = 4.6
_PAD = 0.1
_PICKED = tuple(Sign(look.INK, marker, size) for marker, size in (("o", 15.0), ("s", 14.0), ("^", 16.0), ("D", 13.0)))
"""Of the deals that theory would pick, in turn; hollow."""
_IN_KEY = 9.0
_DEAL = Sign(look.INK, "*", 10.5)
_OTHERS = Sign(look.MUTED, "o", 4.0)
_NAMES = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
}


@dataclass(frozen=True)
class _Picked:
    """A deal that theory would pick: by which names, and what it is worth to the two (2,)."""

    names: tuple[str, ...]
    at: Floats


def dance_of_one(floor: Floor, inches: float) -> Figure:
    """Return the dance of the one world that was traced.

    Parameters
    ----------
    floor
        Its offers.
    inches
        Width of the sheet.
    """
    world = int(floor.talks.world[0])
    land = landscape(floor.scenario, floor.talks.attrs["seed"], world, floor.pair)
    floor = replace(floor, offers=land.worth(floor.talks.offer.to_numpy()))
    deal = land.worth(floor.talks.deal.to_numpy()[0])
    picked = _picked(land)
    entries = _entries(floor, land, deal, picked)
    subtitles = [
        f"{short(floor.scenario.title)}: offers by what they are worth to {listed(floor.names)}; hollow: the first"
    ]
    with look.style():
        within = between_margins(inches)
        head = key.height(entries, within) + _PAD + height("", look.SMALL) + _PAD / 2
        body = head + _PICTURE + BELOW + height("", look.SMALL) + _PAD / 2
        page = Page.of(inches, body, _title(floor, deal, world), subtitles, _notes(floor, land, deal))
        paper = page.axes(0, 0, within, body)
        paper.set_xlim(0, within)
        key.draw(paper, entries, within)
        write(paper, 0, head - _PAD / 2, f"utility of {floor.names[1]}", look.SMALL, va="bottom", color=look.MUTED)
        under = head + _PICTURE + BELOW
        write(paper, BESIDE, under, f"utility of {floor.names[0]}", look.SMALL, color=look.MUTED)
        points = np.concatenate(
            [floor.offers.reshape(-1, 2), land.frontier.utilities, land.reservation[None], deal[None]]
        )
        x, y = (spanned(points[~np.isnan(points[:, axis]), axis]) for axis in (0, 1))
        axes = Plane(0, head, within, _PICTURE + BELOW, x, y).axes(page)
        _draw_land(axes, land, picked)
        for speaker in floor.others:
            draw_dots(axes, floor.offers[0, :, speaker], _OTHERS, look.MUTED, look.PAPER, zorder=2)
        for speaker in floor.speakers:
            at = floor.offers[0, :, speaker]
            draw_path(axes, at[~np.isnan(at[:, 0])], floor.sign_of(speaker))
        draw_dots(axes, deal[None], _DEAL, look.INK, look.PAPER, zorder=7)
    return page.chart


def _draw_land(axes: Axes, land: Landscape, picked: list[_Picked]) -> None:
    """Draw the zone, the frontier, the reservation values and the deals that theory would pick."""
    (left, right), (bottom, _) = axes.get_xlim(), axes.get_ylim()
    first, second = land.frontier.utilities[::-1].T
    edge = [(left, second[0]), *drawn_along(first, second, stepped=land.frontier.complete), (first[-1], bottom)]
    axes.add_collection(LineCollection([edge], colors=[look.INK], linewidths=1.2, zorder=1))
    least = land.reservation
    if land.has_zone:
        x = np.unique(np.concatenate([[least[0]], first, first + 2 * TIE, np.linspace(least[0], right, 400)]))
        inside = x[(x >= least[0]) & (land.highest(x) > least[1])]
        outline = [(inside[0], least[1]), *zip(inside, land.highest(inside), strict=True), (inside[-1], least[1])]
        axes.add_patch(Polygon(outline, facecolor=look.RESULT_PALE, linewidth=0, zorder=0.5))
    axes.axvline(least[0], color=look.INK, linewidth=1.0, dashes=(4, 2), zorder=1)
    axes.axhline(least[1], color=look.INK, linewidth=1.0, dashes=(4, 2), zorder=1)
    for each, point in zip(_PICKED, picked, strict=False):
        draw_dots(axes, point.at[None], each, "none", look.INK, zorder=6)


def _picked(land: Landscape) -> list[_Picked]:
    """Return the deals that theory would pick, those worth the same to both together."""
    found: list[_Picked] = []
    for name, at in land.points.items():
        same = next((place for place, other in enumerate(found) if np.abs(other.at - at).max() <= TIE), None)
        if same is None:
            found.append(_Picked((_NAMES[name],), at))
        else:
            found[same] = _Picked((*found[same].names, _NAMES[name]), at)
    return found


def _entries(floor: Floor, land: Landscape, deal: Floats, picked: list[_Picked]) -> list[Entry]:
    """Return what the signs mean."""
    entries = [path_entry(floor.sign_of(each), floor.name_of(each)) for each in floor.speakers]
    entries += [dot_entry(_OTHERS, look.MUTED, look.PAPER, "offers of others")] if floor.others else []
    entries += [dot_entry(_DEAL, look.INK, look.PAPER, "the deal")] if _there_is(deal) else []
    entries += [line_entry("Pareto frontier"), line_entry("reservation values", dashed=True)]
    entries += [key.bar(look.RESULT_PALE, "zone")] if land.has_zone else []
    signs = (replace(each, size=_IN_KEY) for each in _PICKED)
    return entries + [
        dot_entry(each, "none", look.INK, listed(point.names)) for each, point in zip(signs, picked, strict=False)
    ]


def _there_is(deal: Floats) -> bool:
    return not bool(np.isnan(deal).any())


def _title(floor: Floor, deal: Floats, world: int) -> str:
    """Say whether there is a deal, when, and what it is worth to the two."""
    rounds = int(floor.talks.rounds[0])
    lasted = f"{rounds} round{'' if rounds == 1 else 's'}"
    if _there_is(deal):
        first, second = (f"{worth:.2f} to {name}" for worth, name in zip(deal, floor.names, strict=True))
        return f"World {world}: a deal after {lasted}, worth {first} and {second}"
    if bool(floor.talks.agreed.any()):
        return f"World {world}: a text was agreed at a table, but no deal is in force after {lasted}"
    return f"World {world}: no deal in {lasted}"


def _notes(floor: Floor, land: Landscape, deal: Floats) -> list[str]:
    """Say what the picture leaves out."""
    others = len(floor.scenario.states) - 2
    said = []
    if not land.frontier.complete:
        said.append(
            "Too many deals to list: the frontier is the hull of the efficient ones, and no deal lies beyond it."
        )
    if others:
        whose = "The other's wishes" if others == 1 else f"The wishes of the {others} others"
        said.append(f"Frontier and zone are those of these two. {whose} count in the deals that theory picks.")
    if not land.points:
        said.append("No deal was found that brings every side more than walking away, so theory picks none.")
    elif not land.exact:
        said.append("Not every deal that theory picks is proved to be the best of its kind.")
    if _there_is(deal) and not floor.offered(deal):
        said.append("The deal is no single offer: it was signed in parts, or leaders took up a part of a text.")
    if land.changed:
        said.append("What the sides want or need changed on the way; all is drawn as it stood before the last round.")
    return [*said, *floor.remarks]
