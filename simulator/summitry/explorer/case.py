"""Talks as a visitor finds them: shipped, named on the command line, or uploaded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Self

from summitry.explorer.controls import Group, groups
from summitry.scenario.document import Document
from summitry.scenario.extends import EXTENDS, resolved
from summitry.scenario.library import SUFFIXES, find, shipped
from summitry.scenario.problems import Problem, ScenarioError, did_you_mean, expected_one_of
from summitry.scenario.quantity import found
from summitry.scenario.scenario import Scenario
from summitry.scenario.yaml_reader import read_yaml, read_yaml_file


@dataclass(frozen=True, eq=False)
class Case:
    """Talks to be explored.

    Parameters
    ----------
    extended_as
        What a variant's `extends` calls them: the name of a scenario that ships, or a file beside the variant.
    document
        What their file says, with all that it extends.
    scenario
        The same, checked.
    """

    extended_as: str
    document: Document
    scenario: Scenario

    @classmethod
    def load(cls, name: str) -> Self:
        """Return the talks of a file, or the shipped ones of that name.

        Raises
        ------
        ScenarioError
            With every mistake found.
        """
        path = find(name)
        document = resolved(read_yaml_file(path, lenient=True), path)
        ships = shipped().get(path.stem)
        extended_as = path.stem if ships is not None and path.resolve() == ships.resolve() else path.name
        return cls(extended_as, document, Scenario(path.stem, document))

    @classmethod
    def uploaded(cls, filename: str, text: bytes) -> Self:
        """Return the talks of a file that a visitor sent.

        It may extend a scenario that ships and nothing else: a visitor has no business with other files of this
        machine.

        Raises
        ------
        ScenarioError
            With every mistake found, each with line and column.
        """
        name = _plain_name(filename)
        document = read_yaml(text, name, lenient=True)
        ships = shipped()
        if EXTENDS in document.data and document.data[EXTENDS] not in list(ships):
            base = document.data[EXTENDS]
            wanted = expected_one_of("the name of a scenario that ships, in a file that is uploaded", ships)
            hint = did_you_mean(base, ships) if isinstance(base, str) else ""
            place = document.locate((EXTENDS,))
            problem = Problem(f"found {found(base)}, expected {wanted}{hint}", (EXTENDS,), name, *place)
            raise ScenarioError([*document.problems, problem])
        document = resolved(document)
        return cls(name, document, Scenario(Path(name).stem, document))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The controls that these talks have."""
        return groups(self.scenario)


def _plain_name(filename: str) -> str:
    """Return the name of an uploaded file without folders and odd characters: it is shown, and never opened."""
    last = PureWindowsPath(PurePosixPath(filename).name).name
    stem = re.sub(r"[^\w.-]+", "-", last.rpartition(".")[0] or last).strip("-.")[:60] or "talks"
    return stem + (SUFFIXES[0] if Path(last).suffix not in SUFFIXES else Path(last).suffix)
