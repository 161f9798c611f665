"""Talks against a script, to be read like a transcript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from summitry import Scenario, SummitModel
from summitry_agents.brief import Moment
from summitry_agents.deals import Bools, Floats, Ints
from summitry_agents.logrolling import Offer
from summitry_agents.styles.style import Style

STEPS = 100


class Scripted(Style):
    """Offers what its script says, one deal a turn and the last again and again, and never says yes."""

    def __init__(self, script: Sequence[Sequence[int]], states: int) -> None:
        super().__init__()
        self._script, self._states = script, states

    def aspiration(self, moment: Moment) -> Floats:
        return moment.best

    def offer(self, moment: Moment, aspiration: Floats) -> Offer:
        line = (moment.turn.number - 1) // self._states
        deal = np.array([self._script[min(n, len(self._script) - 1)] for n in line])
        everywhere = np.ones(len(deal), dtype=bool)
        return Offer(deal, np.full(len(deal), 0.0), np.full(len(deal), 0.0), everywhere)

    def accepts(self, moment: Moment, deal: Ints) -> Bools:
        return np.zeros(len(deal), dtype=bool)


@dataclass(frozen=True)
class Played:
    """What the style under test insisted on, and offered, at each of its turns."""

    insisted: list[float]
    offered: list[tuple[int, ...]]
    model: SummitModel


def pie(*others: str, **more: Any) -> dict[str, Any]:
    """A pie of 100 pieces: an option is worth as many hundredths to `us`, and the rest to each of the others."""
    states = {name: {"positions": {"pie": {"ideal": 0}}, "walk_away": 0} for name in others or ("them",)}
    states["us"] = {"positions": {"pie": {"ideal": STEPS}}, "walk_away": 0, **more}
    for state in states.values():
        state.update({"premium": 0, "patience": state.get("patience", 1)})
    issue = {"range": {"from": 0, "to": STEPS, "steps": STEPS + 1}, "status_quo": "none"}
    return {"issues": {"pie": issue}, "states": states}


def versus(style: Any, scripts: dict[str, Sequence[Any]], talks: dict[str, Any] | None = None, **envoy: Any) -> Played:
    """Let `us` with a style speak after the others, who offer what their scripts say.

    With a pie, a script is a list of what `us` is offered; otherwise of deals.
    """
    talks = talks or pie(*scripts)
    rounds = (len(scripts) + 1) * max(len(script) for script in scripts.values())
    conduct = {"style": style, "insight": 1, "reach": 1, "last_moment": 0, "acceptance": {"constant": {"level": 1}}}
    data = {
        **talks,
        "envoys": {"ours": {"of": "us", **conduct, "learning": "none", **envoy}},
        "talks": {"order": [*scripts, "us"], "rounds": rounds, **talks.get("talks", {})},
    }
    scenario = Scenario.from_dict(data)
    model = SummitModel(scenario, rng=1)
    us = list(scenario.states).index("us")
    for name, script in scripts.items():
        deals = [[line] if isinstance(line, int) else line for line in script]
        theirs = model.envoys[list(scenario.states).index(name)]
        theirs.styles = ((np.zeros(1), Scripted(deals, len(scripts) + 1)),)
    model.run_model()
    ours = [exchange for exchange in model.exchanges if exchange.offers[0, us, 0] >= 0]
    return Played(
        [float(exchange.aspiration[0, us]) for exchange in ours],
        [tuple(map(int, exchange.offers[0, us])) for exchange in ours],
        model,
    )
