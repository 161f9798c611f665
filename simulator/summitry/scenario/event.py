"""What may happen while the talks go on, as a scenario says it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, cast

from pydantic import ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from summitry.scenario.field_types import JUDGED, PATIENT, Share, Text
from summitry.scenario.part import Part
from summitry.scenario.problems import Path, did_you_mean, expected_one_of
from summitry.scenario.quantity import Quantity, found
from summitry.scenario.within import Within

Change = Literal["to", "add", "times"]
CHANGED: Mapping[Change, tuple[str, float]] = {
    "to": ("The value it has from then on.", 0.5),
    "add": ("What is added to it.", 0.2),
    "times": ("By what it is multiplied.", 1.5),
}
"""What each change does, with an example."""
CHANGES: tuple[Change, ...] = tuple(CHANGED)
SWITCHED: Mapping[str, str] = {
    "break_off": "The talks are broken off.",
    "leak": "What was said in private becomes known, so that giving up a public position costs.",
}
SWITCHES = tuple(SWITCHED)
"""Effects that are no change of a number: the talks are broken off, what was said in private becomes known."""
OF_POSITIONS = ("salience", "ideal")
OF_STATES = ("positions", "trust", "walk_away", "premium", "patience")
"""What an event can change of a position, and of a state."""
TIMES = ("on", "per_meeting", "per_round")
"""The keys that say when an event can happen, one of them in each."""

HAPPENS = Quantity.fixed(1.0)


@dataclass(frozen=True)
class Effect:
    """One thing that an event changes.

    Parameters
    ----------
    path
        Dotted path in the scenario, split: ``("states", "east", "patience")``; or one of `SWITCHES`.
    change
        Whether the value is set ``to``, or changed by what is to ``add``, or by a factor (``times``).
    value
        By what.
    """

    path: tuple[str, ...]
    change: Change = "to"
    value: Quantity = HAPPENS

    @property
    def is_switch(self) -> bool:
        """Whether it is one of `SWITCHES`."""
        return len(self.path) == 1 and self.path[0] in SWITCHES


@dataclass(frozen=True)
class Effects:
    """What an event changes, and the mistakes in how it is written, each with its path below `effects`.

    In YAML: ``{states.east.positions.troops.salience: {times: 1.5}, break_off: true}``.
    """

    changes: tuple[Effect, ...] = ()
    mistakes: tuple[tuple[Path, str], ...] = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read what the YAML says through `read`."""
        return core_schema.no_info_plain_validator_function(cls.read)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe the forms to an editor."""
        value = Within().__get_pydantic_json_schema__(schema, handler)
        one = {
            "type": "object",
            "properties": {
                change: {"description": meaning, "examples": [example], **value}
                for change, (meaning, example) in CHANGED.items()
            },
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
        }
        own = "|".join(name for name in OF_STATES if name not in ("positions", "trust"))
        of_states = rf"positions\.\w+\.({'|'.join(OF_POSITIONS)})|trust\.\w+|{own}"
        paths = rf"^(states\.\w+\.({of_states})|issues\.\w+\.status_quo|talks\.rounds)$"
        return {
            "type": "object",
            "properties": {
                name: {"const": True, "description": meaning, "examples": [True]} for name, meaning in SWITCHED.items()
            },
            "patternProperties": {paths: one},
            "additionalProperties": False,
            "minProperties": 1,
        }

    @classmethod
    def read(cls, raw: object) -> Effects:
        """Return the effects that the YAML value `raw` stands for.

        Raises
        ------
        PydanticCustomError
            It is no mapping, or empty.
        """
        if isinstance(raw, Effects):
            return raw
        if not isinstance(raw, dict) or not raw:
            wanted = "what changes, such as {states.east.positions.troops.salience: {times: 1.5}}"
            raise PydanticCustomError("option", "{text}", {"text": f"found {found(raw)}, expected {wanted}"})
        changes: list[Effect] = []
        mistakes: list[tuple[Path, str]] = []
        for key, value in raw.items():
            name = str(key)
            if name in SWITCHES:
                changes.append(Effect((name,)))
                if value is not True:
                    mistakes.append(((name,), f"found {found(value)}, expected true, or no such key"))
                continue
            if isinstance(value, bool):
                wanted = f"{expected_one_of('one', SWITCHES)}, or what changes{did_you_mean(name, SWITCHES)}"
                mistakes.append(((name,), f"found '{name}', expected {wanted}"))
                continue
            effect = _change(name, value, mistakes)
            if effect is not None:
                changes.append(effect)
        return cls(tuple(changes), tuple(mistakes))


def _change(name: str, raw: object, mistakes: list[tuple[Path, str]]) -> Effect | None:
    """Return the change of a number, or note what is wrong with how it is written."""
    if not isinstance(raw, Mapping) or len(raw) != 1:
        wanted = expected_one_of("one change", CHANGES)
        mistakes.append(((name,), f"found {found(raw)}, expected {wanted}, as in {{times: 1.5}}"))
        return None
    change, value = next(iter(raw.items()))
    if change not in CHANGES:
        hint = did_you_mean(change, CHANGES)
        mistakes.append(((name, str(change)), f"found '{change}', expected {expected_one_of('one', CHANGES)}{hint}"))
        return None
    path = tuple(part.strip() for part in name.split("."))
    try:
        quantity = _within(path, change).read(value)
    except PydanticCustomError as mistake:
        mistakes.append(((name, str(change)), mistake.message()))
        return None
    return Effect(path, cast("Change", change), quantity)


def _within(path: Sequence[str], change: str) -> Within:
    """Return how the number of a change is read: with words, where it takes the place of one that may be a word."""
    if change == "to" and (path[-1] == "salience" or path[-2:-1] == ("trust",)):
        return JUDGED
    return PATIENT if change == "to" and path[-1] == "patience" else Within()


class Event(Part):
    """Something that may happen between meetings or in them, and what it changes."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": [key]} for key in TIMES], "dependentRequired": {"chance": ["on"]}}
    )

    title: Annotated[
        Text,
        Field(description="How tables and transcripts call it; the id by default.", examples=["New troop movements"]),
    ] = ""
    on: Annotated[
        datetime.date | None,
        Field(
            strict=False,
            description="The day: it happens before the first meeting on that day or later.",
            examples=["2021-05-28"],
        ),
    ] = None
    chance: Annotated[Share | None, Field(description="With on: how likely it is. Default 1.", examples=[0.5])] = None
    per_meeting: Annotated[
        Share | None,
        Field(
            description="Instead of on: how likely it is to happen before each meeting.",
            examples=[{"uniform": [0.05, 0.2]}],
        ),
    ] = None
    per_round: Annotated[
        Share | None,
        Field(description="Instead of on: how likely it is to happen before each round of a meeting.", examples=[0.01]),
    ] = None
    only_if: Annotated[
        Text | None,
        Field(
            description='What must hold of what was signed so far, written as a goal is: "not settled(troops)".',
            examples=["not settled(troops)"],
        ),
    ] = None
    repeats: Annotated[bool, Field(description="Whether it may happen more than once.", examples=[True])] = False
    effects: Annotated[
        Effects,
        Field(
            description="What it changes, by dotted path: salience or ideal of a position, trust, walk_away, premium "
            "or patience of a state, status_quo of an issue, talks.rounds; {to: value}, {add: value} or {times: "
            "value}. break_off: true ends the talks; leak: true makes private talks public.",
            examples=[{"states.east.positions.troops.salience": {"times": 1.5}}, {"break_off": True}],
        ),
    ]
    reason: Annotated[Text, Field(description="Why it is coded so.", examples=["the second build-up in a year"])] = ""
