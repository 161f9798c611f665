"""Equilibrium play of alternating offers (Rubinstein 1982; Stahl 1972)."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import numpy as np
import pytest

from summitry import SummitModel, run
from tests.theory.textbook import textbook


def patience(first: float, second: float) -> dict[str, float]:
    return {"states__first__patience": first, "states__second__patience": second}


@pytest.mark.parametrize(
    ("first", "second"), [(0.9, 0.9), (0.5, 0.8), (0.8, 0.5), (0.9, 0.3), (0.3, 0.9), (0.85, 0.65), (0.0, 0.5)]
)
def test_first_mover_gets_rubinsteins_share_at_once(first: float, second: float) -> None:
    # Each round rounds what the responder is owed up by less than a thousandth; the errors of all rounds sum to less
    # than 0.001 / (1 - ab) and have alternating signs. The horizon adds (ab) ** 50 < 0.0001.
    result = run(textbook("rubinstein", **patience(first, second)), worlds=40, seed=1)
    assert result.agreed_by == [1.0]
    share = (1 - second) / (1 - first * second)
    assert result.to_dict()["states"]["first"]["gain"]["mean"] == pytest.approx(share, abs=0.005)


def test_impatient_envoys_differ_from_world_to_world() -> None:
    drawn = {"uniform": [0.2, 0.9]}
    scenario = textbook("rubinstein", states__first__patience=drawn, states__second__patience=drawn)
    model = SummitModel(scenario, worlds=60, rng=1)
    model.run_model()
    assert (model.ended_in == 1).all()
    a, b = model.worlds.patience.T
    assert np.allclose(model.gain[:, 0], (1 - b) / (1 - a * b), atol=0.005)


@pytest.mark.parametrize("rounds", range(1, 11))
@pytest.mark.parametrize(("first", "second"), [("9/10", "9/10"), ("1/2", "4/5"), ("1", "1"), ("19/20", "3/5")])
def test_every_horizon_ends_as_backward_induction_says(rounds: int, first: str, second: str) -> None:
    pieces = 200
    states = patience(float(Fraction(first)), float(Fraction(second)))
    model = SummitModel(textbook("rubinstein", talks__rounds=rounds, issues__pie__steps=pieces, **states), rng=1)
    model.run_model()
    assert model.ended_in[0] == 1
    assert model.gain[0] * pieces == pytest.approx(stahl(rounds, pieces, (Fraction(first), Fraction(second))))


def stahl(rounds: int, pieces: int, patience: tuple[Fraction, Fraction]) -> list[int]:
    """Return who gets how many pieces, by exact arithmetic: a speaker leaves what the other could wait for."""
    speaker = (rounds - 1) % 2
    share = [0, 0]
    share[speaker] = pieces
    for _ in range(rounds - 1):
        speaker = 1 - speaker
        owed = ceil(patience[1 - speaker] * share[1 - speaker])
        share[1 - speaker], share[speaker] = owed, pieces - owed
    return share


def test_an_envoy_that_would_gain_more_by_waiting_makes_no_offer() -> None:
    # The second state speaks last and loses nothing by waiting; the first would have to leave it all, and
    # nothing is as good to it as any other way to get nothing. With a walk-away value it would rather not.
    scenario = textbook("rubinstein", talks__rounds=2, **patience(0.5, 1.0))
    model = SummitModel(scenario.vary("states.first.walk_away", 0.3), rng=1)
    model.run_model()
    assert model.agreed[0]
    assert model.gain[0] == pytest.approx([0.3, 0.7])


def test_a_horizon_of_thousands_is_as_one_of_hundreds() -> None:
    few, many = (run(textbook("rubinstein", talks__rounds=rounds), worlds=5).frequent_deals() for rounds in (200, 5000))
    assert few == many
