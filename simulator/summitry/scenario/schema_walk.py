"""Which keys and kinds of values the schema has at a place in a scenario."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from summitry.scenario.problems import Path
from summitry.scenario.schema import ScenarioSpec


def keys_at(path: Path) -> list[str]:
    """Return the keys that the mapping at `path` may have."""
    models = [kind for kind in kinds_at(path) if is_model(kind)]
    return [field.alias or name for model in models for name, field in model.model_fields.items()]


def kinds_at(path: Path) -> list[Any]:
    """Return the kinds of value that may stand at `path`."""
    kinds: list[Any] = [ScenarioSpec]
    for part in path:
        kinds = [inner for kind in kinds for inner in inside(kind, part)]
    return kinds


def has_parts(path: Path) -> bool:
    """Tell whether what stands at `path` is a mapping of parts, each a thing of its own.

    Not so where a mapping is one way of writing one value: a distribution, a style, a rule.
    """
    kinds = [kind for kind in kinds_at(path) if kind is not type(None)]
    return bool(kinds) and all(is_model(kind) or get_origin(kind) is dict for kind in kinds)


def inside(kind: Any, part: str | int) -> Iterator[Any]:
    """Yield the kinds of value that may stand at a key of a mapping, or a place of a list, of the given kind."""
    if is_model(kind):
        for name, field in kind.model_fields.items():
            if part == (field.alias or name):
                yield from _kinds(field.annotation)
    elif get_origin(kind) in (dict, list):
        yield from _kinds(get_args(kind)[-1])


def _kinds(annotation: Any) -> Iterator[Any]:
    """Yield each kind of a union, without what `Annotated` adds to it."""
    if get_origin(annotation) is Annotated:
        yield from _kinds(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, UnionType):
        for each in get_args(annotation):
            yield from _kinds(each)
    else:
        yield annotation


def is_model(kind: Any) -> bool:
    """Tell whether a kind of value is a mapping with keys of its own."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)
