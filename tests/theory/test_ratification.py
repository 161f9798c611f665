"""A take-it-or-leave-it offer that must be ratified (Romer and Rosenthal 1978)."""

from __future__ import annotations

import numpy as np
import pytest

from summitry import SummitModel
from summitry.talks.gates import Gate
from tests.theory.textbook import textbook

WORLDS = 50
STEP = 0.001


OFFERS = [
    # 2r - sq < f: the chamber is pushed until it is indifferent.
    (0.9, 0.5, 0.2),
    (1.0, 0.4, 0.3),
    (0.8, 0.35, 0.0),
    # f <= 2r - sq: abroad gets what it wants.
    (0.6, 0.5, 0.2),
    (0.8, 0.5, 0.2),
    (0.55, 0.9, 0.1),
    (1.0, 0.9, 0.4),
]


@pytest.mark.parametrize(("foreign", "chamber", "status_quo"), OFFERS)
def test_the_offer_goes_as_far_as_the_chamber_can_be_pushed(foreign: float, chamber: float, status_quo: float) -> None:
    scenario = textbook(
        "ratification",
        states__abroad__positions__policy__ideal=foreign,
        states__chamber__positions__policy__ideal=chamber,
        issues__policy__status_quo=status_quo,
    )
    model = SummitModel(scenario, worlds=WORLDS, rng=1)
    model.run_model()
    assert model.agreed.all()
    assert model.signed.all()
    assert np.allclose(model.deal[:, 0] * STEP, min(foreign, 2 * chamber - status_quo), atol=STEP + 1e-9)


def test_where_the_chamber_has_what_it_wants_there_is_nothing_to_offer() -> None:
    model = SummitModel(textbook("ratification", issues__policy__status_quo=0.5), worlds=WORLDS, rng=1)
    model.run_model()
    assert not model.agreed.any()


@pytest.mark.parametrize(("foreign", "chamber", "status_quo"), OFFERS)
def test_a_constituency_at_home_can_be_pushed_as_far(foreign: float, chamber: float, status_quo: float) -> None:
    scenario = textbook(
        "ratified_at_home",
        states__abroad__positions__policy__ideal=foreign,
        states__home__constituencies__chamber__positions__policy__ideal=chamber,
        issues__policy__status_quo=status_quo,
    )
    model = SummitModel(scenario, worlds=WORLDS, rng=1)
    model.run_model()
    assert model.agreed.all()
    assert np.allclose(model.deal[:, 0] * STEP, min(foreign, 2 * chamber - status_quo), atol=STEP + 1e-9)


def test_a_government_that_does_not_foresee_the_vote_signs_what_fails_at_home() -> None:
    blind = textbook("ratified_at_home", envoys__proposer__foresight=0, envoys__government__foresight=0)
    model = SummitModel(blind, worlds=400, rng=1)
    model.run_model()
    failed = model.signatures.some & ~model.agreed
    assert failed.any()
    assert (model.signatures.options[failed, 0] * STEP > 2 * 0.5 - 0.2).all()
    assert (model.gate[failed] == Gate.NOT_RATIFIED).all()
