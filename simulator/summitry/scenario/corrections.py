"""Corrections that are safe to make in a scenario file, in place: its comments and its layout stay as they are."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath

from summitry.scenario.extends import resolved
from summitry.scenario.library import PACKAGE
from summitry.scenario.problems import Problem, ScenarioError
from summitry.scenario.scenario import Scenario
from summitry.scenario.yaml_reader import plain, read_yaml, read_yaml_file

MOST_CORRECTIONS = 100
"""How many corrections are made at once; each is tried by reading the whole file again."""

SCHEMA = "scenario.schema.json"
SCHEMA_LINE = re.compile(r"^#\s*yaml-language-server:\s*\$schema=", re.MULTILINE)
LINE_END = re.compile(r"(\r\n|\r|\n)")
BYTE_ORDER_MARK = "\ufeff"
REPEATED = "found this key again"


@dataclass(frozen=True)
class Change:
    """A correction: the line and column where it was made, and what it was."""

    line: int
    column: int
    text: str


def correct(file: FilePath) -> list[Change]:
    """Correct a scenario file in place and return what was changed; nothing is written if nothing is.

    Names, keys and words are replaced where exactly one is near, and the line that tells editors where the schema is
    is added. A correction is kept only if the mistake is gone with it and no key is there twice.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    try:
        read_yaml_file(file, lenient=True)
    except ScenarioError:
        return []  # whoever checks the file hears why
    text = file.read_bytes().decode()
    made, changes = text, []
    if not SCHEMA_LINE.search(text):
        made, change = with_schema_line(text, file)
        changes.append(change)
    while len(changes) < MOST_CORRECTIONS:
        corrected = _corrected(made, file)
        if corrected is None:
            break
        made, change = corrected
        changes.append(change)
    if changes:
        _replace(file, made)
    return sorted(changes, key=lambda each: (each.line, each.column))


def _mistakes(text: str, file: FilePath) -> list[Problem] | None:
    """Return the mistakes in a scenario; None if its YAML cannot be read."""
    try:
        document = read_yaml(text, os.fspath(file), lenient=True)
    except ScenarioError:
        return None
    try:
        Scenario(file.stem, resolved(document, file))
    except ScenarioError as mistakes:
        return mistakes.problems
    return []


def _corrected(text: str, file: FilePath) -> tuple[str, Change] | None:
    """Return the text with the first mistake corrected that can be, and what was changed."""
    before = _mistakes(text, file) or []
    for problem in before:
        if problem.source != os.fspath(file):
            continue
        replaced = _replaced(text, problem)
        if replaced is not None and _is_safe(problem, before, _mistakes(replaced[0], file)):
            return replaced
    return None


def _is_safe(problem: Problem, before: Sequence[Problem], after: Sequence[Problem] | None) -> bool:
    """Tell whether a mistake is gone without another in its place, and no more keys are there twice."""
    if after is None:
        return False
    at = (problem.path, problem.about_key)
    there = [sum((each.path, each.about_key) == at for each in problems) for problems in (before, after)]
    repeated = [sum(each.message.startswith(REPEATED) for each in problems) for problems in (before, after)]
    return there[1] < there[0] and repeated[1] <= repeated[0]


def _replaced(text: str, problem: Problem) -> tuple[str, Change] | None:
    """Return the text with the misspelt name of a problem replaced at its place, and the change; None if it is not so.

    The name stands at the place itself, or once behind it on its line: in a condition, or in brackets.
    """
    correction = problem.correction
    if correction is None or problem.line is None or problem.column is None:
        return None
    found, meant = correction
    parts = LINE_END.split(text)
    place = 2 * (problem.line - 1)
    mark = len(BYTE_ORDER_MARK) if problem.line == 1 and text.startswith(BYTE_ORDER_MARK) else 0
    column = problem.column - 1 + mark
    before, rest = parts[place][:column], parts[place][column:]
    there = list(re.finditer(rf"(?<!\w){re.escape(found)}(?!\w)", rest))
    at_once = [match for match in there if match.start() == (rest[:1] in ("'", '"'))]
    match = at_once[0] if at_once else there[0] if len(there) == 1 else None
    if match is None or not _can_stand(meant, quoted=rest[: match.start()][-1:] in ("'", '"')):
        return None
    parts[place] = before + rest[: match.start()] + meant + rest[match.end() :]
    change = Change(problem.line, column - mark + match.start() + 1, f"'{found}' is now '{meant}'")
    return "".join(parts), change


def _can_stand(name: str, quoted: bool) -> bool:
    """Tell whether a name can stand in YAML as it is, in quotes or without."""
    if quoted:
        return not re.search(r"['\"\\]", name)
    return bool(re.fullmatch(r"\w[\w /.-]*", name)) and isinstance(plain(name), str)


def with_schema_line(text: str, file: FilePath) -> tuple[str, Change]:
    """Return the text with a first line that tells editors where the schema is."""
    line = f"# yaml-language-server: $schema={_schema_for(file)}"
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    end = LINE_END.search(text)
    added = mark + line + (end[0] if end else "\n") + text.removeprefix(mark)
    return added, Change(1, 1, f"added '{line}'")


def _schema_for(file: FilePath) -> str:
    """Return where a file finds the schema: beside it, in the checkout that both are in, or where it is installed."""
    if (file.parent / SCHEMA).is_file():
        return SCHEMA
    schema, root = PACKAGE / SCHEMA, PACKAGE.parents[1]
    folder = file.resolve().parent
    if folder.is_relative_to(root):
        return FilePath(os.path.relpath(schema, folder)).as_posix()
    return schema.as_uri()


def _replace(file: FilePath, text: str) -> None:
    """Write a file anew, all of it or nothing, with the rights that it had."""
    file = file.resolve()
    with tempfile.TemporaryDirectory(prefix=f".{file.name}-", dir=file.parent) as workshop:
        new = FilePath(workshop) / file.name
        new.write_bytes(text.encode())
        shutil.copymode(file, new)
        new.replace(file)
