import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry_agents.deals import MARGIN, signs
from summitry_agents.exact_search import search_exactly
from summitry_agents.verdict import Verdict
from tests.agents.domains import FULL, MODERATE, Domain, domains

LIMIT = 100_000


def searchable(domain):
    """The worlds of a domain in which each issue has an allowed option, with every issue off the scale."""
    free = Domain(domain.contributions, domain.allowed, domain.reservation, np.full_like(domain.status_quo, -1))
    return free, np.flatnonzero(domain.allowed.any(axis=-1).all(axis=-1))


def search(domain, world, weights, node_limit=LIMIT):
    threshold = domain.reservation[world] + MARGIN
    return search_exactly(domain.contributions[world], domain.allowed[world], threshold, weights, node_limit)


def check_with_any_weights(domain, seed):
    domain, worlds = searchable(domain)
    rng = np.random.default_rng(seed)
    exists = domain.zone.any(axis=-1)
    for world in worlds:
        weights = rng.dirichlet(np.ones(domain.contributions.shape[1]))
        verdict, deal = search(domain, world, weights)
        assert verdict == (Verdict.EXISTS if exists[world] else Verdict.NONE)
        if verdict == Verdict.EXISTS:
            threshold = domain.reservation[[world]] + MARGIN
            assert signs(domain.contributions[[world]], deal[None], threshold).all()
        else:
            assert (deal == -1).all()


@given(domains(states=(1, 4)), st.integers(0, 1000))
@MODERATE
def test_search_equals_full_enumeration_whatever_the_weights(domain, seed):
    check_with_any_weights(domain, seed)


@pytest.mark.full
@given(domains(states=(1, 4)), st.integers(0, 1000))
@FULL
def test_search_equals_full_enumeration_in_thousands_of_domains(domain, seed):
    check_with_any_weights(domain, seed)


@given(domains(states=(2, 4)), st.integers(1, 40))
@MODERATE
def test_a_search_cut_short_says_nothing_false(domain, node_limit):
    domain, worlds = searchable(domain)
    exists = domain.zone.any(axis=-1)
    weights = np.full(domain.contributions.shape[1], 1.0)
    for world in worlds:
        verdict, _ = search(domain, world, weights, node_limit)
        assert verdict in (Verdict.UNDECIDED, Verdict.EXISTS if exists[world] else Verdict.NONE)


def exact_division(issues, window):
    """Two states of opposed interests divide issues of the same worth to both: a subset-sum problem.

    The shares that the two insist on leave `window` between them; negative: they ask for more than there is.
    """
    worth = np.random.default_rng(7).dirichlet(np.full(issues, 5.0))
    contributions = np.array([np.stack([worth, 0 * worth], axis=-1), np.stack([0 * worth, worth], axis=-1)])
    threshold = np.array([0.4, 0.6 - window])
    return contributions, np.ones((issues, 2), dtype=bool), threshold, np.array([0.5, 0.5])


def test_a_problem_larger_than_the_limit_is_left_undecided():
    assert search_exactly(*exact_division(40, 1e-13), LIMIT)[0] == Verdict.UNDECIDED


@pytest.mark.parametrize(("window", "verdict"), [(1e-3, Verdict.EXISTS), (-1e-3, Verdict.NONE)])
def test_a_large_problem_with_room_or_without_is_decided(window, verdict):
    assert search_exactly(*exact_division(40, window), LIMIT)[0] == verdict


def test_a_search_beyond_its_limit_can_still_find_a_witness():
    problem = exact_division(40, 1e-3)
    few = 2_000
    verdict, deal = search_exactly(*problem, few)
    assert verdict == Verdict.EXISTS
    assert signs(problem[0][None], deal[None], problem[2][None]).all()


def test_the_limit_decides_between_proof_and_doubt():
    problem = exact_division(14, 1e-9)
    assert search_exactly(*problem, LIMIT)[0] == Verdict.NONE
    assert search_exactly(*problem, 100)[0] == Verdict.UNDECIDED
