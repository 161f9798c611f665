"""What a visitor of the page sees and can do, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from summitry import Scenario, ScenarioError, run
from summitry.commands.check import check
from summitry.ensembles.headline import percent
from tests.browser.conftest import TALKS, opened, settled
from tests.browser.seeing import CONTRASTS, FOCUSED, REACHABLE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

SALIENCE = "states.west.positions.troops.salience"


def chance(page: Page) -> str:
    return page.locator("#chance").inner_text()


def slider(page: Page, key: str) -> Any:
    return page.locator(f"input[id='{key}']")


def press(page: Page, key: str, *keys: str) -> None:
    """Move a slider by keyboard."""
    slider(page, key).focus()
    for each in keys:
        page.keyboard.press(each)
    settled(page)


def send(page: Page, name: str, text: str) -> None:
    payload = {"name": name, "mimeType": "application/yaml", "buffer": text.encode()}
    page.get_by_label("A file of your own").set_input_files(payload)  # type: ignore[arg-type]
    page.get_by_role("button", name="Check and open").click()


def download(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as started:
        page.get_by_role("button", name=button).click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def test_it_opens_with_the_named_talks_and_asks_nothing_of_the_rest_of_the_world(
    visitor: BrowserContext, address: str, tmp_path: Path
) -> None:
    asked: list[str] = []
    mistakes: list[str] = []
    visitor.on("request", lambda request: asked.append(request.url))
    visitor.on("console", lambda said: mistakes.append(said.text))
    visitor.on("weberror", lambda error: mistakes.append(str(error.error)))
    page = opened(visitor, address)
    assert page.get_by_role("heading", level=1).inner_text() == "Two neighbours <b>talk</b>"
    path = tmp_path / "neighbours.yaml"
    path.write_text(TALKS)
    assert chance(page) == percent(run(path, worlds=200).agreement.chance)
    assert (
        page.locator("figure:visible svg[role=img][aria-label]").count() == page.locator("figure:visible").count() == 3
    )
    page.get_by_text("More charts").click()
    others = page.locator("#more figure").count()
    assert others >= 1
    page.locator("#more figure:has(svg[role=img])").nth(others - 1).wait_for()
    assert len(asked) >= 9
    assert {urlsplit(url).hostname for url in asked if not url.startswith("data:")} == {"127.0.0.1"}
    assert mistakes == []


def test_a_slider_moved_by_keyboard_changes_the_chance_and_goes_back(page: Page) -> None:
    before, charts = chance(page), page.locator("figure svg").first.inner_html()
    premium = page.get_by_role("slider", name="Premium").nth(1)
    assert premium.get_attribute("aria-valuetext") == "as in the file: 0 to 0.3"
    press(page, "states.west.premium", "End", "ArrowLeft")
    assert premium.get_attribute("aria-valuetext") == "0.99"
    assert chance(page) == "0 %" != before
    assert page.locator("figure svg").first.inner_html() != charts
    assert "instead of " + before in page.locator("#difference").inner_text()
    assert page.locator("#yaml").inner_text().strip() == "extends: neighbours.yaml\nstates:\n  west: {premium: 0.99}"
    page.get_by_role("button", name="Premium (West): as in the file").click()
    settled(page)
    assert (chance(page), premium.get_attribute("aria-valuetext")) == (before, "as in the file: 0 to 0.3")
    assert page.locator("#yaml").inner_text().strip() == "extends: neighbours.yaml"


def test_a_style_is_chosen_and_what_is_set_is_saved_as_a_file_that_check_passes(page: Page, tmp_path: Path) -> None:
    before = chance(page)
    page.get_by_label("Envoy's style (Anna Novak)").select_option("hardliner")
    page.get_by_label("Envoy's style", exact=True).select_option("hardliner")
    press(page, SALIENCE, "Home")
    assert chance(page) != before
    path = download(page, "Save this file", tmp_path)
    (tmp_path / "neighbours.yaml").write_text(TALKS)
    assert path.name == "neighbours-variant.yaml"
    assert path.read_text().strip() == page.locator("#yaml").inner_text().strip()
    checked = CliRunner().invoke(check, [str(path)])
    assert checked.exit_code == 0, checked.output
    talks = Scenario.load(path)
    styles = [talks.speaker(state, "envoys")[1].style for state in talks.states]
    assert [style.name for style in styles if style] == ["hardliner", "hardliner"]
    assert percent(run(talks, worlds=200).agreement.chance) == chance(page)
    meanwhile: list[str] = []
    page.route("**/report", lambda asked: (meanwhile.append(page.locator("#saving").inner_text()), asked.continue_()))
    report = download(page, "Save a report on it", tmp_path)
    assert meanwhile == ["The report is being made ..."]
    page.locator("#saving").get_by_text("Saved as neighbours-report.html.").wait_for()
    assert report.name == "neighbours-report.html"
    assert all(said in report.read_text() for said in (chance(page), "200 worlds", "hardliner"))
    page.get_by_role("button", name="All as in the file").click()
    settled(page)
    assert page.locator("#yaml").inner_text().strip() == "extends: neighbours.yaml"


@pytest.mark.parametrize("button", ["Premium (West): as in the file", "All as in the file"])
def test_what_is_shown_counts_as_stale_from_the_click_that_undoes_a_move(page: Page, button: str) -> None:
    press(page, "states.west.premium", "End")
    stale = page.get_by_role("button", name=button).evaluate(
        "button => { button.click(); return [document.body.className, document.querySelector('#answer').ariaBusy]; }"
    )
    assert stale == ["waiting", "true"]
    settled(page)
    assert page.locator("#yaml").inner_text().strip() == "extends: neighbours.yaml"
    assert page.get_by_role("button", name="All as in the file").is_disabled()


def test_what_does_not_go_together_is_said_and_the_chances_stay(page: Page) -> None:
    before = chance(page)
    page.get_by_label("Envoy's style (Anna Novak)").select_option("sealed_bid")
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "envoys.anna.style: found 'sealed_bid', expected protocol: sealed_offers" in alert.inner_text()
    assert chance(page) == before
    where = page.url
    page.get_by_role("button", name="Save a report on it").click()
    page.get_by_text("Nothing was saved.").wait_for()
    assert (page.url, chance(page)) == (where, before)
    assert "sealed_offers" in alert.inner_text()
    page.get_by_label("Envoy's style (Anna Novak)").select_option("linear")
    alert.wait_for(state="hidden")
    settled(page)


def test_the_talks_of_one_world_are_told_step_by_step(page: Page) -> None:
    assert not page.get_by_role("button", name="Next step").is_visible()
    page.get_by_label("World", exact=True).fill("3")
    page.get_by_role("button", name="Tell its talks").click()
    where, shown = page.locator("#where"), page.locator(".step:visible")
    where.filter(has_text="Step 1 of").wait_for()
    assert "Anna Novak (East)" in shown.inner_text()
    later = page.get_by_role("button", name="Next step")
    titles = []
    while later.is_enabled():
        later.click()
        assert shown.count() == 1
        titles.append(shown.locator("h3").inner_text())
    assert titles[0] == "Round 1"
    assert titles[-2:] == ["How it ended", "What each side tells the press"]
    page.get_by_role("button", name="Previous step").click()
    assert "gate: " in shown.inner_text()


def test_other_talks_are_opened_by_name(page: Page) -> None:
    page.get_by_label("Scenario", exact=True).select_option("hanoi-2019")
    page.get_by_role("button", name="Open", exact=True).click()
    page.wait_for_url("**/?talks=hanoi-2019")
    settled(page)
    assert page.get_by_role("heading", level=1).inner_text() == Scenario.load("hanoi-2019").title
    assert page.locator("#yaml").inner_text().strip() == "extends: hanoi-2019"


def test_a_file_with_mistakes_gives_the_messages_of_check_and_a_good_one_opens(page: Page, tmp_path: Path) -> None:
    before, where = chance(page), page.url
    wrong = TALKS.replace("ideal: both", "ideal: bth").replace("status_quo", "status_qou")
    path = tmp_path / "mine.yaml"
    path.write_text(wrong)
    with pytest.raises(ScenarioError) as mistakes:
        Scenario.load(path)
    send(page, "mine.yaml", wrong)
    alert = page.get_by_role("alert")
    alert.wait_for()
    said = alert.get_by_role("listitem").all_inner_texts()
    assert said == [str(each).replace(str(path), "mine.yaml") for each in mistakes.value.problems]
    assert [each.split(":")[:2] for each in said] == [["mine.yaml", "3"], ["mine.yaml", "16"]]
    assert (chance(page), page.url) == (before, where)
    send(page, "mine.yaml", "# " + "long " * 2_000_000)
    alert.get_by_text("mine.yaml: found more than 500,000 bytes, expected fewer").wait_for()
    send(page, "mine.yaml", TALKS.replace("Two neighbours", "Three islands"))
    page.wait_for_url("**/?talks=*")
    settled(page)
    assert "Three islands" in page.get_by_role("heading", level=1).inner_text()
    assert page.locator("#yaml").inner_text().strip() == "extends: mine.yaml"


def test_two_visitors_do_not_mix(browser: Browser, page: Page, address: str) -> None:
    other = browser.new_context()
    theirs = opened(other, address)
    as_it_stands = chance(theirs)
    press(page, "states.west.premium", "End")
    press(theirs, SALIENCE, "Home")
    assert page.locator("#yaml").inner_text().strip() == "extends: neighbours.yaml\nstates:\n  west: {premium: 1.0}"
    assert "premium" not in theirs.locator("#yaml").inner_text()
    assert chance(page) == "0 %"
    send(page, "hidden.yaml", TALKS.replace("Two neighbours", "Hidden islands"))
    page.wait_for_url("**/?talks=*")
    theirs.reload()
    settled(theirs)
    assert chance(theirs) == as_it_stands
    assert "Hidden islands" not in theirs.content()
    other.close()


def test_every_control_is_reached_by_tab_in_order_with_a_name_and_visible_focus(page: Page) -> None:
    page.get_by_role("button", name="Tell its talks").press("Enter")
    page.locator("#where").filter(has_text="Step 1 of").wait_for()
    reachable = page.evaluate(REACHABLE)
    page.get_by_role("link", name="To the chances").focus()
    reached = [page.evaluate(FOCUSED)]
    while len(reached) < len(reachable):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
    assert [place for place, _, _ in reached] == reachable
    assert len(reachable) > 30
    assert [where for where, outline, _ in reached if outline in ("none", "0px")] == []
    assert [where for where, _, name in reached if not name.strip()] == []


def test_texts_can_be_read_and_nothing_is_wider_than_a_phone(page: Page) -> None:
    press(page, "states.west.premium", "ArrowRight")
    page.get_by_role("button", name="Tell its talks").click()
    page.locator("#where").filter(has_text="Step 1 of").wait_for()
    found = page.evaluate(CONTRASTS)
    assert len(found) > 60
    assert [text for text, ratio in found if ratio < 4.5] == []
    page.set_viewport_size({"width": 360, "height": 740})
    page.reload()
    settled(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") == 360
    assert page.locator("#state").inner_text() == f"Agreement: {chance(page)}"
    page.get_by_text("West", exact=True).first.click()
    assert page.evaluate("() => document.documentElement.scrollWidth") == 360
