"""Scenarios that extend others: variants of a few lines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any

from summitry.scenario.document import Document
from summitry.scenario.library import SUFFIXES, is_there, shipped
from summitry.scenario.outcome import may_be_nothing
from summitry.scenario.problems import Path, Problem, ScenarioError, did_you_mean, expected_one_of
from summitry.scenario.quantity import found
from summitry.scenario.schema_walk import has_parts
from summitry.scenario.yaml_reader import read_yaml_file

EXTENDS = "extends"
MOST_BASES = 10
"""How many scenarios one behind the other can be extended."""


def resolved(document: Document, file: FilePath | None = None) -> Document:
    """Return a document with all that it extends merged in, and without the key that says so.

    Parameters
    ----------
    document
        As read.
    file
        Where it was read: bases are looked for beside it. None: in the current folder.

    Raises
    ------
    ScenarioError
        A base that is not there or cannot be read, a circle, too many of them.
    """
    return _resolved(document, FilePath() if file is None else file.parent, () if file is None else (file.resolve(),))


def laid_over(base: Document, variant: Document) -> Document:
    """Return a document merged into the one that it is a variant of, as if it extended that.

    Parameters
    ----------
    base
        Complete: it extends nothing, or what it extends is merged in (`resolved`).
    variant
        Only what differs.
    """
    return _Merge(base, variant).document()


def _resolved(document: Document, folder: FilePath, way: tuple[FilePath, ...]) -> Document:
    if EXTENDS not in document.data:
        return document
    file = _base(document, folder)
    if file.resolve() in way:
        names = [each.name for each in (*way[way.index(file.resolve()) :], file)]
        raise _refusal(
            document, f"found a circle ({' extends '.join(names)}), expected a base that extends none of them"
        )
    if len(way) > MOST_BASES:
        raise _refusal(document, f"found more than {MOST_BASES} scenarios that extend each other, expected fewer")
    base = _resolved(read_yaml_file(file, lenient=True), file.parent, (*way, file.resolve()))
    return laid_over(base, document)


def _base(document: Document, folder: FilePath) -> FilePath:
    """Return the file that is extended."""
    name = document.data[EXTENDS]
    if not isinstance(name, str) or not name.strip():
        raise _refusal(document, f"found {found(name)}, expected a scenario file or the name of one that ships")
    ships = shipped()
    if name in ships:
        return ships[name]
    file = folder / name
    if file.suffix in SUFFIXES and is_there(file) and file.is_file():
        return file
    beside = sorted(each.name for each in folder.glob("*") if each.suffix in SUFFIXES)
    wanted = expected_one_of("a scenario file beside this one or the name of one that ships", ships)
    raise _refusal(document, f"found '{name}', expected {wanted}{did_you_mean(name, [*ships, *beside])}")


def _refusal(document: Document, text: str) -> ScenarioError:
    place = document.locate((EXTENDS,)) if document.marks else (None, None)
    return ScenarioError([*document.problems, Problem(text, (EXTENDS,), document.source, *place)])


class _Merge:
    """One scenario laid over another."""

    def __init__(self, base: Document, variant: Document) -> None:
        self.base, self.variant = base, variant
        self.gone: set[Path] = set()
        self.problems = [*base.problems, *variant.problems]

    def document(self) -> Document:
        """Return the variant, complete."""
        data = self._laid_over(self.base.data, self.variant.data, ())
        marks = {path: mark for path, mark in self.base.marks.items() if not self._is_gone(path)}
        origins = {path: self.base.source_of(path) for path in marks if path not in self.variant.marks}
        return replace(
            self.variant,
            data={key: value for key, value in data.items() if key != EXTENDS},
            marks={**marks, **self.variant.marks},
            problems=tuple(self.problems),
            blank=self.variant.blank | (self.base.blank & set(marks)),
            origins=origins,
        )

    def _laid_over(self, base: dict[str, Any], variant: dict[str, Any], path: Path) -> dict[str, Any]:
        merged = dict(base)
        for key, value in variant.items():
            here = (*path, key)
            if value is None and here in self.variant.blank:
                self._report("found nothing, expected a value, or null to do without the key", here)
            elif value is None and key in base:
                merged.pop(key)
                self.gone.add(here)
                continue
            elif value is None and not may_be_nothing(here):
                self._report(f"found null, expected a key that the base has{did_you_mean(key, base)}", here)
            if isinstance(value, dict) and isinstance(base.get(key), dict) and has_parts(here):
                merged[key] = self._laid_over(base[key], value, here)
            else:
                merged[key] = value
                self.gone.add(here)
        return merged

    def _is_gone(self, path: Path) -> bool:
        """Tell whether the variant replaces, or takes away, what stood at a path of the base."""
        return any(path[:depth] in self.gone for depth in range(1, len(path) + 1))

    def _report(self, text: str, path: Path) -> None:
        place = self.variant.locate(path, key=True) if self.variant.marks else (None, None)
        self.problems.append(Problem(text, path, self.variant.source, *place))
