"""The folder of an answer that is written at once, when all of it is known."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from summitry.scenario.problems import Problem, ScenarioError


@dataclass(frozen=True)
class AnswerFolder:
    """What a command leaves in a folder.

    Parameters
    ----------
    command
        Which.
    answer
        Name of the file that holds the answer; by that such a folder is known.
    others
        Names of the other files; a ``*`` stands for anything.
    """

    command: str
    answer: str
    others: tuple[str, ...]

    def check(self, folder: Path) -> None:
        """Raise if an answer may not be written to a folder: it must be new, empty, or hold an earlier answer.

        Raises
        ------
        ScenarioError
            In words for the command line.
        """
        file = next((place for place in (folder, *folder.parents) if place.exists() and not place.is_dir()), None)
        names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
        foreign = [name for name in names if self.answer not in names or not self._is_ours(name)]
        if file is not None:
            found = f"found {file}, which is a file, expected a folder, or none yet"
        elif foreign:
            left = f"which no {self.command} left there"
            found = f"found {folder / foreign[0]}, {left}, expected an empty folder, or none yet"
        else:
            return
        raise ScenarioError([Problem(found, source="--out")])

    def write(self, folder: Path, files: Mapping[str, Callable[[Path], object]]) -> None:
        """Put new files in the place of earlier ones, the answer first; each is whole or not there.

        Parameters
        ----------
        folder
            One that `check` had nothing against.
        files
            By name: what writes a file to the path that it is given.

        Raises
        ------
        OSError
            The disk is full, the folder may not be written, ...
        """
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder.absolute().parent) as workshop:
            place = Path(workshop)
            for name, write in files.items():
                write(place / name)
            for name in sorted(files, key=lambda name: name != self.answer):
                (place / name).replace(folder / name)
        for path in folder.iterdir():
            if path.name not in files and self._is_ours(path.name):
                path.unlink()

    def _is_ours(self, name: str) -> bool:
        return any(fnmatchcase(name, pattern) for pattern in (self.answer, *self.others))
