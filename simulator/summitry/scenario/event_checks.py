"""What the form of events can't say: when they can happen, what they can change, and by how much."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from pydantic_core import PydanticCustomError

from summitry.scenario.agenda import Agenda, Question
from summitry.scenario.changeable import names_after, range_of
from summitry.scenario.event import CHANGES, TIMES, Effect, Event
from summitry.scenario.goals import complaint_about
from summitry.scenario.position import Position
from summitry.scenario.position_checks import check_placed
from summitry.scenario.problems import Path, Problem, expected_one_of, touches, unknown
from summitry.scenario.road import days_after_the_first
from summitry.scenario.schema import ScenarioSpec
from summitry.scenario.standing_checks import check_standing
from summitry.scenario.state import State
from summitry.scenario.within import Within


def check_events(
    spec: ScenarioSpec, agenda: Agenda, issues: Sequence[str], others: Set[str], unread: Sequence[Path]
) -> Iterator[Problem]:
    """Yield the mistakes in the events of a scenario.

    Parameters
    ----------
    spec
        The scenario, as far as its form is right.
    agenda
        The issues that could be read, and the states.
    issues
        Ids of all issues in the file.
    others
        Those of issues that have mistakes of their own; what names them cannot be judged yet.
    unread
        Paths of what is not in `spec` because its form is wrong.
    """
    checks = _EffectChecks(spec, agenda, issues, unread)
    for id_, event in spec.events.items():
        here: Path = ("events", id_)
        yield from _check_times(event, here)
        if event.on is not None and not touches(unread, ("date",), ("talks", "meetings")):
            yield from _check_day(event, spec, (*here, "on"))
        complaint = None if event.only_if is None else complaint_about(event.only_if, agenda, others)
        if complaint:
            yield Problem(complaint, (*here, "only_if"))
        yield from checks.of_event(event, (*here, "effects"))


def _check_times(event: Event, here: Path) -> Iterator[Problem]:
    given = [key for key in TIMES if getattr(event, key) is not None]
    if len(given) != 1:
        yield Problem(f"found {' and '.join(given) or 'none of them'}, expected one of {', '.join(TIMES)}", here)
        return
    if event.chance is not None and given != ["on"]:
        text = f"found chance, expected it with `on`: here {given[0]} says how likely it is"
        yield Problem(text, (*here, "chance"), about_key=True)
    if event.repeats and given == ["on"]:
        yield Problem("found repeats, expected none with `on`: a day comes once", (*here, "repeats"), about_key=True)


def _check_day(event: Event, spec: ScenarioSpec, here: Path) -> Iterator[Problem]:
    """Check that an event's day lies on the road of meetings."""
    if event.on is None:
        return
    if spec.date is None:
        yield Problem(f"found {event.on}, expected a date of the scenario too: it says when the meetings are", here)
        return
    # A road that leaves the calendar has its own message.
    days = min(days_after_the_first(spec)[-1], (datetime.date.max - spec.date).days)
    if not 0 <= (event.on - spec.date).days <= days:
        last = spec.date + datetime.timedelta(days=days)
        wanted = f"a day from {spec.date} to {last}, that of the last meeting"
        if not days:
            wanted = f"{last}, the day of the last meeting"
        yield Problem(f"found {event.on}, expected {wanted}", here)


