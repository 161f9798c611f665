"""The road of meetings as a table."""

from __future__ import annotations

from rich.table import Table

from summitry.ensembles.summary_words import agenda_in_words, words
from summitry.scenario.meeting import Meeting
from summitry.scenario.scenario import Scenario
from summitry.terminal import table


def road(scenario: Scenario) -> Table:
    """Return the meetings one after the other; nothing if there is only one, of which the file says nothing."""
    made = table(">", "meeting", "day", "who meets", "how", "takes place if", title="The road")
    meetings = scenario.spec.talks.meetings
    if meetings == [Meeting()]:
        return made
    for number, (meeting, leg) in enumerate(zip(meetings, scenario.road, strict=True), start=1):
        name = leg.title if leg.place in ("", leg.title) else f"{leg.title}, {leg.place}"
        condition = " ".join((meeting.only_if or "").split())
        day = "" if leg.day is None else str(leg.day)
        made.add_row(str(number), name, day, meeting.level, "; ".join(_how(scenario, meeting)), condition)
    return made


def _how(scenario: Scenario, meeting: Meeting) -> list[str]:
    """Return what the file says of a meeting that is otherwise as in the talks as a whole."""
    said = ["only yes or no to what envoys left in brackets"] if meeting.answers_only else []
    if meeting.protocol is not None:
        said.append(meeting.protocol.replace("_", " "))
    if meeting.agenda is not None:
        said.append(agenda_in_words(scenario, meeting.agenda))
    if meeting.rounds is not None:
        said.append(f"{words(meeting.rounds)} rounds")
    if meeting.chair is not None and meeting.chair.insight is not None:
        said.append(f"insight of the chair {words(meeting.chair.insight)}")
    return said
