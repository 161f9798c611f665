"""Talks far too large to list their deals, and tables of forty states."""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np
import pytest

from summitry import Scenario, SummitModel
from summitry_agents import deal_list, nearest_deals
from summitry_agents.deals import signs, utility
from summitry_agents.styles import negmas_time

WORLDS = 3


def talks(states: int, issues: int, options: int, **ways: Any) -> Scenario:
    """States that each want one end of every issue, and would rather have the middle of all than nothing."""
    rng = np.random.default_rng([states, issues, options])
    names = [f"o{number:02}" for number in range(options)]
    ids = [f"i{number:02}" for number in range(issues)]

    def wishes() -> dict[str, Any]:
        return {
            id_: {"ideal": names[-1] if rng.random() < 0.6 else names[0], "salience": {"uniform": [0.1, 1]}}
            for id_ in ids
        }

    parties = {f"s{number:02}": {"premium": 0, "walk_away": 0.35, "positions": wishes()} for number in range(states)}
    conduct = {"insight": 0.9, "reach": 1, "last_moment": 1, "style": "linear"}
    return Scenario.from_dict(
        {
            "issues": {id_: {"options": names, "status_quo": "none"} for id_ in ids},
            "states": parties,
            "envoys": {f"e_{name}": {"of": name, **conduct} for name in parties},
            "talks": {"rounds": 8, **ways},
        }
    )


@pytest.fixture
def no_list_of_deals(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("the deals were to be listed")

    for module in (deal_list, nearest_deals, negmas_time):
        monkeypatch.setattr(module, "list_deals", refuse)
    for name in ("ndindex", "indices", "meshgrid"):
        monkeypatch.setattr(np, name, refuse)


def check_signatures(model: SummitModel, needed: int) -> None:
    """Check that whoever signed likes the deal better than walking away, and that enough signed, by the raw numbers."""
    worlds, agreed = model.worlds, np.flatnonzero(model.agreed)
    likes = signs(worlds.contributions[agreed], model.deal[agreed], worlds.reservation[agreed])
    assert (likes | ~model.signed[agreed]).all()
    assert (model.signed[agreed].sum(axis=1) >= needed).all()


@pytest.mark.usefixtures("no_list_of_deals")
@pytest.mark.parametrize("protocol", ["alternating_offers", "single_text"])
def test_two_states_agree_on_30_issues_of_21_options_without_a_list_of_deals(protocol: str) -> None:
    model = SummitModel(talks(2, 30, 21, protocol=protocol), worlds=WORLDS, rng=1)
    model.run_model()
    assert model.agreed.all()
    check_signatures(model, 2)
    # A deal that trades issues: better for both than the middle of everything.
    middle = utility(model.worlds.contributions, np.full((WORLDS, 30), 10))
    assert (model.surplus.sum(axis=1) > (middle - model.worlds.reservation).sum(axis=1)).all()


@pytest.mark.usefixtures("no_list_of_deals")
@pytest.mark.parametrize(("rule", "needed"), [("unanimity", 40), ("majority", 21)])
def test_forty_states_talk_without_a_list_of_deals(rule: str, needed: int) -> None:
    model = SummitModel(talks(40, 5, 5, rule=rule), worlds=WORLDS, rng=1)
    model.run_model()
    assert model.agreed.any()
    check_signatures(model, needed)
