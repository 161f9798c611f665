"""A report: one file that stands alone, tells what the answers say, and lets no text become markup."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from copy import deepcopy
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from summitry import Report, Scenario, registry, report
from summitry import levers as find_levers
from summitry.commands import cli
from summitry.ensembles.headline import interval, percent
from summitry.leverage.words import in_words as levers_in_words
from summitry.reports.file import replacing
from summitry.reports.grids import Grid
from summitry.reports.pictures import CHARTS
from summitry.sensitivity.words import in_words
from summitry.terminal import table

VOID = {"meta", "link", "br", "img", "hr", "input", "wbr"}
KNOWN = {"insight": 1.0, "reach": 1.0, "last_moment": 1.0, "learning": "none", "style": "linear"}
HOSTILE = "<script>alert(1)</script> \"' & {{ 7 * 7 }}"
TALKS: dict[str, Any] = {
    "title": "Two neighbours talk",
    "summary": "Troops stand on both sides of the river.",
    "date": "2021-05-19",
    "sources": ["Minutes (https://example.org/a?b=1&c=2), 12 May", "ftp://example.org/x and javascript:alert(1)"],
    "issues": {
        "troops": {"title": "Troops near the border", "options": ["stay", "half", "leave"]},
        "aid": {"title": "Aid", "options": ["nothing", "some"]},
    },
    "states": {
        "east": {
            "premium": {"uniform": [0.0, 0.6]},
            "positions": {
                "troops": {"ideal": "stay", "salience": 0.3, "reason": "said so on Monday"},
                "aid": {"ideal": "some", "salience": 0.7},
            },
        },
        "west": {
            "positions": {
                "troops": {"ideal": "leave", "salience": {"uniform": [0.6, 0.8]}},
                "aid": {"ideal": "nothing", "salience": 0.3},
            },
        },
    },
    "envoys": {state: {"of": state, **KNOWN} for state in ("east", "west")},
    "goals": {"home": "troops == leave"},
    "talks": {"rounds": 4},
}


@dataclass
class Element:
    """An element of a page, with all text below it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Reader(HTMLParser):
    """Reads a page, and holds it to closing what it opens."""

    elements: list[Element] = field(default_factory=list)
    opened: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        assert len(element.attributes) == len(attrs), f"the same attribute twice in {tag}"
        self.elements.append(element)
        if tag not in VOID:
            self.opened.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.opened.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop().tag == tag, f"{tag} closes what is not open at {self.getpos()}"

    def handle_data(self, data: str) -> None:
        for element in self.opened:
            element.text += data

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def by_id(self, id_: str) -> Element:
        [element] = [element for element in self.elements if element.attributes.get("id") == id_]
        return element


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.opened == []
    return reader


def in_command(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["report", *map(str, arguments)], standalone_mode=False)


