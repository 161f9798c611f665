"""What a scenario file may say: its keys, their meaning and their ranges."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import Field, WithJsonSchema
from pydantic.functional_validators import BeforeValidator

from summitry.scenario.envoy import Envoy
from summitry.scenario.event import Event
from summitry.scenario.field_types import Id, Text, words
from summitry.scenario.issue import Issue
from summitry.scenario.linkage import Linkage
from summitry.scenario.mediator import Mediator
from summitry.scenario.outcome import Confidence, Outcome
from summitry.scenario.part import Part
from summitry.scenario.state import State
from summitry.scenario.talks import Talks

MOST_STATES = 40
MOST_ISSUES = 200
MOST_CELLS = 30_000
"""States x issues x options of the longest issue: with a block of worlds this takes up to 2 GB."""


class ScenarioSpec(Part):
    """A set of talks: who sits at the table, what each side wants, how the talks are run."""

    extends: Annotated[
        Text | None,
        Field(
            description="Another scenario, of which this one is a variant: a file beside this one, or the name of one "
            "that ships. Mappings are merged key by key; a list, or a value such as a distribution, takes the place of "
            "that in the base, and null takes a key away.",
            examples=["my-talks.yaml", "reykjavik-2021"],
        ),
    ] = None
    title: Annotated[
        Text,
        Field(description="What the talks are called; the file's name by default.", examples=["Two neighbours talk"]),
    ] = ""
    summary: Annotated[
        Text,
        Field(
            description="A paragraph on the situation.",
            examples=["Troops stand on both sides of the river since spring."],
        ),
    ] = ""
    date: Annotated[
        datetime.date | None,
        Field(strict=False, description="When the talks took place: 2021-05-19.", examples=["2021-05-19"]),
    ] = None
    tags: Annotated[
        dict[str, Annotated[list[str], BeforeValidator(words)]],
        Field(description="Words to sort scenarios by: {kind: bilateral}.", examples=[{"kind": "bilateral"}]),
        WithJsonSchema(
            {
                "type": "object",
                "additionalProperties": {
                    "anyOf": [
                        {"type": ["string", "number"]},
                        {"type": "array", "items": {"type": ["string", "number"]}},
                    ]
                },
            }
        ),
    ] = {}
    sources: Annotated[
        list[Text], Field(description="What the file rests on.", examples=[["Joint statement, 16 June 2021"]])
    ] = []
    confidence: Annotated[
        Confidence | None,
        Field(
            description="How sure the coder is of the file: low, medium or high; {level: low, reason: ...}.",
            examples=["medium", {"level": "low", "reason": "few sources"}],
        ),
    ] = None
    issues: Annotated[
        dict[Id, Issue],
        Field(
            min_length=1,
            max_length=MOST_ISSUES,
            description="What is on the table.",
            examples=[{"prisoners": {"options": ["neither", "one", "both"]}}],
        ),
    ]
    states: Annotated[
        dict[Id, State],
        Field(
            min_length=2,
            max_length=MOST_STATES,
            description="Who sits at the table.",
            examples=[
                {"east": {"positions": {"troops": {"ideal": 20}}}, "west": {"positions": {"troops": {"ideal": 100}}}}
            ],
        ),
    ]
    linkages: Annotated[
        dict[Id, Linkage],
        Field(
            description="Issues that interact: bundles, preconditions, combinations that are worth something.",
            examples=[{"exchange": {"bundle": ["prisoners", "embassies"]}}],
        ),
    ] = {}
    envoys: Annotated[
        dict[Id, Envoy],
        Field(
            description="Who speaks for whom; a state without one gets an envoy with defaults.",
            examples=[{"envoy_east": {"of": "east"}}],
        ),
    ] = {}
    talks: Annotated[
        Talks,
        Field(
            description="How the talks are run: protocol, agenda, decision rule, meetings.",
            examples=[{"protocol": "alternating_offers", "rounds": 12}],
        ),
    ] = Talks()
    mediators: Annotated[
        dict[Id, Mediator],
        Field(description="Third parties that help, draft or press.", examples=[{"host": {"style": "facilitator"}}]),
    ] = {}
    events: Annotated[
        dict[Id, Event],
        Field(
            description="What may happen while the talks go on.",
            examples=[{"incident": {"per_meeting": 0.1, "effects": {"states.east.trust.west": {"times": 0.5}}}}],
        ),
    ] = {}
    goals: Annotated[
        dict[Id, Text],
        Field(
            description='Conditions on the deal whose chance is reported: "troops >= 60 and prisoners == both".',
            examples=[{"breakthrough": "troops >= 60 and prisoners == both"}],
        ),
    ] = {}
    outcome: Annotated[
        Outcome | None,
        Field(
            description="What came of the talks. Chances are held against it; no world reads it.",
            examples=[{"agreed": True, "issues": {"prisoners": "both", "troops": "not settled"}}],
        ),
    ] = None
