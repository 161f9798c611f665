"""The YAML of a scenario, read into plain data that remembers the line and column of each value and key.

PyYAML scans and parses; what a scalar means and what is refused is decided here. Words stay words (`no`,
`on`, `22:30`, dates), `010` is ten and `1e3` a number; no file can run code or fill the memory.
"""

from __future__ import annotations

import copy
import math
import os
import pathlib
import re
from collections.abc import Iterator
from typing import Any, NoReturn, TypeGuard

import yaml

from summitry.scenario.document import Document, Mark
from summitry.scenario.problems import Path, Position, Problem, ScenarioError, shown
from summitry.scenario.yaml_syntax import plain_words

MOST_BYTES = 500_000
MOST_VALUES = 200_000
DEEPEST = 50
MOST_DIGITS = 30

NOTHING = ("", "~", "null", "Null", "NULL")
TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
INTEGER = re.compile(r"[-+]?[0-9]+")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
CORE = "tag:yaml.org,2002:"
KINDS = {"null": type(None), "bool": bool, "int": int, "float": float, "str": str, "seq": list, "map": dict}
TAGS = {CORE + name: kind for name, kind in KINDS.items()}
INVISIBLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")

UNREAD = "\ufffd"
"""What stands for an invisible character in what is read in spite of it."""


def read_yaml_file(path: str | os.PathLike[str], lenient: bool = False) -> Document:
    """Return what a YAML file says, like `read_yaml`; that it cannot be read is a ScenarioError too."""
    source = os.fspath(path)
    try:
        with pathlib.Path(source).open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as mistake:  # a ValueError is a NUL in the name
        reason = (getattr(mistake, "strerror", None) or str(mistake)).lower()
        problem = Problem(f"found no file to read ({reason}), expected a YAML file", source=source)
        raise ScenarioError([problem]) from mistake
    return read_yaml(raw, source, lenient)


def read_yaml(text: str | bytes, source: str, lenient: bool = False) -> Document:
    """Return what a YAML text says.

    Parameters
    ----------
    text
        The text, or its bytes in UTF-8.
    source
        The name under which mistakes are reported.
    lenient
        Whether to return what could be read in spite of mistakes that leave the rest readable (a repeated key, a tag,
        a number too large), with these mistakes in it.

    Raises
    ------
    ScenarioError
        With every mistake, as far as the text can be parsed. Nothing else is raised, whatever the bytes.
    """
    reader = _Reader(_readable(text, source), source)
    data = reader.read(mapping=True, lenient=lenient)
    return Document(data, reader.marks, source, tuple(reader.problems), frozenset(reader.blank))


def parse_value(text: str, source: str) -> Any:
    """Return the VALUE of `--set PATH=VALUE`: YAML if it starts with a bracket or quote, else a scalar."""
    text = _readable(text, source).strip()
    if text.startswith(("{", "[", '"', "'")):
        return _Reader(text, source).read(mapping=False)
    try:
        return plain(text)
    except ValueError as mistake:
        raise ScenarioError([Problem(str(mistake), source=source)]) from mistake


def plain(text: str) -> str | int | float | bool | None:
    """Return what a scalar without quotes means; a ValueError says why a number cannot be used."""
    if text in NOTHING or text in TRUTH:
        return TRUTH.get(text)
    if INTEGER.fullmatch(text):
        if len(text.lstrip("-+")) > MOST_DIGITS:
            raise ValueError(f"found {shown(text)}, expected a number of at most {MOST_DIGITS} digits")
        return int(text)
    if NOT_FINITE.fullmatch(text):
        return float(text.replace(".", ""))
    if not FLOAT.fullmatch(text):
        return text
    if math.isinf(number := float(text)):
        raise ValueError(f"found {shown(text)}, expected a number below 1e308")
    return number


def _readable(text: str | bytes, source: str) -> str:
    """Return a text of bounded size, all in characters that can be seen, without byte order mark."""
    if len(text) > MOST_BYTES:
        raise ScenarioError([Problem(f"found more than {MOST_BYTES:,} bytes, expected fewer", source=source)])
    seen = text if isinstance(text, str) else text.decode(errors="surrogateescape")
    seen = seen.removeprefix("\ufeff")
    if strange := INVISIBLE.search(seen):
        code, lines = ord(strange[0]), re.split(r"\r\n|\r|\n", seen[: strange.start()])
        byte = isinstance(text, bytes) and 0xDC80 <= code <= 0xDCFF  # surrogateescape's sign for a bad byte
        found = f"the byte 0x{code - 0xDC00:02x}" if byte else f"the invisible character U+{code:04X}"
        message = f"found {found}, expected plain text saved as UTF-8"
        raise ScenarioError([Problem(message, (), source, len(lines), len(lines[-1]) + 1)])
    return seen


def _position(mark: Any) -> Position:
    return Position(mark.line + 1, mark.column + 1) if mark else Position(1, 1)


def _is_bare(event: yaml.Event) -> TypeGuard[yaml.ScalarEvent]:
    return isinstance(event, yaml.ScalarEvent) and event.tag is None and event.style is None


