"""What a state, or a constituency at home, wants on one issue."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic.functional_validators import BeforeValidator

from summitry.scenario.field_types import OnTheIssue, OptionName, Share, Text, Worth, option_table
from summitry.scenario.part import Part
from summitry.scenario.quantity import Quantity, Within


class RedLines(Part):
    """Options that a state never signs. Leaving an issue at its status quo crosses no red line."""

    above: Annotated[OnTheIssue | None, Field(description="Nothing beyond this option or number.")] = None
    below: Annotated[OnTheIssue | None, Field(description="Nothing short of this option or number.")] = None
    never: Annotated[list[OptionName], Field(description="These options by name.")] = []
    private: Annotated[
        bool, Field(description="Not known to the others: each envoy sees through it with the chance of its insight.")
    ] = False
    reason: Text = ""


class Position(Part):
    """What a state wants on one issue, and how much it cares."""

    ideal: Annotated[OnTheIssue | None, Field(description="The option or number it likes best.")] = None
    values: Annotated[
        dict[str, Worth] | None,
        BeforeValidator(option_table),
        Field(description="Instead of an ideal: what each option is worth to it, from 0 to 1, or in points."),
    ] = None
    shape: Annotated[
        Literal["linear", "quadratic", "step"],
        Field(description="How value falls with distance d from the ideal: 1 - d, 1 - d squared, or all at once."),
    ] = "linear"
    salience: Annotated[Share, Field(description="How much the issue weighs for the state, from 0 to 1.")] = (
        Quantity.fixed(0.5)
    )
    red_lines: Annotated[RedLines | None, Field(description="Options it never signs.")] = None
    public: Annotated[
        bool, Field(description="Whether the position was taken in public, so that giving it up costs.")
    ] = False
    reason: Annotated[Text, Field(description="Why it is coded so.")] = ""


def in_utility() -> dict[str, Any]:
    """Return the JSON Schema of positions by issue whose numbers are in utility: they go up to 1."""
    values = {"additionalProperties": Within(0.0, 1.0).forms()}
    return {"additionalProperties": {"properties": {"values": values}}}
