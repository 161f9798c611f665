"""A concession style as a scenario names it, with its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from summitry import registry
from summitry.scenario.problems import did_you_mean, expected_one_of
from summitry.scenario.quantity import Quantity, Within, found


@dataclass(frozen=True)
class StyleChoice:
    """The name of a style, and a quantity for each parameter that the scenario sets.

    In YAML: ``boulware``, or ``{boulware: {exponent: 4}}``. Mistakes in parameters, each with its key, are kept for
    the checks, which know where they stand.
    """

    name: str
    parameters: Mapping[str, Quantity] = field(default_factory=dict)
    mistakes: tuple[tuple[str, str], ...] = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read what the YAML says through `read`."""
        return core_schema.no_info_plain_validator_function(cls.read)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe every installed style and its parameters to an editor."""
        forms: list[dict[str, Any]] = [{"enum": list(registry.registered("styles"))}]
        for name in registry.registered("styles"):
            properties = {}
            for key, parameter in registry.style(name).parameters.items():
                within = Within(parameter.low, parameter.high).__get_pydantic_json_schema__(schema, handler)
                properties[key] = {"description": parameter.meaning, **within}
            inside = {"type": "object", "properties": properties, "additionalProperties": False}
            form = {"type": "object", "properties": {name: inside}, "required": [name]}
            forms.append({**form, "additionalProperties": False})
        return {"anyOf": forms}

    @classmethod
    def read(cls, raw: object) -> StyleChoice:
        """Return the choice that the YAML value `raw` stands for.

        Raises
        ------
        PydanticCustomError
            An unknown style, or something else than parameters in its place.
        """
        if isinstance(raw, StyleChoice):
            return raw
        if isinstance(raw, str):
            raw = {raw: {}}
        names = registry.registered("styles")
        if not isinstance(raw, dict) or len(raw) != 1:
            raise _mistake(f"found {found(raw)}, expected {expected_one_of('one style', names)}")
        name, inside = next(iter(raw.items()))
        if name not in names:
            hint = did_you_mean(name, names)
            raise _mistake(f"found '{name}', expected {expected_one_of('a style', names)}{hint}")
        known = registry.style(name).parameters
        if inside is not None and not isinstance(inside, dict):
            raise _mistake(f"found {found(inside)}, expected {expected_one_of(f'parameters of {name}', known)}")
        chosen, mistakes = {}, []
        for key, value in (inside or {}).items():
            if key not in known:
                hint = did_you_mean(key, known)
                wanted = expected_one_of(f"a parameter of {name}", known)
                mistakes.append((key, f"found '{key}', expected {wanted}{hint}"))
                continue
            try:
                chosen[key] = Within(known[key].low, known[key].high).read(value)
            except PydanticCustomError as mistake:
                mistakes.append((key, mistake.message()))
        return cls(name, chosen, tuple(mistakes))


def _mistake(text: str) -> PydanticCustomError:
    return PydanticCustomError("style", "{text}", {"text": text})
