import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry_agents.deals import MARGIN, settles_something, utility
from summitry_agents.verdict import Verdict
from summitry_agents.zone import find_zone
from tests.agents.domains import FULL, MODERATE, WORLDS, domains, random_domain, uses_allowed_options


def zone_of(domain, **limits):
    return find_zone(domain.contributions, domain.allowed, domain.reservation, domain.status_quo, **limits)


def two_by_two(first, second, reservation, status_quo, allowed=None):
    """One world of two states, from values (I, K)."""
    contributions = np.array([[first, second]], dtype=float)
    allowed = np.ones((1, *contributions.shape[2:]), bool) if allowed is None else np.array([allowed])
    return find_zone(contributions, allowed, np.array([reservation], dtype=float), np.array([status_quo]))


def check_against_enumeration(domain):
    zone = zone_of(domain)
    expected = np.where(domain.zone.any(axis=-1), Verdict.EXISTS, Verdict.NONE)
    np.testing.assert_array_equal(zone.verdict, expected)
    check_witnesses(domain, zone)


def check_witnesses(domain, zone):
    there = np.flatnonzero(zone.verdict == Verdict.EXISTS)
    deal = zone.deal[there]
    assert (utility(domain.contributions[there], deal) > domain.reservation[there] + MARGIN).all()
    assert settles_something(deal, domain.status_quo[there]).all()
    assert uses_allowed_options(domain, there, deal)
    assert (zone.deal[zone.verdict != Verdict.EXISTS] == -1).all()


@given(domains())
@MODERATE
def test_zone_of_two_equals_full_enumeration(domain):
    check_against_enumeration(domain)


@given(domains(states=(3, 4)))
@MODERATE
def test_zone_of_three_and_four_equals_full_enumeration(domain):
    check_against_enumeration(domain)


@given(domains(states=(1, 1)))
@MODERATE
def test_zone_of_one_equals_full_enumeration(domain):
    check_against_enumeration(domain)


@pytest.mark.full
@given(domains())
@FULL
def test_zone_of_two_equals_full_enumeration_in_thousands_of_domains(domain):
    check_against_enumeration(domain)


@pytest.mark.full
@given(domains(states=(3, 4)))
@FULL
def test_zone_of_three_and_four_equals_full_enumeration_in_thousands_of_domains(domain):
    check_against_enumeration(domain)


@given(domains(states=(2, 4)), st.randoms(use_true_random=False))
@MODERATE
def test_the_order_of_issues_changes_no_verdict(domain, random):
    issues = domain.allowed.shape[1]
    order = np.array(random.sample(range(issues), issues))
    np.testing.assert_array_equal(zone_of(domain).verdict, zone_of(domain.reordered(order)).verdict)


@given(domains(states=(2, 4)))
@MODERATE
def test_verdict_and_witness_of_a_world_depend_on_no_other_world(domain):
    together = zone_of(domain)
    for worlds in (np.array([0]), np.arange(WORLDS)[::3]):
        apart = zone_of(domain.of_worlds(worlds))
        np.testing.assert_array_equal(apart.verdict, together.verdict[worlds])
        np.testing.assert_array_equal(apart.deal, together.deal[worlds])


@pytest.mark.parametrize(("states", "issues", "options"), [(2, 15, 11), (3, 10, 6)])
@pytest.mark.parametrize("closeness", [0.0, 0.002, 0.02])
def test_every_witness_holds_in_domains_too_large_to_enumerate(states, issues, options, closeness):
    rng = np.random.default_rng(5)
    saliences = rng.dirichlet(np.ones(issues), size=(100, states))
    contributions = saliences[..., None] * rng.random((100, states, issues, options))
    weights = rng.dirichlet(np.full(states, 3.0), size=100)
    outermost = (weights[..., None, None] * contributions).sum(axis=1).argmax(axis=-1)
    reservation = utility(contributions, outermost) + closeness * rng.standard_normal((100, states))
    allowed = np.ones((100, issues, options), dtype=bool)
    status_quo = np.full((100, issues), -1)
    zone = find_zone(contributions, allowed, reservation, status_quo)
    deal = zone.deal[zone.verdict == Verdict.EXISTS]
    gains = utility(contributions[zone.verdict == Verdict.EXISTS], deal)
    assert (gains > reservation[zone.verdict == Verdict.EXISTS] + MARGIN).all()
    # At the frontier itself every state gets exactly its reservation, which is not enough.
    assert (zone.verdict == Verdict.NONE).all() == (closeness == 0.0)
    assert (zone.verdict != Verdict.UNDECIDED).all()


