"""The JSON Schema of a scenario file, for editors and `summitry schema`."""

from __future__ import annotations

from typing import Any

from summitry.scenario.schema import ScenarioSpec


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file, for editors and `summitry schema`."""
    quantities: dict[str, Any] = {}
    schema = _tidied(ScenarioSpec.model_json_schema(by_alias=True), quantities)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "summitry-scenario",
        **schema,
        "title": "Summitry scenario",
        "$defs": {**dict(sorted(quantities.items())), **schema["$defs"]},
    }


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
