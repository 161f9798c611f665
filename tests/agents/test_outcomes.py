import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry_agents.deals import utility
from summitry_agents.outcomes import TooManyDeals, best_deals, count_deals, list_deals
from tests.agents.domains import FULL, MODERATE, domains


def in_order(domain, world):
    """All deals of one world with utilities, best first: by sorting the full list, as `best_deals` defines ties."""
    mine, allowed, status_quo = domain.contributions[world, 0], domain.allowed[world], domain.status_quo[world]

    def place(issue, option):
        return -mine[issue, option], option != status_quo[issue], option

    def rank(deal):
        partial = list(itertools.accumulate(float(mine[issue, option]) for issue, option in enumerate(deal)))
        return [-total for total in reversed(partial)], [place(issue, option) for issue, option in enumerate(deal)]

    options = [np.flatnonzero(issue).tolist() for issue in allowed]
    deals = [deal for deal in itertools.product(*options) if any(np.array(deal) != status_quo)]
    return sorted(deals, key=rank), sorted((-rank(deal)[0][0] for deal in deals), reverse=True)


def check_best_deals(domain, count):
    deals, utilities = best_deals(domain.contributions[:, 0], domain.allowed, domain.status_quo, count)
    assert deals.shape == (*utilities.shape, domain.allowed.shape[1])
    assert utilities.shape == (len(domain.allowed), count)
    for world in range(len(domain.allowed)):
        expected, worth = in_order(domain, world)
        fewer = min(count, len(expected))
        assert deals[world, :fewer].tolist() == [list(deal) for deal in expected[:fewer]]
        assert utilities[world, :fewer].tolist() == worth[:fewer]
        assert (deals[world, fewer:] == -1).all()
        assert (utilities[world, fewer:] == -np.inf).all()


@given(domains(states=(1, 1)), st.integers(1, 700))
@MODERATE
def test_best_deals_are_those_at_the_top_of_the_full_list(domain, count):
    check_best_deals(domain, count)


@given(domains(states=(1, 1)), st.integers(1, 6))
@MODERATE
def test_a_few_best_deals_are_those_at_the_top_of_the_full_list(domain, count):
    check_best_deals(domain, count)


@pytest.mark.full
@given(domains(states=(1, 1)), st.integers(1, 700))
@FULL
def test_best_deals_are_those_at_the_top_of_the_full_list_in_thousands_of_domains(domain, count):
    check_best_deals(domain, count)


@given(domains(states=(1, 1)), st.integers(1, 40))
@MODERATE
def test_utilities_of_best_deals_are_those_of_utility_to_the_last_bit(domain, count):
    mine = domain.contributions[:, 0]
    deals, utilities = best_deals(mine, domain.allowed, domain.status_quo, count)
    for place in range(count):
        there = np.flatnonzero(utilities[:, place] > -np.inf)
        assert np.array_equal(utility(mine[there], deals[there, place]), utilities[there, place])


@given(domains(states=(1, 1)), st.integers(1, 40), st.integers(0, 1000))
@MODERATE
def test_a_worlds_best_deals_do_not_depend_on_the_other_worlds(domain, count, seed):
    some = np.random.default_rng(seed).permutation(len(domain.allowed))[:5]
    few = domain.of_worlds(some)
    deals, utilities = best_deals(domain.contributions[:, 0], domain.allowed, domain.status_quo, count)
    few_deals, few_utilities = best_deals(few.contributions[:, 0], few.allowed, few.status_quo, count)
    assert np.array_equal(few_deals, deals[some])
    assert np.array_equal(few_utilities, utilities[some])


def test_best_deals_are_found_in_batches_as_they_are_at_once():
    rng = np.random.default_rng(1)
    worlds, count = 300, 2_000
    values = rng.random((worlds, 4, 9)) / 4
    allowed = rng.random(values.shape) < 0.9
    status_quo = np.zeros((worlds, 4), dtype=int)
    _, utilities = best_deals(values, allowed, status_quo, count)
    for world in (0, 150, 299):
        every = list_deals(allowed[world])
        every = every[every.any(axis=1)]
        worth = utility(np.broadcast_to(values[world], (len(every), 4, 9)), every)
        assert np.array_equal(utilities[world], np.sort(worth)[::-1][:count])


def test_of_equal_options_the_status_quo_comes_first_and_then_the_lower_index():
    values, allowed = np.full((1, 1, 4), 0.5), np.array([[[True, True, True, False]]])
    assert best_deals(values, allowed, np.array([[-1]]), 4)[0][0, :, 0].tolist() == [0, 1, 2, -1]
    two = best_deals(np.repeat(values, 2, axis=1), np.repeat(allowed, 2, axis=1), np.array([[2, -1]]), 3)
    assert two[0][0].tolist() == [[2, 0], [2, 1], [2, 2]]


def test_the_best_of_thirty_issues_are_found_though_no_list_could_hold_them():
    rng = np.random.default_rng(3)
    values = rng.random((20, 30, 21)) / 30
    allowed, status_quo = np.ones(values.shape, dtype=bool), np.full((20, 30), -1)
    deals, utilities = best_deals(values, allowed, status_quo, 500)
    assert np.array_equal(deals[:, 0], values.argmax(axis=-1))
    assert (np.diff(utilities, axis=1) <= 0).all()
    assert all(len(np.unique(world, axis=0)) == 500 for world in deals)


def test_a_world_without_a_deal_has_no_best_one():
    values, allowed = np.ones((2, 2, 2)), np.array([[[True, False], [True, False]], [[True, True], [False, False]]])
    deals, utilities = best_deals(values, allowed, np.zeros((2, 2), dtype=int), 3)
    assert (deals == -1).all()
    assert (utilities == -np.inf).all()


def test_asking_for_no_deal_is_refused():
    with pytest.raises(ValueError, match="found 0, expected at least 1"):
        best_deals(np.ones((1, 1, 2)), np.ones((1, 1, 2), dtype=bool), np.zeros((1, 1), dtype=int), 0)


@given(domains(states=(1, 1)))
@MODERATE
def test_listed_deals_are_all_combinations_of_allowed_options_in_lexicographic_order(domain):
    for allowed in domain.allowed:
        expected = list(itertools.product(*(np.flatnonzero(issue).tolist() for issue in allowed)))
        assert list_deals(allowed).tolist() == [list(deal) for deal in expected]
        assert count_deals(allowed) == len(expected)


def test_many_issues_with_little_choice_can_be_listed():
    allowed = np.zeros((200, 3), dtype=bool)
    allowed[:, 1] = True
    allowed[[5, 150], 2] = True
    assert list_deals(allowed)[:, [5, 150]].tolist() == [[1, 1], [1, 2], [2, 1], [2, 2]]


def test_more_deals_than_may_be_listed_are_refused_with_their_number():
    allowed = np.ones((5, 10), dtype=bool)
    assert len(list_deals(allowed)) == 100_000
    with pytest.raises(TooManyDeals, match="found 1,000,000 possible deals, expected at most 100,000") as refusal:
        list_deals(np.ones((6, 10), dtype=bool))
    assert (refusal.value.count, refusal.value.most) == (1_000_000, 100_000)
    with pytest.raises(TooManyDeals):
        list_deals(allowed, most=99_999)
