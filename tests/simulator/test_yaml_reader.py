"""Reading YAML gives plain data with its places, or a ScenarioError that names every mistake, and nothing else."""

import contextlib
import math
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.scenario import yaml_reader
from summitry.scenario.problems import Position, Problem, ScenarioError
from summitry.scenario.yaml_reader import parse_value, read_yaml, read_yaml_file

TALKS = """\
# two neighbours
title: Two neighbours talk
date: 2021-05-19
issues:
  troops: {range: {from: 0, to: 100}, status_quo: 20}
  prisoners:
    options: [neither, one, 'both']
states:
  east: &east
    premium: {triangular: [0.0, 0.05, 2e-1]}
    reason: >
      said so
      twice
  west: *east
"""


def value(text: str) -> object:
    return read_yaml(f"v: {text}", "f").data["v"]


def mistakes(text: str | bytes) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read_yaml(text, "f")
    return str(caught.value).splitlines()


def same(found: object, wanted: object) -> bool:
    return type(found) is type(wanted) and repr(found) == repr(wanted)


SCALARS = [
    *((word, True) for word in ("true", "True", "TRUE")),
    *((word, False) for word in ("false", "False", "FALSE")),
    *((word, word) for word in ("yes", "no", "on", "off", "y", "N", "Yes", "OFF", "tRUE", "nULL", "none", "None")),
    *((word, None) for word in ("~", "null", "Null", "NULL", "", "# only a comment")),
    *(("0", 0), ("-7", -7), ("+7", 7), ("010", 10), ("-08", -8), ("9" * 30, int("9" * 30))),
    *((word, word) for word in ("0x1F", "0o17", "0b1", "1_000", "1e", "e3", ".", "-a", "1.2.3", "1,5", "12h", "--1")),
    *(("1.5", 1.5), ("-.5", -0.5), ("1.", 1.0), ("1e3", 1000.0), ("1E-3", 0.001), ("+1.5e+2", 150.0)),
    *((".inf", math.inf), ("-.INF", -math.inf), ("+.Inf", math.inf), (".nan", math.nan), (".NaN", math.nan)),
    *((word, word) for word in ("inf", "nan", "-.nan", "22:30", "1:30:00", "2021-05-19", "2021-05-19 10:00:00", "=")),
    *((f"'{word}'", word) for word in ("1", "true", "null", "", "1e3", "~", "<<", "2021-05-19")),
    *(('"1"', "1"), (r'"a\tb\u00e9"', "a\tbé"), ("|\n  1\n", "1\n"), ("two\n words", "two words"), ("a # b", "a")),
    *(("!!str 1", "1"), ("!!int '1'", 1), ("!!float 1", 1.0), ("!!bool true", True), ("!!null ''", None)),
    *(("!!seq [1]", [1]), ("!!map {a: 1}", {"a": 1}), ("!!str", ""), ("!<tag:yaml.org,2002:int> 5", 5)),
]


@pytest.mark.parametrize(("text", "meaning"), SCALARS)
def test_a_scalar_means(text: str, meaning: object) -> None:
    assert same(value(text), meaning)


@pytest.mark.parametrize("key", ["1", "2.50", "010", "no", "true", "1e3", "22:30", "2021-05-19", "none", "'~'", "'<<'"])
def test_a_key_keeps_the_text_as_written(key: str) -> None:
    wanted = [key.strip("'")]
    assert list(read_yaml(f"{key}: 1", "f").data) == wanted
    assert list(read_yaml(f"a: {{{key}: 1}}", "f").data["a"]) == wanted
    assert list(read_yaml(f"? {key}\n: 1", "f").data) == wanted


TEXTS = ("no", "22:30", "Talks: round two # open", "*very*", "- a", "!!int 5", "troops >= 60 and prisoners == both")
VALUES = [
    *((text, text) for text in TEXTS),
    *(
        ("0.3", 0.3),
        (" 010 ", 10),
        ("", None),
        ("'0.3'", "0.3"),
        ("['1', 1]", ["1", 1]),
        ("{a: [0, 1]}", {"a": [0, 1]}),
    ),
]


