"""Summitry's talks, with envoys set to NegMAS's rule, are NegMAS's talks."""

from __future__ import annotations

import pytest

from summitry import Scenario, ScenarioError
from tests.parity.domains import random_domain
from tests.parity.play import play_negmas, play_rule
from tests.parity.scenarios import as_scenario, play_summitry

BATCH = 25
negmas = pytest.mark.negmas


def unlike(play, states, seeds, **kind):
    """The domains in which Summitry and another differ in any offer, the deal or the step of agreement."""
    domains = {seed: random_domain(seed, states, **kind) for seed in seeds}
    return [seed for seed, domain in domains.items() if play(domain) != play_summitry(domain)]


@negmas
@pytest.mark.parametrize("states", [2, 3])
@pytest.mark.parametrize("first", range(0, 75, BATCH))
def test_summitry_and_negmas_agree_on_every_offer_the_deal_and_the_step(states, first):
    pytest.importorskip("negmas")
    assert unlike(play_negmas, states, range(first, first + BATCH)) == []


@negmas
@pytest.mark.full
@pytest.mark.parametrize("states", [2, 3, 4])
@pytest.mark.parametrize("coarse", [False, True])
def test_summitry_and_negmas_agree_in_five_hundred_domains(states, coarse):
    pytest.importorskip("negmas")
    assert unlike(play_negmas, states, range(1000, 1500), coarse=coarse) == []


@negmas
@pytest.mark.parametrize("states", [2, 3])
def test_summitry_and_negmas_agree_where_many_outcomes_tie(states):
    pytest.importorskip("negmas")
    assert unlike(play_negmas, states, range(BATCH), coarse=True) == []


@negmas
@pytest.mark.parametrize("states", [2, 3])
def test_summitry_and_negmas_agree_with_thousands_of_outcomes(states):
    pytest.importorskip("negmas")
    assert unlike(play_negmas, states, range(15, 25), most_options=12) == []


@pytest.mark.parametrize("states", [2, 3])
def test_summitry_follows_the_stated_rule_also_where_negmas_is_not_installed(states):
    assert unlike(play_rule, states, range(20)) == []


def test_more_deals_than_can_be_listed_are_a_mistake_in_the_file():
    scenario = as_scenario(random_domain(1, states=2))
    for state in scenario["states"].values():
        state["positions"]["long"] = {"ideal": 0}
        state["positions"]["longer"] = {"ideal": 1}
    scenario["issues"]["long"] = scenario["issues"]["longer"] = {"range": {"from": 0, "to": 1, "steps": 1000}}
    with pytest.raises(ScenarioError, match=r"found .negmas_time., expected at most 100,000 possible deals"):
        Scenario.from_dict(scenario)
    scenario["talks"]["agenda"] = "issue_by_issue"
    Scenario.from_dict(scenario)
