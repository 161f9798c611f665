"""What a state, or a constituency at home, wants on every issue, drawn from its positions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.scenario.agenda import Agenda, Question
from summitry.scenario.mandate import Limit
from summitry.scenario.position import Position, RedLines
from summitry.scenario.quantity import FloatArray
from summitry.talks.draws import Draws

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Wishes:
    """What somebody wants, in W worlds.

    Parameters
    ----------
    ideal, salience
        (W, I); an ideal is NaN where there is none on the issue's scale.
    value
        (W, I, K) from 0 to 1.
    barred
        (W, I, K) options beyond red lines.
    private
        (I,) whether these are unknown to others.
    public
        (I,) whether the position was taken in public.
    """

    ideal: FloatArray
    salience: FloatArray
    value: FloatArray
    barred: BoolArray
    private: BoolArray
    public: BoolArray


def draw_wishes(
    draws: Draws, agenda: Agenda, path: str, positions: Mapping[str, Position], state: int, points: float | None
) -> Wishes:
    """Return what the positions say, each number drawn from the stream of its path.

    Parameters
    ----------
    draws, agenda
        Where numbers come from; the issues.
    path
        Where the owner of the positions stands in the file.
    positions
        By issue.
    state
        Whose share counts where a pie is divided.
    points
        How many points are utility 1; None: the owner does not count in points.
    """
    worlds, shape = len(draws.number), agenda.valid.shape
    ideal, salience = np.full((worlds, shape[0]), np.nan), np.zeros((worlds, shape[0]))
    value, barred = np.zeros((worlds, *shape)), np.zeros((worlds, *shape), dtype=bool)
    private, public = np.zeros(shape[0], dtype=bool), np.zeros(shape[0], dtype=bool)
    for i, question in enumerate(agenda.questions):
        position = positions.get(question.id)
        if position is None:
            continue
        here = f"{path}.positions.{question.id}"
        size = len(question.options)
        if points is None:
            salience[:, i] = draws.quantity(f"{here}.salience", position.salience, 0.0, 1.0)
        ideal[:, i], value[:, i, :size] = _value(draws, here, position, question, state, points or 1.0)
        if points is not None:
            salience[:, i] = value[:, i].max(axis=-1)
        if position.red_lines is not None:
            barred[:, i, :size] = beyond(draws, f"{here}.red_lines", position.red_lines, question, state)
            private[i] = position.red_lines.private
        public[i] = position.public
    return Wishes(ideal, salience, value, barred, private, public)


def _value(
    draws: Draws, path: str, position: Position, question: Question, state: int, unit: float
) -> tuple[FloatArray, FloatArray]:
    """Return the ideal's place (W,), and the value of each option (W, K) from 0 to 1."""
    worlds = len(draws.number)
    nowhere = np.full(worlds, np.nan)
    if position.values is not None:
        named = [(f"{path}.values.{option}", position.values[option]) for option in question.options]
        values = np.stack([draws.worth(at, value, unit) for at, value in named], axis=1)
        return question.place[values.argmax(axis=1)], values
    if question.kind == "division":
        distance = np.broadcast_to(1.0 - question.shares[:, state], (worlds, len(question.options)))
        return nowhere, shaped(distance, position.shape)
    if position.ideal is None:
        return nowhere, np.zeros((worlds, len(question.options)))
    ideal = draws.placed(f"{path}.ideal", position.ideal, question)
    return ideal, value_around(ideal, question, position.shape)


def value_around(ideal: FloatArray, question: Question, shape: str) -> FloatArray:
    """Return (n, K): what options are worth to who has its ideal there, from 0 to 1 on the issue's scale (n,)."""
    if shape == "step":
        # An ideal between two options of a grid means the nearer one, the lower of two that are equally near.
        nearest = np.ceil(ideal * (len(question.options) - 1) - 0.5 - 1e-9)
        return np.asarray(np.arange(len(question.options)) == nearest[:, None], dtype=np.float64)
    distance = np.abs(question.place - ideal[:, None])
    if not question.ordered:
        distance = (distance > 1e-9).astype(float)
    return shaped(distance, shape)


def beyond(draws: Draws, path: str, lines: RedLines | Limit, question: Question, state: int) -> BoolArray:
    """Return (W, K): the options beyond red lines, or beyond the limits of a mandate."""
    place = question.shares[:, state] if question.kind == "division" else question.place
    barred = np.zeros((len(draws.number), len(place)), dtype=bool)
    for name, limit in (("above", lines.above), ("below", lines.below)):
        if limit is None:
            continue
        at = f"{path}.{name}"
        if question.kind == "division":
            drawn = draws.quantity(at, limit, 0.0, 1.0)
        else:
            drawn = draws.placed(at, limit, question)
        over = place - drawn[:, None] if name == "above" else drawn[:, None] - place
        barred |= over > 1e-9
    barred[:, [question.options.index(option) for option in lines.never]] = True
    return barred


def shaped(distance: FloatArray, shape: str) -> FloatArray:
    """Return the value of options at a distance from the ideal, both from 0 to 1.

    `linear`: 1 - d, `quadratic`: 1 - d squared (Euclidean preferences of spatial voting: Enelow and Hinich 1984).
    The third shape, `step`, is no function of distance: 1 at the option nearest to the ideal and 0 elsewhere.
    """
    value: FloatArray = 1.0 - distance**2 if shape == "quadratic" else 1.0 - distance
    return value
