"""Whether the parts of the talks fit each other: styles and the form of the talks, decision rule and protocol."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import prod
from typing import cast

import numpy as np

from summitry import registry
from summitry.scenario.agenda import Question
from summitry.scenario.agenda_choice import AgendaChoice
from summitry.scenario.position import Position
from summitry.scenario.problems import Path, Problem
from summitry.scenario.schema import ScenarioSpec
from summitry_agents.setting import Setting
from summitry_agents.styles.style import Style


def misfits(
    spec: ScenarioSpec, questions: Mapping[str, Question], issues: Sequence[str], states: Sequence[str]
) -> Iterator[Problem]:
    """Yield a problem for every style that needs what the talks do not offer.

    Where the protocol is unknown, or an issue or state could not be read, nothing can be said yet.
    """
    complete = set(issues) == set(questions) and set(states) == set(spec.states)
    if not complete or spec.talks.protocol not in registry.registered("protocols"):
        return
    setting = setting_of(spec, questions)
    for id_, envoy in spec.envoys.items():
        for choice in () if envoy.style is None else (envoy.style, *envoy.style.later):
            lacks = cast("type[Style]", registry.conduct("styles", choice.name)).lacks(setting)
            if lacks is not None:
                here: Path = ("envoys", id_, "style")
                yield Problem(f"found '{choice.name}', expected {lacks}", here)


def rules_that_do_not_fit(spec: ScenarioSpec, states: Sequence[str]) -> Iterator[Problem]:
    """Yield a problem where deals could pass without every state's yes, and the protocol stops at the first no.

    Two states must both say yes under every rule.
    """
    talks = spec.talks
    if talks.protocol not in registry.registered("protocols") or len(states) <= 2:
        return
    if not registry.protocol(talks.protocol).needs_every_yes:
        return
    why = f"{talks.protocol} asks one state after the other, and no other once one says no"
    if not talks.rule.needs_every_yes:
        said = f"'{talks.rule.word}'" if talks.rule.word else talks.rule.in_words(str)
        yield Problem(f"found {said}, expected unanimity or consensus: {why}", ("talks", "rule"))
    if talks.opt_out:
        said = "true" if isinstance(talks.opt_out, bool) else ", ".join(talks.opt_out)
        yield Problem(f"found {said}, expected nobody who may stand aside: {why}", ("talks", "opt_out"))


def keys_without_effect(spec: ScenarioSpec) -> Iterator[Problem]:
    """Yield a problem for every key that the protocol leaves without effect."""
    talks = spec.talks
    if talks.protocol not in registry.registered("protocols"):
        return
    protocol = registry.protocol(talks.protocol)
    if talks.chair.insight is not None and not protocol.needs_chair:
        yield Problem(f"found a chair, expected none: {talks.protocol} has no use for one", ("talks", "chair"))
    if protocol.asks_for_answers:
        return
    why = f"under {talks.protocol} nobody is asked, offers meet or they do not"
    for id_, envoy in spec.envoys.items():
        if envoy.acceptance is not None:
            text = f"found '{envoy.acceptance.name}', expected no condition of acceptance: {why}"
            yield Problem(text, ("envoys", id_, "acceptance"))
    if talks.rule.word == "consensus":
        yield Problem(f"found 'consensus', expected another rule: {why}", ("talks", "rule"))
    if talks.opt_out:
        yield Problem(f"found states that may stand aside, expected none: {why}", ("talks", "opt_out"))


def setting_of(spec: ScenarioSpec, questions: Mapping[str, Question]) -> Setting:
    """Return the form of the talks of a scenario, given its issues by id."""
    states = len(spec.states)
    order = np.broadcast_to(np.arange(states), (states, states))
    tables = _tables(spec.talks.agenda, list(questions))
    return Setting(
        protocol=spec.talks.protocol,
        states=states,
        speakers=registry.protocol(spec.talks.protocol).speakers(order, np.arange(1, states + 1)),
        deals=tuple(prod(len(questions[issue].options) for issue in table) for table in tables),
        unanimity=spec.talks.rule.needs_every_yes and not spec.talks.opt_out,
        opt_out=bool(spec.talks.opt_out),
        price=_is_about_a_price(spec, questions),
    )


def _tables(agenda: AgendaChoice, issues: Sequence[str]) -> Sequence[Sequence[str]]:
    if agenda.kind == "package":
        return [issues]
    if agenda.kind == "issue_by_issue":
        return [[issue] for issue in issues]
    return [[issue for issue in basket if issue in issues] for basket in agenda.baskets]


def _is_about_a_price(spec: ScenarioSpec, questions: Mapping[str, Question]) -> bool:
    if len(spec.states) != 2 or len(questions) != 1:
        return False
    question = next(iter(questions.values()))
    positions = [state.positions.get(question.id) for state in spec.states.values()]
    if question.kind == "division":
        return all(position is not None and position.shape == "linear" for position in positions)
    if not question.ordered:
        return False
    return {_end(question, position) for position in positions} == {0.0, 1.0}


def _end(question: Question, position: Position | None) -> float | None:
    """Return which end of an issue's scale a state likes best, if that is known and other options count evenly."""
    if position is None or position.ideal is None or position.ideal.uncertain or position.shape != "linear":
        return None
    try:
        placed, _, _ = question.placed(position.ideal)
    except KeyError:
        return None
    place = float(question.scaled(np.array([float(placed.values[0])]))[0])
    return place if place in (0.0, 1.0) else None
