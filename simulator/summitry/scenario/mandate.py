"""How far an envoy may go without asking home, as a scenario says it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from summitry.scenario.field_types import OnTheIssue, OptionName
from summitry.scenario.part import Part


class Limit(Part):
    """Options that lie beyond a mandate."""

    above: Annotated[OnTheIssue | None, Field(description="Nothing beyond this option or number.", examples=[60])] = (
        None
    )
    below: Annotated[
        OnTheIssue | None, Field(description="Nothing short of this option or number.", examples=["one"])
    ] = None
    never: Annotated[list[OptionName], Field(description="These options by name.", examples=[["both"]])] = []


class Mandate(Part):
    """How far an envoy may go, and what is left to its leader."""

    limits: Annotated[
        dict[str, Limit],
        Field(
            description="By issue: what the envoy may not agree to without asking home.",
            examples=[{"troops": {"above": 60}}],
        ),
    ] = {}
    reserved: Annotated[
        list[str],
        Field(
            description="Issues that only leaders settle; envoys prepare a text on them in brackets.",
            examples=[["summit"]],
        ),
    ] = []
    asks_home: Annotated[
        int,
        Field(
            ge=0,
            le=1000,
            description="How often in a meeting it may ask home about a deal beyond its limits.",
            examples=[2],
        ),
    ] = 0
