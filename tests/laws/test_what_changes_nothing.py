"""What may be written one way or another, with the same talks (DESIGN, section 6)."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.laws.play import played, reordered
from tests.laws.scenarios import scenarios
from tests.laws.ways import names_of_styles


def shuffled(data: dict[str, Any], draw: st.DataObject) -> dict[str, Any]:
    """Return the scenario with everything in another order whose order says nothing."""
    found = copy.deepcopy(data)
    talks, linkages = found["talks"], found.get("linkages", {})
    rule = talks["rule"] if isinstance(talks["rule"], dict) else {}
    agenda = talks["agenda"] if isinstance(talks.get("agenda"), dict) else {}
    keyed: list[tuple[dict[str, Any], Any]] = [(found, key) for key in ("issues", "states", "linkages", "envoys")]
    keyed += [(state, "positions") for state in found["states"].values()]
    keyed += [(issue, "performed_by") for issue in found["issues"].values()]
    keyed += [(linkage, "bundle") for linkage in linkages.values()]
    keyed += [(rule, "veto"), (rule, "weights"), (talks, "opt_out")]
    for holder, key in keyed:
        if isinstance(holder.get(key), dict):
            holder[key] = reordered(holder[key], draw)
        elif isinstance(holder.get(key), list):
            holder[key] = draw.draw(st.permutations(holder[key]))
    for kind, baskets in agenda.items():
        agenda[kind] = [draw.draw(st.permutations(basket)) for basket in baskets]
    return found


@given(data=scenarios(), draw=st.data())
def test_the_order_in_which_anything_but_speakers_and_baskets_stands_in_the_file_changes_nothing(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    assert played(shuffled(data, draw)).to_dict() == played(data).to_dict()


@given(data=scenarios(package=True), draw=st.data())
def test_an_issue_that_matters_to_nobody_changes_nothing_for_the_others_in_a_package(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    # On a table of its own it would take rounds, so this is a law of packages. Sealed bids are about one issue.
    styles = [name for envoy in data["envoys"].values() for name in names_of_styles(envoy.get("style"))]
    assume("sealed_bid" not in styles)
    added = copy.deepcopy(data)
    name = draw.draw(st.sampled_from(["a_first", "lm_between", "z_last"]))
    added["issues"][name] = {
        "options": ["x", "y", "z"],
        "status_quo": draw.draw(st.sampled_from("xyz")),
        "ordered": draw.draw(st.booleans()),
    }
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


@given(data=scenarios(), draw=st.data())
def test_multiplying_all_weights_or_capabilities_by_a_power_of_two_changes_nothing(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    scaled = copy.deepcopy(data)
    factor = 2.0 ** draw.draw(st.integers(-6, 6))
    for state in scaled["states"].values():
        state["capability"] = state.get("capability", 1) * factor
    rule = scaled["talks"]["rule"]
    if isinstance(rule, dict) and "weights" in rule:
        rule["weights"] = {state: weight * factor for state, weight in rule["weights"].items()}
    assert played(scaled).to_dict() == played(data).to_dict()
