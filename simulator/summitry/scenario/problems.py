"""Mistakes in a scenario, said in the words of the person who made them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

Path = tuple[str | int, ...]
"""Where a value stands in a scenario: the keys on the way to it, and places in lists counted from 0."""

MOST_LISTED = 8
MOST_SHOWN = 60


class Position(NamedTuple):
    """A place in a text, line and column counted from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class Problem:
    """One mistake: what was found, what was expected, and where.

    Parameters
    ----------
    message
        What was found and what was expected.
    path
        Where in the scenario.
    source
        The file, or whatever else the scenario came from.
    line, column
        Where in the source, counted from 1.
    about_key
        Whether the last key of the path is the mistake, rather than its value.

    Examples
    --------
    >>> print(Problem("found 'x', expected a number", ("states", "east", "patience"), "talks.yaml", 12, 5))
    talks.yaml:12:5: states.east.patience: found 'x', expected a number
    """

    message: str
    path: Path = ()
    source: str = ""
    line: int | None = None
    column: int | None = None
    about_key: bool = False

    def __str__(self) -> str:
        place = (self.source, self.line, self.column if self.line else None)
        where = ":".join(str(part) for part in place if part)
        return ": ".join(part for part in (where, dotted(self.path), self.message) if part)


class ScenarioError(ValueError):
    """A scenario that cannot be used, with every mistake that was found in it.

    Parameters
    ----------
    problems
        The mistakes; kept in the order of source, line and column.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems, key=lambda each: (each.source, each.line or 0, each.column or 0))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def touches(paths: Iterable[Path], *patterns: Path) -> bool:
    """Tell whether any of the paths leads to, into or around a place that fits a pattern; ``*`` stands for any key.

    Examples
    --------
    >>> touches([("states", "east", "trust", "west")], ("states", "*", "trust"))
    True
    """
    return any(
        all(part in (key, "*") or key == "*" for key, part in zip(path, pattern, strict=False))
        for path in paths
        for pattern in patterns
    )


def dotted(path: Path) -> str:
    """Return a path as `--set` takes it, with quotes around keys that are no plain word.

    Examples
    --------
    >>> dotted(("states", "east", "sources", 0))
    'states.east.sources.0'
    """
    return ".".join(str(part) if re.fullmatch(r"[\w-]{1,60}", str(part)) else shown(part) for part in path)


def shown(value: object) -> str:
    """Return a value as a message quotes it: on one line, and cut where it is long."""
    text = repr(value[: MOST_SHOWN + 1] if isinstance(value, str) else value)
    return text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + "..."


def nearest(name: object, candidates: Iterable[str]) -> str | None:
    """Return the candidate that a misspelt name most likely meant, or None if none is close."""
    spelt = {candidate.casefold(): candidate for candidate in candidates}
    close = difflib.get_close_matches(str(name).casefold(), spelt, n=1)
    return spelt[close[0]] if close else None


def did_you_mean(name: object, candidates: Iterable[str]) -> str:
    """Return the hint that ends a message about a misspelt name, or nothing if no candidate is close.

    Examples
    --------
    >>> did_you_mean("saliance", ["ideal", "salience"])
    "; did you mean 'salience'?"
    """
    meant = nearest(name, candidates)
    return "" if meant is None else f"; did you mean {shown(meant)}?"


def expected_one_of(what: str, candidates: Iterable[str]) -> str:
    """Return what was expected with the names to choose from, or the first of them where they are many.

    Examples
    --------
    >>> expected_one_of("a style", ["boulware", "conceder", "linear"])
    'a style (boulware, conceder, linear)'
    """
    names = [name if name.isprintable() and len(name) <= MOST_SHOWN else shown(name) for name in candidates]
    more = len(names) - MOST_LISTED
    listed = ", ".join(names if more <= 1 else [*names[:MOST_LISTED], f"... and {more} more"])
    return f"{what} ({listed})" if names else what


def unknown(name: str, what: str, known: Iterable[str], path: Path) -> Problem:
    """Return the problem that a name stands for nothing: ``what`` was expected, one of the ``known`` names."""
    known = list(known)
    text = f"found '{name}', expected {expected_one_of(what, known)}{did_you_mean(name, known)}"
    return Problem(text, path, about_key=path[-1] == name)
