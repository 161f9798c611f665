"""A folder whose results are not whole yet: it says so, keeps what is finished, and can be gone on with."""

from __future__ import annotations

import json
import os
import shlex
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path

from summitry.kept import folders
from summitry.kept.folders import MARKER, PART, WORKSHOP
from summitry.kept.record import Record
from summitry.scenario.problems import Problem, ScenarioError
from summitry.workers.versions import versions


class Unfinished:
    """The parts of a run or sweep that are finished, in a folder.

    Each part is a file whose name holds the digest of its content. It is written under another name first, so a file
    that has such a name is whole; what was cut short or damaged is told from it.

    Parameters
    ----------
    folder
        Where the results will be.
    record
        What they are of.

    Raises
    ------
    OSError
        The folder can't be read, or a part in it is damaged.
    """

    def __init__(self, folder: Path, record: Record) -> None:
        self.folder = folder
        self.record = record
        self._parts: dict[int, Path] = {}
        if (folder / MARKER).exists():
            for path in sorted((folder / WORKSHOP).iterdir()):
                if named := PART.fullmatch(path.name):
                    self._parts[int(named[1])] = path
                    self.part(int(named[1]))

    def begin(self) -> None:
        """Mark the folder as incomplete; results of an earlier run stay beside the mark until new ones are whole.

        Raises
        ------
        OSError
            The folder can't be made or written.
        """
        workshop = self.folder / WORKSHOP
        if not (self.folder / MARKER).exists():
            if workshop.exists():
                shutil.rmtree(workshop)
            workshop.mkdir(parents=True)
            self._put(self.folder / MARKER, self._mark().encode())
        workshop.mkdir(exist_ok=True)
        if not (workshop / self.record.name).exists():
            self._put(workshop / self.record.name, self.record.text().encode())

    @property
    def finished(self) -> list[int]:
        """Numbers of the parts that are finished, in ascending order."""
        return sorted(self._parts)

    def keep(self, number: int, content: bytes) -> None:
        """Keep a part that is finished."""
        path = self.folder / WORKSHOP / f"{number:07}-{_digest(content)}.part"
        self._put(path, content)
        self._parts[number] = path

    def part(self, number: int) -> bytes:
        """Return the content of a part that is finished.

        Raises
        ------
        OSError
            It is not what was written.
        """
        path = self._parts[number]
        content = path.read_bytes()
        if PART.fullmatch(path.name)[2] != _digest(content):  # type: ignore[index]  # it has such a name
            raise OSError(f"{path} is damaged; delete it, and --resume plays that part again")
        return content

    def finish(self, write: Callable[[Path], None], earlier: list[str]) -> None:
        """Put the results in the place of earlier ones, and take the mark away when all of them are there.

        Parameters
        ----------
        write
            Writes the results to the folder that it is given.
        earlier
            Files that an earlier run may have left; they go.
        """
        new = self.folder / WORKSHOP / "results"
        if new.exists():
            shutil.rmtree(new)
        new.mkdir()
        write(new)
        for name in earlier:
            (self.folder / name).unlink(missing_ok=True)
        for path in sorted(path for path in new.rglob("*") if path.is_file()):
            place = self.folder / path.relative_to(new)
            place.parent.mkdir(exist_ok=True)
            with path.open("rb") as file:
                os.fsync(file.fileno())
            path.replace(place)
        (self.folder / MARKER).unlink()
        shutil.rmtree(self.folder / WORKSHOP)

    @contextmanager
    def resumable(self, done: Callable[[], str]) -> Iterator[None]:
        """Add to whatever ends the work early how far it has come and how it goes on."""
        try:
            yield
        except BaseException as end:
            if (self.folder / MARKER).exists():
                end.add_note(f"after {done()}; --resume goes on with {self.folder}")
            raise

    def _put(self, path: Path, content: bytes) -> None:
        """Write a file that is there in whole or not at all, even if the machine loses power."""
        writing = self.folder / WORKSHOP / f"writing-{os.getpid()}"
        try:
            with writing.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            writing.replace(path)
        except BaseException:
            with suppress(OSError):
                writing.unlink()
            raise

    def _mark(self) -> str:
        """Return what the mark says, to people and to programs."""
        scenario = self.folder / WORKSHOP / self.record.name
        asked = [f"--{option}={value}" for option, values in self.record.asked.items() for value in values]
        command = ["summitry", self.record.command, str(scenario), *asked, "--out", str(self.folder), "--resume"]
        said = {
            "incomplete": "The results that belong here are not finished: the command that makes them is at work, or "
            "was interrupted. What else lies here, if anything, is of an earlier run and stays until these are whole.",
            "to_finish": shlex.join(command),
            "to_give_up": f"delete this file and the folder '{WORKSHOP}'",
            "scenario": self.record.scenario.id,
            **{option: " ".join(values) for option, values in self.record.asked.items()},
            "versions": versions(),
        }
        return json.dumps(said, indent=2, ensure_ascii=False) + "\n"


def look(folder: Path, record: Record, resume: bool) -> Unfinished | None:
    """Return a folder to work in, as it is now; None: it holds these very results, whole.

    Parameters
    ----------
    folder
        Where results will be.
    record
        What they will be of.
    resume
        Whether to go on with what is there.

    Raises
    ------
    ScenarioError
        Nothing may be written there, or it holds something unfinished that was not asked for.
    OSError
        It can't be read, or a part in it is damaged.
    """
    folders.check(folder)
    whole = folders.earlier_record(folder)
    if (folder / MARKER).exists():
        if not resume:
            message = f"found an unfinished run in {folder}, expected none; --resume finishes it, "
            raise ScenarioError([Problem(f"{message}deleting {folder / MARKER} gives it up", source="--out")])
        for path in sorted((folder / WORKSHOP).glob("*.yaml")):
            record.expect(path.name, path.read_text(encoding="utf-8"), "--resume")
    elif resume and whole is not None:
        record.expect(whole, (folder / whole).read_text(encoding="utf-8"), "--resume")
        return None
    return Unfinished(folder, record)


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()
