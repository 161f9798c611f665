"""What questions of any visitor have in common: the talks that can be asked about, and who plays them."""

from __future__ import annotations

import gc
import os
import secrets
from collections import OrderedDict
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import lru_cache

from summitry.explorer.case import Case
from summitry.explorer.player import Player, charts
from summitry.explorer.setting import Setting
from summitry.scenario.library import shipped
from summitry.scenario.scenario import Scenario

MOST_UPLOADS = 200
"""How many uploaded talks are kept, the last ones, until the command ends."""
MOST_PLAYERS = 4


class Desk:
    """All that questions of any visitor have in common.

    Parameters
    ----------
    first
        The talks that the page opens with.
    worlds, seed
        Of every answer.
    executor
        Where to play; None: here.
    """

    def __init__(self, first: Case, worlds: int, seed: int, executor: Executor | None = None) -> None:
        self.first = first
        self.player = Player(worlds, seed, executor)
        self.threads = ThreadPoolExecutor(min(os.cpu_count() or 1, MOST_PLAYERS), "player")
        self._shipped = lru_cache(None)(Case.load)
        self._uploaded: OrderedDict[str, Case] = OrderedDict()

    def case(self, called: str) -> Case:
        """Return talks by what a page calls them: nothing, a shipped name, or a secret that stands for an upload.

        Raises
        ------
        KeyError
            There are none.
        """
        if not called:
            return self.first
        if called in shipped():
            return self._shipped(called)
        return self._uploaded[called]

    def keep(self, case: Case) -> str:
        """Keep uploaded talks, and return what their page calls them, which no other visitor can guess."""
        called = secrets.token_urlsafe(16)
        self._uploaded[called] = case
        while len(self._uploaded) > MOST_UPLOADS:
            self._uploaded.popitem(last=False)
        return called

    def warm(self) -> None:
        """Play and draw once before anybody asks: kernels, fonts and titles are loaded then."""
        first = Setting(self.first)
        self.player.answer(first)
        with ThreadPoolExecutor() as threads:  # at once, so that each process that draws has its share
            list(threads.map(lambda name: self.player.chart(first, name), charts()[0] * 2))
        titles()
        gc.freeze()  # what is loaded by now stays; looking through it again took longer than drawing a chart


@lru_cache(1)
def titles() -> dict[str, str]:
    """Return what the scenarios that ship are called, by name."""
    return {name: Scenario.load(name).title for name in shipped()}