@dataclass(frozen=True)
class _EffectChecks:
    """Checks what events do, against the rest of the scenario; parameters as of `check_events`."""

    spec: ScenarioSpec
    agenda: Agenda
    issues: Sequence[str]
    unread: Sequence[Path]

    def of_event(self, event: Event, here: Path) -> Iterator[Problem]:
        """Yield the mistakes in all effects of an event."""
        misread = {path for path, _ in event.effects.mistakes}
        for path, text in event.effects.mistakes:
            yield Problem(text, (*here, *path), about_key=len(path) > 1 and path[-1] not in CHANGES)
        for effect in event.effects.changes:
            if effect.path not in misread:
                yield from self._of_effect(effect, (*here, ".".join(effect.path)))

    def _of_effect(self, effect: Effect, here: Path) -> Iterator[Problem]:
        misspelt = self._misspelt(effect.path, here)
        if misspelt is not None:
            yield misspelt
            return
        match effect.path:
            case ("leak",):
                if not self.spec.talks.private and not touches(self.unread, ("talks", "private")):
                    text = "found leak, expected talks.private: true: without it, this key has no effect"
                    yield Problem(text, here, about_key=True)
            case ("talks", "rounds"):
                yield from _check_number(effect, here, whole=effect.change != "times")
            case ("issues", issue, _):
                if issue in self.agenda.issues:
                    yield from _check_status_quo(effect, self.agenda.question(issue), here)
            case ("states", id_, key, *rest):
                if id_ in self.spec.states and not touches(self.unread, ("states", id_, "points")):
                    yield from self._of_state(effect, self.spec.states[id_], [id_, key, *rest], here)

    def _misspelt(self, path: Sequence[str], here: Path) -> Problem | None:
        """Return the problem that a path leads to nothing that can change."""
        whole = ".".join(path)
        for depth in range(len(path) + 1):
            after = names_after(path[:depth], self.spec, self.agenda.states, self.issues)
            if after is None:
                text = f"found '{whole}', expected it to end with {path[depth - 1]}"
                return None if depth == len(path) else Problem(text, here, about_key=True)
            if depth == len(path):
                text = f"found '{whole}', expected it to go on with {expected_one_of(*after)}"
                return Problem(text, here, about_key=True)
            hidden: Path = ("states", *path[1 : depth + 1])
            if path[depth] not in after[1]:
                if len(hidden) == 4 and path[2] == "positions" and touches(self.unread, hidden):
                    return None
                return replace(unknown(path[depth], *after, here), about_key=True)
        return None

    def _of_state(self, effect: Effect, state: State, path: Sequence[str], here: Path) -> Iterator[Problem]:
        """Check a change of what a state, the first part of the path, wants or is."""
        id_, key, *rest = path
        last = path[-1]
        if last == "ideal":
            yield from self._of_ideal(effect, state.positions.get(rest[0]), path, here)
        elif state.points is not None and last in ("salience", "walk_away", "premium"):
            text = f"found {last} of {id_}, which counts in points, expected a state that counts in utility"
            yield Problem(text, here, about_key=True)
        elif key == "walk_away" and effect.change == "times" and state.walk_away is None:
            if not touches(self.unread, ("states", id_, "walk_away")):
                text = f"found times, expected to or add: {id_} has no walk_away of its own"
                yield Problem(text, (*here, "times"), about_key=True)
        else:
            yield from _check_number(effect, here)

    def _of_ideal(
        self, effect: Effect, position: Position | None, path: Sequence[str], here: Path
    ) -> Iterator[Problem]:
        id_, _, issue, _ = path
        hidden = touches(self.unread, ("states", id_, "positions", issue))
        if position is None or issue not in self.agenda.issues or hidden:
            return
        question = self.agenda.question(issue)
        if question.kind == "division":
            text = f"found the ideal on {issue}, expected none: of a division, each state wants as much as it can get"
            yield Problem(text, here, about_key=True)
        elif position.ideal is None or position.values is not None:
            given = "values" if position.values is not None else "no ideal"
            text = f"found {given} in the position of {id_} on {issue}, expected an ideal that can change"
            yield Problem(text, here, about_key=True)
        elif effect.change != "to":
            yield _only_to(effect, here)
        else:
            yield from check_placed(effect.value, question, (*here, "to"))


def _check_status_quo(effect: Effect, question: Question, here: Path) -> Iterator[Problem]:
    if question.kind == "division":
        text = f"found {question.id}, a division, expected an issue with options or numbers"
        yield Problem(text, here, about_key=True)
    elif question.status_quo is None:
        text = f"found {question.id}, whose status quo is `none`, expected an issue of which one option stands"
        yield Problem(text, here, about_key=True)
    elif effect.change != "to":
        yield _only_to(effect, here)
    else:
        yield from check_standing(effect.value, question, (*here, "to"))


def _only_to(effect: Effect, here: Path) -> Problem:
    text = f"found {effect.change}, expected to: {effect.path[-1]} is an option or a number of the issue"
    return Problem(text, (*here, effect.change), about_key=True)


def _check_number(effect: Effect, here: Path, whole: bool = False) -> Iterator[Problem]:
    """Check that the number of a change lies within its range."""
    place: Path = (*here, effect.change)
    try:
        Within(*range_of(effect), whole=whole).read(effect.value)
    except PydanticCustomError as mistake:
        yield Problem(mistake.message(), place)
        return
    listed = effect.value.values if effect.value.kind in ("fixed", "choice") else ()
    if effect.path == ("talks", "rounds") and effect.change == "times" and 0 in listed:
        yield Problem("found 0, expected a number above 0", place)