def said(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def told() -> Report:
    return report(Scenario.from_dict(TALKS, "small"), worlds=100, seed=2)


@pytest.fixture(scope="module")
def page(told: Report) -> str:
    return told.to_html()


@pytest.fixture(scope="module")
def reader(page: str) -> Reader:
    return read(page)


def test_sections_stand_in_the_order_in_which_a_reader_asks(reader: Reader) -> None:
    questions = ["What are the chances?", "On what?", "Why not?", "What would change it?"]
    questions += ["How sure are we?", "What went in?"]
    assert [said(each.text) for each in reader.all("h2")] == questions
    places = [link.attributes["href"] for link in reader.all("a") if link.attributes["href"].startswith("#")]
    assert places == [f"#{section.attributes['id']}" for section in reader.all("section")]
    levels = [int(each.tag[1]) for each in reader.elements if re.fullmatch("h[1-6]", each.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(deeper <= level + 1 for level, deeper in pairwise(levels))


def test_its_figures_are_those_of_the_json(told: Report, reader: Reader) -> None:
    answer = told.result.to_dict()
    for name in ("agreement", "zone", "outside_view"):
        shown = reader.by_id(name)
        assert float(shown.attributes["value"]) == answer[name]["chance"]
        assert shown.text == percent(answer[name]["chance"])
    text = said(reader.by_id("chances").text)
    assert interval(told.result.agreement) in text
    rows = [said(row.text) for row in reader.all("tr")]
    for issue, title in (("troops", "Troops near the border"), ("aid", "Aid")):
        assert any(row.startswith(f"{title}{percent(answer['issues'][issue]['chance'])}") for row in rows)
    for gate, share in answer["outcomes"].items():
        assert any(row.startswith(f"{gate}{percent(share)}") for row in rows) == (share > 0)
    assert in_words(told.drivers) in said(reader.by_id("what-would-change-it").text)
    assert [reader.all("data")[place].attributes["value"] for place in (-2, -1)] == ["100", "2"]


def test_what_states_could_change_is_told_where_it_is_asked_for(tmp_path: Path, reader: Reader) -> None:
    assert "summitry report --for STATE" in said(reader.by_id("what-would-change-it").text)
    asked = report(Scenario.from_dict(TALKS, "small"), worlds=60, seed=2, levers_of=["west", "west"])
    [levers] = asked.levers
    assert levers.to_dict() == find_levers(Scenario.from_dict(TALKS, "small"), "west", worlds=60, seed=2).to_dict()
    told = read(asked.to_html())
    text = said(told.by_id("what-would-change-it").text)
    assert all(said(sentence) in text for sentence in levers_in_words(levers))
    assert f"{len(levers.pulled)} levers tried" in text
    assert told.by_id("levers-of-west").tag == "h3"
    file = tmp_path / "small.yaml"
    file.write_text(Scenario.from_dict(TALKS).to_yaml())
    wrong = in_command(file, "--for", "wset", "--out", tmp_path / "talks.html")
    assert "did you mean 'west'?" in str(wrong.exception)
    assert not (tmp_path / "talks.html").exists()


def test_the_same_question_gives_the_same_bytes_for_any_number_of_workers(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(Scenario.from_dict(TALKS).to_yaml())
    pages = []
    for workers in (1, 2):
        out = tmp_path / f"{workers}.html"
        ran = in_command(file, "--worlds", 60, "--seed", 2, "--workers", workers, "--out", out)
        assert ran.exception is None
        pages.append(out.read_bytes())
    assert pages[0] == pages[1]
    assert b"60 worlds" in pages[0]
    assert report(file, worlds=60, seed=2).to_html().encode() == pages[0]


def test_it_needs_no_other_file_and_no_script(page: str, reader: Reader) -> None:
    assert not {"script", "link", "img", "iframe", "object", "embed", "base"} & {each.tag for each in reader.elements}
    targets = [
        (each.tag, value)
        for each in reader.elements
        for name, value in each.attributes.items()
        if name in {"src", "href", "xlink:href", "srcset", "data", "action"} or name.startswith("on")
    ]
    assert [target for target in targets if not target[1].startswith("#")] == [("a", "https://example.org/a?b=1&c=2")]
    assert not re.search(r"@import|url\((?!#)", page)


def test_ids_are_unique_and_every_reference_finds_its_own(reader: Reader, page: str) -> None:
    ids = [each.attributes["id"] for each in reader.elements if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    named = re.findall(r'(?:href="#|url\(#)([^")]*)', page)
    named += [name for each in reader.elements for name in each.attributes.get("aria-labelledby", "").split()]
    assert len(named) > 20
    assert set(named) <= set(ids)


def test_every_chart_on_the_list_that_is_registered_is_there_with_a_name_and_a_description(reader: Reader) -> None:
    listed = [name for charts in CHARTS.values() for name in charts if name in registry.registered("charts")]
    assert {"issues", "settlements", "funnel", "blocks"} <= set(listed)
    drawn = reader.all("svg")
    shapes = [(name, shape) for name in [*listed, "tornado"] for shape in ("for-wide", "for-narrow")]
    assert [svg.attributes["class"] for svg in drawn] == [shape for _, shape in shapes]
    for svg, (name, shape) in zip(drawn, shapes, strict=True):
        assert svg.attributes["role"] == "img"
        for part in svg.attributes["aria-labelledby"].split():
            assert part.startswith(name if shape == "for-wide" else f"narrow-{name}")
            assert reader.by_id(part).text.strip()
    for svg in drawn[2 * listed.index("issues") :][:2]:
        assert "Troops near the border" in said(svg.text)  # as text, not as outlines


def test_tables_have_headers_and_scroll_in_boxes_that_a_keyboard_reaches(reader: Reader) -> None:
    assert reader.all("html")[0].attributes["lang"] == "en"
    assert len(reader.all("table")) > 8
    heads = reader.all("th")
    assert {head.attributes["scope"] for head in heads} == {"col", "row", "rowgroup"}
    assert all(head.text.strip() for head in heads)
    boxes = [each for each in reader.elements if "wide" in each.attributes.get("class", "").split()]
    assert len(boxes) == len(reader.all("table")) + len(reader.all("figure"))
    assert all(box.attributes["tabindex"] == "0" and box.attributes["role"] == "region" for box in boxes)


def test_what_went_in_is_there(reader: Reader) -> None:
    went_in = reader.by_id("what-went-in").text
    for text in ("said so on Monday", "what signing costs at home", "Minutes (", "javascript:alert(1)"):
        assert text in went_in
    yaml = reader.all("code")[-1]
    assert yaml.text.rstrip("\n") == Scenario.from_dict(TALKS).to_yaml().rstrip("\n")


def test_texts_of_a_scenario_are_no_markup() -> None:
    talks = deepcopy(TALKS)
    talks["title"] = talks["summary"] = HOSTILE
    talks["sources"] = [HOSTILE, 'https://example.org/"onmouseover="alert(1)', "https://example.org/<b>"]
    talks["issues"]["troops"]["title"] = HOSTILE
    talks["states"]["east"] |= {"title": HOSTILE, "reason": HOSTILE}
    talks["states"]["east"]["positions"]["troops"]["reason"] = HOSTILE
    page = report(Scenario.from_dict(talks, "hostile"), worlds=40).to_html()
    reader = read(page)
    assert not {"script", "b", "img"} & {each.tag for each in reader.elements}
    assert not any(name.startswith("on") for each in reader.elements for name in each.attributes)
    assert said(reader.all("h1")[0].text) == said(HOSTILE)
    assert page.count(html.escape("<script>alert(1)</script>")) > 8
    links = [link.attributes["href"] for link in reader.all("a") if not link.attributes["href"].startswith("#")]
    assert links == ["https://example.org/", "https://example.org/"]


@pytest.mark.parametrize(
    ("out", "found"),
    [
        ("talks.txt", "expected the name of a file that ends in .html"),
        ("talks", "expected the name of a file that ends in .html"),
        ("missing/talks.html", "expected a file in a folder that exists"),
        ("folder.html", "which is a folder"),
    ],
)
def test_a_file_that_can_not_be_written_is_refused_in_one_line_before_anything_is_played(
    out: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder.html").mkdir()
    monkeypatch.setattr("summitry.reports.reporting.run", lambda *_: pytest.fail("it was played"))
    ran = in_command("reykjavik-2021", "--out", tmp_path / out)
    assert str(ran.exception).startswith(f"--out: found {tmp_path / out}")
    assert found in str(ran.exception)
    assert len(str(ran.exception).splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["folder.html"]


def test_an_earlier_report_stays_until_the_new_one_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "talks.html"
    out.write_text("earlier")

    def interrupted(report: Report) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(Report, "to_html", interrupted)
    file = tmp_path / "small.yaml"
    file.write_text(Scenario.from_dict(TALKS).to_yaml())
    in_command(file, "--worlds", 20, "--workers", 1, "--out", out)
    assert out.read_text() == "earlier"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small.yaml", "talks.html"]
    with replacing(out) as place:
        place.write_text("new")
        assert out.read_text() == "earlier"
    assert out.read_text() == "new"


@pytest.mark.skipif(sys.platform == "win32", reason="a folder that nobody may write to")
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"/proc/talks\.html"), replacing(Path("/proc/talks.html")):
        pytest.fail("it could be written")


def test_a_report_is_saved_from_python(told: Report, page: str, tmp_path: Path) -> None:
    told.save(tmp_path / "talks.html")
    assert (tmp_path / "talks.html").read_text(encoding="utf-8") == page
    assert repr(told).startswith("<Report on small: Agreement in ")


def test_talks_in_which_nothing_is_uncertain_have_a_report_too() -> None:
    talks = deepcopy(TALKS)
    for state in talks["states"].values():
        state |= {"premium": 0.0, "patience": 1.0}
        state["positions"]["troops"]["salience"] = 0.5
    reader = read(report(Scenario.from_dict(talks), worlds=20).to_html())
    assert reader.by_id("what-would-change-it").text.count("there is nothing to explain") == 1
    assert "nothing comes from the prior" in said(reader.by_id("how-sure").text)


def test_an_empty_first_cell_is_about_what_the_row_above_is() -> None:
    made = table("about", ">number", "", title="Two things")
    for row in (("one", "1", "█"), ("", "2", "██"), ("other", "3", "")):
        made.add_row(*row)
    grid = Grid.of(made)
    assert (grid.title, grid.columns, [head.text for head in grid.heads]) == ("Two things", 2, ["about", "number"])
    assert [[(cell.text, cell.heads, cell.rows) for cell in row] for row in grid.rows] == [
        [("one", True, 2), ("1", False, 1)],
        [("2", False, 1)],
        [("other", True, 1), ("3", False, 1)],
    ]


def test_its_command_loads_no_template_before_it_is_given() -> None:
    loaded = "import sys, summitry.commands.report; print([m for m in ('jinja2', 'matplotlib') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout == "[]\n"  # noqa: S603
