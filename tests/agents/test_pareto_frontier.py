import numpy as np
import pytest
from hypothesis import given, settings

from summitry_agents.solutions import pareto_frontier
from tests.agents.domains import MODERATE, domains

FEW = settings(MODERATE, max_examples=12)


def frontier_of(domain, world, **more):
    return pareto_frontier(domain.contributions[world], domain.allowed[world], domain.status_quo[world], **more)


def playable(domain):
    """Worlds in which something can be settled."""
    return np.flatnonzero(domain.permitted.any(axis=-1))


def efficient(utilities):
    """Which rows (N, P) no other equals or exceeds everywhere and exceeds somewhere."""
    at_least = (utilities[:, None] >= utilities[None]).all(axis=-1)
    more = (utilities[:, None] > utilities[None]).any(axis=-1)
    return ~(at_least & more).any(axis=0)


@given(domains(states=(1, 4), issues=(1, 3)))
@FEW
def test_the_frontier_equals_full_enumeration(domain):
    for world in playable(domain)[:6]:
        frontier = frontier_of(domain, world)
        rows = np.flatnonzero(domain.permitted[world])
        utilities = np.cumsum(
            domain.contributions[world][:, np.arange(domain.deals.shape[1]), domain.deals[rows]], axis=-1
        )[..., -1].T
        expected = np.unique(utilities[efficient(utilities)], axis=0)
        assert frontier.complete
        np.testing.assert_array_equal(np.unique(frontier.utilities, axis=0), expected)
        assert len(frontier.utilities) == len(expected)
        np.testing.assert_array_equal(frontier.utilities, expected[np.lexsort(-expected.T[::-1])])


@given(domains(issues=(2, 4)))
@FEW
def test_beyond_listing_two_states_get_efficient_deals_that_some_weights_rank_first(domain):
    for world in playable(domain)[:6]:
        supported, whole = frontier_of(domain, world, limit=0), frontier_of(domain, world)
        assert not supported.complete
        for pair in supported.utilities:
            first, second = (whole.utilities - pair).T
            # (1 - t) first + t second <= 0 for some t in [0, 1]: no deal is better in both, and the slopes leave room.
            assert not ((first > 1e-9) & (second > -1e-9) | (first > -1e-9) & (second > 1e-9)).any()
            lose, win = (first > 1e-9) & (second < -1e-9), (first < -1e-9) & (second > 1e-9)
            least = (first[lose] / (first[lose] - second[lose])).max(initial=0.0)
            most = (first[win] / (first[win] - second[win])).min(initial=1.0)
            assert least <= most + 1e-6


def test_of_deals_that_bring_the_same_the_first_stays():
    values = np.array([[[0.5, 0.5, 0.0]], [[0.2, 0.2, 0.9]]])
    allowed = np.ones((1, 3), bool)
    assert pareto_frontier(values, allowed, np.array([-1])).deals.tolist() == [[0], [2]]
    assert pareto_frontier(values, allowed, np.array([0])).deals.tolist() == [[1], [2]]


def test_without_preferences_for_it_a_barred_option_is_not_on_the_frontier():
    values = np.array([[[1.0, 0.5, 0.0]], [[0.0, 0.5, 1.0]]])
    assert pareto_frontier(values, np.array([[True, False, True]]), np.array([-1])).deals.tolist() == [[0], [2]]


def test_thirty_issues_of_two_states_have_a_supported_frontier_from_one_favourite_to_the_other():
    rng = np.random.default_rng(1)
    values = rng.dirichlet(np.ones(30), size=2)[..., None] * rng.random((2, 30, 21))
    frontier = pareto_frontier(values, np.ones((30, 21), bool), np.full(30, -1))
    assert not frontier.complete
    assert frontier.utilities[0, 0] == pytest.approx(values[0].max(axis=-1).sum())
    assert frontier.utilities[-1, 1] == pytest.approx(values[1].max(axis=-1).sum())
    assert (np.diff(frontier.utilities[:, 0]) < 0).all()
    assert (np.diff(frontier.utilities[:, 1]) > 0).all()
    slopes = np.diff(frontier.utilities[:, 1]) / np.diff(frontier.utilities[:, 0])
    assert (np.diff(slopes) >= -1e-6 * np.abs(slopes[1:])).all()


def test_too_many_combinations_for_three_states_is_an_error():
    with pytest.raises(ValueError, match="found 59,049 combinations of options, expected at most 1,000 for 3 states"):
        pareto_frontier(np.zeros((3, 10, 3)), np.ones((10, 3), bool), np.zeros(10, int), limit=1000)


def test_an_issue_without_an_option_is_an_error():
    with pytest.raises(ValueError, match="no allowed option"):
        pareto_frontier(np.zeros((2, 1, 3)), np.zeros((1, 3), bool), np.zeros(1, int))
