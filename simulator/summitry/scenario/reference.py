"""The reference page of scenario files (`scenarios/README.md`), made from their JSON Schema."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from summitry.scenario.json_schema import WHOLE, json_schema
from summitry.scenario.judgement_words import OF_PATIENCE, WORDS, in_numbers, meaning
from summitry.scenario.quantity import FAMILIES

HEAD = """\
# What a scenario file can say

<!-- Made by `summitry schema --markdown`, not by hand: change the descriptions in simulator/summitry/scenario/. -->

One file is one set of talks. Only `issues`, `states` and the states' `positions` are needed; everything else has a
default. A `*` marks the keys that are needed where their part is written at all. `summitry check FILE` tells what is
wrong and where, `summitry schema` prints the same as JSON Schema for editors, and how a record becomes numbers stands
in the [codebook](CODEBOOK.md). [reykjavik-2021.yaml](reykjavik-2021.yaml) is an example with its sources.
"""

VARIANTS = """\
## Variants

A file with `extends` is laid over another and says only what differs. Mappings are merged key by key. A list, or a
mapping that is one value (a distribution, a style, a rule, the effects of an event), takes the place of that in the
base. `null` takes a key of the base away. `summitry show FILE --resolved` prints the whole as a file of its own.

```yaml
extends: reykjavik-2021
title: The same talks with a patient Moscow
states:
  russia:
    patience: very high
    trust: null
```
"""


def reference() -> str:
    """Return the page as Markdown."""
    parts = json_schema()["$defs"]
    sections = [_section(name, parts[name], parts, where) for name, where in _places(parts).items()]
    return "\n".join([HEAD, *sections, _numbers(), VARIANTS])


def _places(parts: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return where in a file each part can stand, in the order in which a reader meets them."""
    places: dict[str, list[str]] = {WHOLE: [""]}
    ahead = [(WHOLE, "")]
    while ahead:
        name, path = ahead.pop(0)
        for key, value in _keys(parts[name]).items():
            for inner, below in _parts_in(value, f"{path}.{key}".lstrip("."), parts):
                if below not in places.setdefault(inner, []):
                    places[inner].append(below)
                    ahead.append((inner, below))
    return places


