"""Third parties that help, draft or press, as a scenario says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from summitry.scenario.field_types import Judgement, Share, Text
from summitry.scenario.part import Part
from summitry.scenario.quantity import Quantity
from summitry.scenario.within import Within

MediatorStyle = Literal["facilitator", "formulator", "manipulator"]
PRESSURE = ("carrots", "sticks", "guarantees")
"""With what a manipulator presses."""
KEYS_OF_MANIPULATORS = (*PRESSURE, "leverage")


UNUSED: Mapping[str, tuple[str, ...]] = {
    "facilitator": KEYS_OF_MANIPULATORS,
    "formulator": (*KEYS_OF_MANIPULATORS, "insight"),
    "manipulator": ("insight",),
}
"""By style: the keys for which it has no use."""


def _by_style(schema: dict[str, Any]) -> None:
    """Tell editors which keys each style has a use for."""

    def where(style: str, then: dict[str, Any]) -> dict[str, Any]:
        return {"if": {"properties": {"style": {"const": style}}, "required": ["style"]}, "then": then}

    unused = [where(style, {"properties": dict.fromkeys(keys, False)}) for style, keys in UNUSED.items()]
    presses = where("manipulator", {"anyOf": [{"required": [key]} for key in PRESSURE]})
    schema |= {"allOf": [*unused, presses]}


class Mediator(Part):
    """A third party, in one of the three styles of Touval and Zartman (1985)."""

    model_config = ConfigDict(json_schema_extra=_by_style)

    title: Annotated[Text, Field(description="Its name; the id by default.", examples=["The League"])] = ""
    style: Annotated[
        MediatorStyle,
        Field(
            description="facilitator: carries messages, so that envoys read each other better; formulator: drafts the "
            "single text; manipulator: adds carrots, sticks and guarantees.",
            examples=["manipulator"],
        ),
    ]
    insight: Annotated[
        Judgement | None,
        Field(
            description="What it knows of the states: 0 the prior, 1 the truth. Default: the shared prior.",
            examples=[0.7, "high"],
        ),
    ] = None
    bias: Annotated[
        dict[str, Annotated[Quantity, Within(-1.0, 1.0)]],
        Field(
            description="By state, from -1 (against it) to 1 (for it). A state believes a mediator that is against it "
            "less; a mediator threatens its friends less; a drafter gives more weight to those it favours.",
            examples=[{"east": -0.2, "west": 0.3}],
        ),
    ] = {}
    leverage: Annotated[
        Judgement | None,
        Field(
            description="What share of its carrots, sticks and guarantees it can make good. Default: shared prior.",
            examples=[0.6, "medium"],
        ),
    ] = None
    carrots: Annotated[
        dict[str, Share],
        Field(description="By state: what it adds to a deal, in utility. manipulator only.", examples=[{"east": 0.1}]),
    ] = {}
    sticks: Annotated[
        dict[str, Share],
        Field(
            description="By state: what it takes from failure, in utility. manipulator only.", examples=[{"west": 0.05}]
        ),
    ] = {}
    guarantees: Annotated[
        Judgement | None,
        Field(
            description="What share of the missing trust in promises it makes up for. manipulator only.",
            examples=[0.3, "low"],
        ),
    ] = None
    reason: Annotated[Text, Field(description="Why it is coded so.", examples=["it arms both sides"])] = ""
