"""Mistakes are told in one line each, in order, with the nearest valid name."""

import copy
import doctest
import pickle
from collections.abc import Callable

import pytest

from summitry.scenario import problems
from summitry.scenario.problems import (
    Problem,
    ScenarioError,
    did_you_mean,
    dotted,
    expected_one_of,
    nearest,
    shown,
)
from summitry.scenario.yaml_reader import read_yaml
from summitry.scenario.yaml_syntax import plain_words


def test_examples_in_the_docstrings_hold() -> None:
    tried = doctest.testmod(problems)
    assert tried.attempted
    assert not tried.failed


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (Problem("m"), "m"),
        (Problem("m", ("a", "b", 0)), "a.b.0: m"),
        (Problem("m", (), "f.yaml"), "f.yaml: m"),
        (Problem("m", (), "f.yaml", 12), "f.yaml:12: m"),
        (Problem("m", ("a",), "f.yaml", 12, 5), "f.yaml:12:5: a: m"),
        (Problem("m", (), "f.yaml", None, 5), "f.yaml: m"),
    ],
)
def test_a_problem_names_only_what_it_knows(problem: Problem, line: str) -> None:
    assert str(problem) == line


@pytest.mark.parametrize("key", ["a.b", "two words", "line\nbreak", "", "k" * 1000])
def test_an_odd_key_is_quoted_and_stays_on_one_line(key: str) -> None:
    text = dotted(("a", key))
    assert text.startswith("a.'")
    assert text.isprintable()
    assert len(text) < 80


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("found 'two\nlines', expected one", r"f.yaml:1:2: a: found 'two\nlines', expected one"),
        ("found 'a\u202eb', expected a key", r"f.yaml:1:2: a: found 'a\u202eb', expected a key"),
        ("found 'été 中', expected a key", "f.yaml:1:2: a: found 'été 中', expected a key"),
    ],
)
def test_a_problem_is_told_on_one_line_in_characters_that_can_be_seen(message: str, line: str) -> None:
    assert str(Problem(message, ("a",), "f.yaml", 1, 2)) == line
    assert str(Problem("m", (), "f\n.yaml", 1, 2)) == r"f\n.yaml:1:2: m"


def test_a_problem_about_something_long_still_says_what_was_expected() -> None:
    line = str(Problem(f"found {'x' * 100_000}, expected a name", ("a",), "f.yaml", 1, 2))
    assert line.startswith("f.yaml:1:2: a: found xxx")
    assert line.endswith("xxx, expected a name")
    assert len(line) < 1100


def test_what_is_shown_is_one_short_line() -> None:
    assert shown("two\nlines") == r"'two\nlines'"
    assert len(shown("x" * 10**6)) < 80
    assert len(shown(["x"] * 1000)) < 80


def test_an_error_tells_its_problems_in_the_order_of_the_file() -> None:
    error = ScenarioError(
        [Problem("4", (), "b", 1, 1), Problem("3", (), "a", 10, 1), Problem("2", (), "a", 2, 9), Problem("1", (), "a")]
    )
    assert [problem.message for problem in error.problems] == ["1", "2", "3", "4"]
    assert str(error).splitlines() == ["a: 1", "a:2:9: 2", "a:10:1: 3", "b:1:1: 4"]


def pickled(error: ScenarioError) -> object:
    return pickle.loads(pickle.dumps(error))  # noqa: S301


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickled])
def test_an_error_comes_back_whole_from_a_worker(copied: Callable[[ScenarioError], object]) -> None:
    error = ScenarioError(Problem(text, ("a", 1), "f", 2, 3) for text in ("one", "two"))
    again = copied(error)
    assert isinstance(again, ScenarioError)
    assert again.problems == error.problems
    assert str(again) == str(error)


