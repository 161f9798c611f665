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
MOST_SAID = 1000

NEAR, AS_NEAR = 0.6, 0.1
"""How alike two spellings are (`difflib.SequenceMatcher.ratio`) that can mean the same name; and how much less alike
than the nearest name another can be that may be meant as well."""

MISSPELT = re.compile(r"found '(?P<found>.+?)', expected .*; did you mean '(?P<meant>[^']+)'\?")
"""A message that ends with the only name that can have been meant (`did_you_mean`)."""


class Position(NamedTuple):
    """A place in a text, line and column counted from 1."""

    line: int
    column: int


class Correction(NamedTuple):
    """A misspelt name, and the one that was meant."""

    found: str
    meant: str


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

    @property
    def correction(self) -> Correction | None:
        """What was misspelt and what was meant, where the message leaves no doubt.

        Examples
        --------
        >>> Problem("found 'saliance', expected a key (ideal, salience); did you mean 'salience'?").correction
        Correction(found='saliance', meant='salience')
        """
        said = MISSPELT.fullmatch(self.message)
        return Correction(said["found"], said["meant"]) if said else None

    def __str__(self) -> str:
        place = (self.source, self.line, self.column if self.line else None)
        where = ":".join(str(part) for part in place if part)
        parts = (where, dotted(self.path), _shortened(self.message))
        return _on_one_line(": ".join(part for part in parts if part))


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


def _on_one_line(text: str) -> str:
    """Return a text with the code of each character that cannot be seen, or ends the line, in its place."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)


def _shortened(message: str) -> str:
    """Return a message without the middle of what it quotes, if it is long: its end says what was expected."""
    half = MOST_SAID // 2
    return message if len(message) <= MOST_SAID else f"{message[:half]} ... {message[-half:]}"


def shown(value: object) -> str:
    """Return a value as a message quotes it: on one line, and cut where it is long."""
    text = repr(value[: MOST_SHOWN + 1] if isinstance(value, str) else value)
    return text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + "..."


def nearest(name: object, candidates: Iterable[str]) -> str | None:
    """Return the candidate that a misspelt name most likely meant, or None if none is close."""
    return next(iter(_near(name, candidates)), None)


def _near(name: object, candidates: Iterable[str]) -> list[str]:
    """Return the candidates that a misspelt name can have meant, the nearest first."""
    spelt = {candidate.casefold(): candidate for candidate in candidates}
    written = str(name).casefold()
    close = difflib.get_close_matches(written, spelt, n=2, cutoff=NEAR)
    alike = [difflib.SequenceMatcher(None, each, written).ratio() for each in close]
    return [spelt[each] for each, ratio in zip(close, alike, strict=True) if ratio > alike[0] - AS_NEAR]


def did_you_mean(name: object, candidates: Iterable[str]) -> str:
    """Return the hint that ends a message about a misspelt name, or nothing if no candidate is close.

    Examples
    --------
    >>> did_you_mean("saliance", ["ideal", "salience"])
    "; did you mean 'salience'?"
    """
    meant = " or ".join(shown(candidate) for candidate in _near(name, candidates))
    return f"; did you mean {meant}?" if meant else ""


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