class _Reader:
    """Builds plain data from the parser's events; keeps marks and mistakes on the way."""

    def __init__(self, text: str, source: str) -> None:
        self.loader = yaml.SafeLoader(text)
        self.source = source
        self.events = self._written_out()
        self.marks: dict[Path, Mark] = {}
        self.problems: list[Problem] = []
        self.blank: set[Path] = set()
        self.values = 0

    def read(self, mapping: bool, lenient: bool = False) -> Any:
        value, whole = None, False
        try:
            next(self.events)  # the start of the stream, then that of a document
            if not isinstance(next(self.events), yaml.StreamEndEvent):
                value = self._value(next(self.events), ())
                next(self.events)
                if isinstance(more := next(self.events), yaml.DocumentStartEvent):
                    self._report("found a second document, expected one in a file", more.start_mark)
            whole = True
            if mapping and not isinstance(value, dict):
                found = "nothing in the file" if value is None else shown(value)
                self._report(f"found {found}, expected keys with values (title: ...)", None)
        except yaml.MarkedYAMLError as mistake:
            started = _position(mistake.context_mark)
            message, about_start = plain_words(f"{mistake.context}: {mistake.problem}", started.line)
            self._report(message, mistake.context_mark if about_start else mistake.problem_mark)
        except ScenarioError:
            raise
        except (ValueError, OverflowError):  # PyYAML does not check what it hands to chr() and int()
            self._report("found a code out of range, expected that of a character", self.loader.get_mark())
        if self.problems and not (lenient and whole and isinstance(value, dict)):
            raise ScenarioError(self.problems)
        return value

    def _report(self, message: str, mark: Any, path: Path = ()) -> None:
        self.problems.append(Problem(message, path, self.source, *_position(mark)))

    def _refuse(self, message: str, mark: Any) -> NoReturn:
        self._report(message, mark)
        raise ScenarioError(self.problems)

    def _written_out(self) -> Iterator[yaml.Event]:
        """Yield the parser's events, and in place of an alias those of the value that it stands for."""
        seen: list[yaml.Event] = []
        opened: list[tuple[str | None, int]] = []
        spans: dict[str | None, tuple[int, int]] = {}
        while self.loader.check_event():
            event = self.loader.get_event()  # type: ignore[no-untyped-call]
            start = len(seen)
            if isinstance(event, yaml.AliasEvent):
                inside = event.anchor in dict(opened)
                seen += [] if inside else seen[slice(*spans.get(event.anchor, (0, 0)))]
                if len(seen) == start:
                    wanted = "no alias inside the value" if inside else f"&{event.anchor} above, or quotes"
                    self._report(f"found *{event.anchor}, expected {wanted}", event.start_mark)
                    seen.append(yaml.ScalarEvent(None, None, (True, False), ""))
                seen[start] = copy.copy(seen[start])
                seen[start].start_mark = event.start_mark
            else:
                seen.append(event)
            if isinstance(event, yaml.CollectionStartEvent | yaml.ScalarEvent):
                opened.append((event.anchor, start))
            if isinstance(event, yaml.CollectionEndEvent | yaml.ScalarEvent):
                name, first = opened.pop()
                spans[name] = (first, len(seen))
            yield from seen[start:]

    def _value(self, event: yaml.Event, path: Path, key: Position | None = None) -> Any:
        at = _position(event.start_mark)
        self.marks[path] = Mark(at, key or at)
        self.values += 1
        if self.values > MOST_VALUES:
            found = f"more than {MOST_VALUES:,} values (an alias counts as all it stands for)"
            self._refuse(f"found {found}, expected fewer", self.loader.get_mark())
        if len(path) > DEEPEST:
            self._refuse(f"found values over {DEEPEST} levels deep, expected fewer levels", event.start_mark)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        value = self._mapping(event, path) if isinstance(event, yaml.MappingStartEvent) else self._list(path)
        self._check_tag(event, value, path)
        return value

    def _list(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, start: yaml.MappingStartEvent, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key, at = self._key(event, path), _position(event.start_mark)
            below, value = (*path, key), next(self.events)
            if key in lines:
                message = f"found this key again, expected it once (it first stands in line {lines[key]})"
                self._report(message, event.start_mark, below)
            if start.flow_style and ":" in key and _is_bare(event) and _is_bare(value) and not value.value:
                self._report(f"found {shown(key)}, expected a space behind the colon", event.start_mark, path)
            lines.setdefault(key, at.line)
            result[key] = self._value(value, below, at)
        return result

    def _key(self, event: yaml.Event, path: Path) -> str:
        """Return a key as it is written."""
        if not isinstance(event, yaml.ScalarEvent):
            if -1 not in path:  # inside such a key, once is enough
                self._report("found brackets or a list as a key, expected a name", event.start_mark, path)
            self._value(event, (*path, -1))
            return f"? {_position(event.start_mark)}"  # not to be taken for a repeated key
        bare = _is_bare(event)
        if event.value in (*NOTHING, "<<") and (bare or event.tag == CORE + "null"):
            found = "the merge key <<" if event.value == "<<" else f"{event.value or 'nothing'} as a key"
            self._report(f"found {found}, expected a name or quotes", event.start_mark, path)
        elif not bare:
            self._scalar(event, path)
        return INVISIBLE.sub(UNREAD, event.value)

    def _scalar(self, event: yaml.ScalarEvent, path: Path) -> Any:
        value: Any = event.value
        if strange := INVISIBLE.search(value):
            found = f"the code of the invisible character U+{ord(strange[0]):04X}"
            self._report(f"found {found}, expected none", event.start_mark, path)
            value = INVISIBLE.sub(UNREAD, value)  # half a character could not even be printed
        if _is_bare(event) and not value:
            self.blank.add(path)
        if _is_bare(event) or event.tag not in (None, CORE + "str"):
            try:
                value = plain(value)
            except ValueError as mistake:
                self._report(str(mistake), event.start_mark, path)
        if event.tag == CORE + "float" and type(value) is int:
            value = float(value)
        self._check_tag(event, value, path)
        return value

    def _check_tag(self, event: Any, value: Any, path: Path) -> None:
        if event.tag is not None and type(value) is not TAGS.get(event.tag):
            found = f"found the tag {shown(event.tag.replace(CORE, '!!'))}"
            self._report(f"{found}, expected none, or a value that fits it", event.start_mark, path)
