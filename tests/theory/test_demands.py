"""Demands made without knowing what the other would rather walk away from."""

from __future__ import annotations

import numpy as np
import pytest

from summitry import SummitModel, run
from tests.theory.textbook import textbook

WORLDS = 4000
SAMPLING = 3 * 0.5 / np.sqrt(WORLDS)
"""Three standard errors of a chance."""


def test_an_ultimatum_to_a_responder_with_a_uniform_walk_away_value_offers_half_and_passes_half_the_time() -> None:
    scenario = textbook("ultimatum")
    model = SummitModel(scenario, worlds=WORLDS, rng=1)
    model.run_model()
    demanded = scenario.agenda.questions[0].shares[model.exchanges[0].offers[:, 0, 0]]
    # One step of the grid is 0.01.
    assert np.allclose(demanded, 0.5, atol=0.01)
    assert model.agreed.mean() == pytest.approx(0.5, abs=0.01 + SAMPLING)


def test_who_knows_the_responders_walk_away_value_demands_all_the_rest() -> None:
    model = SummitModel(textbook("ultimatum", envoys__envoy_proposer__insight=1), worlds=200, rng=1)
    model.run_model()
    needed = np.ceil(model.worlds.walk_away[:, 1] * 100 - 1e-7) / 100
    # Where the responder needs all of the pie, the proposer has nothing to gain.
    something = needed < 1
    assert model.agreed[something].all()
    assert np.allclose(model.gain[something, 1], needed[something])


@pytest.mark.parametrize(
    ("own", "most"),
    [
        (0.1, 0.3),
        (0.3, 0.2),
        *(
            pytest.param(own, most, marks=pytest.mark.full)
            for own, most in ((0.0, 0.5), (0.05, 0.4), (0.1, 0.15), (0.2, 0.2))
        ),
    ],
)
def test_a_demand_under_a_private_cost_of_war_breaks_down_as_often_as_fearon_says(own: float, most: float) -> None:
    # The demand is 1/2 + d with the largest d (b - d) / b - a d / b, that is d = (b - a) / 2 or 0, and fails where
    # the cost is below d. A demand off by one step of the grid, 0.0025, moves the chance by 0.0025 / b < 0.017.
    scenario = textbook(
        "costs_of_war",
        states__challenger__walk_away=0.5 - own,
        states__defender__walk_away={"uniform": [0.5 - most, 0.5]},
    )
    result = run(scenario, worlds=WORLDS, seed=1)
    breakdown = max(0.0, (most - own) / (2 * most))
    grid = 0.0025 / most if breakdown else 0.0
    assert 1 - result.agreement.chance == pytest.approx(breakdown, abs=grid + (SAMPLING if breakdown else 0.0))
