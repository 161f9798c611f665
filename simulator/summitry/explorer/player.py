"""Who plays what visitors set, and draws it."""

from __future__ import annotations

import re
import time
from concurrent.futures import BrokenExecutor, Executor
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from matplotlib.figure import Figure

from summitry.charts import look
from summitry.comparisons.comparison import Pairs, Variant
from summitry.comparisons.shared_parts import Shared
from summitry.ensembles import ensemble
from summitry.ensembles.result import EnsembleResult
from summitry.explorer.case import Case
from summitry.explorer.setting import Setting
from summitry.registry import registered
from summitry.reports.report import Report
from summitry.sensitivity.driving import drivers
from summitry.talks.randomness import BLOCK
from summitry.workers.crew import places

MOST_KEPT = 64
"""How many answers are remembered: those of a few visitors with a few sliders moved to and fro."""
FEW, TRIAL = 10, 250
"""Worlds that tell how long others take, what they share and each of them; no ensemble has fewer than the latter unless
asked for."""
TOO_LONG, QUICK = 1.0, 0.6
"""Seconds that it may take to play an answer before its worlds are made fewer, and that it should take then: what draws
it needs about as long again, so that all of it stands there within a second."""
OF_A_GROUP = 200
"""Worlds of each group of inputs in which a report looks for what moves the chances: some seconds in all."""
FIRST = ("funnel", "issues", "settlements")
"""The charts that are redrawn at every move, in this order; others only where somebody looks at them."""


@dataclass(frozen=True)
class Answer:
    """What a setting came to, beside the talks as they stand; both with the same draws."""

    result: EnsembleResult
    beside: Variant


class Player:
    """Plays settings; a pure function of them, so that visitors cannot mix.

    Parameters
    ----------
    worlds
        Of every ensemble; fewer where talks are so slow to play that nobody would wait for them.
    seed
        Of every ensemble.
    executor
        Where to play; None: here.
    """

    def __init__(self, worlds: int, seed: int, executor: Executor | None = None) -> None:
        self.worlds, self.seed, self._executor = worlds, seed, executor
        self._played = lru_cache(MOST_KEPT)(self._play)
        self._worlds_of = lru_cache(MOST_KEPT)(self._fitting)
        self._turn_at = lru_cache(MOST_KEPT)(lambda _: Lock())
        self._drawing = Lock()

    def answer(self, setting: Setting) -> Answer:
        """Return what a setting comes to.

        Raises
        ------
        ScenarioError
            What was set does not fit together.
        """
        stands, result = self._result(Setting(setting.case)), self._result(setting)
        shared = Shared.of(stands.scenario, result.scenario)
        pairs = Pairs.of(shared, (stands.scenario, stands.rows), (result.scenario, result.rows))
        return Answer(result, Variant("as set", result.scenario, shared, pairs, same=not setting.changes))

    def chart(self, setting: Setting, name: str) -> str:
        """Return a chart of what a setting comes to, as an SVG element."""
        result = self._result(setting, explain=name not in FIRST)
        if self._executor is not None:
            with suppress(BrokenExecutor):  # somebody killed one that draws: it is drawn here
                return self._executor.submit(drawn, result, name).result()
        with self._drawing:  # Matplotlib's style is that of the whole process
            return drawn(result, name)

    def report(self, setting: Setting) -> str:
        """Return the report on what a setting comes to, as a page of its own."""
        result = self._result(setting, explain=True)
        moved_by = drivers(setting.scenario, min(self.worlds, OF_A_GROUP), self.seed)
        with self._drawing:
            return Report(result, moved_by).to_html()

    def _result(self, setting: Setting, explain: bool = False) -> EnsembleResult:
        """Return what a setting comes to; reasons, which what is redrawn at every move shows none of, if asked for."""
        with self._turn_at(setting.case):  # who waits finds what the other played
            return self._played(setting, explain)

    def _play(self, setting: Setting, explain: bool) -> EnsembleResult:
        asked = setting.scenario, self._worlds_of(setting.case), self.seed
        try:
            return ensemble.run(*asked, executor=self._executor, keep_rows=True, explain=explain)
        except ChildProcessError:  # somebody killed one that plays: it goes on here, a little slower
            return ensemble.run(*asked, keep_rows=True, explain=explain)

    def _fitting(self, case: Case) -> int:
        """Return how many worlds of some talks can be played while somebody waits; the same for all their settings."""
        if self.worlds <= TRIAL:
            return self.worlds
        few, trial = (self._seconds(case, worlds) for worlds in (FEW, TRIAL))
        each = max(trial - few, 0.0) / (TRIAL - FEW)
        at_once = BLOCK * (1 if self._executor is None else places(self._executor))

        def seconds(worlds: int) -> float:
            return few + each * (min(worlds, -(-worlds // at_once) * BLOCK) - FEW)

        if seconds(self.worlds) <= TOO_LONG:
            return self.worlds
        fewer = range(self.worlds // TRIAL * TRIAL, TRIAL, -TRIAL)
        return next((worlds for worlds in fewer if seconds(worlds) <= QUICK), TRIAL)

    def _seconds(self, case: Case, worlds: int) -> float:
        """Return how long it takes to play some talks, whatever else is done meanwhile."""
        took = []
        for _ in range(2):  # the first time also loads what the talks need
            started = time.thread_time()
            ensemble.run(case.scenario, worlds, self.seed, explain=False)
            took.append(time.thread_time() - started)
        return min(took)


def charts() -> tuple[list[str], list[str]]:
    """Return the names of the charts that come first, and those of all others that are registered."""
    names = registered("charts")
    return [name for name in FIRST if name in names], [name for name in names if name not in FIRST]


def drawn(result: EnsembleResult, name: str) -> str:
    """Return a chart of a result as an SVG element; a function of a module, so that it can travel."""
    return svg(getattr(result.plot, name)())


def svg(figure: Figure) -> str:
    """Return a chart as an SVG element with a text in its place for who cannot see it, free to be any size."""
    text = look.svg(figure)
    text = text[text.index("<svg") :]
    # Ids of groups serve nobody, and would come again in the next chart of the page.
    text = re.sub(r'<g id="[^"]*"', "<g", text)
    # So would its style, and reach the whole page.
    text = re.sub(r"<(metadata|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(r' (width|height)="[^"]*pt"', "", text, count=2)
    title = re.search(r"<title>(.*?)</title>", text, flags=re.DOTALL)
    said = title[1].replace('"', "&quot;") if title else "Chart"
    text = re.sub(r"\s*<title>.*?</title>", "", text, count=1, flags=re.DOTALL)
    return text.replace("<svg ", f'<svg role="img" aria-label="{said}" ', 1)
