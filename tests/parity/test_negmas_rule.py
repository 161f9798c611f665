"""NegMAS's time-based negotiators follow the rule that we hold ours to."""

from __future__ import annotations

import itertools

import pytest

from tests.parity.domains import EXPONENTS, random_domain
from tests.parity.play import play_negmas, play_rule

pytest.importorskip("negmas")
pytestmark = pytest.mark.negmas

BATCH = 25


def unlike(states, seeds, **kind):
    """The domains in which NegMAS and the rule differ in any offer, the deal or the step of agreement."""
    domains = {seed: random_domain(seed, states, **kind) for seed in seeds}
    return [seed for seed, domain in domains.items() if play_negmas(domain) != play_rule(domain)]


@pytest.mark.parametrize("states", [2, 3])
@pytest.mark.parametrize("first", range(0, 50, BATCH))
def test_negmas_makes_the_same_offers_and_agrees_on_the_same_deal_at_the_same_step(states, first):
    assert unlike(states, range(first, first + BATCH)) == []


@pytest.mark.parametrize("states", [2, 3])
def test_negmas_does_so_where_many_outcomes_tie(states):
    assert unlike(states, range(BATCH), coarse=True) == []


@pytest.mark.full
@pytest.mark.parametrize("states", [2, 3, 5])
def test_negmas_does_so_in_a_thousand_domains(states):
    assert unlike(states, range(1000, 2000)) == []


@pytest.mark.full
@pytest.mark.parametrize("states", [2, 3])
def test_negmas_does_so_with_thousands_of_outcomes(states):
    assert unlike(states, range(100), most_options=12) == []


def test_with_many_outcomes_an_offer_may_lie_a_hair_below_its_target():
    domain = random_domain(17, states=2, most_options=12)
    assert play_negmas(domain) == play_rule(domain) != play_rule(domain, slack=0.0)


@pytest.mark.parametrize("states", [2, 3])
def test_the_domains_hold_agreement_early_and_late_and_none_at_all(states):
    domains = [random_domain(seed, states) for seed in range(150)]
    talks = [play_rule(domain) for domain in domains]
    agreed = [one.deal is not None for one in talks]
    assert 0.4 < sum(agreed) / len(agreed) < 0.9
    assert sum(one.step == 0 for one in talks) >= 3
    assert sum(one.step == domain.steps - 1 > 0 for one, domain in zip(talks, domains, strict=True)) >= 10
    assert {style for domain in domains for style in domain.styles} == set(EXPONENTS)
    above_worst = [
        reservation > min(domain.utilities(state).values())
        for domain in domains
        for state, reservation in enumerate(domain.reservations)
    ]
    assert 0.2 < sum(above_worst) / len(above_worst) < 0.9


def test_who_says_yes_has_used_its_turn_and_the_next_who_refuses_makes_the_next_offer():
    speakers = [[state for state, _ in play_rule(random_domain(seed, 3)).offers] for seed in range(150)]
    passed_over = [((then - now) % 3) == 2 for talks in speakers for now, then in itertools.pairwise(talks)]
    assert sum(passed_over) > 50
