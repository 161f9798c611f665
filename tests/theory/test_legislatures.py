"""Majorities that divide a pie (Baron and Ferejohn 1989, closed rule)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import settings

from summitry import SummitModel
from tests.theory.textbook import textbook

pytestmark = pytest.mark.sized

WORLDS = max(100, 5 * settings().max_examples)
"""100 in the gate, 1,000 at full size."""


def with_patience(states: int, patience: float) -> dict[str, Any]:
    return {f"states__{name}__patience": patience for name in "abcde"[:states]}


@pytest.mark.parametrize(
    # All votes to be bought cost d / n, which lies on the grid: a multiple of 1/30, 1/20 and 1/10.
    ("states", "patience"),
    [(3, 0.9), (3, 0.5), (3, 1.0), (4, 0.8), (4, 0.4), (4, 1.0), (5, 0.5), (5, 1.0)],
)
def test_the_proposer_buys_the_cheapest_majority_at_once(states: int, patience: float) -> None:
    bought = states // 2
    model = SummitModel(textbook(f"legislature_{states}", **with_patience(states, patience)), worlds=WORLDS, rng=1)
    model.run_model()
    assert (model.ended_in == 1).all()
    # n odd: 1 - d (n - 1) / (2n); n even: 1 - d / 2.
    proposer = model.exchanges[0].speaker
    kept = model.gain[np.arange(WORLDS), proposer]
    closed = 1 - patience / 2 if states % 2 == 0 else 1 - patience * (states - 1) / (2 * states)
    assert np.allclose(kept, closed, atol=1e-9)
    others = np.sort(np.delete(model.gain.ravel(), np.arange(WORLDS) * states + proposer).reshape(WORLDS, -1), axis=1)
    wanted = [0.0] * (states - 1 - bought) + [patience / states] * bought
    assert np.allclose(others, wanted, atol=1e-9)


def test_who_speaks_and_whose_votes_are_bought_is_a_matter_of_lots() -> None:
    model = SummitModel(textbook("legislature_3"), worlds=10 * WORLDS, rng=1)
    model.run_model()
    # Everybody expects a third; the shares 0.7, 0.3 and 0 have a standard deviation of 0.287.
    assert np.allclose(model.gain.mean(axis=0), 1 / 3, atol=3 * 0.287 / np.sqrt(10 * WORLDS))
