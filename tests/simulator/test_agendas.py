"""In which order issues come to the table."""

from __future__ import annotations

import numpy as np
import pytest

from summitry import Scenario, ScenarioError, SummitModel, run
from tests.simulator.tables import package

BASKETS = [["issue_a", "issue_c"], ["issue_b", "issue_d"]]


@pytest.mark.parametrize("kind", ["in_order", "side_by_side"])
def test_each_table_speaks_only_of_its_own_issues(kind: str) -> None:
    model = SummitModel(package(agenda={kind: BASKETS}), worlds=50, rng=1)
    model.run_model()
    for exchange in model.exchanges:
        others = model.baskets[1 - exchange.basket].issues
        offered = exchange.offers[exchange.offers[:, :, 0] >= 0]
        assert (offered[:, others] == 0).all()


def test_issues_in_order_are_never_negotiated_at_the_same_time() -> None:
    model = SummitModel(package(agenda="issue_by_issue"), worlds=[3], rng=1)
    model.run_model()
    baskets = [exchange.basket for exchange in model.exchanges]
    assert baskets == sorted(baskets)
    assert len({exchange.round for exchange in model.exchanges}) == len(model.exchanges)


def test_baskets_side_by_side_each_have_all_the_time_and_in_order_they_share_it() -> None:
    tough = {"reach": 0, "last_moment": 0}
    for kind, expected in (("side_by_side", 12), ("in_order", 6)):
        data = package(agenda={kind: BASKETS}).data
        data["envoys"] = {f"e_{state}": {"of": state, **tough} for state in data["states"]}
        model = SummitModel(Scenario.from_dict(data), worlds=30, rng=1)
        model.run_model()
        lasting = np.flatnonzero((model.baskets[0].text < 0).all(axis=1) & (model.baskets[1].text < 0).all(axis=1))
        assert lasting.size
        first = [exchange for exchange in model.exchanges if exchange.basket == 0]
        assert sum(lasting[0] in exchange.worlds for exchange in first) == expected


@pytest.mark.parametrize("agenda", ["issue_by_issue", {"in_order": BASKETS}, {"side_by_side": BASKETS}])
@pytest.mark.parametrize("states", [2, 3])
def test_what_was_initialled_is_signed_only_as_a_whole_that_everybody_wants(agenda: object, states: int) -> None:
    result = run(package(states, agenda=agenda), worlds=400)
    rows = result.rows
    assert rows is not None
    agreed = rows.deal[:, 0] >= 0
    assert agreed.any()
    assert (rows.surplus[agreed] > 0).all()
    assert rows.settled[agreed].any(axis=1).all()


def test_a_package_lets_states_trade_across_issues_and_so_gains_more() -> None:
    # Two states with many uncertain saliences: what one cares for is cheap to the other (logrolling).
    knowing = {"insight": 1, "reach": 1, "last_moment": 1}

    def joint_gain(agenda: object) -> float:
        data = package(rounds=24, agenda=agenda).data
        data["envoys"] = {f"e_{state}": {"of": state, **knowing} for state in data["states"]}
        captured = run(Scenario.from_dict(data), worlds=400).joint_gain_captured
        assert captured is not None
        return captured

    whole = joint_gain("package")
    assert whole > joint_gain({"in_order": BASKETS}) > joint_gain("issue_by_issue")


def test_an_issue_whose_failure_is_off_the_scale_must_be_settled_in_its_basket() -> None:
    data = package(agenda="issue_by_issue").data
    for issue in data["issues"].values():
        issue["status_quo"] = "none"
    for state in data["states"].values():
        state["walk_away"] = 0.3
    result = run(Scenario.from_dict(data), worlds=200)
    rows = result.rows
    assert rows is not None
    agreed = rows.deal[:, 0] >= 0
    assert agreed.any()
    assert rows.settled[agreed].all()


@pytest.mark.parametrize(
    ("agenda", "said"),
    [
        ("packages", "package"),
        ({"in_order": [["issue_a"]]}, "at least two baskets"),
        ({"in_order": [["issue_a", "issue_b"], ["issue_c"]]}, "found no basket for issue_d"),
        ({"side_by_side": [["issue_a", "issue_b"], ["issue_c", "issue_d", "issue_a"]]}, "found 'issue_a' twice"),
        ({"side_by_side": [["issue_a", "issue_b"], ["issue_c", "issue_x"]]}, "found 'issue_x'"),
    ],
)
def test_an_agenda_that_cannot_be_followed_is_refused(agenda: object, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        package(agenda=agenda)
