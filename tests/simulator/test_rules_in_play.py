"""Talks in which not everybody's yes is needed, or silence is enough."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from summitry import Scenario, SummitModel, run
from summitry.stories.transcript import replay, transcript
from summitry_agents.verdict import Verdict
from tests.simulator.tables import package

SURE = {"insight": 1, "reach": 1, "last_moment": 1, "style": "linear", "learning": "none"}


def border(rule: Any, ideals: dict[str, str], **talks: Any) -> Scenario:
    """States that want one thing known to all, or nothing of it."""
    return Scenario.from_dict(
        {
            "issues": {"border": {"options": ["shut", "half", "most", "open"]}},
            "states": {
                name: {"premium": 0, "positions": {"border": {"ideal": ideal}}} for name, ideal in ideals.items()
            },
            "envoys": {f"e_{name}": {"of": name, **SURE} for name in ideals},
            "talks": {"rule": rule, "rounds": 6, **talks},
        }
    )


AGAINST = {"a": "open", "b": "open", "c": "shut"}


def test_a_majority_agrees_over_the_heads_of_the_rest() -> None:
    result = run(border("majority", AGAINST), worlds=100)
    assert result.agreement.count == 100
    rows = result.rows
    assert rows is not None
    assert rows.signed[:, :2].all()
    assert not rows.signed[:, 2].any()
    # The outvoted state is bound: it ends below its status quo.
    assert (rows.gain[:, 2] < 0).all()


@pytest.mark.parametrize(
    "rule",
    [
        "unanimity",
        "consensus",
        {"votes": 2, "veto": ["c"]},
        {"votes": 3},
        {"weight": 0.9, "weights": {"a": 1, "b": 1, "c": 1}},
    ],
)
def test_no_deal_passes_without_a_yes_that_the_rule_asks_for(rule: Any) -> None:
    result = run(border(rule, AGAINST), worlds=50)
    assert result.agreement.count == 0
    assert result.zone.count == 0


def test_weights_decide_where_they_count() -> None:
    heavy = {"weight": "majority", "weights": {"a": 1, "b": 1, "c": 5}}
    assert run(border(heavy, {"a": "shut", "b": "open", "c": "open"}), worlds=20).agreement.count == 20
    assert run(border(heavy, AGAINST), worlds=20).agreement.count == 0
    capable = border("weighted_majority", {"a": "shut", "b": "open", "c": "open"})
    assert run(capable.vary("states.c.capability", 5), worlds=20).agreement.count == 20
    assert run(capable.vary("states.a.capability", 5), worlds=20).agreement.count == 0


def test_in_silence_nobody_holds_out_for_more() -> None:
    # All gain by opening, one of them only most of the way; it holds out for its own turn unless silence is enough.
    wish = {"a": "open", "b": "most", "c": "open"}
    silent = run(border("consensus", wish, rounds=12), worlds=50)
    assert silent.agreed_by[0] == 1
    spoken = run(border("unanimity", wish, rounds=12), worlds=50)
    assert spoken.agreed_by[0] < 1


def climate(**talks: Any) -> Scenario:
    """North cuts and south pays; east, who cuts too, would rather not."""
    cut = {"options": ["no", "deep"]}
    return Scenario.from_dict(
        {
            "issues": {
                "eastern_cut": {**cut, "performed_by": "east"},
                "money": {**cut, "performed_by": "south"},
                "northern_cut": {**cut, "performed_by": "north"},
            },
            "states": {
                "east": {
                    "premium": 0,
                    "positions": {
                        "eastern_cut": {"ideal": "no", "salience": 1},
                        "money": {"ideal": "deep", "salience": 0.3},
                    },
                },
                "north": {
                    "premium": 0,
                    "positions": {
                        "northern_cut": {"ideal": "no", "salience": 0.3},
                        "money": {"ideal": "deep", "salience": 0.6},
                        "eastern_cut": {"ideal": "deep", "salience": 0.1},
                    },
                },
                "south": {
                    "premium": 0,
                    "positions": {
                        "money": {"ideal": "no", "salience": 0.4},
                        "northern_cut": {"ideal": "deep", "salience": 0.6},
                    },
                },
            },
            "envoys": {f"e_{name}": {"of": name, **SURE} for name in ("east", "north", "south")},
            "talks": {"rounds": 9, "order": ["north", "south", "east"], **talks},
        }
    )


def test_who_stands_aside_is_not_bound_and_what_it_would_have_to_do_falls_away() -> None:
    # North and south put east's cut into the deal; east stands aside from it.
    scenario = climate(opt_out=["east"]).vary("states.east.positions.money.salience", 0)
    model = SummitModel(scenario, worlds=20, rng=1)
    model.run_model()
    assert model.agreed.all()
    assert model.aside[:, 0].all()
    assert not model.signed[:, 0].any()
    assert (model.deal[:, 0] == 0).all()
    assert (model.deal[:, 1:] == 1).all()
    assert np.allclose(model.gain[:, 0], 0)
    assert (model.surplus[:, 1:] > 0).all()
    told = transcript(replay(scenario, 0))
    assert "stands aside" in told


def test_without_the_right_to_stand_aside_its_no_is_a_no() -> None:
    assert run(climate().vary("states.east.positions.money.salience", 0), worlds=20).agreement.count == 0


def test_a_deal_that_lives_from_what_the_absent_would_do_has_no_zone() -> None:
    # Only east's cut is worth anything to the others, and east would never cut.
    scenario = climate(opt_out=["east"])
    for state in ("north", "south"):
        scenario = scenario.vary(
            f"states.{state}.positions", {"eastern_cut": {"ideal": "deep"}, "money": {"ideal": "no", "salience": 0.1}}
        )
    result = run(scenario.vary("states.east.positions.money.salience", 0), worlds=20)
    assert result.zone.count == 0
    assert result.undecided == 0
    assert result.agreement.count == 0


@pytest.mark.parametrize(
    "rule", ["majority", {"votes": 4, "veto": ["state_m"]}, {"share": 0.6, "weight": 0.7, "blocking": 2}]
)
@pytest.mark.parametrize("agenda", ["package", "issue_by_issue"])
def test_whoever_signs_wants_to_and_enough_sign(rule: Any, agenda: str) -> None:
    model = SummitModel(package(5, 3, rule=rule, agenda=agenda), worlds=40, rng=1)
    model.run_model()
    agreed = np.flatnonzero(model.agreed)
    assert agreed.size
    wants = np.stack([state.would_sign(agreed, model.deal[agreed]) for state in model.states], axis=1)
    assert (wants | ~model.signed[agreed]).all()
    assert model.rule.passes(agreed, model.signed[agreed]).all()


def test_the_zone_under_a_rule_is_that_of_full_enumeration() -> None:
    scenario = package(4, 3, rule={"votes": 3, "veto": ["state_k"]}).vary("states.state_l.walk_away", 0.7)
    scenario = scenario.vary("states.state_k.walk_away", 0.75)
    model = SummitModel(scenario, worlds=150, rng=5)
    deals = np.array(list(product(range(5), repeat=3)))[1:]
    exists = []
    for world in range(150):
        here = np.full(len(deals), world)
        signs = np.stack([state.would_sign(here, deals) for state in model.states], axis=1)
        exists.append(bool(((signs.sum(axis=1) >= 3) & signs[:, 0]).any()))
    assert 0 < sum(exists) < 150
    assert list(model.zone == Verdict.EXISTS) == exists


def test_a_weaker_rule_never_lowers_the_share_of_worlds_with_a_zone() -> None:
    shares = [run(package(5, 3, rule={"votes": votes}), worlds=60).zone.count for votes in (5, 4, 3, 2)]
    assert shares == sorted(shares)
    assert shares[0] < shares[-1]


@pytest.mark.parametrize(("states", "share"), [(3, 0.7), (5, 0.6)])
def test_who_has_the_last_word_buys_the_cheapest_majority(states: int, share: float) -> None:
    # Of a pie in ten pieces each needs more than two tenths to sign; a majority has to be bought, and no more.
    names = [f"state_{letter}" for letter in "abcde"[:states]]
    walk_away = {3: 0.2, 5: 0.1}[states]
    scenario = Scenario.from_dict(
        {
            "issues": {"pie": {"kind": "division", "steps": 10, "status_quo": "none"}},
            "states": {name: {"premium": 0, "walk_away": walk_away, "positions": {"pie": {}}} for name in names},
            "envoys": {f"e_{name}": {"of": name, **SURE, "reach": 0} for name in names},
            "talks": {"rule": "majority", "protocol": "take_it_or_leave_it", "order": names},
        }
    )
    model = SummitModel(scenario, worlds=3, rng=1)
    model.run_model()
    assert model.agreed.all()
    shares = scenario.agenda.questions[0].shares[model.deal[:, 0]]
    assert shares[:, 0] == pytest.approx(share)
    assert (model.signed.sum(axis=1) == states // 2 + 1).all()


def test_one_who_stays_in_is_asked_again_when_another_leaves_with_what_it_came_for() -> None:
    # b wants only what c would have to do; c leaves, so b has no reason to sign what a wants.
    scenario = Scenario.from_dict(
        {
            "issues": {
                "pay": {"options": ["no", "yes"], "performed_by": "c"},
                "cut": {"options": ["no", "yes"]},
            },
            "states": {
                "a": {"premium": 0, "positions": {"cut": {"ideal": "yes", "salience": 1}}},
                "b": {
                    "premium": 0,
                    "positions": {"pay": {"ideal": "yes", "salience": 0.8}, "cut": {"ideal": "no", "salience": 0.2}},
                },
                "c": {"premium": 0, "positions": {"pay": {"ideal": "no", "salience": 1}}},
            },
            "envoys": {
                f"e_{name}": {"of": name, "style": "linear", "insight": 0 if name == "a" else 1, "learning": "none"}
                for name in "abc"
            },
            "talks": {"opt_out": ["b", "c"], "rounds": 6, "order": ["a", "b", "c"]},
        }
    )
    result = run(scenario, worlds=30)
    assert result.agreement.count == 0
    assert result.zone.count == 0


def test_wanting_more_is_no_reason_to_stand_aside() -> None:
    scenario = Scenario.from_dict(
        {
            "issues": {"pie": {"range": {"from": 0, "to": 10, "steps": 11}, "status_quo": "none"}},
            "states": {
                "a": {"walk_away": 0, "premium": 0, "positions": {"pie": {"ideal": 0}}},
                "b": {"walk_away": 0, "premium": 0, "positions": {"pie": {"ideal": 0}}},
                "c": {
                    "walk_away": 0,
                    "premium": 0,
                    "positions": {"pie": {"values": {str(share): 0.3 + 0.07 * share for share in range(11)}}},
                },
            },
            "envoys": {f"e_{name}": {"of": name, **SURE} for name in "abc"},
            "talks": {"opt_out": ["c"], "rounds": 12, "order": ["a", "b", "c"]},
        }
    )
    model = SummitModel(scenario, worlds=5, rng=1)
    model.run_model()
    assert model.agreed.all()
    assert model.signed.all()


@pytest.mark.parametrize("agenda", ["issue_by_issue", {"side_by_side": [["aid"], ["cut"]]}])
def test_what_the_absent_must_do_falls_away_from_the_whole_as_well(agenda: object) -> None:
    scenario = Scenario.from_dict(
        {
            "issues": {"aid": {"options": ["no", "yes"], "performed_by": "c"}, "cut": {"options": ["no", "yes"]}},
            "states": {
                **{
                    name: {"premium": 0, "positions": {"aid": {"ideal": "yes"}, "cut": {"ideal": "yes"}}}
                    for name in "ab"
                },
                "c": {
                    "premium": 0,
                    "positions": {"aid": {"ideal": "yes", "salience": 0.3}, "cut": {"ideal": "no", "salience": 0.7}},
                },
            },
            "envoys": {f"e_{name}": {"of": name, **SURE} for name in "abc"},
            "talks": {"opt_out": ["c"], "rounds": 8, "agenda": agenda},
        }
    )
    model = SummitModel(scenario, worlds=20, rng=1)
    model.run_model()
    assert model.agreed.all()
    assert model.aside[:, 2].all()
    assert (model.deal == [0, 1]).all()
