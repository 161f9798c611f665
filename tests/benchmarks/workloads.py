"""The talks that are timed.

``W1``
    Two states, 4 issues of 5 options, 20 rounds of alternating offers, boulware (exponent 4) on both sides, walk-away
    value 0.6, failure off the scale, preferences drawn afresh in every world, nobody learns or sees through another.
``W1n``
    The same by NegMAS's rule for offers: each speaks once in each of 20 steps, which are 40 rounds of ours.
``W2``
    As W1, with 6 issues of 10 options: a million outcomes.
``W3``
    The flagship, with everything on.
``peace``
    Three states on a road of four meetings, with a mediator, ratification and events (`peace_talks.yaml`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from summitry import EnsembleResult, Scenario, SummitModel
from summitry.talks.common_prior import hypotheses
from summitry_agents.deals import Floats

STATES = ("east", "west")
"""Who speaks first, and second, in W1, W1n and W2."""

WALK_AWAY = 0.6
EXPONENT = 4.0
STEPS = 20
"""How often each may speak in W1n and in NegMAS; rounds of W1 and W2."""

W1_SIZE, W2_SIZE = (4, 5), (6, 10)
"""Issues and options."""


def two_states(issues: int, options: int, style: str, protocol: str, rounds: int) -> Scenario:
    """Return talks of two states that want what chance makes them want, anew in every world."""
    names = [f"o{number}" for number in range(options)]
    drawn = {"uniform": [0, 1]}
    wants = {f"i{number}": {"salience": drawn, "values": dict.fromkeys(names, drawn)} for number in range(issues)}
    state: dict[str, Any] = {"walk_away": WALK_AWAY, "premium": 0, "patience": 1, "positions": wants}
    conduct = {
        "style": {style: {"exponent": EXPONENT}},
        "insight": 0,
        "learning": "none",
        "reach": 1,
        "last_moment": 0,
    }
    return Scenario.from_dict(
        {
            "issues": {issue: {"options": names, "status_quo": "none"} for issue in wants},
            "states": dict.fromkeys(STATES, state),
            "envoys": {f"envoy_of_{name}": {"of": name, **conduct} for name in STATES},
            "talks": {"rounds": rounds, "protocol": protocol, "order": list(STATES)},
        }
    )


WORKLOADS: dict[str, Callable[[], Scenario]] = {
    "W1": lambda: two_states(*W1_SIZE, "boulware", "alternating_offers", STEPS),
    "W1n": lambda: two_states(*W1_SIZE, "negmas_time", "stacked_offers", STEPS * len(STATES)),
    "W2": lambda: two_states(*W2_SIZE, "boulware", "alternating_offers", STEPS),
    "W3": lambda: Scenario.load("reykjavik-2021"),
    "peace": lambda: Scenario.load(Path(__file__).with_name("peace_talks.yaml")),
}


def beliefs(model: SummitModel) -> Floats:
    """Return (P, I, K): what each of two states believes of the other in W1 and W2, the same in all worlds."""
    nowhere_else = np.arange(1)
    return np.stack([envoy.brief.picture.believed_contributions(nowhere_else)[0, 0] for envoy in model.envoys])


def describe(scenario: Scenario, result: EnsembleResult) -> str:
    """Tell in words how large talks are: their meetings, the rounds that were played, how envoys learn."""
    issues, options = scenario.agenda.valid.shape
    road = [f"{leg.level}{', answers only' if leg.answers_only else ''}" for leg in scenario.road]
    held = ", ".join(f"{meeting['held']:.0%}" for meeting in result.meetings)
    ended = result.tally.ended_in
    mean = sum(number * worlds for number, worlds in ended.items()) / result.worlds
    model = SummitModel(scenario, np.arange(1000), rng=result.seed, record=False)
    delegations = model.worlds.delegations.values()
    models = sorted({type(each).__name__.lower() for delegation in delegations for each in delegation.learning})
    learns = np.mean([delegation.learns.mean() for delegation in delegations])
    return (
        f"{len(scenario.states)} states, {issues} issues of up to {options} options; "
        f"meetings: {'; '.join(road)} (held in {held} of worlds); "
        f"rounds played: {mean:.1f} on average, {max(ended)} at most; "
        f"beliefs: {', '.join(models)} over {hypotheses(scenario).size} hypotheses, {learns:.0%} of envoys learn; "
        f"mechanisms: {', '.join(type(each).__name__.lower() for each in model.worlds.mechanisms) or 'none'}"
    )
