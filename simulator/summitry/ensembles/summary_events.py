"""Third parties, and what may happen while the talks go on, as tables."""

from __future__ import annotations

from collections.abc import Mapping

from rich.table import Table
from rich.text import Text

from summitry.ensembles.summary_words import words
from summitry.scenario.event import Effect, Event
from summitry.scenario.mediator import Mediator
from summitry.scenario.quantity import Quantity
from summitry.scenario.scenario import Scenario
from summitry.terminal import table

STYLES = {
    "facilitator": "carries messages",
    "formulator": "drafts the single text",
    "manipulator": "adds carrots, sticks and guarantees",
}
"""What mediators of each style do."""

CHANGED = {"to": "becomes", "add": "changes by", "times": "is multiplied by"}

SWITCHED = {"break_off": "the talks are broken off", "leak": "what is said in private becomes known"}


def mediators(scenario: Scenario) -> Table:
    """Return who helps, drafts or presses, and with what."""
    made = table("mediator", "style", "what it brings", "why", title="Mediators")
    for id_, mediator in sorted(scenario.spec.mediators.items()):
        style = f"{mediator.style}: {STYLES[mediator.style]}"
        brings = "; ".join(_brings(scenario, mediator))
        made.add_row(mediator.title or id_, style, brings, Text(mediator.reason, style="dim"))
    return made


def events(scenario: Scenario) -> Table:
    """Return what may happen, when, and what it changes."""
    made = table("event", "when", "what it changes", "why", title="Events")
    for id_, event in sorted(scenario.spec.events.items()):
        changes = "\n".join(effect_in_words(scenario, effect) for effect in event.effects.changes)
        made.add_row(event.title or id_, _when(event), changes, Text(event.reason, style="dim"))
    return made


def effect_in_words(scenario: Scenario, effect: Effect) -> str:
    """Return what an effect of an event does.

    Examples
    --------
    >>> talks = Scenario.load("reykjavik-2021")
    >>> effect_in_words(talks, Effect(("states", "russia", "trust", "united_states"), "add", Quantity.fixed(-0.1)))
    'Russia: trust in United States changes by -0.1'
    """
    if effect.is_switch:
        return SWITCHED[effect.path[0]]
    return f"{_subject(scenario, effect.path)} {CHANGED[effect.change]} {words(effect.value)}"


def _subject(scenario: Scenario, path: tuple[str, ...]) -> str:
    section, name, *rest = path
    if section == "talks":
        return "the number of rounds"
    if section == "issues":
        return f"the status quo of {scenario.agenda.question(name).title}"
    owner = f"{scenario.title_of(name)}:"
    if rest[0] == "trust":
        return f"{owner} trust in {scenario.title_of(rest[1])}"
    if rest[0] == "positions":
        return f"{owner} {rest[-1]} of {scenario.agenda.question(rest[1]).title}"
    return f"{owner} {rest[0].replace('_', '-')}"


def _when(event: Event) -> str:
    """Return when and on which condition an event happens, and how likely it is."""
    said = f"on {event.on}" if event.on is not None else ""
    chance = event.chance
    for each, how_likely in (("meeting", event.per_meeting), ("round", event.per_round)):
        if how_likely is not None:
            said, chance = f"before each {each}", how_likely
    parts = [said] if chance is None else [said, f"chance {words(chance)}"]
    parts += ["may repeat"] if event.repeats else []
    parts += [f"only if {' '.join(event.only_if.split())}"] if event.only_if else []
    return ", ".join(parts)


def _brings(scenario: Scenario, mediator: Mediator) -> list[str]:
    """Return what the file says of a mediator's means."""
    numbers = {name: getattr(mediator, name) for name in ("insight", "leverage", "guarantees")}
    said = [f"{name} {words(number)}" for name, number in numbers.items() if number is not None]
    tables: dict[str, Mapping[str, Quantity]] = {
        "bias": mediator.bias,
        "carrots": mediator.carrots,
        "sticks": mediator.sticks,
    }
    for name, by_state in tables.items():
        each = [f"{scenario.title_of(state)} {words(number)}" for state, number in sorted(by_state.items())]
        said += [f"{name}: {', '.join(each)}"] if each else []
    return said
