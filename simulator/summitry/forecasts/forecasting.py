"""What simple models of the literature forecast for each issue, beside our own settlements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from summitry import registry
from summitry.ensembles.ensemble import WORLDS, Progress, run
from summitry.ensembles.result import EnsembleResult
from summitry.forecasts.standings import Standings, has_scale
from summitry.scenario.agenda import Question
from summitry.scenario.quantity import label
from summitry.scenario.scenario import Scenario
from summitry.statistics import Spread
from summitry.talks.drawing import draw
from summitry.talks.randomness import BLOCK

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Forecast:
    """What models expect of each issue, and what came out of our worlds.

    Parameters
    ----------
    result
        Our own answer.
    models
        By issue with a scale, then by name of the model: the place, from 0 to 1, over the worlds in which somebody who
        counts cares.
    """

    result: EnsembleResult
    models: Mapping[str, Mapping[str, Spread]]

    def settlement(self, issue: str) -> tuple[float, float] | None:
        """Return mean and standard deviation of the place, from 0 to 100, at which an issue with a scale is settled.

        Over the worlds with an agreement that settles it; None if there is no such world.
        """
        i = self.result.scenario.issues.index(issue)
        question = self.result.scenario.agenda.questions[i]
        counts = self.result.tally.settlements[i, : len(question.options)]
        if not counts.any():
            return None
        mean = float(np.average(question.place, weights=counts))
        variance = float(np.average((question.place - mean) ** 2, weights=counts))
        return 100 * mean, 100 * variance**0.5

    def to_dict(self) -> dict[str, Any]:
        """Return the forecasts as plain data: the document that `summitry forecast --json` prints.

        ::

            {"schema_version": 1, "version": v, "scenario": id, "worlds": n, "seed": s,
             "issues": {id: {"scale": [option at 0, option at 100],         # null: the options lie on no scale
                             "settled": {"chance": c, "low": l, "high": h}, # an agreement settles it; 95 % Wilson
                             "settlement": {"mean": m, "sd": d},            # ours, where it is settled; null: nowhere
                             "models": {name: {"mean": m, "p05": a, "p95": b}}}}}

        Places are on the issue's scale, from 0 to 100. Without a scale, `settlement` and `models` are null as well.
        """
        issues = self.result.scenario.agenda.questions
        return {
            "schema_version": SCHEMA_VERSION,
            "version": version("summitry"),
            "scenario": self.result.scenario.id,
            "worlds": self.result.worlds,
            "seed": self.result.seed,
            "issues": {question.id: self._issue(question) for question in issues},
        }

    def _issue(self, question: Question) -> dict[str, Any]:
        told: dict[str, Any] = {"scale": None, "settled": self.result.settled[question.id].to_dict()}
        if not has_scale(question):
            return {**told, "settlement": None, "models": None}
        settlement = self.settlement(question.id)
        return {
            **told,
            "scale": [label(question.options[0]), label(question.options[-1])],
            "settlement": None if settlement is None else dict(zip(("mean", "sd"), settlement, strict=True)),
            "models": {name: in_hundred(spread) for name, spread in self.models[question.id].items()},
        }

    def __repr__(self) -> str:
        return f"<Forecast {self.result.scenario.id}: {len(self.models)} issues, {self.result.worlds:,} worlds>"

    def _repr_html_(self) -> str:
        from summitry.forecasts.table import print_forecast
        from summitry.html_screen import as_html

        return as_html(print_forecast, self)


def in_hundred(spread: Spread) -> dict[str, float | None]:
    """Return mean, 5 % and 95 % quantile of places, from 0 to 100; None where no world has one."""
    return {key: None if value is None else round(100 * value, 6) for key, value in spread.to_dict().items()}


def forecast(
    scenario: Scenario | str | Path,
    worlds: int = WORLDS,
    seed: int = 1,
    workers: int | None = 1,
    progress: Progress | None = None,
) -> Forecast:
    """Play a scenario, and ask each registered model what it expects of the same worlds.

    Parameters
    ----------
    scenario, worlds, seed, workers, progress
        As in `summitry.run`. Models see what the worlds drew before the talks: places, saliences and capabilities.

    Raises
    ------
    ScenarioError
        The scenario can't be used.
    TypeError, ValueError
        A number is none, or out of its range.

    Examples
    --------
    >>> forecast("reykjavik-2021", worlds=50).to_dict()["issues"]["troops"]["scale"]
    ['0', '100']
    """
    result = run(scenario, worlds, seed, workers, keep_rows=False, progress=progress)
    return Forecast(result, _asked(result.scenario, worlds, seed))


def _asked(scenario: Scenario, worlds: int, seed: int) -> dict[str, dict[str, Spread]]:
    """Return what each model says of each issue with a scale, added up block by block."""
    models = {name: entry.load() for name, entry in registry.registered("forecasts").items()}
    issues = [(i, question.id) for i, question in enumerate(scenario.agenda.questions) if has_scale(question)]
    said = {issue: {name: Spread.of(np.empty(0)) for name in models} for _, issue in issues}
    for start in range(0, worlds, BLOCK):
        drawn = draw(scenario, seed, np.arange(start, min(start + BLOCK, worlds)))
        for i, issue in issues:
            at_first = drawn.circumstances
            standings = Standings(at_first.ideal[:, :, i], at_first.salience[:, :, i], drawn.capability)
            for name, model in models.items():
                places = model(standings)
                said[issue][name] += Spread.of(places[~np.isnan(places)])
    return said
