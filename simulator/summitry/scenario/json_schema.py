"""The JSON Schema of a scenario file, for editors and `summitry schema`."""

from __future__ import annotations

from typing import Any

from summitry.scenario.schema import ScenarioSpec

WHOLE, VARIANT = "Scenario", "InVariant"
"""What the schema of a file that stands on its own is called, and the ending of what is laid over a base."""

NULL = {"type": "null", "description": "Takes the key of the base away."}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file, for editors and `summitry schema`.

    A file that extends another need not say what the base says, so parts have two forms: whole, and laid over one.
    """
    quantities: dict[str, Any] = {}
    schema = _tidied(ScenarioSpec.model_json_schema(by_alias=True), quantities)
    parts: dict[str, Any] = {**schema.pop("$defs"), WHOLE: schema}
    variants = {name + VARIANT: _laid_over(part, parts) for name, part in parts.items() if "properties" in part}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "summitry-scenario",
        "title": "Summitry scenario",
        "description": schema["description"],
        "if": {"required": ["extends"]},
        "then": {"$ref": f"#/$defs/{WHOLE}{VARIANT}"},
        "else": {"$ref": f"#/$defs/{WHOLE}"},
        "$defs": {**dict(sorted(quantities.items())), **dict(sorted({**parts, **variants}.items()))},
    }


def _laid_over(part: dict[str, Any], parts: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a mapping that is laid over one of the base: no key is needed, null takes one away."""
    return {
        "type": "object",
        "description": part["description"],
        "properties": {key: _or_null(_partial(value, parts)) for key, value in part["properties"].items()},
        "additionalProperties": False,
    }


def _partial(value: dict[str, Any], parts: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a value, merged with the base's where it is a mapping of parts."""
    name = value.get("$ref", "").removeprefix("#/$defs/")
    if "properties" in parts.get(name, {}):
        return {**value, "$ref": value["$ref"] + VARIANT}
    if "properties" in value:
        return value
    rest = {key: item for key, item in value.items() if key != "minProperties"}
    if isinstance(inside := value.get("additionalProperties"), dict):
        return {**rest, "additionalProperties": _or_null(_partial(inside, parts))}
    if by_id := value.get("patternProperties"):
        return {**rest, "patternProperties": {id_: _or_null(_partial(part, parts)) for id_, part in by_id.items()}}
    return value


def _or_null(value: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a value in whose place null may stand; what describes it stays outside."""
    inner = {key: item for key, item in value.items() if key not in ("description", "title", "examples", "default")}
    outer: dict[str, Any] = {key: value[key] for key in ("title", "description", "examples") if key in value}
    return {**outer, "anyOf": [inner, NULL]}


def _as_in_a_file(default: Any) -> Any:
    """Return a default with quantities, rules and agendas as a file has them; pydantic writes them out as dataclasses.

    What is None is not in a file at all.
    """
    if isinstance(default, list):
        return [_as_in_a_file(item) for item in default]
    if not isinstance(default, dict):
        return default
    if default.get("kind") == "fixed":
        return default["values"][0]
    if "baskets" in default:
        return default["kind"]
    return default.get("word") or {key: _as_in_a_file(value) for key, value in default.items() if value is not None}


def _tidied(schema: Any, quantities: dict[str, Any]) -> Any:
    """Return the schema with each way of writing a quantity put once into `quantities` and referred to by name.

    The null that stands for a key left out goes too: in a file, a key with nothing behind it is a mistake.
    """
    if isinstance(schema, list):
        return [_tidied(item, quantities) for item in schema]
    if not isinstance(schema, dict):
        return schema
    rest = {key: value for key, value in schema.items() if not (key == "default" and value is None)}
    if "default" in rest:
        rest["default"] = _as_in_a_file(rest["default"])
    if "x-quantity" in rest:
        name, forms = rest.pop("x-quantity"), rest.pop("anyOf")
        quantities[name] = {"anyOf": forms}
        return {"$ref": f"#/$defs/{name}", **rest}
    if {"type": "null"} in rest.get("anyOf", []):
        forms = [form for form in rest.pop("anyOf") if form != {"type": "null"}]
        rest = {**(forms[0] if len(forms) == 1 else {"anyOf": forms}), **rest}
        return _tidied(rest, quantities)
    return {key: _tidied(value, quantities) for key, value in rest.items()}
