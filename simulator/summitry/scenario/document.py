"""What a file says, and where it says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from summitry.scenario.problems import Path, Position, Problem


class Mark(NamedTuple):
    """Where a value starts, and where its key does (in a list and at the top: the value again)."""

    value: Position
    key: Position


@dataclass(frozen=True)
class Document:
    """What a file says, and where it says it.

    Parameters
    ----------
    data
        Mappings with text keys, lists, texts, numbers, booleans and None.
    marks
        The mark of every value by its path; that of the whole is `()`. Empty where the data came from no file.
    source
        The file's name.
    problems
        Mistakes that left the rest readable.
    blank
        Paths behind which nothing at all stands, not even ``null``.
    origins
        By path: the file, where it is another one (which `source` extends).
    """

    data: dict[str, Any]
    marks: Mapping[Path, Mark]
    source: str
    problems: tuple[Problem, ...] = ()
    blank: frozenset[Path] = frozenset()
    origins: Mapping[Path, str] = field(default_factory=dict)

    def locate(self, path: Path, key: bool = False) -> Position:
        """Return where the value at a path (or its key) stands, or the nearest one that stands around it."""
        mark = self.marks[self._nearest(path)]
        return mark.key if key else mark.value

    def source_of(self, path: Path) -> str:
        """Return the file in which `locate` finds a path."""
        return self.origins.get(self._nearest(path), self.source)

    def _nearest(self, path: Path) -> Path:
        while path and path not in self.marks:
            path = path[:-1]
        return path
