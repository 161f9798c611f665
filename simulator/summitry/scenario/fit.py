"""Whether the parts of the talks fit each other: styles and the form of a meeting, decision rule and protocol."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import cast

import numpy as np

from summitry import registry
from summitry.scenario.agenda import Question
from summitry.scenario.agenda_choice import AgendaChoice
from summitry.scenario.event import Effects
from summitry.scenario.meeting import Level
from summitry.scenario.position import Position
from summitry.scenario.problems import Path, Problem
from summitry.scenario.schema import ScenarioSpec
from summitry_agents.setting import Setting
from summitry_agents.styles.style import Style


@dataclass(frozen=True)
class Form:
    """How one meeting is held; what the file does not say of it is as in the talks as a whole.

    Parameters
    ----------
    place
        Its place on the road, counted from 0.
    level, protocol, agenda
        Who meets, who may say what when, on which issues together.
    own_chair
        Whether the file says something of a chair for this meeting alone.
    """

    place: int
    level: Level
    protocol: str
    agenda: AgendaChoice
    own_chair: bool


def misfits(
    spec: ScenarioSpec, questions: Mapping[str, Question], issues: Sequence[str], states: Sequence[str]
) -> Iterator[Problem]:
    """Yield a problem for every style that needs what the meetings of its envoy's level do not offer.

    Where a protocol is unknown, or an issue or state could not be read, nothing can be said yet.
    """
    if set(issues) != set(questions) or set(states) != set(spec.states):
        return
    settings = [(form, setting_of(spec, questions, form)) for form in forms_of(spec)]
    for id_, envoy in spec.envoys.items():
        met = [(form, setting) for form, setting in settings if form.level == envoy.level]
        for choice in () if envoy.style is None else (envoy.style, *envoy.style.later):
            style = cast("type[Style]", registry.conduct("styles", choice.name))
            lacking = ((form, style.lacks(setting)) for form, setting in met)
            form, lacks = next(((form, lacks) for form, lacks in lacking if lacks is not None), (None, ""))
            if form is not None:
                where = f" (in meeting {form.place + 1})" if len(settings) > 1 else ""
                yield Problem(f"found '{choice.name}', expected {lacks}{where}", ("envoys", id_, "style"))


def rules_that_do_not_fit(spec: ScenarioSpec, states: Sequence[str]) -> Iterator[Problem]:
    """Yield a problem where deals could pass without every state's yes, and a protocol stops at the first no.

    Two states must both say yes under every rule.
    """
    talks = spec.talks
    stopping = [form.protocol for form in forms_of(spec) if registry.protocol(form.protocol).needs_every_yes]
    if not stopping or len(states) <= 2:
        return
    why = f"{stopping[0]} asks one state after the other, and no other once one says no"
    if not talks.rule.needs_every_yes:
        said = f"'{talks.rule.word}'" if talks.rule.word else talks.rule.in_words(str)
        yield Problem(f"found {said}, expected unanimity or consensus: {why}", ("talks", "rule"))
    if talks.opt_out:
        said = "true" if isinstance(talks.opt_out, bool) else ", ".join(talks.opt_out)
        yield Problem(f"found {said}, expected nobody who may stand aside: {why}", ("talks", "opt_out"))


def keys_without_effect(spec: ScenarioSpec) -> Iterator[Problem]:
    """Yield a problem for every key that the protocols of all meetings it holds for leave without effect."""
    talks, forms = spec.talks, forms_of(spec)
    yield from _chairs_without_effect(spec, forms)
    for id_, envoy in spec.envoys.items():
        silent = _silent([form for form in forms if form.level == envoy.level])
        if envoy.acceptance is not None and silent:
            text = f"found '{envoy.acceptance.name}', expected no condition of acceptance: {silent}"
            yield Problem(text, ("envoys", id_, "acceptance"))
    silent = _silent(forms)
    if talks.rule.word == "consensus" and silent:
        yield Problem(f"found 'consensus', expected another rule: {silent}", ("talks", "rule"))
    if talks.opt_out and silent:
        yield Problem(f"found states that may stand aside, expected none: {silent}", ("talks", "opt_out"))


def _chairs_without_effect(spec: ScenarioSpec, forms: Sequence[Form]) -> Iterator[Problem]:
    here: Path = ("talks", "chair")
    idle = [form for form in forms if not registry.protocol(form.protocol).needs_chair]
    for form in idle:
        if form.own_chair:
            own: Path = ("talks", "meetings", form.place, "chair")
            yield Problem(f"found a chair, expected none: {form.protocol} has no use for one", own)
    if spec.talks.chair.insight is None or not forms:
        return
    led = [form for form in forms if not form.own_chair]
    if not led:
        yield Problem("found a chair, expected none: every meeting has a chair of its own", here)
    elif set(led) <= set(idle):
        protocols = " and ".join(sorted({form.protocol for form in led}))
        has = "has" if " and " not in protocols else "have"
        yield Problem(f"found a chair, expected none: {protocols} {has} no use for one", here)


def _silent(forms: Sequence[Form]) -> str:
    """Return why nobody is asked in any of the meetings; nothing if somebody is, or there is no meeting."""
    if any(registry.protocol(form.protocol).asks_for_answers for form in forms):
        return ""
    protocols = " and ".join(sorted({form.protocol for form in forms}))
    return f"under {protocols} nobody is asked, offers meet or they do not" if protocols else ""


def forms_of(spec: ScenarioSpec) -> tuple[Form, ...]:
    """Return how each meeting is held in which something is negotiated.

    Nothing if a protocol is unknown, since then nothing can be said yet.
    """
    talks = spec.talks
    forms = tuple(
        Form(
            place=place,
            level=meeting.level,
            protocol=meeting.protocol or talks.protocol,
            agenda=meeting.agenda or talks.agenda,
            own_chair=meeting.chair is not None,
        )
        for place, meeting in enumerate(talks.meetings)
        if not meeting.answers_only
    )
    known = registry.registered("protocols")
    return forms if all(protocol in known for protocol in (talks.protocol, *(f.protocol for f in forms))) else ()


def setting_of(spec: ScenarioSpec, questions: Mapping[str, Question], form: Form) -> Setting:
    """Return the form of one meeting as styles see it, given the issues by id."""
    states = len(spec.states)
    order = np.broadcast_to(np.arange(states), (states, states))
    tables = _tables(form.agenda, list(questions))
    return Setting(
        protocol=form.protocol,
        states=states,
        speakers=registry.protocol(form.protocol).speakers(order, np.arange(1, states + 1)),
        deals=tuple(prod(len(questions[issue].options) for issue in table) for table in tables),
        unanimity=spec.talks.rule.needs_every_yes and not spec.talks.opt_out,
        opt_out=bool(spec.talks.opt_out),
        price=_is_about_a_price(spec, questions),
        changing=any(event.per_round is not None and _changes(event.effects) for event in spec.events.values()),
    )


def _changes(effects: Effects) -> bool:
    """Tell whether there is an effect with which the talks go on, but not as they were."""
    return any(effect.path != ("break_off",) for effect in effects.changes)


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
