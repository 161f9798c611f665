"""Issues that interact, as a scenario says it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from summitry.scenario.field_types import Text
from summitry.scenario.part import Part
from summitry.scenario.quantity import Quantity
from summitry.scenario.within import Within

MOST_COMBINATIONS = 4096
"""Combinations of the options of linked issues, which are valued one by one."""


class Linkage(Part):
    """Issues that interact: a bundle settled whole or not at all, a precondition, or a combination worth something."""

    title: Annotated[Text, Field(description="How tables call it; the id by default.", examples=["An exchange"])] = ""
    bundle: Annotated[
        list[str] | None,
        Field(
            description="Issues of which a deal settles all or none: [prisoners, embassies].",
            examples=[["prisoners", "embassies"]],
        ),
    ] = None
    issue: Annotated[
        str | None,
        Field(
            description="With only_if: the issue that leaves its status quo only under that condition.",
            examples=["sanctions"],
        ),
    ] = None
    only_if: Annotated[
        Text | None,
        Field(
            description='With issue: a condition on other issues, written as a goal is: "inspections >= 2".',
            examples=["inspections >= 2"],
        ),
    ] = None
    when: Annotated[
        Text | None,
        Field(
            description='With worth: a condition on the deal, written as a goal is: "troops >= 60 and summit == x".',
            examples=["troops >= 60 and summit == held"],
        ),
    ] = None
    worth: Annotated[
        dict[str, Annotated[Quantity, Within(-1.0, 1.0)]] | None,
        Field(
            description="With when: by state, what the condition is worth in utility: above 0 a bonus, below 0 a "
            "penalty. Its issues share what is left of the scale from 0 to 1.",
            examples=[{"east": 0.1, "west": -0.05}],
        ),
    ] = None
    reason: Annotated[Text, Field(description="Why they are linked.", examples=["both sides speak of one package"])] = (
        ""
    )