def test_a_deal_exactly_at_a_reservation_makes_no_zone():
    assert two_by_two([[0.5, 0.0]], [[0.0, 0.5]], [0.0, 0.0], [-1]).verdict.tolist() == [Verdict.NONE]
    assert two_by_two([[0.5, 0.25]], [[0.0, 0.5]], [0.25, 0.25], [-1]).verdict.tolist() == [Verdict.NONE]
    assert two_by_two([[0.5, 0.25]], [[0.0, 0.5]], [0.249, 0.25], [-1]).verdict.tolist() == [Verdict.EXISTS]


def test_deferring_everything_is_no_deal_though_all_like_it():
    assert two_by_two([[0.5, 0.0]], [[0.5, 0.0]], [0.4, 0.4], [0]).verdict.tolist() == [Verdict.NONE]
    assert two_by_two([[0.5, 0.0]], [[0.5, 0.0]], [0.4, 0.4], [-1]).verdict.tolist() == [Verdict.EXISTS]


def test_below_the_value_of_failure_a_change_of_one_issue_is_found():
    zone = two_by_two([[0.5, 0.45], [0.5, 0.0]], [[0.5, 0.45], [0.5, 0.0]], [0.9, 0.9], [0, 0])
    assert zone.deal.tolist() == [[1, 0]]


def test_below_the_value_of_failure_a_trade_of_two_issues_is_found_where_no_single_change_will_do():
    zone = two_by_two([[0.0, 0.5], [0.5, 0.0]], [[0.5, 0.0], [0.0, 0.5]], [0.4, 0.4], [0, 0])
    assert zone.deal.tolist() == [[1, 1]]
    three = np.array([[[[0.0, 0.5], [0.5, 0.0]], [[0.5, 0.0], [0.0, 0.5]], [[0.5, 0.4], [0.5, 0.4]]]])
    zone = find_zone(three, np.ones((1, 2, 2), bool), np.full((1, 3), 0.4), np.zeros((1, 2), int))
    assert zone.deal.tolist() == [[1, 1]]


def test_a_barred_option_makes_no_zone():
    allowed = [[True, False], [True, True]]
    zone = two_by_two([[0.1, 0.5], [0.2, 0.1]], [[0.1, 0.5], [0.2, 0.1]], [0.3, 0.3], [0, 0], allowed)
    assert zone.verdict.tolist() == [Verdict.NONE]


def test_an_issue_without_any_allowed_option_leaves_no_zone():
    allowed = [[True, True], [False, False]]
    zone = two_by_two([[0.1, 0.5], [0.2, 0.1]], [[0.1, 0.5], [0.2, 0.1]], [-9, -9], [0, 0], allowed)
    assert zone.verdict.tolist() == [Verdict.NONE]


@pytest.mark.parametrize("states", [1, 2, 3])
def test_a_reservation_may_be_any_number(states):
    domain = random_domain(3, 10, states, 3, 3, "random")
    open_to_all = np.ones_like(domain.allowed)
    for reservation, verdict in [
        (2.0, Verdict.NONE),
        (np.inf, Verdict.NONE),
        (-5.0, Verdict.EXISTS),
        (-1e9, Verdict.EXISTS),
        (-np.inf, Verdict.EXISTS),
    ]:
        same = np.full_like(domain.reservation, reservation)
        zone = find_zone(domain.contributions, open_to_all, same, domain.status_quo)
        assert (zone.verdict == verdict).all()


def test_a_reservation_that_is_not_a_number_is_an_error():
    with pytest.raises(ValueError, match="NaN"):
        two_by_two([[0.5, 0.0]], [[0.0, 0.5]], [np.nan, 0.0], [0])


@given(domains(states=(2, 4)), st.floats(0.0, 0.5))
@MODERATE
def test_a_lower_reservation_or_a_dropped_red_line_never_loses_a_zone(domain, drop):
    before = zone_of(domain).verdict == Verdict.EXISTS
    lower = find_zone(domain.contributions, domain.allowed, domain.reservation - drop, domain.status_quo)
    freer = find_zone(domain.contributions, np.ones_like(domain.allowed), domain.reservation, domain.status_quo)
    assert (lower.verdict[before] == Verdict.EXISTS).all()
    assert (freer.verdict[before] == Verdict.EXISTS).all()


@pytest.mark.parametrize("states", [1, 2, 3])
def test_no_worlds_give_no_verdicts(states):
    none = np.zeros((0, states, 3, 4))
    zone = find_zone(none, none[:, 0] > 0, np.zeros((0, states)), np.zeros((0, 3), dtype=int))
    assert zone.verdict.shape == (0,)
    assert zone.deal.shape == (0, 3)
