"""Who speaks for a state, as a scenario says it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from summitry.scenario.conduct_choice import ConductChoice, OneOf
from summitry.scenario.field_types import Judgement, Share, Text
from summitry.scenario.mandate import Mandate
from summitry.scenario.meeting import Level
from summitry.scenario.part import Part


class Envoy(Part):
    """Who speaks for a state at the table."""

    of: Annotated[str, Field(description="The state that the envoy speaks for.", examples=["east"])]
    level: Annotated[
        Level,
        Field(
            description="Whether it is an envoy, or the leader who speaks in meetings of leaders.", examples=["leaders"]
        ),
    ] = "envoys"
    title: Annotated[Text, Field(description="The envoy's name; the id by default.", examples=["Anna Novak"])] = ""
    style: Annotated[
        Annotated[ConductChoice, OneOf("styles", "style", changing=True)] | None,
        Field(
            description="How the envoy concedes (`summitry styles`); a list changes it as time goes on: [boulware, "
            "{from: 0.8, linear: {}}]. Default: the shared prior.",
            examples=["boulware", {"boulware": {"exponent": 4}}, ["boulware", {"from": 0.8, "linear": {}}]],
        ),
    ] = None
    acceptance: Annotated[
        Annotated[ConductChoice, OneOf("acceptance", "condition")] | None,
        Field(
            description="On which condition the envoy says yes (`summitry styles`). Default: next_offer.",
            examples=["next_offer", {"constant": {"level": 0.8}}],
        ),
    ] = None
    learning: Annotated[
        Annotated[ConductChoice, OneOf("learning", "way of learning")] | None,
        Field(
            description="How it learns from offers what the others want. Default: the shared prior.", examples=["bayes"]
        ),
    ] = None
    insight: Annotated[
        Judgement | None,
        Field(
            description="What it knows of the others: 0 the prior, 1 the truth. Default: shared prior.",
            examples=[0.4, "medium"],
        ),
    ] = None
    reach: Annotated[
        Judgement | None,
        Field(
            description="How far towards its reservation value it would go by the deadline. Default: shared prior.",
            examples=[0.9, "very high"],
        ),
    ] = None
    last_moment: Annotated[
        Share | None,
        Field(
            description="Chance that it takes anything acceptable at the last moment. Default: shared prior.",
            examples=[1.0],
        ),
    ] = None
    foresight: Annotated[
        Judgement | None,
        Field(
            description="How well it foresees what constituencies would ratify: 1 exactly. Default: shared prior.",
            examples=[0.7, "high"],
        ),
    ] = None
    mandate: Annotated[
        Mandate,
        Field(
            description="How far it may go without asking home.",
            examples=[{"limits": {"troops": {"above": 60}}, "asks_home": 1}],
        ),
    ] = Mandate()
    misjudges: Annotated[
        Share | None,
        Field(
            description="By how much utility it overrates its leader's readiness to sign what it prepared in brackets. "
            "Default: shared prior.",
            examples=[0.05],
        ),
    ] = None
