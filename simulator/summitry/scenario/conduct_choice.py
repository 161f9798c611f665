"""Ways of conduct at the table as a scenario names them, with their parameters: styles, acceptance, learning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import sqrt
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from summitry import registry
from summitry.scenario.problems import Path, did_you_mean, expected_one_of
from summitry.scenario.quantity import Quantity, found
from summitry.scenario.within import Within
from summitry_agents.parameter import Parameter

FROM = "from"
TIME = Within(0.0, 1.0)
FROM_THE_START = Quantity.fixed(0.0)


@dataclass(frozen=True)
class Mistake:
    """A mistake in a parameter: where it stands below the choice, and what is wrong. Kept for the checks."""

    path: Path
    text: str
    about_key: bool = False


@dataclass(frozen=True)
class ConductChoice:
    """The name of a way of conduct, and a quantity for each parameter that the scenario sets.

    In YAML: ``boulware``, or ``{boulware: {exponent: 4}}``.

    Parameters
    ----------
    name
        As it is registered.
    parameters
        By name.
    mistakes
        In the parameters.
    start
        Share of the time from which on it holds, for all but the first of a list.
    later
        What takes its place as time goes on, in order.
    """

    name: str
    parameters: Mapping[str, Quantity] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()
    start: Quantity = FROM_THE_START
    later: tuple[ConductChoice, ...] = ()


@dataclass(frozen=True)
class OneOf:
    """Marks a key of the scenario that names a way of conduct.

    Parameters
    ----------
    group
        Of entry points: ``styles``, ``acceptance`` or ``learning``.
    what
        What one of them is called.
    changing
        Whether a list may say how it changes as time goes on.
    """

    group: str
    what: str
    changing: bool = False

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read what the YAML says through `read`."""
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe everything installed, with its parameters, to an editor."""
        names = list(registry.registered(self.group))
        forms: list[dict[str, Any]] = [{"enum": names}]
        inside: dict[str, dict[str, Any]] = {}
        for name in names:
            properties = {}
            for key, parameter in registry.conduct(self.group, name).parameters.items():
                within = Within(parameter.low, parameter.high).__get_pydantic_json_schema__(schema, handler)
                properties[key] = {"description": parameter.meaning, "examples": [_example(parameter)], **within}
            inside[name] = {"type": "object", "properties": properties, "additionalProperties": False}
            inside[name] |= {
                "description": (registry.conduct(self.group, name).__doc__ or "").strip().partition("\n")[0],
                "examples": [{key: form["examples"][0] for key, form in properties.items()}],
            }
            form = {"type": "object", "properties": {name: inside[name]}, "required": [name]}
            forms.append({**form, "additionalProperties": False})
        if not self.changing:
            return {"anyOf": forms}
        share = TIME.__get_pydantic_json_schema__(schema, handler)
        start = {"description": "Share of the time from which on.", "examples": [0.8], **share}
        later = {
            "type": "object",
            "properties": {FROM: start, **inside},
            "required": [FROM],
            "minProperties": 2,
            "maxProperties": 2,
            "additionalProperties": False,
        }
        changing = {"type": "array", "prefixItems": [{"anyOf": forms}], "items": later, "minItems": 2}
        return {"anyOf": [*forms, changing]}

    def read(self, raw: object) -> ConductChoice:
        """Return the choice that the YAML value `raw` stands for.

        Raises
        ------
        PydanticCustomError
            An unknown name, or something else than parameters in its place.
        """
        if isinstance(raw, ConductChoice):
            return raw
        if not (self.changing and isinstance(raw, list)):
            return self._read_one(raw)
        if len(raw) < 2:
            raise _mistake(f"found a list of {len(raw)}, expected at least two {self.group}, or one without a list")
        read: list[ConductChoice] = []
        mistakes: list[Mistake] = []
        for place, item in enumerate(raw):
            try:
                read.append(self._read_later(item, place) if place else self._read_one(item, (0,)))
            except PydanticCustomError as mistake:
                mistakes.append(Mistake((place,), mistake.message()))
        mistakes += _out_of_order(read)
        first, *later = read or [ConductChoice(next(iter(registry.registered(self.group))))]
        return replace(first, mistakes=(*first.mistakes, *mistakes), later=tuple(later))

    def _read_later(self, raw: object, place: int) -> ConductChoice:
        if not isinstance(raw, dict) or len(raw) != 2 or FROM not in raw:
            wanted = f"'{FROM}' and {expected_one_of(f'one {self.what}', registry.registered(self.group))}"
            raise _mistake(f"found {found(raw)}, expected {wanted}, as in {{from: 0.8, linear: {{}}}}")
        choice = self._read_one({key: value for key, value in raw.items() if key != FROM}, (place,))
        try:
            return replace(choice, start=TIME.read(raw[FROM]))
        except PydanticCustomError as mistake:
            return replace(choice, mistakes=(*choice.mistakes, Mistake((place, FROM), mistake.message())))

    def _read_one(self, raw: object, at: Path = ()) -> ConductChoice:
        if isinstance(raw, str):
            raw = {raw: {}}
        names = registry.registered(self.group)
        if not isinstance(raw, dict) or len(raw) != 1:
            raise _mistake(f"found {found(raw)}, expected {expected_one_of(f'one {self.what}', names)}")
        name, inside = next(iter(raw.items()))
        if name not in names:
            hint = did_you_mean(name, names)
            raise _mistake(f"found '{name}', expected {expected_one_of(f'a {self.what}', names)}{hint}")
        known = registry.conduct(self.group, name).parameters
        if inside is not None and not isinstance(inside, dict):
            raise _mistake(f"found {found(inside)}, expected {expected_one_of(f'parameters of {name}', known)}")
        chosen, mistakes = {}, []
        for key, value in (inside or {}).items():
            if key not in known:
                hint = did_you_mean(key, known)
                wanted = expected_one_of(f"a parameter of {name}", known) if known else f"no parameters of {name}"
                mistakes.append(Mistake((*at, name, key), f"found '{key}', expected {wanted}{hint}", about_key=True))
                continue
            try:
                chosen[key] = Within(known[key].low, known[key].high).read(value)
            except PydanticCustomError as mistake:
                mistakes.append(Mistake((*at, name, key), mistake.message()))
        return ConductChoice(name, chosen, tuple(mistakes))


def _example(parameter: Parameter) -> float:
    """Return a number that a parameter can have: its default, or one in the middle of its range."""
    if parameter.default is not None:
        return parameter.default
    low, high = parameter.low, parameter.high
    return float(f"{sqrt(low * high) if low > 0 else (low + high) / 2:.2g}")


def _out_of_order(choices: Sequence[ConductChoice]) -> Iterator[Mistake]:
    """Yield a mistake for each start that is known and no later than the one before."""
    for place, (before, after) in enumerate(pairwise(choices), start=1):
        known = before.start.kind == after.start.kind == "fixed"
        if known and float(after.start.values[0]) <= float(before.start.values[0]):
            text = f"found {after.start}, expected more than {before.start}, from which on the one before it holds"
            yield Mistake((place, FROM), text)


def _mistake(text: str) -> PydanticCustomError:
    return PydanticCustomError("style", "{text}", {"text": text})
