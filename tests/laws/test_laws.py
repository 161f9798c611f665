"""Laws that hold for every scenario under common random numbers (DESIGN, section 6)."""

from __future__ import annotations

import copy
import re
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from summitry import EnsembleResult, Scenario, run
from summitry.scenario.goals import condition
from tests.laws.scenarios import scenarios

WORLDS = 60


def played(data: dict[str, Any]) -> EnsembleResult:
    return run(Scenario.from_dict(data), worlds=WORLDS, seed=7)


def reordered(mapping: dict[str, Any], draw: st.DataObject) -> dict[str, Any]:
    return {name: mapping[name] for name in draw.draw(st.permutations(list(mapping)))}


@given(data=scenarios(), draw=st.data())
def test_the_order_of_issues_states_and_linkages_in_the_file_changes_nothing(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    shuffled = copy.deepcopy(data)
    shuffled["issues"] = reordered(data["issues"], draw)
    shuffled["states"] = reordered(data["states"], draw)
    for state in shuffled["states"].values():
        state["positions"] = reordered(state["positions"], draw)
    if "linkages" in data:
        shuffled["linkages"] = reordered(data["linkages"], draw)
        for linkage in shuffled["linkages"].values():
            if "bundle" in linkage:
                linkage["bundle"] = draw.draw(st.permutations(linkage["bundle"]))
    assert played(shuffled).to_dict() == played(data).to_dict()


@given(data=scenarios(), draw=st.data())
def test_an_issue_that_matters_to_nobody_changes_nothing_for_the_others(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    added = copy.deepcopy(data)
    name = draw.draw(st.sampled_from(["a_first", "lm_between", "z_last"]))
    added["issues"][name] = {"options": ["x", "y", "z"], "status_quo": draw.draw(st.sampled_from("xyz"))}
    for state in added["states"].values():
        if draw.draw(st.booleans()):
            state["positions"][name] = {"ideal": "y", "salience": 0}
    before, after = played(data), played(added)
    assert after.agreement == before.agreement
    assert after.zone == before.zone
    assert after.gates == before.gates
    assert {issue: after.settled[issue] for issue in before.settled} == before.settled
    assert after.to_dict()["states"] == before.to_dict()["states"]
    assert after.agreed_by == before.agreed_by


@given(data=scenarios(), draw=st.data())
def test_multiplying_the_saliences_of_a_state_by_a_power_of_two_changes_nothing(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    scaled = copy.deepcopy(data)
    state = draw.draw(st.sampled_from(sorted(scaled["states"])))
    factor = 0.5 ** draw.draw(st.integers(1, 6))
    for position in scaled["states"][state]["positions"].values():
        position["salience"] *= factor
    assert played(scaled).to_dict() == played(data).to_dict()


@given(data=scenarios(default_walk_away=True), draw=st.data())
def test_a_lower_premium_never_lowers_the_share_of_worlds_with_a_zone(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    state = draw.draw(st.sampled_from(sorted(data["states"])))
    high, low = copy.deepcopy(data), copy.deepcopy(data)
    high["states"][state]["premium"] = {"uniform": [0.1, 0.3]}
    low["states"][state]["premium"] = {"uniform": [0.0, 0.2]}
    assert played(low).zone.count >= played(high).zone.count


@given(data=scenarios(default_walk_away=True), draw=st.data())
def test_a_dropped_red_line_never_lowers_the_share_of_worlds_with_a_zone(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    state = draw.draw(st.sampled_from(sorted(data["states"])))
    issue = draw.draw(st.sampled_from(sorted(data["issues"])))
    with_line, without = copy.deepcopy(data), copy.deepcopy(data)
    barred = draw.draw(st.sampled_from(data["issues"][issue]["options"]))
    with_line["states"][state]["positions"][issue]["red_lines"] = {"never": [barred]}
    without["states"][state]["positions"][issue].pop("red_lines", None)
    assert played(without).zone.count >= played(with_line).zone.count


@given(data=scenarios(default_walk_away=True), draw=st.data())
def test_a_status_quo_worse_for_everyone_never_lowers_the_share_of_worlds_with_a_zone(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    issue = draw.draw(st.sampled_from(sorted(data["issues"])))
    # What linkages say of an issue rests on its status quo: another one is another scenario, not a worse one.
    linkages = data.get("linkages", {}).items()
    data["linkages"] = {id_: each for id_, each in linkages if not re.search(rf"\b{issue}\b", str(list(each.values())))}
    standing = data["issues"][issue]["status_quo"]
    for state in data["states"].values():
        position = state["positions"][issue]
        # A red line never bars the status quo, so a line across it would begin to bind when the status quo moves.
        position.pop("red_lines", None)
        position.pop("ideal", None)
        position.pop("shape", None)
        values = {option: draw.draw(st.integers(1, 8)) / 8 for option in data["issues"][issue]["options"]}
        position["values"] = values
    worse = copy.deepcopy(data)
    worse["issues"][issue]["options"].append("worse")
    worse["issues"][issue]["status_quo"] = "worse"
    data["issues"][issue]["options"].append("worse")
    for variant in (data, worse):
        for state in variant["states"].values():
            values = state["positions"][issue]["values"]
            values["worse"] = min(values.values()) - 1 / 8
    assert standing != "worse"
    assert played(worse).zone.count >= played(data).zone.count


@given(data=scenarios())
def test_nobody_signs_what_it_likes_less_than_walking_away(data: dict[str, Any]) -> None:
    result = played(data)
    rows = result.rows
    assert rows is not None
    agreed = rows.deal[:, 0] >= 0
    assert (rows.surplus[agreed] > 0).all()
    assert rows.settled[agreed].any(axis=1).all()
    assert not rows.settled[~agreed].any()


@given(data=scenarios())
def test_nobody_signs_beyond_its_red_line_unless_by_deferring(data: dict[str, Any]) -> None:
    result = played(data)
    rows = result.rows
    assert rows is not None
    for state in data["states"].values():
        for issue, position in state["positions"].items():
            for option in position.get("red_lines", {}).get("never", []):
                i = result.scenario.issues.index(issue)
                k = data["issues"][issue]["options"].index(option)
                assert not (rows.settled[:, i] & (rows.deal[:, i] == k)).any()


@given(data=scenarios())
def test_envoys_who_know_all_and_take_what_they_get_agree_wherever_a_zone_exists(data: dict[str, Any]) -> None:
    data["envoys"] = {f"envoy_{state}": {"of": state, "insight": 1, "last_moment": 1} for state in data["states"]}
    result = played(data)
    assert result.undecided == 0
    assert result.agreement == result.zone


@given(data=scenarios())
def test_the_shares_of_gates_sum_to_one_and_settlements_to_their_chance(data: dict[str, Any]) -> None:
    answer = played(data).to_dict()
    assert np.isclose(sum(answer["outcomes"].values()), 1)
    assert np.isclose(
        answer["outcomes"]["agreed-all"] + answer["outcomes"]["agreed-some"], answer["agreement"]["chance"]
    )
    for issue in answer["issues"].values():
        assert np.isclose(sum(issue["settlement"].values()), issue["chance"])
    assert answer["zone"]["chance"] >= answer["agreement"]["chance"]


@given(data=scenarios(linked=True))
def test_a_bundle_is_never_half_settled_and_no_precondition_ever_broken(data: dict[str, Any]) -> None:
    result = played(data)
    rows, issues = result.rows, result.scenario.issues
    assert rows is not None
    for linkage in data["linkages"].values():
        if "bundle" in linkage:
            settled = rows.settled[:, [issues.index(issue) for issue in linkage["bundle"]]]
            assert (settled.all(axis=1) == settled.any(axis=1)).all()
        elif "only_if" in linkage:
            met = condition(linkage["only_if"], result.scenario.agenda)(np.maximum(rows.deal, 0), rows.settled)
            assert met[rows.settled[:, issues.index(linkage["issue"])]].all()


@given(data=scenarios(default_walk_away=True, linked=True), draw=st.data())
def test_dropping_a_bundle_or_a_precondition_never_lowers_the_share_of_worlds_with_a_zone(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    free = copy.deepcopy(data)
    free["linkages"] = {id_: linkage for id_, linkage in data["linkages"].items() if "when" in linkage}
    assert played(free).zone.count >= played(data).zone.count


@given(data=scenarios())
def test_a_condition_that_is_worth_nothing_changes_no_zone(data: dict[str, Any]) -> None:
    issues = " and ".join(f"settled({issue})" for issue in data["issues"])
    joined = copy.deepcopy(data)
    joined.setdefault("linkages", {})["idle"] = {"when": issues, "worth": dict.fromkeys(data["states"], 0)}
    assert played(joined).zone == played(data).zone