@pytest.mark.parametrize(
    ("name", "meant"),
    [("saliance", "salience"), ("SALIENCE", "salience"), ("ideel", "Ideal"), ("moon", None), ("", None), (5, None)],
)
def test_the_nearest_name_is_found_whatever_its_case(name: object, meant: str | None) -> None:
    names = ["salience", "Ideal", "red_lines"]
    assert nearest(name, names) == meant
    assert did_you_mean(name, names) == ("" if meant is None else f"; did you mean '{meant}'?")


def test_there_is_no_nearest_name_among_none() -> None:
    assert nearest("a", []) is None


def test_long_lists_of_names_are_cut() -> None:
    names = [f"n{place}" for place in range(30)]
    assert expected_one_of("an issue", names[:9]) == f"an issue ({', '.join(names[:9])})"
    assert expected_one_of("an issue", names) == f"an issue ({', '.join(names[:8])}, ... and 22 more)"
    assert expected_one_of("an issue", []) == "an issue"
    assert expected_one_of("an option", ["a\nb"]) == r"an option ('a\nb')"


COMPLAINTS = [
    ("a: !é 1", "1:4: found ! where a text starts, expected quotes"),
    ("a: !b!c 1", "1:4: found ! where a text starts, expected quotes"),
    ("a: *important* word", "1:4: found * where a text starts, expected quotes"),
    ("a: & b", "1:4: found & where a text starts, expected quotes"),
    ("a: 1\n...\nb: 2", "3:1: found a key, expected no more after the end of the scenario"),
    ("{a: 1}\nb: 2", "2:1: found a key, expected no more after the end of the scenario"),
    ("%YAML 9.0\n---\na: 1", "1:1: found a line with % that says nothing here"),
    (r'a: "\xZZ"', "1:7: found an unfinished character code, expected 2 hexadecimal digits"),
    (r'a: "\d"', "1:6: found a backslash before 'd', expected two backslashes or single quotes"),
    ("a:\n\tb: 1", "2:1: found a tab, expected spaces"),
    ("a: 'it's'", "1:8: found a text behind the end of a value"),
    ("a: 1\nb: 'open\nc: 1", "2:4: found a quote that is never closed"),
    ('a: 1\nb: "open\nc: "x"', "3:5: found a text behind the end of a value"),
    ("a: [1, 2\n", "1:4: found a bracket that is never closed, expected ']'"),
    ("a: [1, 2\nb: 3", "2:2: found ':', expected ',' or ']' for the bracket of line 1"),
    ("a: {b: 1]", "1:9: found ']', expected ',' or '}' for the bracket of line 1"),
    ("a: [1]]", "1:7: found ']', expected no bracket, as none is open"),
    ("[1]]", "1:4: found ']', expected no bracket, as none is open"),
    ("a: [,]", "1:5: found ',', expected a value"),
    ("title: Talks: round two", "1:13: found a colon that cannot stand here, expected quotes"),
    ("a:20\nb: 3", "2:2: found a colon that cannot stand here, expected quotes"),
    ("a: 1\nb 2\nc: 3", "2:1: found a line without a key"),
    ("a: - b", "1:4: found '- ' behind a key"),
    ("a: ? b", "1:4: found '? ' where a text starts"),
    ("a: >= 60", "1:4: found | or > where a text starts, expected quotes"),
    ("a: {b: >= 60}", "1:8: found '>' where a text starts, expected quotes"),
    ("a: @b", "1:4: found '@' where a text starts, expected quotes"),
    ("a:\n  b: 1\n c: 2", "3:2: found a key that is not in line with those above"),
    ("a: 1\n- b", "2:1: found an item of a list that is not in line with those above"),
    (": 1", "1:1: found ':' without a key before it, expected one"),
]


@pytest.mark.parametrize(("text", "start"), COMPLAINTS)
def test_a_parsers_complaint_is_told_in_plain_words(text: str, start: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_yaml(text, "f")
    assert str(caught.value).startswith(f"f:{start}")
    assert " expected " in str(caught.value)


def test_a_complaint_without_translation_is_quoted() -> None:
    words, about_start = plain_words("while dreaming: found a sheep", 1)
    assert "while dreaming: found a sheep" in words
    assert not about_start
