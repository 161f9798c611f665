"""Reading the table of one coder, with every mistake in it."""

from __future__ import annotations

import csv
import io
import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite, sqrt
from pathlib import Path

from summitry.scenario.problems import Problem, nearest, shown
from summitry.tables.writing import COLUMNS, SPREADS, STATUS_QUO

MOST_BYTES = 2_000_000
DELIMITERS = (",", ";", "\t")
STANDING = (STATUS_QUO, "reference point")
"""What the actor of a row is called that says where the status quo lies."""

TOP = 100.0
ROUNDING = 0.01
"""What two decimals can hide."""


@dataclass(frozen=True)
class Judged:
    """A number from 0 to 100 with its standard deviation."""

    mean: float
    sd: float = 0.0


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and in which column of its line it begins."""

    text: str
    column: int


@dataclass
class CodersTable:
    """What one coder says; names are compared without regard to case, spaces and signs.

    Parameters
    ----------
    source
        The file.

    Attributes
    ----------
    actors, issues
        How each is called, by its key, in the order of the file.
    positions, saliences
        By key of actor and key of issue.
    capabilities
        By key of actor.
    status_quo
        By key of issue: where it lies.
    ignored
        Columns that mean nothing here.
    problems
        The mistakes.
    """

    source: str
    actors: dict[str, str] = field(default_factory=dict)
    issues: dict[str, str] = field(default_factory=dict)
    positions: dict[tuple[str, str], Judged] = field(default_factory=dict)
    saliences: dict[tuple[str, str], Judged] = field(default_factory=dict)
    capabilities: dict[str, Judged] = field(default_factory=dict)
    status_quo: dict[str, Judged] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def key_of(name: str) -> str:
    """Return what is the same in all spellings of a name: its letters and digits, without accents.

    Examples
    --------
    >>> key_of(" Côte d'Ivoire"), key_of("3rd Party")
    ('cote_d_ivoire', '3rd_party')
    """
    letters = (letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "_", "".join(letters).casefold()).strip("_") or name


def read_table(path: str | os.PathLike[str]) -> CodersTable:
    """Return what a table says; its mistakes are in it.

    The file is CSV in UTF-8, with commas, semicolons or tabs between cells, and its first line names the columns:
    actor, issue, position, salience, capability, in any order; then position_sd, salience_sd, capability_sd, if it has
    them. All numbers are from 0 to 100.
    """
    return _Reading(os.fspath(path)).table


class _Reading:
    def __init__(self, source: str) -> None:
        self.table = CodersTable(source)
        self.lines: dict[tuple[str, str], int] = {}
        self.told: dict[str, int] = {}
        text = self._text()
        if text is None:
            return
        self.physical = text.splitlines() or [""]
        self.delimiter = max(DELIMITERS, key=self.physical[0].count)
        try:
            self._read(text)
        except csv.Error as mistake:
            self._tell(f"found what is no CSV ({mistake}), expected cells with {self.delimiter!r} between them", 1, 1)

    def _tell(self, message: str, line: int | None = None, column: int | None = None) -> None:
        self.table.problems.append(Problem(message, source=self.table.source, line=line, column=column))

    def _text(self) -> str | None:
        try:
            with Path(self.table.source).open("rb") as file:
                raw = file.read(MOST_BYTES + 1)
        except (OSError, ValueError) as mistake:  # a ValueError is a NUL in the name
            reason = (getattr(mistake, "strerror", None) or str(mistake)).lower()
            self._tell(f"found no file to read ({reason}), expected a table in CSV")
            return None
        if len(raw) > MOST_BYTES:
            self._tell(f"found a table of more than {MOST_BYTES:,} bytes, expected a smaller one")
            return None
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as mistake:
            line = raw.count(b"\n", 0, mistake.start) + 1
            self._tell("found characters that are no UTF-8, expected a table in UTF-8", line)
            return None

    def _read(self, text: str) -> None:
        records = csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter)
        header = self._cells(next(records, []), 1)
        columns = self._columns(header)
        if columns is None:
            return
        line = records.line_num + 1
        for record in records:
            if any(text.strip() for text in record):
                cells = self._cells(record, line)
                end = Cell("", len(self.physical[line - 1]) + 1)
                self._row({name: cells[at] if at < len(cells) else end for name, at in columns.items()}, line)
            line = records.line_num + 1
        if not self.lines and not self.table.problems:
            self._tell("found no rows, expected one for each actor and issue", 1)

    def _cells(self, record: list[str], line: int) -> list[Cell]:
        """Return the cells of a record that begins in a line."""
        starts, quoted = [1], False
        for place, letter in enumerate(self.physical[line - 1], start=2):
            quoted ^= letter == '"'
            if letter == self.delimiter and not quoted:
                starts.append(place)
        starts += [1] * (len(record) - len(starts))
        return [Cell(text.strip(), start) for text, start in zip(record, starts, strict=False)]

    def _columns(self, header: list[Cell]) -> dict[str, int] | None:
        """Return where each column is; None if one that is needed is not there."""
        names = [cell.text.casefold() for cell in header]
        wanted = (*COLUMNS, *SPREADS)
        found = {name: names.index(name) for name in wanted if name in names}
        unknown = [cell for cell in header if cell.text.casefold() not in wanted]
        for cell, name in zip(header, names, strict=True):
            if name in found and header[found[name]] is not cell:
                self._tell(f"found the column {name} again, expected it once", 1, cell.column)
        expected = f"expected the columns {', '.join(COLUMNS)}"
        for name in [name for name in COLUMNS if name not in found]:
            meant = next((cell for cell in unknown if nearest(cell.text, [name])), None)
            if meant is not None:
                unknown.remove(meant)
                self._tell(f"found {shown(meant.text)}, {expected}; did you mean '{name}'?", 1, meant.column)
            else:
                self._tell(f"found no column {name}, {expected}", 1, 1)
        self.table.ignored = [cell.text for cell in unknown if cell.text]
        return None if self.table.problems else found

    def _row(self, cells: Mapping[str, Cell], line: int) -> None:
        actor, issue = (self._name(cells[kind], kind, line) for kind in ("actor", "issue"))
        standing = actor is not None and actor.casefold() in STANDING
        kinds = COLUMNS[2:3] if standing else COLUMNS[2:]
        numbers = {kind: self._judged(cells, kind, line) for kind in kinds}
        if actor is None or issue is None:
            return
        who, what = STATUS_QUO if standing else key_of(actor), key_of(issue)
        first = self.lines.setdefault((who, what), line)
        if first != line:
            again = f"found {shown(actor)} on {shown(issue)} again, as in line {first}"
            self._tell(f"{again}, expected one row for each actor and issue", line, cells["actor"].column)
            return
        self.table.issues.setdefault(what, issue)
        if standing:
            if numbers["position"] is not None:
                self.table.status_quo[what] = numbers["position"]
            return
        self.table.actors.setdefault(who, actor)
        for kind, kept in (("position", self.table.positions), ("salience", self.table.saliences)):
            judged = numbers[kind]
            if judged is not None:
                kept[who, what] = judged
        self._capability(who, numbers["capability"], line, cells["capability"].column)

    def _capability(self, who: str, judged: Judged | None, line: int, column: int) -> None:
        if judged is None:
            return
        before = self.table.capabilities.setdefault(who, judged)
        first = self.told.setdefault(who, line)
        if judged != before:
            here, there = (f"{each.mean:g}" + (f" (sd {each.sd:g})" if each.sd else "") for each in (judged, before))
            self._tell(f"found {here}, expected {there} as in line {first}: a state has one capability", line, column)

    def _name(self, cell: Cell, kind: str, line: int) -> str | None:
        text = " ".join(cell.text.split())
        if text and text.isprintable() and len(text) <= 200:
            return text
        self._tell(f"found {shown(text) if text else 'nothing'}, expected the name of an {kind}", line, cell.column)
        return None

    def _judged(self, cells: Mapping[str, Cell], kind: str, line: int) -> Judged | None:
        mean = self._number(cells[kind], kind, line)
        spread = cells.get(f"{kind}_sd")
        sd = 0.0 if spread is None or not spread.text else self._number(spread, f"{kind}_sd", line)
        if mean is None or sd is None:
            return None
        most = sqrt(mean * (TOP - mean)) if kind != "capability" else TOP
        if spread is not None and sd > most + ROUNDING:
            limit = f"at most {most:.4g}: a mean of {mean:g} leaves room for no more"
            self._tell(f"found {spread.text}, expected a standard deviation of {limit}", line, spread.column)
            return None
        return Judged(mean, sd)

    def _number(self, cell: Cell, kind: str, line: int) -> float | None:
        text = cell.text.replace(",", ".") if self.delimiter != "," else cell.text
        try:
            number = float(text)
        except ValueError:
            number = float("nan")
        if isfinite(number) and 0 <= number <= TOP:
            return number
        said = shown(cell.text) if cell.text else "nothing"
        self._tell(f"found {said}, expected a {kind} from 0 to 100", line, cell.column)
        return None
