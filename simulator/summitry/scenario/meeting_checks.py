"""What the form of meetings can't say: protocols and issues that must exist, and who meets at all."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence, Set

from summitry import registry
from summitry.scenario.agenda import Agenda
from summitry.scenario.agenda_choice import AgendaChoice
from summitry.scenario.goals import complaint_about
from summitry.scenario.problems import Path, Problem, touches, unknown
from summitry.scenario.road import days_after_the_first
from summitry.scenario.schema import ScenarioSpec

MEETINGS: Path = ("talks", "meetings")


def check_meetings(spec: ScenarioSpec, issues: Sequence[str], unread: Sequence[Path]) -> Iterator[Problem]:
    """Yield the mistakes in agendas, in the protocols and days of meetings and in who speaks in them.

    Parameters
    ----------
    spec
        The scenario, as far as its form is right.
    issues
        Ids of all issues in the file.
    unread
        Paths of what is not in `spec` because its form is wrong.
    """
    for here, agenda in agendas_of(spec):
        yield from _check_agenda(agenda, issues, here)
    protocols = list(registry.registered("protocols"))
    for place, meeting in enumerate(spec.talks.meetings):
        if meeting.protocol not in (None, *protocols) and not meeting.answers_only:
            yield unknown(str(meeting.protocol), "a protocol", protocols, (*MEETINGS, place, "protocol"))
    yield from _check_days(spec)
    if not touches(unread, (*MEETINGS, "*", "level")):
        yield from _check_levels(spec, unread)


def check_conditions_of_meetings(spec: ScenarioSpec, agenda: Agenda, unread: Set[str]) -> Iterator[Problem]:
    """Yield the conditions of meetings that can't be read or can't be met.

    Parameters
    ----------
    spec, agenda
        The scenario, and its issues that could be read.
    unread
        Ids of its other issues.
    """
    for place, meeting in enumerate(spec.talks.meetings):
        here: Path = (*MEETINGS, place, "only_if")
        if meeting.only_if is None:
            continue
        if place == 0:
            text = "found a condition, expected none: before the first meeting nothing can have been agreed"
            yield Problem(text, here, about_key=True)
            continue
        complaint = complaint_about(meeting.only_if, agenda, unread)
        if complaint:
            yield Problem(complaint, here)


def agendas_of(spec: ScenarioSpec) -> Iterator[tuple[Path, AgendaChoice]]:
    """Yield path and content of the agenda of the talks, and of each meeting that has its own."""
    yield ("talks", "agenda"), spec.talks.agenda
    for place, meeting in enumerate(spec.talks.meetings):
        if meeting.agenda is not None:
            yield (*MEETINGS, place, "agenda"), meeting.agenda


def _check_agenda(agenda: AgendaChoice, issues: Sequence[str], where: Path) -> Iterator[Problem]:
    here: Path = (*where, agenda.kind)
    named: list[str] = []
    for place, basket in enumerate(agenda.baskets):
        for issue in basket:
            if issue not in issues:
                yield unknown(issue, "an issue", issues, (*here, place))
            elif issue in named:
                yield Problem(f"found '{issue}' twice, expected each issue in one basket", (*here, place))
            named.append(issue)
    missing = [issue for issue in issues if issue not in named]
    if agenda.baskets and missing:
        yield Problem(f"found no basket for {', '.join(missing)}, expected every issue once", here)


def _check_days(spec: ScenarioSpec) -> Iterator[Problem]:
    """Check that the road ends within the calendar, so that every meeting has a day."""
    if spec.date is None:
        return
    left = (datetime.date.max - spec.date).days
    for place, days in enumerate(days_after_the_first(spec)):
        if days > left:
            text = f"found a meeting {days:,} days after the first, expected them all by the year {datetime.MAXYEAR}"
            yield Problem(text, (*MEETINGS, place))
            return


def _check_levels(spec: ScenarioSpec, unread: Sequence[Path]) -> Iterator[Problem]:
    """Check that whoever is named has a meeting to speak in, and that leaders who only answer have what to answer."""
    held = {meeting.level for meeting in spec.talks.meetings}
    for id_, envoy in spec.envoys.items():
        if envoy.level in held or touches(unread, ("envoys", id_, "level")):
            continue
        if envoy.level == "leaders":
            text = "found a leader, expected a meeting with level: leaders"
            yield Problem(text, ("envoys", id_, "level"))
        else:
            yield Problem("found an envoy, expected level: leaders, since only leaders meet", ("envoys", id_))
    for place, meeting in enumerate(spec.talks.meetings):
        here: Path = (*MEETINGS, place, "answers_only")
        if meeting.answers_only and meeting.level == "envoys":
            yield Problem("found answers_only, expected it in a meeting with level: leaders", here, about_key=True)
            continue
        for key in ("rounds", "protocol", "agenda", "chair") if meeting.answers_only else ():
            if getattr(meeting, key) is not None:
                text = f"found {key}, expected none: with answers_only, nothing is negotiated"
                yield Problem(text, (*MEETINGS, place, key), about_key=True)
