"""Offers of the state, and the same asked of others: red lines that go, demands that come halfway."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from summitry.leverage.lever import Kind, Lever
from summitry.leverage.side import Side
from summitry.scenario.agenda import Question
from summitry_agents.deals import Floats

MOST_HALFWAY = 8
"""On how many issues, those on which positions cost most, an envoy is told to come halfway."""


def offers(side: Side) -> Iterator[Lever]:
    """Yield what the state can go back on by itself."""
    yield from _given_up(side, side.state, "offer")
    worth = sum((side.cost(other, side.state) for other in side.others), np.zeros(len(side.scenario.issues)))
    wanted = np.mean([_best(side, other) for other in side.others], axis=0)
    yield from list(_halfway(side, side.state, wanted, worth, "offer"))[:MOST_HALFWAY]


def requests(side: Side) -> Iterator[Lever]:
    """Yield what the state can ask others to go back on."""
    asked: list[tuple[float, Lever]] = []
    for other in side.others:
        yield from _given_up(side, other, "request")
        cost = side.cost(side.state, other)
        halfway = _halfway(side, other, _best(side, side.state), cost, "request")
        asked += zip(sorted(cost[cost > 0], reverse=True), halfway, strict=False)
    yield from [lever for _, lever in sorted(asked, key=lambda pair: -pair[0])][:MOST_HALFWAY]


def _given_up(side: Side, state: str, kind: Kind) -> Iterator[Lever]:
    """Yield red lines that the state drops, and the limits of its envoy's mandate."""
    consent = () if state == side.state else (state,)
    title = side.scenario.title_of(state)
    for issue, position in sorted(side.scenario.spec.states[state].positions.items()):
        if position.red_lines is not None:
            on = side.titled(side.scenario.issues.index(issue))
            path = f"states.{state}.positions.{issue}.red_lines"
            says = f"{title} drops its red line on {on}"
            yield Lever(f"{kind}.red_line.{state}.{issue}", kind, says, {path: None}, consent)
    id_, envoy = side.scenario.speaker(state, "envoys")
    if envoy.mandate.limits:
        says = f"{title} lets its envoy go as far as it would go itself"
        yield Lever(f"{kind}.mandate.{state}", kind, says, {f"envoys.{id_}.mandate.limits": None}, consent)


def _halfway(side: Side, state: str, towards: Floats, worth: Floats, kind: Kind) -> Iterator[Lever]:
    """Yield issues on which the state's envoy may not ask for more than what lies halfway to what others want.

    Parameters
    ----------
    side, state
        The side, and whose envoy it is.
    towards
        (I,) the option that others would like best, as a number between options.
    worth
        (I,) what it would be worth to them to have their way; the largest comes first.
    kind
        Of the levers.
    """
    if "envoys" not in side.scenario.levels:
        return
    title, consent = side.scenario.title_of(state), () if state == side.state else (state,)
    path, named = side.spoken_for(state)
    limited = side.scenario.speaker(state, "envoys")[1].mandate.limits
    own = _best(side, state)
    for issue in np.argsort(-worth, kind="stable"):
        question = side.question(issue)
        if worth[issue] <= 0 or question.id in limited or not question.ordered or question.kind == "division":
            continue
        middle = (own[issue] + towards[issue]) / 2
        at = int(np.floor(middle) if own[issue] > towards[issue] else np.ceil(middle))
        if at in (own[issue], side.status_quo[issue]):
            continue
        bound = "above" if own[issue] > towards[issue] else "below"
        most = side.scenario.in_words(issue, at)
        says = f"{title} asks for no more than halfway on {side.titled(issue)}: {most}"
        limit = {f"{path}.mandate.limits.{question.id}": {bound: _written(question, at)}}
        assumes = "Binds the envoy, not the leaders." if "leaders" in side.scenario.levels else ""
        yield Lever(f"{kind}.halfway.{state}.{question.id}", kind, says, {**named, **limit}, consent, assumes)


def _best(side: Side, state: str) -> Floats:
    return np.asarray(side.best[side.scenario.states.index(state)], dtype=float)


def _written(question: Question, option: int) -> str | float:
    """Return an option as a scenario writes it."""
    return float(question.numbers[option]) if question.kind == "range" else question.options[option]
