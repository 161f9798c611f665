"""When do the talks agree? The share of worlds with an agreement, round by round or meeting by meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from summitry.charts import key, look
from summitry.charts.field import SHARES, Field
from summitry.charts.ink import write
from summitry.charts.page import WIDTH, Page, between_margins
from summitry.charts.text import height, wrap
from summitry.charts.words import per_hundred, short, worlds
from summitry.ensembles.headline import percent
from summitry.ensembles.result import EnsembleResult
from summitry.statistics import Chance

_HEIGHT = 2.6
_UNDER_KEY = 0.22
_AXIS = 0.42
"""Room under the picture for the numbers of rounds."""
_END = 0.55
"""Room on the right for the last figure."""
_LEAST = 0.05
"""Share of worlds that the scale reaches at least."""
_NARROWEST, _WIDEST, _GAP = 1.0, 1.6, 0.1
"""Widths of what is said of a meeting, and what is left between two of them."""
_LEADER = 0.22
_NEAREST = 0.4
"""Meetings whose days lie nearer to each other than that are set at even distances."""
_FIRST, _LAST = 0.15, 0.85
"""Where the first and the last meeting stand, when they lie as far apart as their days."""
_TABLE = "#ececec"
"""Behind the rounds of a meeting; lighter than the lines of shares."""
_SEATED = 0.38
"""How far a meeting reaches to either side, in the least distance between two."""


@dataclass(frozen=True)
class _Stairs:
    """Shares of worlds that rise from step to step.

    Parameters
    ----------
    places
        Where each step begins, in ascending order; the first share holds from the first place on.
    end
        Where the last one ends.
    chances
        The share of each.
    """

    places: Sequence[float]
    end: float
    chances: Sequence[Chance]

    @property
    def corners(self) -> list[float]:
        """Where each step begins and ends."""
        ends = [*self.places[1:], self.end]
        return [at for pair in zip(self.places, ends, strict=True) for at in pair]

    def draw(self, axes: Axes, field: Field) -> None:
        """Draw the steps with the bands of their intervals."""
        xs = field.xs(self.corners)
        low, high, share = (
            field.ys(np.repeat(values, 2))
            for values in (
                [chance.interval[0] for chance in self.chances],
                [chance.interval[1] for chance in self.chances],
                [chance.chance for chance in self.chances],
            )
        )
        axes.fill_between(xs, low, high, color=look.RESULT, alpha=0.45, linewidth=0, zorder=2)
        axes.plot([xs[0], *xs], [field.y(0), *share], color=look.RESULT_DARK, linewidth=1.8, zorder=3)


def agreement(result: EnsembleResult, inches: float = WIDTH) -> Figure:
    """Return the share of worlds with an agreement by the end of each round; on a road, of each round of each meeting.

    Meetings lie as far apart as their days, where the scenario has a date and they are days apart. What leaders accept
    before the first round of a meeting counts as a round of its own.

    Parameters
    ----------
    result
        What the talks came to.
    inches
        Width of the sheet.
    """
    with look.style():
        return (_by_round if len(result.scenario.road) == 1 else _by_meeting)(result, inches)


def _by_round(result: EnsembleResult, inches: float) -> Figure:
    """Return the steps of the rounds, beside the share of worlds whose talks are over."""
    tally = result.tally
    last = max(tally.ended_in)
    agreed, over = (
        np.cumsum([counted[number] for number in range(1, last + 1)]) for counted in (tally.agreed_in, tally.ended_in)
    )
    chances = [Chance(int(count), result.worlds) for count in agreed]
    stairs = _Stairs([number - 0.5 for number in range(1, last + 1)], last + 0.5, chances)
    entries = [_STEPS, _OVER]
    subtitles = [
        f"{short(result.scenario.title)}: when agreement is reached",
        f"Share of {worlds(result)} that have signed by the end of each round what they end with, or a part of it. "
        "Shaded: 95 % Wilson intervals, which are simulation error only.",
    ]
    body = _head(entries, inches) + _HEIGHT + _AXIS
    page = Page.of(inches, body, _title_of_rounds(result, agreed), subtitles)
    axes, field = _sheet(page, body, entries, (0.5, last + 0.5), 1.0)
    xs = field.xs(stairs.corners)
    ys = field.ys(np.repeat(over / result.worlds, 2))
    axes.plot([xs[0], *xs], [field.y(0), *ys], color=look.MUTED, linewidth=1.2, dashes=(4, 2), zorder=2)
    stairs.draw(axes, field)
    _figure(axes, field, chances[-1])
    field.numbers(axes, whole=True)
    write(axes, field.left + field.width, field.bottom + 0.24, "round", look.SMALL, "right", color=look.MUTED)
    return page.chart


def _by_meeting(result: EnsembleResult, inches: float) -> Figure:
    """Return the steps of the rounds of all meetings, with what is to be said of each meeting in a column under it."""
    chances = [Chance(result.tally.agreed_after(m), result.worlds) for m in range(len(result.scenario.road))]
    room = between_margins(inches) - SHARES - _END
    places, dated = _places(result, room)
    half = min(_SEATED * min(np.diff(places)), places[0], 1 - places[-1])
    stairs = _stairs(result, places, half)
    named = _named(len(chances), room + _END)
    across = min(room / len(named) - _GAP, _WIDEST)
    columns = {meeting: _column(result, meeting, chances[meeting], across) for meeting in named}
    tall = max(sum(height(text, size) for text, size, *_ in lines) for lines in columns.values())
    subtitles = [
        f"{short(result.scenario.title)}: at which meeting agreement is reached, and in which of its rounds",
        f"Share of {worlds(result)} that have signed by then what they end with, or a part of it. "
        "Shaded: 95 % Wilson intervals, which are simulation error only.",
    ]
    notes = ["Meetings lie as far apart as their days; the rounds of one are not to that scale."] if dated else []
    if len(named) < len(chances):
        notes.append(f"{len(named)} of {len(chances)} meetings are named.")
    entries = [_STEPS, _ROUNDS]
    body = _head(entries, inches) + _HEIGHT + _LEADER + tall
    page = Page.of(inches, body, _title_of_meetings(result, chances), subtitles, notes)
    most = max(chances[-1].interval[1], _LEAST)
    axes, field = _sheet(page, body, entries, (0.0, 1.0), most)
    for place in places:
        seated = field.xs([place - half, place + half])
        axes.fill_between(seated, field.top, field.bottom, color=_TABLE, linewidth=0, zorder=0)
    stairs.draw(axes, field)
    before = (field.left, field.x(stairs.places[0]))
    axes.plot(before, (field.y(0), field.y(0)), color=look.RESULT_DARK, linewidth=1.8)
    _figure(axes, field, chances[-1])
    ends = (field.left - SHARES / 2, field.left + room + _END)
    middles = _apart([field.x(places[meeting]) for meeting in named], across + _GAP, ends)
    for meeting, middle in zip(named, middles, strict=True):
        leader = (field.bottom + 0.02, field.bottom + _LEADER - 0.03)
        axes.plot((field.x(places[meeting]), middle), leader, color=look.MUTED, linewidth=0.6)
        top = field.bottom + _LEADER
        for text, size, colour, weight in columns[meeting]:
            write(axes, middle, top, text, size, "center", color=colour, weight=weight)
            top += height(text, size)
    return page.chart


def _stairs(result: EnsembleResult, places: Sequence[float], half: float) -> _Stairs:
    """Return a step for each round of each meeting, within half a width of its place."""
    starts, signed, in_round = [], [], result.tally.agreed_at
    for meeting, place in enumerate(places):
        last = _rounds(result, meeting)
        rounds = range(0 if in_round[meeting, 0] or not last else 1, last + 1)
        starts += np.linspace(place - half, place + half, len(rounds), endpoint=False).tolist()
        signed += [in_round[meeting, number] for number in rounds]
    return _Stairs(starts, 1.0, [Chance(int(count), result.worlds) for count in np.cumsum(signed)])


def _rounds(result: EnsembleResult, meeting: int) -> int:
    """Return how many rounds a meeting lasts at most; none where leaders only answer, or where it never took place."""
    return max((rounds for place, rounds in result.tally.lasted if place == meeting), default=0)


def _head(entries: list[key.Entry], inches: float) -> float:
    """Return where the picture begins, under the key, on a sheet of that width."""
    return key.height(entries, between_margins(inches)) + _UNDER_KEY


def _sheet(
    page: Page, body: float, entries: list[key.Entry], ends: tuple[float, float], most: float
) -> tuple[Axes, Field]:
    """Return the axes of the sheet, with the key, and the rectangle in which steps are drawn."""
    axes = page.axes(0, 0, page.within, body)
    axes.set_xlim(0, page.within)
    key.draw(axes, entries, page.within)
    field = Field(SHARES, _head(entries, page.width), page.within - SHARES - _END, _HEIGHT, *ends, most)
    field.shares(axes)
    return axes, field


def _steps(axes: Axes, left: float, y: float) -> None:
    axes.fill_between((left, left + 0.34), (y - 0.05,) * 2, (y + 0.05,) * 2, color=look.RESULT, alpha=0.45, linewidth=0)
    axes.plot((left, left + 0.34), (y, y), color=look.RESULT_DARK, linewidth=1.8)


def _over(axes: Axes, left: float, y: float) -> None:
    axes.plot((left, left + 0.34), (y, y), color=look.MUTED, linewidth=1.2, dashes=(4, 2))


_STEPS = key.Entry(_steps, "agreement reached")
_ROUNDS = key.bar(_TABLE, "a meeting, round by round")
_OVER = key.Entry(_over, "talks over, with agreement or without")


def _figure(axes: Axes, field: Field, last: Chance) -> None:
    """Write the last share at its height, right of the picture."""
    right = field.left + field.width + 0.07
    y = min(field.y(last.chance), field.bottom - 0.04)
    write(axes, right, y, percent(last.chance), look.FIGURES, va="center_baseline", weight="bold")


def _places(result: EnsembleResult, room: float) -> tuple[list[float], bool]:
    """Return where each meeting stands between 0 and 1, and whether by their days."""
    road = result.scenario.road
    days = [leg.day.toordinal() for leg in road if leg.day is not None]
    even = [(number + 0.5) / len(road) for number in range(len(road))]
    if len(days) < len(road) or days[-1] == days[0]:
        return even, False
    by_day = [_FIRST + (_LAST - _FIRST) * (day - days[0]) / (days[-1] - days[0]) for day in days]
    return (by_day, True) if min(np.diff(by_day)) * room >= _NEAREST else (even, False)


def _named(meetings: int, room: float) -> list[int]:
    """Return which meetings are named: all if there is room, else some from the first to the last."""
    most = int(room / (_NARROWEST + _GAP))
    return sorted({int(number) for number in np.rint(np.linspace(0, meetings - 1, min(meetings, most)))})


def _column(result: EnsembleResult, meeting: int, chance: Chance, across: float) -> list[tuple[str, float, str, str]]:
    """Return what is said of a meeting, line by line: text, size, colour, weight."""
    leg = result.scenario.road[meeting]
    held = result.tally.held(meeting) / result.worlds
    day = "" if leg.day is None else f", {leg.day.day} {leg.day:%B %Y}"
    said = [f"{leg.level}{day}", *([f"held in {per_hundred(held)} of 100 worlds"] if held < 1 else [])]
    if rounds := _rounds(result, meeting):
        said.append("one round" if rounds == 1 else f"up to {rounds} rounds")
    return [
        (percent(chance.chance), look.LABEL, look.INK, "bold"),
        (wrap(leg.title, look.LABEL, across, lines=3), look.LABEL, look.INK, "normal"),
        *((wrap(text, look.SMALL, across, lines=3), look.SMALL, look.MUTED, "normal") for text in said),
    ]


def _apart(wished: list[float], least: float, ends: tuple[float, float]) -> list[float]:
    """Return middles as near to the wished ones as room allows, at least so far apart, within two ends."""
    places: list[float] = []
    for number, wish in enumerate(wished):
        lowest = ends[0] + least * (number + 0.5)
        places.append(max(wish, lowest, places[-1] + least if places else wish))
    latest = ends[1] + least / 2
    for number in range(len(places) - 1, -1, -1):
        latest = min(places[number], latest - least)
        places[number] = latest
    return places


def _title_of_rounds(result: EnsembleResult, agreed: np.ndarray[tuple[int], np.dtype[np.int64]]) -> str:
    """Say how many worlds agree, and how early half of them do."""
    if not agreed[-1]:
        return "No world ends in agreement"
    said = f"{percent(float(agreed[-1]) / result.worlds)} of worlds end in agreement"
    if len(agreed) == 1:
        return f"{said}, in the only round there is"
    half = int(np.searchsorted(agreed, agreed[-1] / 2)) + 1
    return f"{said}, half of them by the end of round {half}"


def _title_of_meetings(result: EnsembleResult, chances: list[Chance]) -> str:
    """Say how many worlds have agreed after the first meeting, and after the last."""
    if not chances[-1].count:
        return "No world ends in agreement"
    first, last = (short(result.scenario.road[meeting].title, 40) for meeting in (0, -1))
    was, now = (percent(chances[meeting].chance) for meeting in (0, -1))
    return f"{was} of worlds have agreed by the end of “{first}”, {now} by the end of “{last}”"
