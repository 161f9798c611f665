"""What the page asks for, and what is sent: to this machine only."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import tornado.httpserver
import tornado.netutil
import tornado.web
from tornado.httputil import HTTPFile

from summitry.comparisons.words import in_words
from summitry.ensembles.headline import from_outside, interval, percent, widest
from summitry.explorer.case import Case
from summitry.explorer.controls import shown
from summitry.explorer.desk import Desk, titles
from summitry.explorer.hands import hands
from summitry.explorer.player import charts
from summitry.explorer.setting import Setting
from summitry.explorer.story import steps
from summitry.scenario.problems import Problem, ScenarioError
from summitry.scenario.yaml_reader import MOST_BYTES

Made = TypeVar("Made")

ADDRESS = "127.0.0.1"
NAMES = (ADDRESS, "localhost")
"""How the page is addressed; another name in a question is somebody else's page that points here."""
PAGE = Path(__file__).with_name("page")
MOST_SENT = 5_000_000
"""Bytes of a question that are read at all; of a scenario file the reader itself takes fewer."""
WHAT_A_PAGE_MAY_LOAD = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class Question(tornado.web.RequestHandler):
    """A question of a page."""

    lead = "What is set cannot be played; the chances below are those from before."

    def initialize(self, desk: Desk) -> None:
        """Know who answers."""
        self.desk = desk
        self.gone = False

    def prepare(self) -> None:
        """Refuse what comes from a page of somebody else."""
        origin = self.request.headers.get("Origin")
        own = origin is None or urlsplit(origin).netloc == self.request.host
        if self.request.host_name not in NAMES or not own:
            raise tornado.web.HTTPError(403)

    def set_default_headers(self) -> None:
        """Let a page load nothing from elsewhere, and keep no answer."""
        self.set_header("Content-Security-Policy", WHAT_A_PAGE_MAY_LOAD)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")

    def on_connection_close(self) -> None:
        """Remember that nobody waits for the answer any more."""
        self.gone = True

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say in one line what is wrong."""
        told = {404: "These talks are no longer here: open them again.", 403: "This page answers to itself only."}
        self.refuse([told.get(status_code, "That did not work; the terminal says why.")], status_code)

    def refuse(self, messages: list[str], status: int = 422) -> None:
        """Send messages."""
        self.set_status(status)
        self.finish(self.render_string("messages.html", lead=self.lead, messages=messages))

    def save_as(self, name: str, kind: str) -> None:
        """Have the browser save what is sent, under the name of the talks and this one."""
        self.set_header("Content-Type", kind)
        self.set_header("Content-Disposition", f'attachment; filename="{self.case().scenario.id}-{name}"')

    def case(self) -> Case:
        """Return the talks that the page is about."""
        try:
            return self.desk.case(self.get_argument("talks", ""))
        except KeyError:
            raise tornado.web.HTTPError(404) from None

    def setting(self) -> Setting:
        """Return what the visitor has set: the whole of it comes with every question."""
        said = {
            key: self.get_body_argument(key) for key in self.request.body_arguments if key not in ("talks", "world")
        }
        return Setting.of(self.case(), said)

    async def made(self, make: Callable[[], Made]) -> Made | None:
        """Return what is made in a thread; None, and nothing is made, if nobody waits for it by the time of its turn.

        None too where it can't be made for mistakes, which are sent then.
        """
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self.desk.threads, lambda: None if self.gone else make()
            )
        except ScenarioError as mistakes:
            self.refuse([str(problem) for problem in mistakes.problems])
            return None


class Page(Question):
    """The page as it opens."""

    async def get(self) -> None:
        """Send it."""
        case = self.case()
        groups = await self.made(lambda: case.groups)
        if groups is not None:
            said = {"scenario": case.scenario, "groups": groups, "case": case, "titles": titles()}
            called = self.get_argument("talks", "")
            self.render("page.html", talks=called, shown=shown, most=MOST_BYTES, charts=charts(), **said)


class Upload(Question):
    """A scenario file."""

    lead = "This file cannot be opened, and nothing was changed."

    async def post(self) -> None:
        """Send where its page is, or its mistakes."""
        sent: list[HTTPFile] = self.request.files.get("file", [])
        if len(sent) != 1 or not sent[0].filename:
            self.refuse([str(Problem("found no file, expected a scenario file (YAML)"))])
            return
        case = await self.made(lambda: Case.uploaded(sent[0].filename, sent[0].body))
        if case is not None:
            self.write(f"/?talks={self.desk.keep(case)}")


class Answers(Question):
    """The chances."""

    async def post(self) -> None:
        """Send them."""
        answer = await self.made(lambda: self.desk.player.answer(self.setting()))
        if answer is not None:
            words = {"percent": percent, "interval": interval, "in_words": in_words, "from_outside": from_outside}
            said = {"result": answer.result, "beside": answer.beside, "worlds": self.desk.player.worlds}
            self.render("answer.html", widest=widest, **said, **words)


class Chart(Question):
    """One chart of the chances."""

    async def post(self, name: str) -> None:
        """Send it."""
        if not any(name in names for names in charts()):
            raise tornado.web.HTTPError(404)
        drawn = await self.made(lambda: self.desk.player.chart(self.setting(), name))
        if drawn is not None:
            self.write(drawn)


class World(Question):
    """One world's talks."""

    async def post(self) -> None:
        """Send them in steps."""
        number = self.get_body_argument("world", "")
        if not number.isdecimal() or len(number) > 9:
            self.refuse([f"found '{number[:60]}', expected the number of a world, from 0"])
            return
        seed = self.desk.player.seed
        told = await self.made(lambda: steps(self.setting().scenario, int(number), seed))
        if told is not None:
            self.render("story.html", steps=told, world=int(number))


