"""A report in a real browser: on a phone, on a desk, on paper."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from summitry import Report, Scenario, drivers, run

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium among the programs")

KNOWN = {"insight": 1.0, "reach": 1.0, "last_moment": 1.0, "learning": "none", "style": "linear"}
SMALL: dict[str, Any] = {
    "issues": {"aid": {"options": ["nothing", "some"]}, "troops": {"options": ["stay", "leave"]}},
    "states": {
        "east": {
            "positions": {"aid": {"ideal": "some", "salience": 0.7}, "troops": {"ideal": "stay", "salience": 0.3}}
        },
        "west": {"positions": {"aid": {"ideal": "nothing", "salience": 0.3}, "troops": {"ideal": "leave"}}},
    },
    "envoys": {state: {"of": state, **KNOWN} for state in ("east", "west")},
    "talks": {"rounds": 4},
}

HIDDEN = """() => [...document.querySelectorAll('figure, table, h2, p, li')].filter(each => {
    const box = each.getBoundingClientRect();
    return box.width < 20 || box.height < 5 || getComputedStyle(each).visibility !== 'visible';
}).map(each => each.outerHTML.slice(0, 100))"""
"""What should be seen and is not."""

CUT_OFF = """() => [...document.querySelectorAll('h1, h2, h3, p, li, dt, dd')].filter(each => {
    const box = each.getBoundingClientRect();
    return each.closest('.wide') === null && (box.left < 0 || box.right > innerWidth);
}).map(each => each.outerHTML.slice(0, 100))"""
"""Texts that leave the screen, outside of the boxes that scroll."""

BEYOND = """() => [...document.querySelectorAll('*')].filter(each => {
    const box = each.getBoundingClientRect();
    const held = each.closest('svg') === null || each.tagName === 'text';
    return each.checkVisibility() && held && (box.left < -0.5 || box.right > innerWidth + 0.5
        || each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== 'visible');
}).map(each => each.outerHTML.slice(0, 100))"""
"""What leaves the screen, or has to be moved to be seen whole."""

SEEN = """() => [...document.querySelectorAll('figure')].map(each =>
    [...each.querySelectorAll('svg')].filter(svg => svg.checkVisibility()).map(svg => svg.className.baseVal).join())"""
"""Which drawing of each chart is seen."""

SMALLEST = """() => Math.min(...[...document.querySelectorAll('svg text')].filter(each => each.checkVisibility())
    .map(each => parseFloat(getComputedStyle(each).fontSize) * each.getScreenCTM().a))"""
"""Size in pixels of the smallest letters in a chart."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "talks.html"
    # What moves the talks of Reykjavik would take long to find; that of smaller talks fills its place.
    Report(run("reykjavik-2021", worlds=100), drivers(Scenario.from_dict(SMALL), worlds=100)).save(path)
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_all_of_it_is_seen_at_every_width(width: int, file: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    drawn = set(page.evaluate(SEEN))
    assert drawn == {"for-narrow" if width < 960 else "for-wide"}
    assert page.evaluate(HIDDEN) == []
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(SMALLEST) >= 7.5
    assert (complaints, asked) == ([], [file.as_uri()])
    page.close()


def test_a_phone_shows_all_of_every_chart_and_table_without_moving_any_sideways(file: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(file.as_uri())
    page.evaluate("document.querySelector('details').open = true")
    assert page.evaluate(BEYOND) == []
    row = page.locator("#issues-table + .wide tbody tr").first
    about, chance = row.locator("th").bounding_box(), row.locator("td[data-of=chance]").bounding_box()
    assert about["y"] + about["height"] <= chance["y"]
    assert page.locator("#issues-table + .wide thead").is_hidden()
    said = "cell => [getComputedStyle(cell, '::before').content, cell.innerText]"
    label, figure = row.locator("td[data-of=chance]").evaluate(said)
    assert label == '"chance"'
    assert figure.endswith("%")
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.locator("#issues-table + .wide thead").is_visible()
    assert row.locator("td[data-of=chance]").evaluate(said)[0] == "none"
    page.close()


def test_what_is_too_wide_moves_by_keyboard_and_the_page_does_not(file: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 800, "height": 800})
    page.goto(file.as_uri())
    boxes = page.locator(".wide").all()
    box = next(each for each in boxes if each.evaluate("box => box.scrollWidth > box.clientWidth"))
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("box => box.scrollLeft > 0", arg=box.element_handle())
    assert page.evaluate("scrollX") == 0
    page.close()


def test_on_paper_nothing_is_folded_or_wider_than_the_page(file: Path, browser: Any, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 680, "height": 1000})  # A4 between its margins
    page.goto(file.as_uri())
    yaml = page.locator("details pre")
    assert not yaml.is_visible()
    page.emulate_media(media="print")
    assert yaml.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 680
    assert page.evaluate("[...document.querySelectorAll('svg')].every(each => each.clientHeight < 1000)")
    printed = page.pdf(path=tmp_path / "talks.pdf", prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") >= 6
    page.close()
