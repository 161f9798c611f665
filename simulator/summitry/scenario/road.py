"""The road of meetings, each with all that holds for it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from summitry.scenario.agenda import Agenda
from summitry.scenario.agenda_choice import AgendaChoice
from summitry.scenario.goals import Condition, condition
from summitry.scenario.meeting import Level
from summitry.scenario.quantity import Quantity
from summitry.scenario.schema import ScenarioSpec


@dataclass(frozen=True)
class Leg:
    """One meeting of the road; what the file does not say of it is as in the talks as a whole.

    Parameters
    ----------
    title, place
        How tables and charts call it, and where it is held.
    level
        Who meets.
    protocol, agenda
        Who may say what when, on which issues together.
    rounds, chair_insight
        None: from the shared prior.
    day
        When it is held, where the scenario has a date.
    only_if
        What must have been agreed for it to take place.
    answers_only
        Whether leaders only say yes or no to texts in brackets.
    key
        Names its random streams; that of the first is the same as in talks without a road.
    path
        Where its rounds stand in the file.
    """

    title: str
    place: str
    level: Level
    protocol: str
    agenda: AgendaChoice
    rounds: Quantity | None
    chair_insight: Quantity | None
    day: datetime.date | None
    only_if: Condition | None
    answers_only: bool
    key: str
    path: str


def road_of(spec: ScenarioSpec, agenda: Agenda) -> tuple[Leg, ...]:
    """Return the meetings of a scenario in their order."""
    talks = spec.talks
    legs = []
    for place, (meeting, day) in enumerate(zip(talks.meetings, days_of(spec), strict=True)):
        own = f"talks.meetings.{place}"
        chair = meeting.chair or talks.chair
        only_place = "The talks" if len(talks.meetings) == 1 else f"Meeting {place + 1}"
        legs.append(
            Leg(
                title=meeting.title or meeting.place or only_place,
                place=meeting.place,
                level=meeting.level,
                protocol=meeting.protocol or talks.protocol,
                agenda=meeting.agenda or talks.agenda,
                rounds=meeting.rounds or talks.rounds,
                chair_insight=chair.insight,
                day=day,
                only_if=condition(meeting.only_if, agenda) if meeting.only_if else None,
                answers_only=meeting.answers_only,
                key=own if place else "talks",
                path=own if place or meeting.rounds else "talks",
            )
        )
    return tuple(legs)


def days_of(spec: ScenarioSpec) -> Sequence[datetime.date | None]:
    """Return when each meeting is held: the scenario's date and the days between meetings; None without a date."""
    first = spec.date
    return [None if first is None else first + datetime.timedelta(days=days) for days in days_after_the_first(spec)]


def days_after_the_first(spec: ScenarioSpec) -> Sequence[int]:
    """Return how many days after the first each meeting is held."""
    return list(accumulate((meeting.days for meeting in spec.talks.meetings[:-1]), initial=0))
