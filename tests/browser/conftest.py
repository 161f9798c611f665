"""A server of the page and a browser, one of each for all tests of a file that a worker runs."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.command import COMMAND

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

TALKS = """\
title: Two neighbours <b>talk</b>
issues:
  troops: {title: Troops near the border, range: {from: 0, to: 100, steps: 6, unit: thousand}, status_quo: 20}
  prisoners: {title: Prisoners, options: [neither, one, both]}
  embassies: {title: Embassies, options: [shut, open]}
states:
  east:
    positions:
      troops: {ideal: 20, salience: {normal: [0.8, 0.1]}}
      prisoners: {ideal: neither, salience: 0.2}
      embassies: {ideal: open, salience: high}
  west:
    premium: {uniform: [0.0, 0.3]}
    positions:
      troops: {ideal: 100, salience: 0.9}
      prisoners: {ideal: both, salience: 0.6}
      embassies: {ideal: open}
envoys:
  anna: {of: east, title: Anna Novak, style: boulware}
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the page is."""
    talks = tmp_path_factory.mktemp("talks") / "neighbours.yaml"
    talks.write_text(TALKS)
    server = subprocess.Popen(  # noqa: S603 our own command
        [COMMAND, "explore", talks, "--no-open", "--port", "0", "--worlds", "200"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        start_new_session=True,
    )
    with server:
        assert server.stdout is not None
        yield server.stdout.readline().split()[0]
        server.send_signal(signal.SIGINT)
        try:
            assert server.wait(timeout=60) == 130
        finally:
            server.kill()  # one that does not end would be waited for


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; Playwright runs once at a time in a process."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no Playwright here: pip install playwright")
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody with a browser, who keeps what it downloads."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    yield context
    context.close()


@pytest.fixture
def page(visitor: BrowserContext, address: str) -> Page:
    """The page as it opens, complete."""
    return opened(visitor, address)


def opened(visitor: BrowserContext, address: str) -> Page:
    """Open the page and wait until all is drawn."""
    page = visitor.new_page()
    page.goto(address)
    settled(page)
    return page


def settled(page: Page) -> None:
    """Wait until all is drawn again."""
    page.wait_for_selector("#chance")
    page.wait_for_selector("body:not(.waiting)")
