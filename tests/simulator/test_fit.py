"""Styles that need what the talks do not offer, and rules that do not go with the protocol, are mistakes."""

from __future__ import annotations

from typing import Any

import pytest

from summitry import Scenario, ScenarioError

OPTIONS = {"options": ["low", "middle", "high"]}


def talks(style: Any, states: int = 2, issues: int = 1, **more: Any) -> dict[str, Any]:
    names = [f"s{number}" for number in range(states)]
    ids = [f"i{number}" for number in range(issues)]
    return {
        "issues": dict.fromkeys(ids, OPTIONS),
        "states": {
            name: {"positions": {id_: {"ideal": "high" if name == "s0" else "low"} for id_ in ids}} for name in names
        },
        "envoys": {"anna": {"of": "s0", "style": style}},
        "talks": more,
    }


@pytest.mark.parametrize("protocol", ["sealed_offers", "monotonic_concession", "single_text"])
def test_looking_ahead_needs_one_speaker_a_round(protocol: str) -> None:
    with pytest.raises(ScenarioError, match=r"anna.style: found 'equilibrium', expected a protocol in which one"):
        Scenario.from_dict(talks("equilibrium", protocol=protocol))


def test_looking_ahead_needs_deals_that_can_be_listed() -> None:
    Scenario.from_dict(talks("equilibrium", issues=7))
    with pytest.raises(ScenarioError, match=r"expected at most 4,096 possible deals.* there are 6,561"):
        Scenario.from_dict(talks("equilibrium", issues=8))


def test_looking_ahead_needs_one_table() -> None:
    with pytest.raises(ScenarioError, match="agenda: package"):
        Scenario.from_dict(talks("equilibrium", issues=2, agenda="issue_by_issue"))


def test_zeuthens_rule_compares_two_states_that_make_offers() -> None:
    with pytest.raises(ScenarioError, match=r"expected two states, .* there are 3"):
        Scenario.from_dict(talks("zeuthen", states=3))
    with pytest.raises(ScenarioError, match="single_text is not"):
        Scenario.from_dict(talks("zeuthen", protocol="single_text"))


def test_sealed_bids_are_for_a_price() -> None:
    Scenario.from_dict(talks("sealed_bid", protocol="sealed_offers"))
    with pytest.raises(ScenarioError, match="expected protocol: sealed_offers"):
        Scenario.from_dict(talks("sealed_bid"))
    alike = talks("sealed_bid", protocol="sealed_offers")
    alike["states"]["s1"]["positions"]["i0"]["ideal"] = "high"
    for wrong in (alike, talks("sealed_bid", protocol="sealed_offers", issues=2)):
        with pytest.raises(ScenarioError, match="each state's ideal at another end"):
            Scenario.from_dict(wrong)


def test_a_style_that_comes_later_must_fit_too() -> None:
    with pytest.raises(ScenarioError, match="found 'zeuthen'"):
        Scenario.from_dict(talks(["linear", {"from": 0.5, "zeuthen": {}}], states=3))


def test_other_mistakes_are_told_first() -> None:
    with pytest.raises(ScenarioError) as mistakes:
        Scenario.from_dict(talks("zeuthen", states=3, protocol="alternating_ofers"))
    assert "zeuthen" not in str(mistakes.value)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"rule": "majority"}, r"talks.rule: found 'majority', expected unanimity or consensus: stacked_offers asks"),
        ({"rule": {"votes": 3}}, r"talks.rule: found at least 3 states, expected unanimity or consensus"),
        ({"opt_out": True}, r"talks.opt_out: found true, expected nobody who may stand aside: stacked_offers asks"),
        ({"opt_out": ["s1", "s2"]}, r"talks.opt_out: found s1, s2, expected nobody who may stand aside"),
    ],
)
def test_answers_that_stop_at_the_first_no_need_every_yes(more: dict[str, Any], words: str) -> None:
    with pytest.raises(ScenarioError, match=words) as mistakes:
        Scenario.from_dict(talks("linear", states=3, protocol="stacked_offers", **more))
    assert len(mistakes.value.problems) == 1
    Scenario.from_dict(talks("linear", states=3, protocol="alternating_offers", **more))


@pytest.mark.parametrize(("states", "rule"), [(3, "unanimity"), (3, "consensus"), (2, "majority")])
def test_where_every_yes_is_needed_answers_may_stop_at_the_first_no(states: int, rule: str) -> None:
    Scenario.from_dict(talks("linear", states=states, protocol="stacked_offers", rule=rule))


def test_a_mistake_in_the_rule_is_told_before_whether_it_fits() -> None:
    with pytest.raises(ScenarioError) as mistakes:
        Scenario.from_dict(talks("linear", states=3, protocol="stacked_offers", rule={"votes": 9}))
    assert "stacked_offers" not in str(mistakes.value)
