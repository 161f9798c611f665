"""From plain data to a checked scenario, with every mistake reported at once."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from summitry.scenario.checks import check
from summitry.scenario.outcome import may_be_nothing
from summitry.scenario.points import check_ranges
from summitry.scenario.problems import Path, Problem, did_you_mean, expected_one_of, nearest
from summitry.scenario.quantity import found
from summitry.scenario.schema import ScenarioSpec
from summitry.scenario.schema_walk import keys_at

PASSES = 20
"""How often broken parts are cut out to look behind them; nested mistakes need one pass a level."""

WANTED = {
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "dict_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
    "list_type": "a list",
    "date_type": "a date such as 2021-05-19",
    "date_parsing": "a date such as 2021-05-19",
    "date_from_datetime_parsing": "a date such as 2021-05-19",
    "date_from_datetime_inexact": "a date such as 2021-05-19",
    "finite_number": "a finite number",
}


def validate(data: dict[str, Any]) -> tuple[ScenarioSpec | None, list[Problem]]:
    """Return the scenario that `data` describes, or the mistakes in it.

    Mistakes of form (types, ranges, unknown keys) hide those of content (an option that the issue does not have), so
    broken parts are cut out of a copy and the rest is checked as well.

    Returns
    -------
    tuple
        The scenario, or None if there are problems; and the problems, each with its path.
    """
    empty = list(_empty(data))
    problems = [Problem("found nothing, expected a value, or no key at all", path) for path in empty]
    rest = data
    for number in range(PASSES):
        try:
            spec = ScenarioSpec.model_validate(rest)
        except ValidationError as mistakes:
            errors = mistakes.errors(include_url=False)
            # What is missing after the first pass is what was cut out.
            new = [error for error in errors if number == 0 or error["type"] not in ("missing", "too_short")]
            problems += [_in_words(error) for error in new if _path(error) not in empty]
            cut = _without(rest, [_place(error) for error in errors])
            if cut is None:
                return None, problems
            rest = cut
            continue
        # With `points` cut out, nobody knows on which scale a state's numbers are.
        unclear = {problem.path[:2] for problem in problems if problem.path[2:] == ("points",)}
        problems += [found for found in check_ranges(spec) if found.path[:2] not in unclear]
        unread = [_meant(problem) for problem in problems]
        contents = check(spec, issues=list(data["issues"]), states=list(data["states"]), unread=unread)
        # What was cut out is missed by the checks above it; it has its own message already.
        problems += [found for found in contents if not any(_is_around(found, other) for other in problems)]
        return (None if problems else spec), problems
    return None, problems


def _meant(problem: Problem) -> Path:
    """Return the path of what could not be read; for a misspelt key, that of the key which was probably meant."""
    if not problem.about_key:
        return problem.path
    return (*problem.path[:-1], nearest(problem.path[-1], keys_at(problem.path[:-1])) or problem.path[-1])


def _is_around(outer: Problem, inner: Problem) -> bool:
    return len(outer.path) < len(inner.path) and inner.path[: len(outer.path)] == outer.path


def _empty(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of every key or list item behind which nothing stands, though something should."""
    if value is None and not may_be_nothing(path):
        yield path
    inside: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    for part, item in inside:
        yield from _empty(item, (*path, part))


def _path(error: ErrorDetails) -> Path:
    """Return where in the data the error is; pydantic marks a mistake in a key by a last element '[key]'."""
    return tuple(part for part in error["loc"] if part != "[key]")


def _place(error: ErrorDetails) -> Path:
    """Return what has to go so that the rest can be checked: a mapping that lacks a key goes whole."""
    path = _path(error)
    return path[:-1] if error["type"] == "missing" else path


def _without(data: dict[str, Any], places: Iterable[Path]) -> dict[str, Any] | None:
    """Return a copy of the data without the given places, or None if nothing would be left to check."""
    rest = copy.deepcopy(data)
    # Longest first, and later list items first, so that a removal does not move what is still to go.
    for place in sorted(set(places), key=lambda path: (len(path), str(path)), reverse=True):
        if not place:
            return None
        holder: Any = rest
        for part in place[:-1]:
            holder = holder[part] if _has(holder, part) else None
        if isinstance(holder, list):
            place = place[:-1]  # noqa: PLW2901 a list with one bad item goes whole: positions in it mean something
            holder = rest
            for part in place[:-1]:
                holder = holder[part] if _has(holder, part) else None
        if _has(holder, place[-1]):
            del holder[place[-1]]
    return rest


def _has(holder: Any, part: str | int) -> bool:
    return (isinstance(holder, dict) and part in holder) or (
        isinstance(holder, list) and isinstance(part, int) and part < len(holder)
    )


def _in_words(error: ErrorDetails) -> Problem:
    kind, path, raw, context = error["type"], _path(error), error["input"], error.get("ctx", {})
    if kind in ("quantity", "style", "option", "rule"):
        return Problem(error["msg"], path)
    if kind == "extra_forbidden":
        keys = keys_at(path[:-1])
        key = str(path[-1])
        return Problem(
            f"found '{key}', expected {expected_one_of('a key', keys)}{did_you_mean(key, keys)}", path, about_key=True
        )
    if kind == "missing":
        return Problem(f"found nothing, expected the key '{path[-1]}'", path)
    if kind == "string_pattern_mismatch" and error["loc"][-1] == "[key]":
        return Problem(
            f"found '{raw}', expected a name of letters, digits and _ that starts with a letter", path, about_key=True
        )
    if kind == "literal_error":
        options = [option.strip("'") for option in str(context["expected"]).replace(" or ", ", ").split(", ")]
        hint = did_you_mean(str(raw), options)
        wanted = options[0] if len(options) == 1 else expected_one_of("one", options)
        return Problem(f"found {found(raw)}, expected {wanted}{hint}", path)
    bounds = {
        "greater_than": "more than {gt:g}",
        "greater_than_equal": "at least {ge:g}",
        "less_than_equal": "at most {le:g}",
        "too_short": "at least {min_length} of them",
        "too_long": "at most {max_length} of them",
        "string_too_short": "at least {min_length} character",
        "string_too_long": "at most {max_length} characters",
    }
    if kind in bounds:
        return Problem(f"found {found(raw)}, expected {bounds[kind].format(**context)}", path)
    wanted = WANTED.get(kind, error["msg"][0].lower() + error["msg"][1:])
    return Problem(f"found {found(raw)}, expected {wanted}", path)
