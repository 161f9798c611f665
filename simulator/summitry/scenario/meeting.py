"""A road of meetings, as a scenario says it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from summitry.scenario.agenda_choice import AgendaChoice
from summitry.scenario.field_types import Judgement, ProtocolName, Rounds, Text
from summitry.scenario.part import Part

Level = Literal["envoys", "leaders"]
LEVELS: tuple[Level, ...] = ("envoys", "leaders")


class Chair(Part):
    """Who drafts a single text."""

    insight: Annotated[
        Judgement | None,
        Field(
            description="What the chair knows of the states: 0 the prior, 1 the truth. Default: the shared prior.",
            examples=[0.5, "high"],
        ),
    ] = None


class Meeting(Part):
    """A series of rounds at one level; what it does not say is as in the talks as a whole."""

    title: Annotated[
        Text, Field(description="How tables and charts call it; the place by default.", examples=["First contact"])
    ] = ""
    place: Annotated[Text, Field(description="Where it is held.", examples=["Vienna"])] = ""
    level: Annotated[
        Level,
        Field(
            description="Who meets: envoys, or the leaders, who alone settle what is reserved for them.",
            examples=["leaders"],
        ),
    ] = "envoys"
    rounds: Annotated[Rounds | None, Field(description="As in talks, for this meeting.", examples=[8])] = None
    days: Annotated[int, Field(ge=0, le=36_525, description="Days until the next meeting.", examples=[14])] = 0
    protocol: Annotated[
        ProtocolName | None, Field(description="As in talks, for this meeting.", examples=["single_text"])
    ] = None
    agenda: Annotated[
        AgendaChoice | None, Field(description="As in talks, for this meeting.", examples=["issue_by_issue"])
    ] = None
    chair: Annotated[Chair | None, Field(description="As in talks, for this meeting.", examples=[{"insight": 0.5}])] = (
        None
    )
    answers_only: Annotated[
        bool,
        Field(
            description="Leaders only say yes or no to what envoys left in brackets: by telephone, through their "
            "staffs; nothing else is negotiated.",
            examples=[True],
        ),
    ] = False
    only_if: Annotated[
        Text | None,
        Field(
            description='What must have been agreed for it to take place, written as a goal is: "summit == both". '
            "Where it does not take place the next meeting may.",
            examples=["settled(summit)"],
        ),
    ] = None
