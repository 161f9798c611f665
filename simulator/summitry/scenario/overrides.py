"""Values that replace those of a file: from the command line, or from `Scenario.vary`."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from summitry.scenario.outcome import may_be_nothing
from summitry.scenario.problems import Path, Problem, ScenarioError, did_you_mean, expected_one_of
from summitry.scenario.quantity import found
from summitry.scenario.yaml_reader import DEEPEST, parse_value

NAMED = {
    "issues": "an issue",
    "states": "a state",
    "envoys": "an envoy",
    "linkages": "a linkage",
    "mediators": "a mediator",
    "events": "an event",
}
"""What the keys of the file's sections name."""

ADDED_WHOLE = ("issues", "linkages", "mediators", "events")
"""Sections to which an override may add a new part."""


@dataclass(frozen=True)
class Override:
    """A value that replaces one in the file: its dotted path, split; the value; where it came from."""

    path: Path
    value: Any
    source: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the override that ``PATH=VALUE`` on the command line asks for.

        Raises
        ------
        ScenarioError
            There is no ``=``, or the value is no YAML.
        """
        source = f"--set {text}"
        path, equals, value = text.partition("=")
        if not equals or not path.strip():
            wanted = "PATH=VALUE, such as states.russia.patience=0.9"
            raise ScenarioError([Problem(f"found '{text}', expected {wanted}", source="--set")])
        if not value.strip():
            nothing = "found nothing, expected a value, or null to do without the key"
            raise ScenarioError([Problem(nothing, split(path), source)])
        return cls(split(path), parse_value(value, source), source)


def split(path: str) -> Path:
    """Return the parts of a dotted path."""
    return tuple(part.strip() for part in path.split("."))


def overridden(data: dict[str, Any], overrides: Iterable[Override]) -> tuple[dict[str, Any], list[Problem]]:
    """Return a copy of the data with the overrides in it, and the overrides that lead nowhere."""
    changed = copy.deepcopy(data)
    problems = []
    for override in overrides:
        problem = _put(changed, override)
        if problem:
            problems.append(problem)
    return changed, problems


def _put(data: dict[str, Any], override: Override) -> Problem | None:
    holder: Any = data
    for depth, part in enumerate(override.path):
        last = depth == len(override.path) - 1
        here = override.path[: depth + 1]
        if isinstance(holder, list):
            if not (str(part).isdecimal() and int(part) < len(holder)):
                text = f"found '{part}', expected a place in the list from 0 to {len(holder) - 1}"
                return Problem(text, here, override.source)
            key: Any = int(part)
        elif isinstance(holder, dict):
            key = part
            what = NAMED.get(str(override.path[0]), "")
            # An envoy can be added by saying for whom it speaks, some parts as a whole.
            added = override.path[2:] == ("of",) or (override.path[0] in ADDED_WHOLE and last)
            if depth == 1 and key not in holder and what and not added:
                text = f"found '{key}', expected {expected_one_of(what, holder)}{did_you_mean(key, holder)}"
                return Problem(text, here, override.source)
        else:
            text = f"found {found(holder)} at '{'.'.join(map(str, here[:-1]))}', which has nothing inside to set"
            return Problem(text, here, override.source)
        gone = last and override.value is None and not may_be_nothing(override.path)
        if gone and isinstance(holder, dict) and key in holder:
            del holder[key]  # as in a variant that extends a file
        elif last:
            holder[key] = override.value
        else:
            if isinstance(holder, dict) and holder.get(key) is None:
                holder[key] = {}
            holder = holder[key]
    return None


def plain_data(value: Any, path: Path = ()) -> Any:
    """Return a copy of Python data in the types that a file can hold; NumPy's numbers become Python's.

    Raises
    ------
    ScenarioError
        A key is no text, or the data holds itself.
    """
    if len(path) > DEEPEST:
        raise ScenarioError([Problem(f"found data nested more than {DEEPEST} deep, expected less", path[:4])])
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str | int | float):
                raise ScenarioError([Problem(f"found the key {key!r}, expected text", path)])
        return {str(key): plain_data(item, (*path, str(key))) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_data(item, (*path, place)) for place, item in enumerate(value)]
    return value.item() if hasattr(value, "item") and not hasattr(value, "__len__") else value
