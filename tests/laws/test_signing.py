"""Who signs what, and when (DESIGN, section 6)."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given

from summitry import Scenario, SummitModel
from summitry.scenario.goals import condition
from summitry_agents.styles.style import Style
from tests.laws.play import SEED, WORLDS, played
from tests.laws.scenarios import scenarios
from tests.laws.ways import names_of_styles, style_class


def signs_if_indifferent(data: dict[str, Any], state: str) -> bool:
    """Tell whether the state may sign what it likes just as well as walking away, or its envoy for it."""
    styles = [names_of_styles(envoy.get("style")) for envoy in data["envoys"].values() if envoy["of"] == state]
    by_style = any(style_class(name).signs_if_indifferent for names in styles for name in names)
    return by_style or bool(data["states"][state].get("signs_if_indifferent"))


def is_enough(data: dict[str, Any], signers: set[str], aside: set[str]) -> bool:
    """Tell whether a deal passes that these states sign, read off the scenario once more."""
    rule, states = data["talks"]["rule"], set(data["states"]) - aside
    if len(signers) < 2:
        return False
    if rule in ("unanimity", "consensus"):
        return signers == states
    if rule == "majority":
        return len(signers) > len(states) / 2
    weights = {state: data["states"][state].get("capability", 1) for state in states}
    if rule == "weighted_majority":
        return bool(sum(weights[state] for state in signers) > sum(weights.values()) / 2)
    if not set(rule["veto"]) & states <= signers:
        return False
    if "votes" in rule:
        return len(signers) >= min(rule["votes"], len(states))
    weights = {state: rule["weights"][state] for state in states}
    enough = reaches(rule["weight"], sum(weights[state] for state in signers), sum(weights.values()))
    enough &= reaches(rule.get("share", 0), len(signers), len(states))
    return enough or len(states - signers) < rule.get("blocking", 0)


def reaches(share: float | str, part: float, whole: float) -> bool:
    return part > whole / 2 if share == "majority" else part >= float(share) * whole - 1e-9


ONE_PROPOSAL = ("alternating_offers", "random_proposer", "single_text", "take_it_or_leave_it")
"""Protocols in which everybody answers one proposal, so that states can stand aside from it."""


@given(data=scenarios())
def test_whoever_signs_likes_it_better_than_walking_away_and_enough_sign(data: dict[str, Any]) -> None:
    # States that are outvoted may lose.
    check_signatures(data)


@given(data=scenarios(leaving=True, protocols=ONE_PROPOSAL))
def test_who_stands_aside_performs_nothing_and_who_stays_still_likes_what_is_left(data: dict[str, Any]) -> None:
    model = check_signatures(data)
    for i, issue in enumerate(model.scenario.issues):
        for performer in data["issues"][issue].get("performed_by", []):
            assert not (model.settled[:, i] & model.aside[:, model.scenario.states.index(performer)]).any()


def check_signatures(data: dict[str, Any]) -> SummitModel:
    """Play the talks and check who signed and who stood aside."""
    model = SummitModel(Scenario.from_dict(data), worlds=WORLDS, rng=SEED)
    model.run_model()
    states = model.scenario.states
    for p, state in enumerate(states):
        surplus = model.surplus[model.signed[:, p], p]
        assert ((surplus > -1e-8) if signs_if_indifferent(data, state) else (surplus > 0)).all()
    assert not (model.signed & model.aside).any()
    assert model.settled[model.agreed].any(axis=1).all()
    for idle in (model.signed, model.aside, model.settled):
        assert not idle[~model.agreed].any()
    may = data["talks"].get("opt_out", [])
    for world in np.flatnonzero(model.agreed):
        signers, aside = ({states[p] for p in np.flatnonzero(who[world])} for who in (model.signed, model.aside))
        assert is_enough(data, signers, aside)
        assert may is True or aside <= set(may)
    return model


@given(data=scenarios())
def test_nobody_signs_beyond_its_red_line_unless_by_deferring(data: dict[str, Any]) -> None:
    result = played(data)
    rows = result.rows
    assert rows is not None
    for p, state in enumerate(result.scenario.states):
        for issue, position in data["states"][state]["positions"].items():
            for option in position.get("red_lines", {}).get("never", []):
                i = result.scenario.issues.index(issue)
                k = data["issues"][issue]["options"].index(option)
                assert not (rows.signed[:, p] & rows.settled[:, i] & (rows.deal[:, i] == k)).any()


@given(
    data=scenarios(
        package=True,
        unanimity=True,
        strict=True,
        leaving=False,
        protocols=("alternating_offers", "random_proposer", "take_it_or_leave_it"),
    )
)
def test_envoys_who_know_all_and_take_what_they_get_agree_wherever_a_zone_exists(data: dict[str, Any]) -> None:
    # Where the last speaker may be outvoted it offers nothing that it would not sign itself. In other protocols the
    # last word is not an offer that all can still accept, and some styles have their own way with the last round.
    for state in data["states"]:
        envoy = data["envoys"].setdefault(f"envoy_of_{state}", {"of": state})
        envoy |= {"insight": 1, "last_moment": 1}
        styles = [style_class(name) for name in names_of_styles(envoy.get("style"))]
        if any(not style.gives_in_at_last or style.accepts is not Style.accepts for style in styles):
            del envoy["style"]
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


@given(data=scenarios(strict=True))
def test_a_deal_is_signed_only_where_a_zone_is_found_without_looking_at_the_deal(data: dict[str, Any]) -> None:
    before = SummitModel(Scenario.from_dict(data), worlds=WORLDS, rng=SEED)
    zone = before.zone.copy()
    after = SummitModel(Scenario.from_dict(data), worlds=WORLDS, rng=SEED)
    after.run_model()
    assert np.array_equal(after.zone, zone)


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