@pytest.mark.parametrize(("text", "meaning"), VALUES)
def test_a_value_on_the_command_line_follows_the_same_rules(text: str, meaning: object) -> None:
    assert same(parse_value(text, "--set"), meaning)


@pytest.mark.parametrize("text", ["{a: 1", "[1, 2]]", "'open", "1" * 31, "1e999", "{a: 1, a: 2}", "a\0", "[*b]"])
def test_a_value_on_the_command_line_that_cannot_be_read_is_a_scenario_error(text: str) -> None:
    with pytest.raises(ScenarioError, match=r"^--set x=y:.*found .*, expected "):
        parse_value(text, "--set x=y")


PLACES = {
    (): ((2, 1), (2, 1)),
    ("title",): ((2, 8), (2, 1)),
    ("issues",): ((5, 3), (4, 1)),
    ("issues", "troops", "range", "to"): ((5, 33), (5, 29)),
    ("issues", "prisoners", "options", 2): ((7, 29), (7, 29)),
}


@pytest.mark.parametrize("path", PLACES)
def test_every_value_knows_the_place_of_itself_and_of_its_key(path: tuple[str | int, ...]) -> None:
    document = read_yaml(TALKS, "f")
    assert document.marks[path] == PLACES[path]
    assert (document.locate(path), document.locate(path, key=True)) == PLACES[path]


def test_what_is_missing_is_located_at_what_stands_around_it() -> None:
    document = read_yaml(TALKS, "f")
    assert document.locate(("issues", "prisoners", "status_quo", "a")) == (7, 5)
    assert document.locate(("issues", "prisoners", "status_quo"), key=True) == (6, 3)


def test_an_alias_stands_where_it_is_used_and_its_inside_where_it_is_written() -> None:
    document = read_yaml(TALKS, "talks.yaml")
    states = document.data["states"]
    assert states["west"] == {"premium": {"triangular": [0.0, 0.05, 0.2]}, "reason": "said so twice\n"}
    assert states["west"] == states["east"]
    assert states["west"] is not states["east"]
    assert document.locate(("states", "west")) == (14, 9)
    assert document.locate(("states", "west", "premium"), key=True) == (10, 5)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them_and_columns_in_characters(end: str) -> None:
    text = f"\ufeffé: 1{end}日本: ü{end}c: 3{end}"
    for read in (text, text.encode()):
        document = read_yaml(read, "f")
        assert list(document.data) == ["é", "日本", "c"]
        assert document.locate(("日本",)) == Position(2, 5)
        assert document.locate(("c",), key=True) == (3, 1)
    assert mistakes(f"a: 1{end}日\0: 1".encode())[0].startswith("f:2:2: found the invisible character U+0000")
    assert mistakes(f"\ufeff日本{end}é".encode() + b"\xe9")[0].startswith("f:2:2: found the byte 0xe9")


