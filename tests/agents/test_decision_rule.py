"""Whose yes makes a deal."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry_agents.decision_rule import DecisionRule, Quota, winning_prefix
from tests.agents.rules import all_coalitions, random_rule, wins_by_the_book


def passes(rule, *signers, aside=()):
    yes, out = np.zeros((1, rule.states), bool), np.zeros((1, rule.states), bool)
    yes[0, list(signers)] = True
    out[0, list(aside)] = True
    return bool(rule.passes(np.array([0]), yes, out if aside else None)[0])


def council():
    """Return the Council's rule of 2014 for ten members of made-up population, the sum of which is 100."""
    population = np.array([[20.0, 18.0, 16.0, 12.0, 10.0, 8.0, 6.0, 5.0, 3.0, 2.0]])
    return DecisionRule(np.zeros(10, dtype=bool), Quota.at_least(0.55), population, Quota.at_least(0.65), blocking=4)


def test_the_council_needs_55_percent_of_members_and_65_percent_of_the_population():
    assert passes(council(), 0, 1, 2, 5, 6, 8)  # six members with 71 %
    assert not passes(council(), 0, 1, 2, 3, 4)  # five members with 76 %
    assert not passes(council(), 4, 5, 6, 7, 8, 9)  # six members with 34 %


def test_exactly_the_share_is_enough():
    exactly = DecisionRule(
        np.zeros(3, dtype=bool), weights=np.array([[0.35, 0.3, 0.35]]), weight_needed=Quota.at_least(0.65)
    )
    assert passes(exactly, 0, 1)
    twenty = DecisionRule(np.zeros(20, dtype=bool), Quota.at_least(0.55))
    assert passes(twenty, *range(11))
    assert not passes(twenty, *range(10))


def test_three_members_cannot_block_the_council_however_large_they_are():
    rest = range(3, 10)  # seven members with 46 %
    assert passes(council(), *rest)
    assert not passes(council(), *list(rest)[1:])


@pytest.mark.parametrize(("states", "needed"), [(2, 2), (3, 2), (4, 3), (5, 3), (27, 14), (40, 21)])
def test_a_simple_majority_is_more_than_half(states, needed):
    rule = DecisionRule.majority(states)
    assert passes(rule, *range(needed))
    assert not passes(rule, *range(needed - 1))


def test_half_of_the_weight_is_no_majority_of_it():
    rule = DecisionRule.weighted_majority(np.array([[2.0, 1.0, 1.0]]))
    assert not passes(rule, 1, 2)
    assert passes(rule, 0, 1)
    third = 1 / 3
    assert not passes(DecisionRule.weighted_majority(np.array([[third, 2 * third, 3 * third]])), 0, 1)


def test_weights_may_differ_between_worlds():
    rule = DecisionRule.weighted_majority(np.array([[3.0, 1.0, 1.0], [1.0, 1.0, 3.0]]))
    yes = np.array([[True, True, False]] * 2)
    assert rule.passes(np.array([0, 1]), yes).tolist() == [True, False]
    assert rule.passes(np.array([1, 1, 0]), yes[[0, 0, 0]]).tolist() == [False, False, True]


def test_nothing_passes_against_a_veto():
    security_council = DecisionRule(np.arange(15) < 5, Quota.number(9))
    assert passes(security_council, *range(9))
    assert not passes(security_council, *range(1, 15))
    assert not passes(security_council, *range(8))


def test_a_veto_outlasts_the_clause_on_blocking():
    rule = DecisionRule(np.array([True, False, False]), Quota.number(3), blocking=2)
    assert passes(rule, 0, 1)
    assert not passes(rule, 1, 2)


def test_nobody_makes_a_deal_alone():
    rule = DecisionRule(np.zeros(3, dtype=bool), weights=np.array([[8.0, 1.0, 1.0]]), weight_needed=Quota.at_least(0.5))
    assert not passes(rule, 0)
    assert passes(rule, 0, 2)
    assert not passes(DecisionRule.unanimity(3), 0, aside=(1, 2))


def test_who_stands_aside_does_not_count():
    majority = DecisionRule.majority(5)
    assert not passes(majority, 0, 1)
    assert passes(majority, 0, 1, aside=(4, 3))
    assert passes(DecisionRule.unanimity(4), 0, 1, 2, aside=(3,))
    assert not passes(DecisionRule.unanimity(4), 0, 1, aside=(3,))
    five = DecisionRule(np.zeros(6, dtype=bool), Quota.number(5))
    assert passes(five, 0, 1, 2, aside=(3, 4, 5))
    assert not passes(five, 0, 1, 2, aside=(3, 4))
    # Three of the others block nothing where four must, and the share is one of the others.
    assert passes(council(), 3, 4, 5, 6, 7, 8, aside=(0, 1, 2))
    assert passes(council(), 4, 6, 7, 8, aside=(0, 1, 2))
    assert not passes(council(), 6, 7, 8, aside=(0, 1, 2))