class Variant(Question):
    """What is set, as a scenario file: to be read, or to be saved."""

    async def post(self, how: str) -> None:
        """Send it."""
        text = await self.made(lambda: self.setting().yaml)
        if text is None:
            return
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        if how == "save":
            self.save_as("variant.yaml", "application/yaml")
        self.write(text)


class Reports(Question):
    """The report on what is set, to be saved."""

    async def post(self) -> None:
        """Send it."""
        text = await self.made(lambda: self.desk.player.report(self.setting()))
        if text is not None:
            self.save_as("report.html", "text/html; charset=utf-8")
            self.write(text)


def application(desk: Desk) -> tornado.web.Application:
    """Return what answers the questions of pages."""
    known = {"desk": desk}
    return tornado.web.Application(
        [
            ("/", Page, known),
            ("/upload", Upload, known),
            ("/answer", Answers, known),
            ("/chart/([a-z_0-9]+)", Chart, known),
            ("/world", World, known),
            ("/variant/(read|save)", Variant, known),
            ("/report", Reports, known),
            (r"/page/(page\.css|page\.js)", tornado.web.StaticFileHandler, {"path": str(PAGE)}),
        ],
        template_path=str(PAGE),
        log_function=lambda _: None,
    )


async def serve(first: Case, worlds: int, seed: int, port: int, ready: Callable[[str], None]) -> None:
    """Answer the questions of pages until cancelled.

    Parameters
    ----------
    first, worlds, seed
        As of a `Desk`.
    port
        Of this machine; 0: any that is free.
    ready
        Told the page's address once it can be opened.

    Raises
    ------
    OSError
        The port is taken.
    """
    logging.getLogger("tornado.general").setLevel(logging.ERROR)  # a visitor who asks nonsense is no news
    try:
        sockets = tornado.netutil.bind_sockets(port, ADDRESS)
    except OSError as failure:
        raise OSError(
            failure.errno,
            f"port {port} is not free ({os.strerror(failure.errno or 0).lower()}), choose another with --port",
        ) from None
    with hands() as executor:
        desk = Desk(first, worlds, seed, executor)
        server = tornado.httpserver.HTTPServer(application(desk), max_buffer_size=MOST_SENT)
        server.add_sockets(sockets)
        await asyncio.get_running_loop().run_in_executor(desk.threads, lambda: first.groups)
        ready(f"http://{ADDRESS}:{sockets[0].getsockname()[1]}/")
        desk.threads.submit(desk.warm)
        await asyncio.Event().wait()