REFUSED = [
    ("a: 1\nb: 2\n\na: 3", "4:1: a: found this key again, expected it once (it first stands in line 1)"),
    ("x: {a: 1, 'a': 2}", "1:11: x.a: found this key again"),
    ("01: 1\n1: 2\n!!str 1: 3", "3:1: 1: found this key again, expected it once (it first stands in line 2)"),
    *((f"a: {tag} x", f"1:4: a: found the tag '{tag}', expected none") for tag in ("!b", "!", "!!set", "!!int")),
    *((f"a: !!{tag}", "1:4: a: found the tag '!!") for tag in ("int 1.5", "int true", "bool no", "seq {}", "str []")),
    ("a: [!!python/object/apply:os.system ['x']]", "1:5: a.0: found the tag '!!python/object/apply:os.system'"),
    ("!foo a: 1", "1:1: found the tag '!foo'"),
    ("<<: {a: 1}", "1:1: found the merge key <<"),
    ("a: &a {x: 1}\nb: {<<: *a}", "2:5: b: found the merge key <<"),
    ("? [a, b]\n: 1", "1:3: found brackets or a list as a key"),
    ("a: {{ name }}", "1:5: a: found brackets or a list as a key"),
    *((f"{key}: 1", f"1:1: found {key} as a key, expected a name") for key in ("~", "null", "NULL")),
    *(("? \n: 1", "1:2: found nothing as a key"), ("!!null ~: 1", "1:1: found ~ as a key")),
    ("a: {ideal:20, salience: 1}", "1:5: a: found 'ideal:20', expected a space behind the colon"),
    ("a: &a [1, *a]", "1:11: found *a, expected no alias inside the value"),
    ("a: *b", "1:4: found *b, expected &b above, or quotes"),
    *((text, "1:1: found nothing in the file, expected keys with values") for text in ("", "# c\n\n", "---\n", "~")),
    *(("- a", "1:1: found ['a'], expected keys with values"), ("words", "1:1: found 'words'"), ("3", "1:1: found 3")),
    ("a: 1\n---\nb: 2", "2:1: found a second document, expected one"),
    ("%YAML 1." + "1" * 9999 + "\n---\na: 1", "1:9: found a code out of range"),
    (b"a: 1\nb: caf\xe9", "2:7: found the byte 0xe9, expected plain text saved as UTF-8"),
    ("a: é".encode("utf-16"), "1:1: found the byte 0xff"),
    *((f"a: {c}", f"1:4: found the invisible character U+{ord(c):04X}") for c in "\0\x1b\x85\u2028\ufeff\ud800"),
    *((f'a: "\\{code}"', "1:4: a: found the code of the invisible character U+") for code in ("0", "e", "L", "ud800")),
    *((f'a: "\\{code}"', "1:7: found a code out of range") for code in ("UFFFFFFFF", "U00110000")),
    (r'"\e": 1', "1:1: found the code of the invisible character U+001B"),
    ("a: " + "9" * 31, f"1:4: a: found '{'9' * 31}', expected a number of at most 30 digits"),
    ("a: -" + "9" * 9999, "1:4: a: found '-999"),
    ("a: 1e999", "1:4: a: found '1e999', expected a number below 1e308"),
    *((f"a: {deep}", "1:54: found values over 50 levels deep") for deep in ("[" * 51 + "]" * 51, "[" * 100_000)),
    ("a0: &a0 [1]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 99)), "1:10: found values over 50"),
    *(("{" * 100_000, "1:52: found values over 50"), ("- " * 100_000, "1:103: found values over 50")),
]


@pytest.mark.parametrize(("text", "start"), REFUSED, ids=[repr(text)[:40] for text, _ in REFUSED])
def test_what_cannot_be_used_is_refused_with_place_and_expectation(text: str | bytes, start: str) -> None:
    lines = mistakes(text)
    assert any(line.startswith(f"f:{start}") for line in lines), lines
    assert all(" expected " in line and len(line) < 300 for line in lines)


def test_all_mistakes_are_told_at_once_and_in_order() -> None:
    text = "a: 1\nb: {x: 1, x: 2, x: 3}\na: !foo 2\nc: [!!int y, *z, {<<: 1}]\nd: 1e999\n~: 0\ne: 'open"
    places = [line.split(": ")[0] for line in mistakes(text)]
    assert places == ["f:2:11", "f:2:17", "f:3:1", "f:3:4", "f:4:5", "f:4:14", "f:4:19", "f:5:4", "f:6:1", "f:7:4"]


def test_fifty_levels_are_not_too_deep() -> None:
    assert str(value("[" * 50 + "]" * 50)) == "[" * 50 + "]" * 50


@pytest.mark.parametrize(
    ("bomb", "most"),
    [("[*a{0}, *a{0}]", 200_000), ("{{x: *a{0}, y: *a{0}}}", 20_000), ("{{x: *a{0}, x: *a{0}}}", 20_000)],
)
def test_an_alias_bomb_is_refused(bomb: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # A tenth of what a file may hold is told as well, and sooner; the first bomb meets the limit as it is.
    monkeypatch.setattr(yaml_reader, "MOST_VALUES", min(most, yaml_reader.MOST_VALUES))
    levels = [f"a{level}: &a{level} {bomb.format(level - 1)}\n" for level in range(1, 45)]
    assert any(f"found more than {most:,} values" in line for line in mistakes("a0: &a0 [1]\n" + "".join(levels)))


def test_a_file_is_read_under_its_name(tmp_path: Path) -> None:
    file = tmp_path / "talks.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + TALKS.encode())
    document = read_yaml_file(file)
    assert document == read_yaml_file(str(file))
    assert document.source == str(file)
    assert document.data == read_yaml(TALKS, "").data


@pytest.mark.parametrize(
    ("name", "reason"), [("missing.yaml", "no such file"), (".", "directory"), ("a\0b", "null"), ("x" * 9999, "long")]
)
def test_a_file_that_is_not_there_is_named(tmp_path: Path, name: str, reason: str) -> None:
    path = os.fspath(tmp_path / name)
    with pytest.raises(ScenarioError) as caught:
        read_yaml_file(path)
    [problem] = caught.value.problems
    assert problem.source == path
    assert problem.line is None
    assert problem.message.startswith("found no file to read (")
    assert os.name == "nt" or reason in problem.message


def test_a_file_of_half_a_megabyte_is_read_and_a_larger_one_refused(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    file.write_text("a: 1 #" + "x" * 499_994)
    assert read_yaml_file(file).data == {"a": 1}
    file.write_text("a: 1 #" + "x" * 499_995)
    with pytest.raises(ScenarioError, match=r"large.yaml: found more than 500,000 bytes, expected fewer$"):
        read_yaml_file(file)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a file without end")
def test_a_file_without_end_is_not_read_in_full() -> None:
    with pytest.raises(ScenarioError, match="found more than 500,000 bytes"):
        read_yaml_file("/dev/zero")


SNIPPETS = [
    *"[]{}:,-?#&*!|>'\"%@`~<=\\\n\r\t \0\ufeff\u2028\x85\xe9",
    *("---\n", "...\n", "- ", "? ", ": ", "<<: ", "&a ", "*a", "!!int ", "!<x> ", "null: ", "\n  ", "|2\n", ">-\n"),
    *("[" * 60, "{a: " * 60, "9" * 40, "1e999", '"\\UFFFFFFFF"', '"\\x', "%TAG ! x\n", "%YAML 1.1\n", "!!python/x "),
]
ADDED = st.sampled_from(SNIPPETS).map(str.encode) | st.binary(max_size=3)
EDITS = st.tuples(st.floats(0, 1), st.integers(0, 12), ADDED)


def mutated(edits: list[tuple[float, int, bytes]]) -> bytes:
    raw = TALKS.encode()
    for where, removed, added in edits:
        place = int(where * len(raw))
        raw = raw[:place] + added + raw[place + removed :]
    return raw


def paths(data: object, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return {path}.union(*(paths(part, (*path, key)) for key, part in inside))


def problems(raw: bytes) -> list[Problem]:
    with contextlib.suppress(ScenarioError):
        parse_value(raw.decode("latin-1"), "--set")
    try:
        document = read_yaml(raw, "f")
    except ScenarioError as error:
        return error.problems
    assert isinstance(document.data, dict)
    assert set(document.marks) == paths(document.data)
    return []


SOURCES = {
    "bytes": st.binary(max_size=100),
    "mutations": st.lists(EDITS, max_size=6).map(mutated),
    "snippets": st.lists(st.sampled_from(SNIPPETS), max_size=20).map(lambda parts: "".join(parts).encode()),
}


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("examples", [150, pytest.param(10_000, marks=pytest.mark.full)])
def test_any_bytes_give_a_document_or_a_scenario_error_and_nothing_else(source: str, examples: int) -> None:
    @settings(derandomize=True, deadline=None, max_examples=examples)
    @given(SOURCES[source])
    def try_it(raw: bytes) -> None:
        last = len(raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))
        for problem in problems(raw):
            assert 1 <= (problem.line or 0) <= last
            assert (problem.column or 0) >= 1

    try_it()
