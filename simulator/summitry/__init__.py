"""Diplomatic negotiation simulator: the chances of agreement, on what, and why not.

The flow is one line: a scenario (`scenario`) is drawn into worlds (`talks.drawing`), a Mesa model plays the talks in
all of them at once (`talks.model`, with the agents of `summitry_agents` and a protocol), an ensemble adds blocks of
worlds up (`ensembles`), and charts, tables and texts are functions of the result. Nothing flows back.

The parts can be exchanged one without the other; each has one file per kind, found through entry points (`registry`):

- what a state wants: `talks.wishes`, drawn by `talks.drawing` into `talks.circumstances`, which may change; what
  follows from them is `talks.weighed`, linked issues joined by `talks.linking`, and at a table it is
  `summitry_agents.preferences`;
- how an envoy concedes: `summitry_agents.styles`; on which condition it says yes: `summitry_agents.acceptance`;
- what it believes of the others: `summitry_agents.picture`; how it learns: `summitry_agents.learning`;
- which deal it offers: `summitry_agents.offers`, on `logrolling`, `multilateral`, `coalitions`;
- who may say what when: `protocols`; on which issues: `talks.baskets`; whose yes it takes: `talks.rule`,
  `protocols.vote`;
- which meeting comes when, and who sits in it: `scenario.road`, `talks.meeting`, `talks.seats`, `talks.sight`; what is
  signed, what waits for leaders: `talks.signing`, `talks.signatures`, and so what the next meeting is about:
  `talks.situation`;
- what acts on the talks beside the envoys: `mechanisms`, one file each;
- what was possible, and who blocked it: `summitry_agents.zone`, `zone_under_rule`, `solutions`, `talks.zones`,
  `talks.blocks`.

Around one ensemble stand the questions that are asked of many:

- who plays, in this process or others: `workers`; what a folder keeps, finished or not: `kept`;
- what would change the answer: `sweeps`, and world by world `comparisons`; what moves it most: `sensitivity`; what one
  state could change, or get others to change: `leverage`;
- what simple models of the literature would say of the same worlds: `forecasts`, one file each;
- what came of real talks: `hindcast`, and how often talks of a kind led to agreement: `outside_view`;
- what happens round by round, in many worlds: `traces`; how one world is told: `stories`;
- how a first scenario is written: `writing`, `tables`;
- how answers are seen and asked for: `charts`, all of them on one page, `reports`, and `commands`, one file each; and
  tried out in a browser: `explorer`.

    from summitry import Scenario, SummitModel, run
    result = run("reykjavik-2021", worlds=10_000, seed=1)
    result.chances()
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summitry.comparisons.comparing import compare
    from summitry.comparisons.comparison import Comparison
    from summitry.ensembles.ensemble import run
    from summitry.ensembles.result import EnsembleResult
    from summitry.forecasts.forecasting import Forecast, forecast
    from summitry.leverage.levering import levers
    from summitry.leverage.levers import Levers
    from summitry.reports.report import Report
    from summitry.reports.reporting import report
    from summitry.scenario.problems import ScenarioError
    from summitry.scenario.scenario import Scenario
    from summitry.sensitivity.drivers import Drivers
    from summitry.sensitivity.driving import drivers
    from summitry.sweeps.result import SweepResult
    from summitry.sweeps.sweeping import sweep
    from summitry.talks.model import SummitModel
    from summitry.traces.tracing import trace

__all__ = [
    "Comparison",
    "Drivers",
    "EnsembleResult",
    "Forecast",
    "Levers",
    "Report",
    "Scenario",
    "ScenarioError",
    "SummitModel",
    "SweepResult",
    "compare",
    "drivers",
    "forecast",
    "levers",
    "report",
    "run",
    "sweep",
    "trace",
]

_HOMES = {
    "Comparison": "summitry.comparisons.comparison",
    "Drivers": "summitry.sensitivity.drivers",
    "EnsembleResult": "summitry.ensembles.result",
    "Forecast": "summitry.forecasts.forecasting",
    "Levers": "summitry.leverage.levers",
    "Report": "summitry.reports.report",
    "Scenario": "summitry.scenario.scenario",
    "ScenarioError": "summitry.scenario.problems",
    "SummitModel": "summitry.talks.model",
    "SweepResult": "summitry.sweeps.result",
    "compare": "summitry.comparisons.comparing",
    "drivers": "summitry.sensitivity.driving",
    "forecast": "summitry.forecasts.forecasting",
    "levers": "summitry.leverage.levering",
    "report": "summitry.reports.reporting",
    "run": "summitry.ensembles.ensemble",
    "sweep": "summitry.sweeps.sweeping",
    "trace": "summitry.traces.tracing",
}


def __getattr__(name: str) -> Any:
    """Load a public name where it is used first: mesa and pandas take a second between them."""
    if name not in _HOMES:
        raise AttributeError(f"module 'summitry' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
