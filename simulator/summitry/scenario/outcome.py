"""What came of the talks, and how sure the coder is of the file: kept beside the scenario, never read by the model."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, WithJsonSchema, model_validator
from pydantic.functional_validators import PlainValidator
from pydantic_core import PydanticCustomError

from summitry.scenario.field_types import Text, option_name
from summitry.scenario.part import Part
from summitry.scenario.problems import Path, did_you_mean, expected_one_of
from summitry.scenario.quantity import found

NOT_SETTLED = "not settled"
CONFIDENCE = ("low", "medium", "high")


def may_be_nothing(path: Path) -> bool:
    """Tell whether nothing, or null, may stand at a path: an issue that was not settled, what is not known."""
    return path in (("outcome", "ratified"), ("outcome", "carried_out")) or (
        len(path) == 3 and path[:2] == ("outcome", "issues")
    )


def settled_of(raw: object) -> str | dict[str, float] | None:
    """Return how an issue was settled: an option's name, a number as text, shares of a division; None: it was not.

    Raises
    ------
    PydanticCustomError
        It is neither.
    """
    if raw is None or raw == NOT_SETTLED:
        return None
    if isinstance(raw, dict) and raw:
        shares = {str(state): share for state, share in raw.items()}
        for share in shares.values():
            if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
                text = f"found {found(share)}, expected the share that the state got, from 0 to 1"
                raise PydanticCustomError("option", "{text}", {"text": text})
        return shares
    if isinstance(raw, bool | list | dict):
        text = f"found {found(raw)}, expected an option, or '{NOT_SETTLED}'"
        raise PydanticCustomError("option", "{text}", {"text": text})
    return option_name(raw)


Settled = Annotated[
    str | dict[str, float] | None,
    PlainValidator(settled_of),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "number", "null"]},
                {"type": "object", "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1}},
            ]
        }
    ),
]
KnownOrNot = Annotated[bool | None, WithJsonSchema({"type": ["boolean", "null"]})]


class Outcome(Part):
    """What came of the talks: what chances are held against, and what the model never reads."""

    agreed: Annotated[bool, Field(description="Whether anything was agreed.", examples=[True])]
    date: Annotated[
        datetime.date | None,
        Field(strict=False, description="When it was agreed, or the talks ended.", examples=["2021-06-16"]),
    ] = None
    issues: Annotated[
        dict[str, Settled],
        Field(
            description=f"By issue: the option or number at which it was settled, shares by state of a division, or "
            f"'{NOT_SETTLED}'; an issue left out is not on record.",
            examples=[{"prisoners": "both", "troops": "not settled"}],
        ),
    ] = {}
    ratified: Annotated[
        KnownOrNot,
        Field(description="Whether it was ratified; null: nobody had to, or it is not known.", examples=[True, None]),
    ] = None
    carried_out: Annotated[
        KnownOrNot,
        Field(
            description="Whether it was carried out; null: it is not known, or too early to say.",
            examples=[False, None],
        ),
    ] = None
    note: Annotated[
        Text,
        Field(description="What else is to be said of it.", examples=["The second prisoner came home a year later."]),
    ] = ""
    sources: Annotated[
        list[Text], Field(description="Where the outcome is documented.", examples=[["Joint statement, 16 June 2021"]])
    ] = []


def _or_a_word(schema: dict[str, Any]) -> None:
    """Tell editors that the level alone will do."""
    whole = dict(schema)
    schema.clear()
    schema |= {"description": whole.pop("description"), "anyOf": [{"enum": list(CONFIDENCE)}, whole]}


class Confidence(Part):
    """How sure the coder is of the file as a whole: a word, or a word with its reason."""

    model_config = ConfigDict(json_schema_extra=_or_a_word)

    level: Annotated[Literal["low", "medium", "high"], Field(description="How sure the coder is.", examples=["low"])]
    reason: Annotated[Text, Field(description="What makes it so.", examples=["one side's account only"])] = ""

    @model_validator(mode="before")
    @classmethod
    def _word(cls, raw: Any) -> Any:
        if not isinstance(raw, str):
            return raw
        if raw not in CONFIDENCE:
            text = f"found '{raw}', expected {expected_one_of('one', CONFIDENCE)}{did_you_mean(raw, CONFIDENCE)}"
            raise PydanticCustomError("option", "{text}", {"text": text})
        return {"level": raw}
