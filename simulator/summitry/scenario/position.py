"""What a state, or a constituency at home, wants on one issue."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic.functional_validators import BeforeValidator

from summitry.scenario.field_types import Judgement, OnTheIssue, OptionName, Text, Worth, option_table
from summitry.scenario.part import Part
from summitry.scenario.quantity import Quantity
from summitry.scenario.within import Within


class RedLines(Part):
    """Options that a state never signs. Leaving an issue at its status quo crosses no red line."""

    above: Annotated[OnTheIssue | None, Field(description="Nothing beyond this option or number.", examples=[80])] = (
        None
    )
    below: Annotated[
        OnTheIssue | None, Field(description="Nothing short of this option or number.", examples=["one"])
    ] = None
    never: Annotated[list[OptionName], Field(description="These options by name.", examples=[["both"]])] = []
    private: Annotated[
        bool,
        Field(
            description="Not known to the others: each envoy sees through it with the chance of its insight.",
            examples=[True],
        ),
    ] = False
    reason: Annotated[Text, Field(description="Why it never signs them.", examples=["ruled out by decree"])] = ""


class Position(Part):
    """What a state wants on one issue, and how much it cares."""

    ideal: Annotated[
        OnTheIssue | None,
        Field(
            description="The option or number it likes best.",
            examples=["both", 100, {"choice": {"one": 0.4, "both": 0.6}}, {"triangular": [60, 100, 100]}],
        ),
    ] = None
    values: Annotated[
        dict[str, Worth] | None,
        BeforeValidator(option_table),
        Field(
            description="Instead of an ideal: what each option is worth to it, from 0 to 1, or in points.",
            examples=[{"neither": 0, "one": 0.3, "both": 1}],
        ),
    ] = None
    shape: Annotated[
        Literal["linear", "quadratic", "step"],
        Field(
            description="How value falls with distance d from the ideal: 1 - d, 1 - d squared, or all at once.",
            examples=["quadratic"],
        ),
    ] = "linear"
    salience: Annotated[
        Judgement,
        Field(
            description="How much the issue weighs for the state, from 0 to 1.",
            examples=["high", 0.8, {"normal": [0.8, 0.1]}],
        ),
    ] = Quantity.fixed(0.5)
    red_lines: Annotated[
        RedLines | None,
        Field(description="Options it never signs.", examples=[{"above": 80}, {"never": ["both"], "private": True}]),
    ] = None
    public: Annotated[
        bool,
        Field(description="Whether the position was taken in public, so that giving it up costs.", examples=[True]),
    ] = False
    reason: Annotated[
        Text, Field(description="Why it is coded so.", examples=["named first in its readout of 12 May"])
    ] = ""


def in_utility() -> dict[str, Any]:
    """Return the JSON Schema of positions by issue whose numbers are in utility: they go up to 1."""
    values = {"additionalProperties": Within(0.0, 1.0).forms()}
    return {"additionalProperties": {"properties": {"values": values}}}
