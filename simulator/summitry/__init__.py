"""Diplomatic negotiation simulator: the chances of agreement, on what, and why not.

The flow is one line: a scenario is drawn into worlds (`drawing`), a Mesa model plays the talks in all of them at once
(`model`, with the agents of `summitry_agents` and a protocol), an ensemble adds blocks of worlds up (`ensemble`,
`tally`), and charts, tables and texts are functions of the result. Nothing flows back.

The parts can be exchanged one without the other; each has one file per kind, found through entry points:

- what a state wants: `wishes`, drawn by `drawing` into `circumstances`, which may change; what follows from them is
  `weighed`, linked issues joined by `linking`, and at a table it is `summitry_agents.preferences`;
- how an envoy concedes: `summitry_agents.styles`; on which condition it says yes: `summitry_agents.acceptance`;
- what it believes of the others: `summitry_agents.picture`; how it learns: `summitry_agents.learning`;
- which deal it offers: `summitry_agents.offers`, on `logrolling`, `multilateral`, `coalitions`;
- who may say what when: `protocols`; on which issues: `baskets`; whose yes it takes: `rule`, `protocols.vote`;
- which meeting comes when, and who sits in it: `scenario.road`, `meeting`, `seats`, `sight`; what is signed, what waits
  for leaders: `signing`, `signatures`, and so what the next meeting is about: `situation`;
- what acts on the talks beside the envoys: `mechanisms`, one file each;
- what was possible, and who blocked it: `summitry_agents.zone`, `zone_under_rule`, `solutions`, `zones`, `blocks`;
- who plays, in this process or others: `crew`, `cluster`; what a folder keeps of work that is not finished: `record`,
  `unfinished`, `kept_run`, `kept_sweep`;
- what would change the answer: `sweeping`, and world by world `comparing`, on `shared_parts` and `paired` differences;
  what moves it most: `driving`, which exchanges and holds `inputs`, on `sobol` indices;
- what simple models of the literature would say of the same worlds: `forecasts`, one file each, asked by `forecasting`;
- how one world is told: `chronicle` notes it, `transcript` and `readout` tell it.

    from summitry import Scenario, SummitModel, run
    result = run("reykjavik-2021", worlds=10_000, seed=1)
    result.chances()
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summitry.comparing import compare
    from summitry.comparison import Comparison
    from summitry.drivers_result import Drivers
    from summitry.driving import drivers
    from summitry.ensemble import run
    from summitry.forecasting import Forecast, forecast
    from summitry.model import SummitModel
    from summitry.result import EnsembleResult
    from summitry.scenario.problems import ScenarioError
    from summitry.scenario.scenario import Scenario
    from summitry.sweep_result import SweepResult
    from summitry.sweeping import sweep

__all__ = [
    "Comparison",
    "Drivers",
    "EnsembleResult",
    "Forecast",
    "Scenario",
    "ScenarioError",
    "SummitModel",
    "SweepResult",
    "compare",
    "drivers",
    "forecast",
    "run",
    "sweep",
]

_HOMES = {
    "Comparison": "summitry.comparison",
    "Drivers": "summitry.drivers_result",
    "EnsembleResult": "summitry.result",
    "Forecast": "summitry.forecasting",
    "Scenario": "summitry.scenario.scenario",
    "ScenarioError": "summitry.scenario.problems",
    "SummitModel": "summitry.model",
    "SweepResult": "summitry.sweep_result",
    "compare": "summitry.comparing",
    "drivers": "summitry.driving",
    "forecast": "summitry.forecasting",
    "run": "summitry.ensemble",
    "sweep": "summitry.sweeping",
}


def __getattr__(name: str) -> Any:
    """Load a public name where it is used first: mesa and pandas take a second between them."""
    if name not in _HOMES:
        raise AttributeError(f"module 'summitry' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
