"""A question on the table, as a scenario says it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema
from pydantic.functional_validators import BeforeValidator

from summitry.scenario.field_types import Judgement, OptionName, Share, Text, status_quo_of
from summitry.scenario.part import Part
from summitry.scenario.quantity import Quantity

MOST_OPTIONS = 4096


class Range(Part):
    """A numeric question, laid on a grid of evenly spaced options."""

    start: Annotated[float, Field(alias="from", allow_inf_nan=False, description="Lowest option.", examples=[0])]
    end: Annotated[float, Field(alias="to", allow_inf_nan=False, description="Highest option.", examples=[100])]
    steps: Annotated[
        int,
        Field(
            ge=2,
            le=MOST_OPTIONS,
            description="How many options: 21 from 0 to 100 are 0, 5, 10, ..., 100.",
            examples=[21],
        ),
    ] = 11
    unit: Annotated[
        Text, Field(description="What is counted, for charts and tables.", examples=["thousand withdrawn"])
    ] = ""


class Issue(Part):
    """A question on the table: named options, a numeric range, or the division of a pie."""

    title: Annotated[
        Text,
        Field(description="How charts and tables call it; the id by default.", examples=["Troops near the border"]),
    ] = ""
    summary: Annotated[
        Text, Field(description="One line on what is at stake.", examples=["How many go home, and by when."])
    ] = ""
    options: Annotated[
        list[OptionName] | None,
        Field(
            min_length=2,
            max_length=MOST_OPTIONS,
            description="Names of the options, from one end to the other.",
            examples=[["neither", "one", "both"]],
        ),
    ] = None
    ordered: Annotated[
        bool,
        Field(
            description="Whether the options lie on a scale; if not, any two are equally far apart.", examples=[False]
        ),
    ] = True
    range: Annotated[
        Range | None,
        Field(
            description="A numeric question instead of named options.", examples=[{"from": 0, "to": 100, "steps": 21}]
        ),
    ] = None
    kind: Annotated[
        Literal["division"] | None,
        Field(description="division: each option says which share each state gets.", examples=["division"]),
    ] = None
    steps: Annotated[
        int | None,
        Field(
            ge=1,
            le=MOST_OPTIONS,
            description="division only: in how many equal pieces the pie is cut (100).",
            examples=[20],
        ),
    ] = None
    status_quo: Annotated[
        Quantity | dict[str, Share] | None,
        BeforeValidator(status_quo_of),
        Field(
            description="What stands if the issue is not settled: an option, a number, a distribution over them, "
            "shares of a division by state; `none`: failure lies off the scale. By default the first option, the "
            "lowest number, or nothing for anybody.",
            examples=["neither", 20, "none", {"choice": {"neither": 0.7, "one": 0.3}}],
        ),
        WithJsonSchema(
            {
                "type": ["string", "number", "object"],
            }
        ),
    ] = None
    performed_by: Annotated[
        list[str],
        BeforeValidator(lambda raw: [raw] if isinstance(raw, str) else raw),
        Field(
            description="The state, or states, whose move this is; others count it at the trust they have.",
            examples=["east", ["east", "west"]],
        ),
        WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
    ] = []
    verification: Annotated[
        Judgement,
        Field(
            description="How well it can be checked that it is performed: what share of the missing trust, and of the "
            "chance to get away with breaking the promise, it takes away.",
            examples=["low", 0.3],
        ),
    ] = Quantity.fixed(0.0)
