"""Known answers that the talks must reproduce (DESIGN, section 6)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from summitry import Scenario, SummitModel, run
from tests.theory.textbook import textbook

OPTIONS = ["keep", "little", "half", "most", "all"]
COMMON = {"ideal": "all", "salience": 1}


def talks(east: dict[str, Any], west: dict[str, Any], **more: Any) -> Scenario:
    return Scenario.from_dict(
        {
            "issues": {"border": {"options": OPTIONS}},
            "states": {"east": {"positions": {"border": east}}, "west": {"positions": {"border": west}}},
            **more,
        }
    )


def test_two_states_that_want_the_same_known_thing_agree_on_it_at_once_in_every_world() -> None:
    result = run(talks(COMMON, COMMON), worlds=2000, seed=1)
    assert result.agreement.count == 2000
    assert result.agreed_by == [1.0]
    assert result.settlement("border") == {"little": 0, "half": 0, "most": 0, "all": 1}
    assert result.zone.count == 2000


def test_states_with_disjoint_acceptable_sets_never_agree() -> None:
    opposed = talks({"ideal": "keep", "salience": 1}, {"ideal": "all", "salience": 1})
    result = run(opposed, worlds=2000, seed=1)
    assert result.agreement.count == 0
    assert result.zone.count == 0
    assert result.undecided == 0
    assert result.to_dict()["outcomes"]["no-zone"] == 1


@pytest.mark.parametrize("beta", [0.25, 0.5, 1.0, 2.0, 4.0])
@pytest.mark.parametrize("kappa", [0.0, 0.2])
def test_aspirations_follow_faratins_curve_in_every_round(beta: float, kappa: float) -> None:
    # Faratin, Sierra and Jennings 1998: alpha(t) = kappa + (1 - kappa) t^(1/beta).
    rounds, reservation = 9, 0.25
    style = {"time_dependent": {"exponent": 1 / beta, "start": kappa}}
    scenario = textbook("faratin", envoys__berta__style=style)
    model = SummitModel(scenario, rng=1)
    while model.running:
        model.step()
        exchange = model.exchanges[-1]
        if exchange.speaker[0] == 1:
            t = (model.round - 1) / (rounds - 1)
            alpha = kappa + (1 - kappa) * t ** (1 / beta)
            assert exchange.aspiration[0, 1] == pytest.approx(1 + alpha * (reservation - 1), abs=1e-12)
    assert model.round == rounds


def test_linear_boulware_and_conceder_are_the_members_of_that_family_they_claim_to_be() -> None:
    def insisted(style: Any) -> list[float]:
        envoys = {"anna": {"of": "east", "style": style, "reach": 1, "insight": 0, "last_moment": 0}}
        scenario = talks(
            {"ideal": "all", "salience": 1},
            {"ideal": "keep", "salience": 1},
            envoys=envoys,
            talks={"rounds": 11, "order": ["east", "west"]},
        )
        model = SummitModel(scenario.vary("states.east.premium", 0), rng=1)
        model.run_model()
        return [float(exchange.aspiration[0, 0]) for exchange in model.exchanges if exchange.speaker[0] == 0]

    clock = np.arange(0, 11, 2) / 10
    assert insisted("linear") == pytest.approx(list(1 - clock))
    assert insisted("boulware") == pytest.approx(list(1 - clock**4))
    assert insisted("conceder") == pytest.approx(list(1 - clock**0.25))
    assert insisted({"boulware": {"exponent": 2}}) == pytest.approx(list(1 - clock**2))


def test_gains_fade_with_patience_and_failure_is_worth_the_walk_away_value() -> None:
    states = {
        "east": {"patience": 0.5, "premium": 0, "walk_away": 0.1, "positions": {"border": COMMON}},
        "west": {"patience": 0.5, "premium": 0, "walk_away": 0.1, "positions": {"border": COMMON}},
    }
    agreed = Scenario.from_dict({"issues": {"border": {"options": OPTIONS}}, "states": states})
    model = SummitModel(agreed, worlds=3, rng=1)
    model.run_model()
    assert np.array_equal(model.gain, np.ones((3, 2)))
    failed = agreed.vary("states.east.walk_away", 1).vary("states.west.walk_away", 0.75)
    model = SummitModel(failed, worlds=3, rng=1)
    model.run_model()
    assert np.allclose(model.gain, [[1.0, 0.75]] * 3)


def test_a_promise_counts_at_the_trust_in_who_must_keep_it() -> None:
    # v -> v(sq) + trust x (v - v(sq)), Fearon 1995; one's own performance counts fully.
    scenario = (
        talks(COMMON, COMMON).vary("issues.border.performed_by", "west").vary("states.east.trust", {"west": 0.25})
    )
    model = SummitModel(scenario, rng=1)
    model.run_model()
    assert np.allclose(model.worlds.contributions[0, 0, 0], [0, 0.0625, 0.125, 0.1875, 0.25])
    assert np.allclose(model.worlds.contributions[0, 1, 0], [0, 0.25, 0.5, 0.75, 1])
    assert np.array_equal(model.worlds.contributions_at_full_trust[0, 0], model.worlds.contributions[0, 1])
