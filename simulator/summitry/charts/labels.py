"""The names under the scale of an issue, as many as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.ticker import MaxNLocator

from summitry.charts import look
from summitry.charts.text import width, wrap
from summitry.charts.words import number
from summitry.scenario.agenda import Question
from summitry_agents.deals import Floats

_LEAST_BEYOND = 0.2
_NARROWEST = 0.75
_LINES = 4
_GAP = 0.08
_MOST_NUMBERS = 25


@dataclass(frozen=True)
class Label:
    """A name and where on the scale from 0 to 1 it stands."""

    place: float
    text: str


@dataclass(frozen=True)
class Room:
    """How much room a scale has, in inches: along it, and beyond each of its ends."""

    length: float
    beyond: float

    @classmethod
    def of(cls, width: float, places: int) -> Room:
        """Return the room on a width for that many places, half a slot beyond the first and the last."""
        beyond = max(width / places / 2, _LEAST_BEYOND)
        return cls(width - 2 * beyond, beyond)

    def x(self, place: float) -> float:
        """Return where a place from 0 to 1 lies, from the left edge of the room."""
        return self.beyond + place * self.length


def option_labels(question: Question, room: Room, first: Sequence[int]) -> list[Label]:
    """Return the names of the options; where they are too many, those that matter and then the others.

    Parameters
    ----------
    question
        The issue.
    room
        Under its scale.
    first
        Options that must be named; the ends of the scale come next.
    """
    apart = float(question.place[1]) * room.length
    within = max(apart - _GAP, _NARROWEST)
    last = len(question.options) - 1
    labels: list[Label] = []
    taken: list[tuple[float, float]] = []
    for option in dict.fromkeys([*first, 0, last, *range(last)]):
        text = wrap(question.options[option], look.TINY, within, _LINES)
        half = (max(width(line, look.TINY) for line in text.split("\n")) + _GAP) / 2
        middle = float(question.place[option]) * room.length
        middle = min(max(middle, half - room.beyond), room.length + room.beyond - half)
        if all(middle + half <= low or middle - half >= high for low, high in taken):
            taken.append((middle - half, middle + half))
            labels.append(Label(middle / room.length, text))
    return labels


def number_labels(question: Question, room: Room) -> list[Label]:
    """Return the numbers of a range: every option if there is room, else round numbers, else its ends."""
    grid = question.numbers
    for most in (8, 5, 3, 2):
        if len(grid) <= _MOST_NUMBERS and _fits(question, grid, room):
            break
        ticks = np.asarray(MaxNLocator(most, steps=[1, 2, 2.5, 5, 10]).tick_values(question.low, question.high))
        grid = ticks[(ticks >= question.low) & (ticks <= question.high)]
    else:
        grid = np.array([question.low, question.high])
    places = question.scaled(grid)
    return [Label(float(place), number(float(value))) for place, value in zip(places, grid, strict=True)]


def share_labels() -> list[Label]:
    """Return the numbers under a share of a pie."""
    return [Label(share / 100, f"{share} %") for share in (0, 25, 50, 75, 100)]


def _fits(question: Question, grid: Floats, room: Room) -> bool:
    """Tell whether numbers (n,) of a range leave room between each other."""
    widest = max(width(number(float(value)), look.TINY) for value in grid) + _GAP
    return len(grid) < 2 or widest <= float(np.diff(question.scaled(grid)).min()) * room.length