def test_those_without_any_weight_decide_nothing():
    rule = DecisionRule.weighted_majority(np.array([[1.0, 0.0, 0.0]]))
    assert not passes(rule, 1, 2)
    assert not passes(rule, 1, 2, aside=(0,))
    assert not DecisionRule.weighted_majority(np.zeros((1, 2))).is_unanimity


def test_unanimity_is_known_by_what_it_asks_not_by_its_words():
    assert DecisionRule.unanimity(5).is_unanimity
    assert DecisionRule.consensus(5).is_unanimity
    assert DecisionRule.consensus(5).silence
    assert DecisionRule(np.zeros(5, dtype=bool), Quota.number(5)).is_unanimity
    assert DecisionRule(np.zeros(5, dtype=bool), Quota.at_least(0.85)).is_unanimity
    assert DecisionRule.majority(2).is_unanimity
    assert DecisionRule.weighted_majority(np.array([[1.0, 1.0]])).is_unanimity
    assert not DecisionRule.majority(3).is_unanimity
    assert not DecisionRule(np.zeros(5, dtype=bool), Quota.number(5), blocking=2).is_unanimity
    assert not DecisionRule(np.ones(3, dtype=bool), opt_out=np.array([True, False, False])).is_unanimity
    assert not DecisionRule.weighted_majority(np.array([[1.0, 1.0, 5.0], [1.0, 1.0, 1.0]])).is_unanimity


def test_whose_yes_no_deal_can_do_without():
    rule = DecisionRule.weighted_majority(np.array([[5.0, 2.0, 1.0], [1.0, 1.0, 1.0]]))
    assert rule.indispensable(np.array([0, 1])).tolist() == [[True, False, False], [False, False, False]]


def test_a_rule_that_makes_no_sense_is_refused():
    nobody = np.zeros(3, dtype=bool)
    for wrong in (
        {"weights": np.ones((1, 3))},
        {"weight_needed": Quota.at_least(0.5)},
        {"weights": np.ones((1, 2)), "weight_needed": Quota.at_least(0.5)},
        {"weights": -np.ones((1, 3)), "weight_needed": Quota.at_least(0.5)},
        {"weights": np.ones((1, 3)), "weight_needed": Quota.number(2)},
        {"opt_out": np.zeros(2, dtype=bool)},
    ):
        with pytest.raises(ValueError, match="DecisionRule"):
            DecisionRule(nobody, **wrong)


@given(st.integers(0, 2**32 - 1), st.integers(2, 6))
@settings(derandomize=True, deadline=None, max_examples=60)
def test_every_rule_decides_as_its_text_says(seed, states):
    rng = np.random.default_rng(seed)
    rule = random_rule(rng, worlds=3, states=states)
    every = all_coalitions(states)
    for world in range(3):
        expected = [wins_by_the_book(rule, world, set(np.flatnonzero(row))) for row in every]
        assert rule.wins(np.full(len(every), world), every).tolist() == expected


@given(st.integers(0, 2**32 - 1), st.integers(2, 6))
@settings(derandomize=True, deadline=None, max_examples=40)
def test_one_more_yes_never_hurts_nor_does_a_no_that_becomes_standing_aside(seed, states):
    rng = np.random.default_rng(seed)
    rule = random_rule(rng, worlds=1, states=states)
    votes = np.array(list(itertools.product((0, 1, 2), repeat=states)))  # no, aside, yes
    passed = rule.passes(np.zeros(len(votes), dtype=int), votes == 2, votes == 1)
    known = {tuple(row): bool(fate) for row, fate in zip(votes.tolist(), passed, strict=True)}
    for row, fate in known.items():
        for state in range(states):
            if fate and row[state] < 2:
                assert known[(*row[:state], row[state] + 1, *row[state + 1 :])]


@given(st.integers(0, 2**32 - 1), st.integers(2, 7))
@settings(derandomize=True, deadline=None, max_examples=60)
def test_the_winning_prefix_is_the_shortest(seed, states):
    rng = np.random.default_rng(seed)
    rule = random_rule(rng, worlds=30, states=states)
    order = rng.permuted(np.tile(np.arange(states), (30, 1)), axis=1)
    found = winning_prefix(rule, np.arange(30), order)
    for world in range(30):
        wins = [wins_by_the_book(rule, world, set(order[world, :size])) for size in range(states + 1)]
        assert found[world] == (wins.index(True) if any(wins) else states + 1)
