"""What a scenario may say but hardly means: no mistakes, but worth a second look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from summitry import registry
from summitry.scenario.agenda import Agenda, Question
from summitry.scenario.fit import forms_of
from summitry.scenario.points import matters, most_of_table
from summitry.scenario.position import Position, RedLines
from summitry.scenario.problems import Path, Problem
from summitry.scenario.quantities import quantities
from summitry.scenario.quantity import Quantity, span
from summitry.scenario.schema import ScenarioSpec
from summitry.scenario.state import State

if TYPE_CHECKING:
    from summitry.scenario.scenario import Scenario

MOST_CUT_OFF = 0.1
"""Share of a distribution that may lie outside its range: a mean 0.15 from the end with a spread of 0.1 loses 7 %."""
MOST_SALIENCE = 0.9
"""Share of a state's salience that one issue may carry, where there are others."""
MANY_ROUNDS = 10
MARK = "warning: "


def advice(scenario: Scenario) -> list[Problem]:
    """Return the warnings about a scenario, each with its place, in the order of the file."""
    spec, agenda = scenario.spec, scenario.agenda
    found = (
        *_unwanted_issues(spec),
        *_closed_issues(spec, agenda),
        *_contented_states(spec, agenda),
        *_single_minded_states(spec),
        *_cut_off(spec, agenda),
        *_idle_styles(spec),
        *_idle_numbers(spec),
    )
    located = [scenario.located(Problem(MARK + text, path)) for path, text in found]
    return sorted(located, key=lambda each: (each.source, each.line or 0, each.column or 0))


Advice = tuple[Path, str]


def _parties(spec: ScenarioSpec) -> Iterator[tuple[Path, str, dict[str, Position], float | None]]:
    """Yield path, state, positions and points of every state and every constituency."""
    for id_, state in spec.states.items():
        yield ("states", id_), id_, state.positions, state.points
        for name, group in state.constituencies.items():
            yield ("states", id_, "constituencies", name), id_, group.positions, None


def _unwanted_issues(spec: ScenarioSpec) -> Iterator[Advice]:
    """Yield the issues on which nothing that anybody does or wants depends."""
    conditions = " ".join(
        condition or "" for linkage in spec.linkages.values() for condition in (linkage.when, linkage.only_if)
    )
    for issue in spec.issues:
        held = [(parts.get(issue), points) for _, _, parts, points in _parties(spec)]
        cared = any(position and (matters(position, points) or position.red_lines) for position, points in held)
        if not cared and issue not in conditions:
            yield (
                ("issues", issue),
                "found nobody who wants anything of it, expected a position with a salience above 0",
            )


def _closed_issues(spec: ScenarioSpec, agenda: Agenda) -> Iterator[Advice]:
    """Yield the red lines that leave nothing to agree on, in no world."""
    for path, state, positions, _ in _parties(spec):
        for issue, position in positions.items():
            lines, question = position.red_lines, agenda.question(issue)
            if lines is not None and _bars_all(lines, question, agenda.states.index(state)):
                text = f"found red lines that bar every option of {issue} but its status quo, expected one that is left"
                yield (*path, "positions", issue, "red_lines"), text


def _bars_all(lines: RedLines, question: Question, state: int) -> bool:
    """Tell whether red lines bar, in every world, all options other than the one that stands."""
    division = question.kind == "division"
    numbers = question.shares[:, state] if division else question.numbers
    barred = np.isin(question.options, lines.never)
    if lines.above is not None:
        barred |= numbers > _extremes(lines.above, question, division)[1] + 1e-9
    if lines.below is not None:
        barred |= numbers < _extremes(lines.below, question, division)[0] - 1e-9
    standing = _standing(question)
    return bool(np.delete(barred, [] if standing is None else [standing]).all())


def _extremes(limit: Quantity, question: Question, division: bool) -> tuple[float, float]:
    placed, low, high = (limit, 0.0, 1.0) if division else question.placed(limit)
    return placed.extremes(low, high)


def _standing(question: Question) -> int | None:
    """Return the index of the option that stands; None where that is uncertain or off the scale."""
    status_quo = question.status_quo
    if status_quo is None or status_quo.uncertain:
        return None
    if question.kind == "division":
        return question.options.index(str(status_quo.values[0]))
    placed, _, _ = question.placed(status_quo)
    return int(np.argmin(np.abs(question.place - _place(placed, question))))


def _place(known: Quantity, question: Question) -> float:
    return float(question.scaled(np.array([float(known.values[0])]))[0])


