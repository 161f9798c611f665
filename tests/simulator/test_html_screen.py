"""How answers show themselves in a notebook."""

from __future__ import annotations

import io
import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from rich.console import Console
from rich.text import Text

from summitry import Scenario, compare, drivers, forecast, levers, run, sweep
from summitry.comparisons.table import print_comparison
from summitry.ensembles.summary import print_scenario
from summitry.forecasts.table import print_forecast
from summitry.hindcast import hindcast
from summitry.hindcast.record import cases
from summitry.hindcast.told import print_board
from summitry.html_screen import HtmlScreen
from summitry.leverage.table import print_levers
from summitry.sensitivity.table import print_drivers
from summitry.sweeps.table import print_sweep
from summitry.terminal import print_result, table

HOSTILE = '<script>alert("x")</script> & [bold]"'
TALKS = {
    "title": HOSTILE,
    "summary": HOSTILE,
    "issues": {
        "border": {"title": HOSTILE, "range": {"from": 0, "to": 100, "steps": 5, "unit": "<b>km</b>"}},
        "trade": {"options": ["closed", "<i>some</i>", "free"]},
    },
    "states": {
        "east": {
            "title": f"East {HOSTILE}",
            "reason": HOSTILE,
            "positions": {
                "border": {"ideal": 0, "salience": {"uniform": [0.2, 0.9]}, "reason": HOSTILE},
                "trade": {"ideal": "free", "salience": 0.8},
            },
        },
        "west": {"positions": {"border": {"ideal": 100}, "trade": {"ideal": "<i>some</i>"}}},
    },
    "goals": {"good": "border >= 50"},
}
PREMIUM = "states.east.premium"


@pytest.fixture(scope="module")
def answers() -> dict[str, tuple[Any, Any]]:
    """Return by kind an answer, and the function that prints it at the terminal."""
    talks = Scenario.from_dict(TALKS)
    dear = talks.vary(PREMIUM, 0.2)
    return {
        "scenario": (talks, print_scenario),
        "result": (run(talks, worlds=60), print_result),
        "comparison": (compare({HOSTILE: talks, "dear": dear}, worlds=60), print_comparison),
        "drivers": (drivers(talks, worlds=20), print_drivers),
        "levers": (levers(talks, "east", worlds=4), print_levers),
        "sweep": (sweep(talks, {PREMIUM: [0, 0.1, 0.2]}, worlds=20), print_sweep),
        "sweep of two": (sweep(talks, {PREMIUM: [0, 0.1], "states.west.premium": [0, 0.1]}, worlds=20), print_sweep),
        "forecast": (forecast(talks, worlds=60), print_forecast),
        "scoreboard": (hindcast(cases(["camp-david-1978", "agra-2001"]), worlds=20), print_board),
    }


KINDS = ["scenario", "result", "comparison", "drivers", "levers", "sweep", "sweep of two", "forecast", "scoreboard"]


class Balanced(HTMLParser):
    """Checks that every element is closed in turn, and collects names of elements."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag != "br":
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_well_formed_and_nothing_in_it_can_run(answers: dict[str, tuple[Any, Any]], kind: str) -> None:
    html = answers[kind][0]._repr_html_()
    parser = Balanced()
    parser.feed(html)
    assert not parser.opened
    assert "table" in parser.seen
    assert parser.seen <= {"div", "p", "b", "span", "br", "table", "tr", "th", "td", "details", "summary"}
    if kind != "scoreboard":  # the others tell texts of the file
        assert "&lt;script&gt;" in html


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_every_word_that_the_terminal_says(answers: dict[str, tuple[Any, Any]], kind: str) -> None:
    answer, print_it = answers[kind]
    screen = Console(file=io.StringIO(), width=2000, markup=False, emoji=False, highlight=False)
    print_it(answer, screen)
    assert isinstance(screen.file, io.StringIO)
    printed = screen.file.getvalue()
    shown = unescape(re.sub(r"<[^>]*>", " ", answer._repr_html_()))
    assert len(printed.split()) > 10
    assert sorted(printed.split()) == sorted(shown.split())


def test_a_table_after_a_sentence_is_open_and_those_after_it_are_folded() -> None:
    screen = HtmlScreen()
    screen.print("A sentence.")
    for title in ("first", "second"):
        made = table("name", ">number", title=title)
        made.add_row("a\nb", "1")
        screen.print(made)
    assert screen.html.count("<details") == 1
    assert screen.html.index("first") < screen.html.index("<details") < screen.html.index("second")
    cells = re.findall(r'<td style="text-align:(\w+)[^>]*>(.*?)</td>', screen.html)
    assert cells == [("left", "a<br>b"), ("right", "1")] * 2


def test_styles_of_the_terminal_are_kept_on_the_part_of_a_text_that_has_them() -> None:
    screen = HtmlScreen()
    screen.print(Text("so", style="bold"), Text("plain ").append("likelier", style="green"))
    assert '<span style="font-weight:bold">so</span> plain <span style="color:#' in screen.html


@pytest.mark.parametrize("kind", KINDS)
def test_the_short_form_is_one_line(answers: dict[str, tuple[Any, Any]], kind: str) -> None:
    said = repr(answers[kind][0])
    assert said.startswith(f"<{type(answers[kind][0]).__name__}")
    assert "\n" not in said


def test_charts_complete_in_a_notebook(answers: dict[str, tuple[Any, Any]]) -> None:
    plot = answers["result"][0].plot
    offered = [name for name in dir(plot) if not name.startswith("_")]
    assert {"issues", "funnel", "settlements", "blocks"} <= set(offered)
    assert all(callable(getattr(plot, name)) for name in offered)
    assert all(name in repr(plot) for name in offered)
