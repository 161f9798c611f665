"""The negotiation dance over many worlds: where the offers of each side lie, and how they move."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from summitry.charts import key, look
from summitry.charts.dance_floor import Floor, draw_path, line_entry, path_entry
from summitry.charts.ink import write
from summitry.charts.key import Entry
from summitry.charts.look import Sign
from summitry.charts.page import Page, between_margins
from summitry.charts.plane import BELOW, BESIDE, Plane, spanned
from summitry.charts.text import height, wrap
from summitry.charts.words import counted, listed, named, short
from summitry_agents.deals import Floats

_PICTURE = 2.9
_PAD, _GUTTER = 0.1, 0.35
_NARROWEST, _ALONE = 2.1, 4.59
"""Width of a picture at least, beside others, and of one that stands alone, where there is room for it."""
_CELLS = 22
_ENOUGH = 0.1
"""Share of worlds in which an offer must be made in a round for its mean to be shown."""
_MEAN = Sign(look.INK, "o", 4.5)


def dance_of_many(floor: Floor, inches: float) -> Figure:
    """Return the dance of the worlds that were traced.

    Parameters
    ----------
    floor
        Their offers.
    inches
        Width of the sheet.
    """
    subtitles = [
        f"{short(floor.scenario.title)}: offers by what they are worth to {listed(floor.names)}; "
        f"means of {counted(floor.talks.sizes['world'])}",
    ]
    with look.style():
        if not floor.speakers:
            return Page.of(inches, 0.0, "Neither side makes an offer", subtitles, floor.remarks).chart
        within = between_margins(inches)
        across, each = _shared_out(len(floor.speakers), within)
        rows = [floor.speakers[first : first + across] for first in range(0, len(floor.speakers), across)]
        entries = [
            Entry(_cells_of, "offers; darker: more of them"),
            path_entry(_MEAN, "their mean from round to round; hollow: the first"),
            line_entry("reservation values: median", dashed=True),
        ]
        names = {
            speaker: wrap(_upper(floor.name_of(speaker)), look.LABEL, each, lines=2, bold=True)
            for speaker in floor.speakers
        }
        up = wrap(f"up: utility of {floor.names[1]}", look.SMALL, each, lines=2)
        along = wrap(f"utility of {floor.names[0]}", look.SMALL, each - BESIDE, lines=2)
        top = key.height(entries, within) + _PAD
        head = max(height(name, look.LABEL) for name in names.values()) + height(up, look.SMALL) + _PAD
        tall = head + _PICTURE + BELOW + height(along, look.SMALL) + _PAD
        notes = [*floor.remarks, *_left_out(floor)]
        page = Page.of(inches, top + tall * len(rows), _title(floor), subtitles, notes)
        paper = page.axes(0, 0, within, top + tall * len(rows))
        paper.set_xlim(0, within)
        key.draw(paper, entries, within)
        x, y = _ends(floor)
        for row in rows:
            for place, speaker in enumerate(row):
                left, under = place * (each + _GUTTER), top + height(names[speaker], look.LABEL) + 0.02
                write(paper, left, top, names[speaker], look.LABEL, weight="bold")
                write(paper, left, under, up, look.SMALL, color=look.MUTED)
                write(paper, left + BESIDE, top + head + _PICTURE + BELOW, along, look.SMALL, color=look.MUTED)
                axes = Plane(left, top + head, each, _PICTURE + BELOW, x, y).axes(page)
                _draw(axes, floor, speaker, each / _PICTURE)
            top += tall
    return page.chart


def _shared_out(pictures: int, within: float) -> tuple[int, float]:
    """Return how many pictures stand side by side, all or one under the other, and the width of each."""
    each = (within - _GUTTER * (pictures - 1)) / pictures
    if pictures > 1 and each >= _NARROWEST:
        return pictures, each
    return 1, min(within, _ALONE)


def _draw(axes: Axes, floor: Floor, speaker: int, wide: float) -> None:
    """Draw where the offers of a speaker lie, and their mean from round to round."""
    x, y = axes.get_xlim(), axes.get_ylim()
    offers = floor.offers[:, :, speaker]
    made = offers[~np.isnan(offers[..., 0])]
    cells = (max(int(_CELLS * wide), 8), _CELLS)
    colours = LinearSegmentedColormap.from_list("offers", [look.RESULT_PALE, look.RESULT_DARK])
    axes.hexbin(*made.T, gridsize=cells, extent=(*x, *y), mincnt=1, cmap=colours, linewidths=0.2, zorder=1)
    axes.set(xlim=x, ylim=y)
    for line, at in zip((axes.axvline, axes.axhline), np.nanmedian(floor.reservation, axis=0), strict=True):
        line(at, color=look.INK, linewidth=1.0, dashes=(4, 2), zorder=2)
    draw_path(axes, _mean_path(offers), _MEAN)


def _mean_path(offers: Floats) -> Floats:
    """Return (T, 2) the mean of the offers (W, R, 2) in the rounds in which enough worlds have one."""
    made = ~np.isnan(offers[..., 0])
    count = made.sum(axis=0)
    enough = count >= min(max(_ENOUGH * len(offers), 1), count.max())
    return np.asarray(np.nansum(offers, axis=0)[enough] / count[enough, None])


def _ends(floor: Floor) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the ends of both axes: they hold all offers, and the reservation values."""
    made = np.concatenate([floor.offers[:, :, speaker].reshape(-1, 2) for speaker in floor.speakers])
    made = made[~np.isnan(made[:, 0])]
    least = np.nanmedian(floor.reservation, axis=0)
    x, y = (spanned(np.append(made[:, axis], least[axis])) for axis in (0, 1))
    return x, y


def _title(floor: Floor) -> str:
    """Say what each side's first offers leave it, and its last; or what drafts are worth to the two."""
    own = any(place in floor.speakers for place in floor.pair)
    nobody = len(floor.scenario.states)
    ends = {}
    for axis, place in enumerate(floor.pair):
        speaker = place if own else nobody
        if speaker in floor.speakers:
            ends[floor.names[axis]] = _first_and_last(floor.offers[:, :, speaker, axis])
    what = "What a side's own offers leave it" if own else "What drafts are worth"
    if all(first == last for first, last in ends.values()):
        return f"{what}: {listed(f'{name} {first}' for name, (first, _) in ends.items())}"
    return f"{what}, first to last: {listed(f'{name} {first} to {last}' for name, (first, last) in ends.items())}"


def _first_and_last(worth: Floats) -> tuple[str, str]:
    """Return the means of what is known first and last (W, R) in the worlds where anything is."""
    made = ~np.isnan(worth)
    some = np.flatnonzero(made.any(axis=1))
    first = made[some].argmax(axis=1)
    last = made.shape[1] - 1 - made[some][:, ::-1].argmax(axis=1)
    return f"{worth[some, first].mean():.2f}", f"{worth[some, last].mean():.2f}"


def _left_out(floor: Floor) -> list[str]:
    """Say whose offers have no picture."""
    others = [short(floor.scenario.title_of(floor.scenario.states[p]), 40) for p in floor.others]
    return [f"Not shown: offers of {named(others, most=3)}."] if others else []


def _cells_of(axes: Axes, left: float, y: float) -> None:
    for place, colour in enumerate((look.RESULT_PALE, look.RESULT, look.RESULT_DARK)):
        axes.plot(left + 0.05 + 0.12 * place, y, "h", markersize=8, color=colour, markeredgewidth=0)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
