"""When a zone of possible agreement can only grow (DESIGN, section 6).

Walk-away values are those of the status quo and trust is full: otherwise what a state would have without a deal does
not move with what is changed. And no state signs what it likes just as well as walking away: such a deal counts as a
zone where the talks come to it, so there the zone depends on the talks.
"""

from __future__ import annotations

import copy
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.laws.play import played
from tests.laws.scenarios import scenarios


@given(data=scenarios(at_default=True, strict=True), draw=st.data())
def test_a_lower_premium_never_lowers_the_share_of_worlds_with_a_zone(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    state = draw.draw(st.sampled_from(sorted(data["states"])))
    high, low = copy.deepcopy(data), copy.deepcopy(data)
    high["states"][state]["premium"] = {"uniform": [0.1, 0.3]}
    low["states"][state]["premium"] = {"uniform": [0.0, 0.2]}
    assert played(low).zone.count >= played(high).zone.count


@given(data=scenarios(at_default=True, strict=True), draw=st.data())
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


@given(data=scenarios(at_default=True, strict=True), draw=st.data())
def test_a_status_quo_worse_for_everyone_never_lowers_the_share_of_worlds_with_a_zone(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    issue = draw.draw(st.sampled_from(sorted(data["issues"])))
    # What linkages say of an issue rests on its status quo: another one is another scenario, not a worse one.
    linkages = data.get("linkages", {}).items()
    data["linkages"] = {id_: each for id_, each in linkages if not re.search(rf"\b{issue}\b", str(list(each.values())))}
    # What a state that stands aside must perform falls back to the status quo, so a worse one makes such deals worse.
    data["issues"][issue].pop("performed_by", None)
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


@given(data=scenarios(at_default=True, strict=True, linked=True), draw=st.data())
def test_dropping_a_bundle_or_a_precondition_never_lowers_the_share_of_worlds_with_a_zone(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    free = copy.deepcopy(data)
    free["linkages"] = {id_: linkage for id_, linkage in data["linkages"].items() if "when" in linkage}
    assert played(free).zone.count >= played(data).zone.count


@given(data=scenarios(package=True, strict=True, leaving=False))
def test_a_condition_that_is_worth_nothing_changes_no_zone(data: dict[str, Any]) -> None:
    # Linked issues fall away together from a deal that one of their performers stands aside from, so none may here.
    issues = " and ".join(f"settled({issue})" for issue in data["issues"])
    joined = copy.deepcopy(data)
    joined.setdefault("linkages", {})["idle"] = {"when": issues, "worth": dict.fromkeys(data["states"], 0)}
    assert played(joined).zone == played(data).zone


@given(data=scenarios(at_default=True, strict=True, leaving=False), draw=st.data())
def test_a_veto_more_never_raises_the_share_of_worlds_with_a_zone(data: dict[str, Any], draw: st.DataObject) -> None:
    data["talks"]["protocol"] = "alternating_offers"
    rule = data["talks"]["rule"]
    free = {"share": "majority", "veto": []} if isinstance(rule, str) else {**rule, "veto": []}
    data["talks"]["rule"] = free
    bound = copy.deepcopy(data)
    bound["talks"]["rule"]["veto"] = [draw.draw(st.sampled_from(sorted(data["states"])))]
    everybody = copy.deepcopy(data)
    everybody["talks"]["rule"] = "unanimity"
    assert played(everybody).zone.count <= played(bound).zone.count <= played(data).zone.count
