"""Equilibrium play of a world follows from that world alone."""

from __future__ import annotations

import numpy as np

from summitry import Scenario, SummitModel


def test_equilibrium_play_is_the_same_whichever_other_worlds_are_solved_with_it() -> None:
    # Walk-away values and patience drawn: some worlds repeat themselves after one round, some after three.
    scenario = Scenario.from_dict(
        {
            "issues": {"pie": {"kind": "division", "steps": 8, "status_quo": "none"}},
            "states": {
                name: {
                    "walk_away": {"uniform": [0, 0.2]},
                    "premium": 0,
                    "patience": {"uniform": [0.3, 1]},
                    "positions": {"pie": {"salience": 1}},
                }
                for name in "abc"
            },
            "envoys": {f"e_{name}": {"of": name, "style": "equilibrium", "insight": 1} for name in "abc"},
            "talks": {"protocol": "random_proposer", "rounds": {"choice": [60, 77]}, "order": ["b", "a", "c"]},
        }
    )
    together = SummitModel(scenario, worlds=40, rng=2)
    together.run_model()
    for world in (5, 22, 31):
        alone = SummitModel(scenario, worlds=[world], rng=2)
        alone.run_model()
        assert np.array_equal(alone.deal[0], together.deal[world])
        assert alone.ended_in[0] == together.ended_in[world]
        assert np.array_equal(alone.gain[0], together.gain[world])
