"""The same talks in NegMAS 0.16.0, one negotiation after another.

Values and weights are drawn afresh for each, from the same distributions, so nothing that NegMAS could keep about a
domain helps it: outcomes are listed and sorted anew, as one who asks "what if we do not know what they want" must do.
"""

from __future__ import annotations

import time

import numpy as np
from negmas import LinearAdditiveUtilityFunction, SAOMechanism, make_issue
from negmas.sao import BoulwareTBNegotiator
from workloads import STATES, STEPS, WALK_AWAY

from summitry import SummitModel
from summitry_agents.deals import Floats


def negotiate(weights: Floats, values: Floats) -> tuple[int, ...] | None:
    """Return the deal of one negotiation of 20 steps, boulware on both sides; None without agreement.

    Parameters
    ----------
    weights, values
        (P, I) that sum to 1, and (P, I, K).
    """
    names = [f"i{number}" for number in range(values.shape[1])]
    issues = [make_issue(list(range(values.shape[2])), name) for name in names]
    mechanism = SAOMechanism(issues=issues, n_steps=STEPS)
    for state, name in enumerate(STATES):
        wants = LinearAdditiveUtilityFunction(
            values=[dict(enumerate(issue)) for issue in values[state].tolist()],
            weights=weights[state].tolist(),
            issues=issues,
            reserved_value=WALK_AWAY,
        )
        mechanism.add(BoulwareTBNegotiator(name=name), ufun=wants)
    mechanism.run()
    return None if mechanism.agreement is None else tuple(mechanism.agreement)


def seconds(size: tuple[int, int], negotiations: int, seed: int) -> float:
    """Return how long so many negotiations take, their draws included."""
    rng = np.random.default_rng(seed)
    start = time.perf_counter()
    for _ in range(negotiations):
        saliences = rng.random((len(STATES), size[0]))
        negotiate(saliences / saliences.sum(axis=1, keepdims=True), rng.random((len(STATES), *size)))
    return time.perf_counter() - start


def check(model: SummitModel) -> str:
    """Play the worlds of W1n, which are over, with NegMAS, and hold the deals to be the same."""
    drawn = model.worlds.circumstances
    for world, deal in enumerate(model.deal):
        found = negotiate(drawn.weight()[world], drawn.value[world])
        assert (found or (-1,) * len(deal)) == tuple(deal), f"W1n, world {world}: NegMAS {found}, Summitry {deal}"
    return f"W1n: the deals of {len(model.deal)} worlds are those of NegMAS"