def _contented_states(spec: ScenarioSpec, agenda: Agenda) -> Iterator[Advice]:
    """Yield the states for which no deal can be better than failure."""
    rewarded = {state for linkage in spec.linkages.values() for state in linkage.worth or {}}
    rewarded |= {state for mediator in spec.mediators.values() for state in (*mediator.carrots, *mediator.sticks)}
    for id_, state in spec.states.items():
        held = [(position, agenda.question(issue)) for issue, position in state.positions.items()]
        contented = all(
            _likes_what_stands(position, question) for position, question in held if _counts(position, state)
        )
        if contented and state.walk_away is None and id_ not in rewarded:
            yield ("states", id_), "found a state that wants what stands on every issue, so that no deal can please it"


def _counts(position: Position, state: State) -> bool:
    return matters(position, state.points)


def _likes_what_stands(position: Position, question: Question) -> bool:
    """Tell whether, in every world, no option is better for the owner of a position than the one that stands."""
    standing = _standing(question)
    if standing is None or question.kind == "division":
        return False
    if position.values is not None:
        table = [position.values[option] for option in question.options]
        if any(value.uncertain for value in table):
            return False
        return all(float(value.values[0]) <= float(table[standing].values[0]) for value in table)
    if position.ideal is None or position.ideal.uncertain:
        return False
    ideal, _, _ = question.placed(position.ideal)
    return bool(abs(_place(ideal, question) - question.place[standing]) < 1e-9)


def _single_minded_states(spec: ScenarioSpec) -> Iterator[Advice]:
    """Yield the states of which one position outweighs all others taken together."""
    for id_, state in spec.states.items():
        weights = {
            issue: position.salience.expected if state.points is None else most_of_table(position, state.unit)
            for issue, position in state.positions.items()
        }
        total = sum(weights.values())
        for issue, weight in weights.items():
            if total > 0 and weight > MOST_SALIENCE * total and len(spec.issues) > 1:
                text = (
                    f"found {weight / total:.0%} of the salience of {id_} on {issue}, expected other issues to matter"
                )
                yield ("states", id_, "positions", issue), text


def _cut_off(spec: ScenarioSpec, agenda: Agenda) -> Iterator[Advice]:
    """Yield the distributions of which much lies outside their range."""
    for path, quantity, low, high in quantities(spec, agenda):
        outside = 1.0 - quantity.inside(low, high)
        if outside > MOST_CUT_OFF:
            wanted = f"a distribution that lies {span(low, high)}"
            yield path, f"found {quantity}, {outside:.0%} of which is cut off, expected {wanted}"


def _idle_styles(spec: ScenarioSpec) -> Iterator[Advice]:
    """Yield the styles that no meeting of their envoys can use."""
    forms = forms_of(spec)
    for id_, envoy in spec.envoys.items():
        here: Path = ("envoys", id_, "style")
        protocols = sorted({form.protocol for form in forms if form.level == envoy.level})
        if envoy.style is None:
            continue
        if not protocols:
            yield here, f"found '{envoy.style.name}', expected none: in no meeting does this envoy negotiate"
        elif all(_nothing_to_hear(protocol) for protocol in protocols):
            named = " and ".join(protocols)
            for choice in (envoy.style, *envoy.style.later):
                if registry.conduct("styles", choice.name).listens:  # type: ignore[attr-defined]
                    yield here, f"found '{choice.name}', which answers earlier offers, and under {named} there are none"


def _nothing_to_hear(protocol: str) -> bool:
    """Tell whether under a protocol no envoy hears an offer before it has to act."""
    kind = registry.protocol(protocol)
    seats = np.arange(2)[None, :]
    silent = not kind.speakers(seats, np.array([1])).any()
    return silent or int(kind.length(np.array([MANY_ROUNDS]))[0]) == 1


def _idle_numbers(spec: ScenarioSpec) -> Iterator[Advice]:
    """Yield the numbers without effect: questions to a capital that no limit calls for, days after the last meeting."""
    for id_, envoy in spec.envoys.items():
        if envoy.mandate.asks_home and not envoy.mandate.limits:
            text = f"found {envoy.mandate.asks_home}, expected limits beside it: there is nothing to ask home about"
            yield ("envoys", id_, "mandate", "asks_home"), text
    last = len(spec.talks.meetings) - 1
    if spec.talks.meetings[last].days:
        text = f"found {spec.talks.meetings[last].days}, expected none: no meeting comes after the last"
        yield ("talks", "meetings", last, "days"), text
