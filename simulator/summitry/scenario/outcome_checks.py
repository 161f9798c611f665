"""Whether what is said to have come of the talks fits their issues, and itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from summitry.scenario.agenda import Question
from summitry.scenario.field_types import spelt
from summitry.scenario.outcome import NOT_SETTLED, Outcome
from summitry.scenario.problems import Path, Problem, touches, unknown
from summitry.scenario.quantity import span
from summitry.scenario.schema import ScenarioSpec

HERE: Path = ("outcome",)


def check_outcome(
    spec: ScenarioSpec,
    questions: Mapping[str, Question],
    issues: Sequence[str],
    states: Sequence[str],
    unread: Sequence[Path],
) -> Iterator[Problem]:
    """Yield the mistakes in what is said to have come of the talks.

    Parameters
    ----------
    spec
        The scenario, as far as its form is right.
    questions
        The issues that could be read, by id.
    issues, states
        All ids in the file.
    unread
        Paths of what is not in `spec` because its form is wrong.
    """
    outcome = spec.outcome
    if outcome is None:
        return
    for id_, settled in outcome.issues.items():
        here: Path = (*HERE, "issues", id_)
        if id_ not in issues:
            yield unknown(id_, "an issue", issues, here)
        elif settled is None:
            continue
        elif not outcome.agreed:
            yield Problem(f"found an option, expected '{NOT_SETTLED}': nothing was agreed", here)
        elif id_ in questions:
            yield from _check_settled(settled, questions[id_], states, here)
    if spec.date is not None and outcome.date is not None and outcome.date < spec.date:
        text = f"found {outcome.date}, expected a day from {spec.date} on, that of the talks"
        yield Problem(text, (*HERE, "date"))
    whole = set(outcome.issues) == set(issues) and not touches(unread, (*HERE, "issues"))
    yield from _check_whole(outcome, whole)


def _check_whole(outcome: Outcome, whole: bool) -> Iterator[Problem]:
    """Check that the parts agree; `whole`: every issue is on record."""
    if outcome.agreed:
        if whole and all(settled is None for settled in outcome.issues.values()):
            text = f"found true, expected an issue that was settled: all of them are '{NOT_SETTLED}'"
            yield Problem(text, (*HERE, "agreed"))
        return
    for key in ("ratified", "carried_out"):
        if getattr(outcome, key):
            yield Problem("found true, expected none: nothing was agreed", (*HERE, key))


def _check_settled(
    settled: str | dict[str, float], question: Question, states: Sequence[str], here: Path
) -> Iterator[Problem]:
    if question.kind == "division":
        yield from _check_shares(settled, states, here)
    elif isinstance(settled, dict):
        yield Problem("found shares by state, expected an option: this issue is no division", here)
    elif question.kind == "range":
        number = _number(settled)
        if number is None or not question.low <= number <= question.high:
            wanted = f"a number {span(question.low, question.high)}, or '{NOT_SETTLED}'"
            yield Problem(f"found {settled if number is not None else repr(settled)}, expected {wanted}", here)
        elif number == _standing_value(question):
            yield _standing(settled, here)
    elif settled not in question.options:
        yield unknown(settled, f"an option of {question.id}", (*question.options, NOT_SETTLED), here)
    elif settled == _standing_value(question):
        yield _standing(settled, here)


def _check_shares(settled: str | dict[str, float], states: Sequence[str], here: Path) -> Iterator[Problem]:
    if isinstance(settled, str):
        yield Problem(f"found '{settled}', expected shares by state, or '{NOT_SETTLED}'", here)
        return
    for state in settled:
        if state not in states:
            yield unknown(state, "a state", states, (*here, state))
    if sum(settled.values()) > 1 + 1e-9:
        yield Problem("found shares that sum to more than 1, expected at most 1", here)


def _standing_value(question: Question) -> float | str | None:
    """Return the option, or number of a range, that stands; None where that is uncertain or off the scale."""
    status_quo = question.status_quo
    if status_quo is None or status_quo.kind != "fixed":
        return None
    value = status_quo.values[0]
    return value if question.kind == "range" else spelt(value)


def _standing(settled: str, here: Path) -> Problem:
    text = f"found '{settled}', which stands if the issue is not settled, expected '{NOT_SETTLED}', or another option"
    return Problem(text, here)


def _number(settled: str) -> float | None:
    try:
        return float(settled)
    except ValueError:
        return None
