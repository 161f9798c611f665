"""The table that political forecasters keep: who stands where on which issue, how much it cares, how strong it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from summitry.forecasts.standings import has_scale
from summitry.scenario.agenda import Question
from summitry.scenario.quantity import Quantity, label
from summitry.scenario.scenario import Scenario
from summitry.talks.draws import Draws
from summitry.talks.randomness import evenly_spread
from summitry.talks.wishes import draw_wishes

COLUMNS = ("actor", "issue", "position", "salience", "capability")
SPREADS = ("position_sd", "salience_sd", "capability_sd")
STATUS_QUO = "status quo"
"""The actor of a row that says where the status quo of an issue lies."""

SPREAD_OVER = 4_000
"""Evenly spread draws from which moments are taken where no formula gives them; off by less than 0.1 of 100."""


@dataclass(frozen=True)
class Moments:
    """Mean and standard deviation of an uncertain number."""

    mean: float
    sd: float

    def times(self, factor: float) -> Moments:
        """Return those of a multiple of it."""
        return Moments(self.mean * factor, self.sd * factor)


def table_as_csv(scenario: Scenario) -> tuple[str, list[str]]:
    """Return the forecasters' table of a scenario as CSV, and the titles of the issues that have no scale for it.

    One row for each state and issue on which it has a position: `position`, from 0 to 100 on the issue's scale,
    `salience` from 0 to 100, `capability` with the strongest state at 100; each the mean of its distribution, with its
    standard deviation in the last three columns. A row of the actor "status quo" says where that lies; there is none
    where failure is off the scale.
    """
    questions = [question for question in scenario.agenda.questions if has_scale(question)]
    capabilities = _capabilities(scenario)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*COLUMNS, *SPREADS))
    for question in questions:
        if question.status_quo is not None:
            place = _place(question.status_quo, question)
            writer.writerow((STATUS_QUO, question.title, _said(place.mean), "", "", _said(place.sd), "", ""))
        for p, state in enumerate(scenario.states):
            for place, salience in _standing(scenario, p, question):
                numbers = (place, salience, capabilities[p])
                means, spreads = [_said(each.mean) for each in numbers], [_said(each.sd) for each in numbers]
                writer.writerow((scenario.title_of(state), question.title, *means, *spreads))
    return text.getvalue(), [question.title for question in scenario.agenda.questions if not has_scale(question)]


def _said(number: float) -> str:
    return label(round(number, 2) + 0.0)


def moments(quantity: Quantity, low: float, high: float) -> Moments:
    """Return mean and standard deviation of a quantity within its range."""
    if quantity.kind in ("fixed", "choice"):
        values, weights = np.array(quantity.values, dtype=float), quantity.weights or (1.0,)
    else:
        values = quantity.quantile((np.arange(SPREAD_OVER) + 0.5) / SPREAD_OVER, low, high)
        weights = (1.0,) * SPREAD_OVER
    mean = float(np.average(values, weights=weights))
    return Moments(mean, float(np.average((values - mean) ** 2, weights=weights)) ** 0.5)


def _place(quantity: Quantity, question: Question) -> Moments:
    """Return where a quantity lies on an issue's scale, from 0 to 100."""
    placed, low, high = question.placed(quantity)
    found = moments(placed, low, high)
    wide = high - low
    return Moments((found.mean - low) / wide, found.sd / wide).times(100)


def _capabilities(scenario: Scenario) -> list[Moments]:
    """Return the capability of each state, the strongest being 100 on average."""
    drawn = [moments(scenario.spec.states[state].capability, 0.0, np.inf) for state in scenario.states]
    strongest = max(each.mean for each in drawn)
    return [each.times(100 / strongest if strongest else 0.0) for each in drawn]


def _standing(scenario: Scenario, p: int, question: Question) -> Iterator[tuple[Moments, Moments]]:
    """Yield place and salience of a state on an issue, both from 0 to 100; nothing where it has no place."""
    name = scenario.states[p]
    state = scenario.spec.states[name]
    position = state.positions.get(question.id)
    if position is None or (position.ideal is None and position.values is None):
        return
    if position.ideal is not None and state.points is None:
        yield _place(position.ideal, question), moments(position.salience, 0.0, 1.0).times(100)
        return
    # A table of values has its place where the value is highest; points say at once what an issue weighs.
    draws = Draws(np.arange(SPREAD_OVER), lambda purpose: evenly_spread(purpose, SPREAD_OVER))
    alone = type(scenario.agenda).asking(scenario.states, [question])
    wishes = draw_wishes(draws, alone, f"states.{name}", {question.id: position}, p, state.points)
    place, salience = (Moments(float(drawn.mean()), float(drawn.std())) for drawn in (wishes.ideal, wishes.salience))
    yield place.times(100), salience.times(100)
