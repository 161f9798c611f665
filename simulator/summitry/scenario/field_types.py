"""Kinds of values in a scenario file: names, texts, options, shares."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from pydantic import Field, GetJsonSchemaHandler, WithJsonSchema
from pydantic.functional_validators import BeforeValidator
from pydantic_core import CoreSchema, PydanticCustomError

from summitry import registry
from summitry.scenario.judgement_words import OF_PATIENCE, WHOLE
from summitry.scenario.quantity import Quantity, found, label
from summitry.scenario.within import Within

OFF_SCALE = "none"
"""The status quo of an issue on which failure is none of the options."""

Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=60)]
Text = Annotated[str, Field(max_length=4000)]
Share = Annotated[Quantity, Within(0.0, 1.0)]
"""A chance, a share of something counted, or an amount of utility: what no word stands for."""
JUDGED = Within(0.0, 1.0, words=WHOLE)
Judgement = Annotated[Quantity, JUDGED]
"""How much, from 0 to 1: a number, or a word."""
PATIENT = Within(0.0, 1.0, words=OF_PATIENCE)
Worth = Annotated[Quantity, Within(0.0, np.inf, later=True)]
"""In utility from 0 to 1, or in the points of its state."""
OnTheIssue = Annotated[Quantity, Within()]
Rounds = Annotated[Quantity, Within(1.0, 10_000.0, whole=True)]


class _NameOfProtocol:
    """Marks the name of a protocol."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Name all that are installed to an editor."""
        return {"enum": list(registry.registered("protocols"))}


ProtocolName = Annotated[str, _NameOfProtocol()]


def option_name(raw: object) -> str:
    """Return an option's name; a number is a name too.

    Raises
    ------
    PydanticCustomError
        It cannot be one: another kind of value, nothing, or characters that cannot be seen.
    """
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        text = f"found {found(raw)}, expected the name of an option"
        raise PydanticCustomError("option", "{text}", {"text": text})
    name = spelt(raw)
    if not name.strip() or not name.isprintable():
        text = f"found {raw!r}, expected a name on one line that can be seen"
        raise PydanticCustomError("option", "{text}", {"text": text})
    return name


def spelt(name: str | float) -> str:
    """Return a name, or what is taken for one, as options are compared: 10, 010 and 10.0 are the same."""
    try:
        return label(float(name))
    except ValueError:
        return str(name)


OptionName = Annotated[
    str,
    BeforeValidator(option_name),
    Field(max_length=80),
    WithJsonSchema({"type": ["string", "number"]}),
]


def words(raw: object) -> list[str]:
    """Return one word, or a list of them, as a list."""
    items = raw if isinstance(raw, list) else [raw]
    for item in items:
        if isinstance(item, bool) or not isinstance(item, str | int | float):
            text = f"found {found(raw)}, expected a word or a list of words"
            raise PydanticCustomError("option", "{text}", {"text": text})
    return [str(item) for item in items]


def option_table(raw: object) -> object:
    """Return a mapping with its keys turned into names of options."""
    return {option_name(key): value for key, value in raw.items()} if isinstance(raw, dict) else raw


def status_quo_of(raw: object) -> object:
    """Return a status quo: shares by state for a division, else an option, a number or a distribution."""
    if isinstance(raw, dict) and raw and all(isinstance(value, int | float) for value in raw.values()):
        return {key: Within(0.0, 1.0).read(value) for key, value in raw.items()}
    return Within().read(raw)
