"""Who has to ratify a deal at home, as a scenario says it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
from pydantic import ConfigDict, Field, WithJsonSchema
from pydantic.functional_validators import PlainValidator
from pydantic_core import PydanticCustomError

from summitry.scenario.field_types import Share, Text
from summitry.scenario.part import Part
from summitry.scenario.position import Position, in_utility
from summitry.scenario.problems import expected_one_of
from summitry.scenario.quantity import Quantity, found
from summitry.scenario.within import Within

HALF: Literal["majority"] = "majority"
ALL: Literal["unanimity"] = "unanimity"
VOTING_RULES = (HALF, ALL)


def voting_rule_of(raw: object) -> float | str:
    """Return how much of the weight must vote for a deal: a word, or a share above 0 and up to 1."""
    if isinstance(raw, str) and raw in VOTING_RULES:
        return raw
    if isinstance(raw, int | float) and not isinstance(raw, bool) and 0 < raw <= 1:
        return float(raw)
    wanted = f"{expected_one_of('one', VOTING_RULES)}, or the share of the weight that it takes, such as 0.67"
    raise PydanticCustomError("option", "{text}", {"text": f"found {found(raw)}, expected {wanted}"})


VotingRule = Annotated[
    float | str,
    PlainValidator(voting_rule_of),
    WithJsonSchema({"anyOf": [{"enum": list(VOTING_RULES)}, {"type": "number", "exclusiveMinimum": 0, "maximum": 1}]}),
]


class Constituency(Part):
    """A group at home whose vote counts: a chamber, a party, a coalition partner, an army."""

    model_config = ConfigDict(json_schema_extra={"allOf": [{"properties": {"positions": in_utility()}}]})

    title: Annotated[Text, Field(description="How tables call it; the id by default.", examples=["The Senate"])] = ""
    weight: Annotated[
        Annotated[Quantity, Within(0.0, np.inf)],
        Field(description="How much its vote counts among the others.", examples=[1.0]),
    ] = Quantity.fixed(1.0)
    positions: Annotated[
        dict[str, Position],
        Field(
            description="By issue; an issue left out does not matter to it.",
            examples=[{"troops": {"ideal": 60, "salience": "high"}}],
        ),
    ]
    walk_away: Annotated[
        Share | None,
        Field(description="What no deal is worth to it. Default: its utility of the status quo.", examples=[0.4]),
    ] = None
    premium: Annotated[
        Share, Field(description="What a deal must bring it beyond that before it votes for it.", examples=[0.05])
    ] = Quantity.fixed(0.0)
    noise: Annotated[
        Share | None,
        Field(
            description="Standard deviation, in utility, of what sways its vote beside its interests. Default: the "
            "shared prior.",
            examples=[0.1],
        ),
    ] = None


def needed_share(rule: float | str) -> tuple[float, bool]:
    """Return the share of the weight that must vote for a deal, and whether it takes more than that share."""
    words: dict[Any, tuple[float, bool]] = {HALF: (0.5, True), ALL: (1.0, False)}
    return words.get(rule) or (float(rule), False)