def _keys(part: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys of a part; one that a word can stand for has them in its second form."""
    found: dict[str, Any] = part.get("properties") or part["anyOf"][1]["properties"]
    return found


def _parts_in(value: Mapping[str, Any], path: str, parts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the parts that can stand in a value, each with its path; X stands for any id, N for a place in a list."""
    name = _name(value)
    if name in parts and not _is_quantity(name):
        yield name, path
    for key, step in (("additionalProperties", "X"), ("items", "N")):
        if isinstance(value.get(key), dict):
            yield from _parts_in(value[key], f"{path}.{step}", parts)
    for inside in value.get("patternProperties", {}).values():
        yield from _parts_in(inside, f"{path}.X", parts)


def _name(value: Mapping[str, Any]) -> str:
    return str(value.get("$ref", "")).removeprefix("#/$defs/")


def _is_quantity(name: str) -> bool:
    return name.startswith(("Quantity", "Judgement"))


def _section(name: str, part: Mapping[str, Any], parts: Mapping[str, Any], where: list[str]) -> str:
    title = "The file" if name == WHOLE else _title(name)
    at = "" if name == WHOLE else f"\n\n{', '.join(f'`{path}`' for path in where)}"
    inside = part if "properties" in part else part["anyOf"][1]
    needed = inside.get("required", ())
    rows = [_row(key, value, parts, needed) for key, value in _with_inner(_keys(part))]
    head = ["| key | meaning | values | default | example |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([f"## {title}", "", f"{part['description'].strip()}{at}", "", *head, *rows, ""])


def _row(key: str, value: Mapping[str, Any], parts: Mapping[str, Any], needed: Collection[str]) -> str:
    mark = "*" if key in needed else ""
    cells = (_text(value["description"]), _text(_values(value, parts)), _default(value), _examples(value))
    return f"| `{key}`{mark} | {' | '.join(cells)} |"


def _with_inner(keys: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield keys, and behind each those inside it where they belong to no part of their own."""
    for key, value in keys.items():
        yield key, value
        forms = value.get("anyOf", [value])
        names = forms[0].get("enum", ())
        for form in forms:
            for inner, described in form.get("properties", {}).items():
                if inner not in names:
                    yield f"{key}.{inner}", described
            for by_path in form.get("patternProperties", {}).values():
                yield from (
                    (f"{key}.PATH.{inner}", described) for inner, described in by_path.get("properties", {}).items()
                )


def _title(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).capitalize()


def _text(words: str) -> str:
    """Return words as they stand in a cell of a table."""
    return " ".join(words.split()).replace("|", "\\|").replace("*", "\\*")


def _values(value: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    """Return in words what may stand at a key."""
    name = _name(value)
    if _is_quantity(name):
        return _span(name, parts)
    if name:
        return f"[{_title(name).lower()}](#{_title(name).lower().replace(' ', '-')})"
    if "const" in value:
        return f"`{_written(value['const'])}`"
    if "enum" in value:
        return ", ".join(f"`{_written(item)}`" for item in value["enum"])
    if "anyOf" in value:
        names = value["anyOf"][0].get("enum", [])
        said = [_form(form, names, parts) for form in value["anyOf"]]
        return ", or ".join(dict.fromkeys(said))
    kinds = value.get("type", "object")
    return " or ".join(_of_kind(kind, value, parts) for kind in ([kinds] if isinstance(kinds, str) else kinds))


def _form(form: Mapping[str, Any], names: list[str], parts: Mapping[str, Any]) -> str:
    """Return in words one of several forms of a value, the first of which may be one of some names."""
    if set(form.get("properties", ())) & set(names):
        return "one with its parameters"
    return "list of them" if "prefixItems" in form else _values(form, parts)


def _of_kind(kind: str, value: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    """Return in words a value of one JSON type."""
    if kind in ("number", "integer"):
        return ("whole number" if kind == "integer" else "number") + _bounds(value)
    if kind == "array":
        inside = _values(value["items"], parts)
        return f"list of ({inside})" if ", or " in inside else f"list of {inside}"
    if kind == "object":
        by_id = value.get("additionalProperties") or next(iter(value.get("patternProperties", {}).values()), None)
        if isinstance(by_id, dict):
            return "by name: " + _values(by_id, parts)
        keys = ", ".join(f"`{key}`" for key in value.get("properties", ()))
        return f"mapping with {keys}" if keys else "mapping"
    if kind == "string":
        return "date" if value.get("format") == "date" else "text"
    return {"boolean": "`true`, `false`", "null": "`null`"}[kind]


def _bounds(value: Mapping[str, Any]) -> str:
    low, high = value.get("minimum"), value.get("maximum")
    above = f" above {value['exclusiveMinimum']:g}" if "exclusiveMinimum" in value else ""
    if low is not None and high is not None:
        return f" from {low:g} to {high:g}"
    if low is not None:
        return f" of at least {low:g}"
    return above + (f" up to {high:g}" if high is not None else "")


def _span(name: str, parts: Mapping[str, Any]) -> str:
    """Return in words which numbers a quantity can have."""
    number = parts[name]["anyOf"][0]
    words = "word, " if name.startswith("Judgement") else ""
    if "minimum" not in number:
        return "option, number or [distribution](#numbers)"
    return f"number{_bounds(number)}, {words}[distribution](#numbers)"


def _default(value: Mapping[str, Any]) -> str:
    default = value.get("default")
    return "" if default in (None, "") or isinstance(default, dict | list) else f"`{_written(default)}`"


def _examples(value: Mapping[str, Any]) -> str:
    return "; ".join(f"`{_written(example)}`" for example in value["examples"])


def _written(value: Any) -> str:
    """Return a value as YAML in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_written(item) for item in value) + "]"
    if not isinstance(value, str):
        return json.dumps(value)
    return f'"{value}"' if re.search(r"[=<>:]|, ", value) else value


def _numbers() -> str:
    """Return the section on the ways to write a number."""
    families = [
        f"| `{{{kind}: [{', '.join(family.parameters)}]}}` | {family.rule} |" for kind, family in FAMILIES.items()
    ]
    words = [
        f"| `{word}` | {in_numbers(triangle)} | {_written(list(triangle))} | {in_numbers(meaning(word, OF_PATIENCE))} |"
        for word, triangle in WORDS.items()
    ]
    return "\n".join(
        [
            "## Numbers",
            "",
            "A number of judgement is known (`0.8`, or `{value: 0.8, reason: ...}`) or a distribution, which is cut",
            "off at the ends of its range. Each may carry a `reason`.",
            "",
            "| distribution | rule |",
            "| --- | --- |",
            *families,
            "| `{choice: [x, y]}` | equally likely values |",
            "| `{choice: {x: 0.7, y: 0.3}}` | values with their probabilities, which sum to 1 |",
            "",
            "Where *values* says so, a word will do. Each is a triangular distribution that ends where the next word",
            "has its place ([why](../simulator/summitry/scenario/judgement_words.py)); for `patience` the five steps",
            "lie between 0.95 and 1, for `trust_speed` between 0 and 0.5.",
            "",
            "| word | mean and spread | lowest, likeliest, highest | as patience |",
            "| --- | --- | --- | --- |",
            *words,
            "",
        ]
    )
