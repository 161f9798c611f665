"""What the form of mediators can't say: names that must exist, and what each style has a use for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summitry import registry
from summitry.scenario.mediator import KEYS_OF_MANIPULATORS, PRESSURE, UNUSED, Mediator
from summitry.scenario.problems import Path, Problem, touches, unknown
from summitry.scenario.schema import ScenarioSpec

BY_STATE = ("bias", "carrots", "sticks")


def check_mediators(spec: ScenarioSpec, states: Sequence[str], unread: Sequence[Path]) -> Iterator[Problem]:
    """Yield the mistakes in the mediators of a scenario.

    Parameters
    ----------
    spec
        The scenario, as far as its form is right.
    states
        Ids of all states in the file.
    unread
        Paths of what is not in `spec` because its form is wrong.
    """
    for id_, mediator in spec.mediators.items():
        here: Path = ("mediators", id_)
        used = BY_STATE if mediator.style == "manipulator" else BY_STATE[:1]
        for key in used:
            for state in getattr(mediator, key):
                if state not in states:
                    yield unknown(state, "a state", states, (*here, key, state))
        yield from _check_keys(mediator, here)
        if mediator.style == "manipulator":
            yield from _check_pressure(mediator, here, spec, unread)
    yield from _check_drafters(spec, unread)


def _check_keys(mediator: Mediator, here: Path) -> Iterator[Problem]:
    """Check that a mediator has no key that only another style has a use for."""
    why = {
        **dict.fromkeys(KEYS_OF_MANIPULATORS, f"none for a {mediator.style}: only a manipulator presses"),
        "insight": f"none for a {mediator.style}: only a facilitator tells what it knows",
    }
    if mediator.style == "formulator":
        why["insight"] = "talks.chair.insight, which says what who drafts knows"
    for key in UNUSED[mediator.style]:
        if key in mediator.model_fields_set:
            yield Problem(f"found {key}, expected {why[key]}", (*here, key), about_key=True)


def _check_pressure(mediator: Mediator, here: Path, spec: ScenarioSpec, unread: Sequence[Path]) -> Iterator[Problem]:
    """Check that a manipulator has something to press with."""
    if not any(getattr(mediator, key) for key in PRESSURE):
        text = "found none of carrots, sticks or guarantees, expected one of them: a manipulator does nothing else"
        yield Problem(text, here)
    promised = any(issue.performed_by for issue in spec.issues.values())
    if mediator.guarantees is not None and not promised and not touches(unread, ("issues", "*", "performed_by")):
        text = "found guarantees, expected an issue with performed_by: without it, this key has no effect"
        yield Problem(text, (*here, "guarantees"), about_key=True)


def _check_drafters(spec: ScenarioSpec, unread: Sequence[Path]) -> Iterator[Problem]:
    """Check that at most one mediator drafts, and that there is a meeting in which somebody does."""
    drafters = [id_ for id_, mediator in spec.mediators.items() if mediator.style == "formulator"]
    for id_ in drafters[1:]:
        text = f"found a second formulator, expected only one; {drafters[0]} drafts"
        yield Problem(text, ("mediators", id_, "style"))
    talks, known = spec.talks, registry.registered("protocols")
    protocols = {each.protocol or talks.protocol for each in talks.meetings if not each.answers_only}
    if not drafters or not protocols <= set(known) or touches(unread, ("talks", "protocol"), ("talks", "meetings")):
        return
    if not any(registry.protocol(name).needs_chair for name in protocols):
        chaired = ", ".join(name for name in known if registry.protocol(name).needs_chair)
        text = f"found 'formulator', expected a meeting with a protocol in which somebody drafts ({chaired})"
        yield Problem(text, ("mediators", drafters[0], "style"))
