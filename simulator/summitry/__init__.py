"""Diplomatic negotiation simulator: the chances of agreement, on what, and why not.

The flow is one line: a scenario is drawn into worlds (`drawing`), a Mesa model plays the talks in all of them at once
(`model`, with the agents of `summitry_agents` and a protocol), an ensemble adds blocks of worlds up (`ensemble`,
`tally`), and charts, tables and texts are functions of the result. Nothing flows back.

The parts can be exchanged one without the other; each has one file per kind, found through entry points:

- what a state wants: `summitry_agents.preferences`, drawn by `drawing`, linked issues joined by `linking`;
- how an envoy concedes: `summitry_agents.styles`; on which condition it says yes: `summitry_agents.acceptance`;
- what it believes of the others: `summitry_agents.picture`; how it learns: `summitry_agents.learning`;
- which deal it offers: `summitry_agents.offers`, on `logrolling`, `multilateral`, `coalitions`;
- who may say what when: `protocols`; on which issues: `baskets`; whose yes it takes: `rule`, `protocols.vote`;
- what was possible: `summitry_agents.zone`, `zone_under_rule`, `solutions`.

    from summitry import Scenario, SummitModel, run
    result = run("reykjavik-2021", worlds=10_000, seed=1)
    result.chances()
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summitry.ensemble import run
    from summitry.model import SummitModel
    from summitry.result import EnsembleResult
    from summitry.scenario.problems import ScenarioError
    from summitry.scenario.scenario import Scenario

__all__ = ["EnsembleResult", "Scenario", "ScenarioError", "SummitModel", "run"]

_HOMES = {
    "EnsembleResult": "summitry.result",
    "Scenario": "summitry.scenario.scenario",
    "ScenarioError": "summitry.scenario.problems",
    "SummitModel": "summitry.model",
    "run": "summitry.ensemble",
}


def __getattr__(name: str) -> Any:
    """Load a public name where it is used first: mesa and pandas take a second between them."""
    if name not in _HOMES:
        raise AttributeError(f"module 'summitry' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
