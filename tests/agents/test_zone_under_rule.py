"""Does a deal exist that a winning coalition signs?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry_agents import zone_under_rule
from summitry_agents.deals import MARGIN
from summitry_agents.decision_rule import DecisionRule, Quota
from summitry_agents.preferences import is_status_quo
from summitry_agents.verdict import Verdict
from summitry_agents.zone import find_zone
from summitry_agents.zone_under_rule import find_zone_under_rule, who_signs
from tests.agents.domains import FULL, MODERATE, random_domain
from tests.agents.rules import random_rule, wins_by_the_book

WORLDS = 12

FEW = settings(MODERATE, max_examples=15)


@st.composite
def tables(draw, states=(2, 5), issues=(1, 3)):
    """Draw a domain, red lines by state and a rule."""
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    values = draw(st.sampled_from(["random", "linear", "coarse"]))
    domain = random_domain(
        seed, WORLDS, draw(st.integers(*states)), draw(st.integers(*issues)), draw(st.integers(1, 4)), values
    )
    barred = rng.random(domain.contributions.shape) < rng.choice([0.0, 0.2])
    reservation = domain.reservation + rng.choice([0.0, 0.1, 0.2])
    return domain, barred, reservation, random_rule(rng, WORLDS, reservation.shape[1])


def search(domain, barred, reservation, rule, **limits):
    return find_zone_under_rule(
        domain.contributions,
        barred,
        domain.allowed,
        reservation,
        domain.status_quo,
        rule,
        np.arange(len(reservation)),
        **limits,
    )


def exists_by_listing(domain, barred, reservation, rule):
    """Whether (W,) any of all deals is signed by a winning coalition, one deal after the other."""
    beyond = barred & ~is_status_quo(domain.status_quo, barred.shape[-1])[:, None]
    crossed = beyond[:, :, np.arange(barred.shape[2]), domain.deals].any(axis=-1)
    signed = (domain.utilities > (reservation + MARGIN)[..., None]) & ~crossed
    exists = []
    for world in range(len(reservation)):
        coalitions = {frozenset(np.flatnonzero(signed[world, :, n])) for n in np.flatnonzero(domain.permitted[world])}
        exists.append(any(wins_by_the_book(rule, world, set(those)) for those in coalitions))
    return np.array(exists)


def check_table(table, undecided=False):
    domain, barred, reservation, rule = table
    zone = search(*table)
    expected = exists_by_listing(*table)
    sure = zone.verdict != Verdict.UNDECIDED
    assert sure.all() or undecided
    np.testing.assert_array_equal(zone.verdict[sure] == Verdict.EXISTS, expected[sure])
    found = np.flatnonzero(zone.verdict == Verdict.EXISTS)
    deal = zone.deal[found]
    signed = who_signs(domain.contributions[found], barred[found], reservation[found], domain.status_quo[found], deal)
    assert rule.wins(found, signed).all()
    assert np.take_along_axis(domain.allowed[found], deal[..., None], axis=-1).all()
    assert (zone.deal[zone.verdict != Verdict.EXISTS] == -1).all()
    return sure.mean()


@given(tables())
@MODERATE
def test_the_verdict_is_that_of_listing_all_deals(table):
    check_table(table)


@pytest.mark.full
@given(tables(states=(2, 6)))
@FULL
def test_the_verdict_is_that_of_listing_all_deals_in_thousands_of_domains(table):
    check_table(table)


@given(tables(states=(3, 5)))
@FEW
def test_without_offers_and_bounds_the_listed_coalitions_say_the_same(table):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zone_under_rule, "PROPOSERS", 0)
        patch.setattr(zone_under_rule, "can_sign_in_pairs", lambda *known: known[3][:, :, None] & known[3][:, None])
        check_table(table)


def without_coalitions(table, **patches):
    """Check a table with neither offers nor listed coalitions; return the share of worlds that are decided."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"PROPOSERS": 0, "MOST_STATES_LISTED": 0, **patches}.items():
            patch.setattr(zone_under_rule, name, value)
        return check_table(table, undecided=bool(patches))


def gives_up(*problem):
    """Stand for the exact search where that meets its limit."""
    return Verdict.UNDECIDED, np.full(problem[0].shape[1], -1)


def solver_alone(table):
    return without_coalitions(table, search_under_rule=gives_up)


@given(tables(states=(3, 5)))
@FEW
def test_the_search_of_deals_alone_decides_every_world(table):
    without_coalitions(table)


@pytest.mark.full
@given(tables(states=(2, 6)))
@FULL
def test_the_search_of_deals_alone_decides_every_world_of_thousands_of_domains(table):
    without_coalitions(table)


@given(tables(states=(3, 5), issues=(2, 3)))
@FEW
def test_a_search_cut_short_is_never_wrong(table):
    domain, barred, reservation, rule = table
    zone = search(domain, barred, reservation, rule, node_limit=3)
    sure = zone.verdict != Verdict.UNDECIDED
    expected = exists_by_listing(*table)
    np.testing.assert_array_equal(zone.verdict[sure] == Verdict.EXISTS, expected[sure])


@given(tables(states=(3, 5), issues=(2, 3)))
@FEW
def test_the_solver_alone_is_never_wrong(table):
    solver_alone(table)


@pytest.mark.full
@given(tables(states=(3, 6)))
@FULL
def test_the_solver_alone_is_never_wrong_in_thousands_of_domains(table):
    solver_alone(table)


def test_the_solver_alone_leaves_little_undecided():
    rng = np.random.default_rng(3)
    shares = []
    for seed in range(10):
        domain = random_domain(seed, WORLDS, 5, 3, 4, "random")
        barred = rng.random(domain.contributions.shape) < 0.1
        shares.append(solver_alone((domain, barred, domain.reservation + 0.1, random_rule(rng, WORLDS, 5))))
    assert np.mean(shares) > 0.98


def test_under_unanimity_it_is_the_zone_of_all():
    rng = np.random.default_rng(5)
    domain = random_domain(5, 300, 4, 3, 4, "random")
    barred = rng.random(domain.contributions.shape) < 0.1
    standing = is_status_quo(domain.status_quo, 4)
    joint = domain.allowed & ~(barred & ~standing[:, None]).any(axis=1)
    expected = find_zone(domain.contributions, joint, domain.reservation, domain.status_quo)
    for rule in (
        DecisionRule.unanimity(4),
        DecisionRule.consensus(4),
        DecisionRule(np.zeros(4, dtype=bool), Quota.number(4)),
    ):
        zone = search(domain, barred, domain.reservation, rule)
        np.testing.assert_array_equal(zone.verdict, expected.verdict)
        np.testing.assert_array_equal(zone.deal, expected.deal)


def test_an_outvoted_state_bars_nothing_unless_it_has_a_veto():
    contributions = np.array([[[[0.0, 1.0]], [[0.0, 1.0]], [[0.5, 0.0]]]])
    barred = np.array([[[[False, False]], [[False, False]], [[False, True]]]])
    problem = contributions, barred, np.ones((1, 1, 2), bool), np.full((1, 3), 0.4), np.array([[0]])
    here = np.array([0])
    zone = find_zone_under_rule(*problem, DecisionRule.majority(3), here)
    assert zone.verdict.tolist() == [Verdict.EXISTS]
    assert zone.deal.tolist() == [[1]]
    veto = DecisionRule(np.array([False, False, True]), Quota.more_than(0.5))
    assert find_zone_under_rule(*problem, veto, here).verdict.tolist() == [Verdict.NONE]
    aside = DecisionRule(veto.veto, veto.votes, opt_out=veto.veto)
    assert find_zone_under_rule(*problem, aside, here).verdict.tolist() == [Verdict.EXISTS]


def test_a_world_has_the_same_verdict_alone():
    domain = random_domain(9, 60, 5, 3, 4, "random")
    rng = np.random.default_rng(9)
    barred = rng.random(domain.contributions.shape) < 0.1
    rule = DecisionRule.weighted_majority(rng.integers(1, 6, size=(60, 5)).astype(float))
    zone = search(domain, barred, domain.reservation, rule)
    for world in range(0, 60, 20):
        one = slice(world, world + 1)
        alone = find_zone_under_rule(
            domain.contributions[one],
            barred[one],
            domain.allowed[one],
            domain.reservation[one],
            domain.status_quo[one],
            rule,
            np.array([world]),
        )
        assert alone.verdict[0] == zone.verdict[world]
        np.testing.assert_array_equal(alone.deal[0], zone.deal[world])


def test_forty_states_are_decided():
    rng = np.random.default_rng(2)
    saliences = rng.dirichlet(np.ones(6), size=(6, 40))
    value = 1 - np.abs(np.linspace(0, 1, 5) - rng.random((6, 40, 6, 1)))
    contributions = saliences[..., None] * value
    reservation = np.array([0.7, 0.74, 0.76, 0.78, 0.8, 0.9])[:, None] + np.zeros((6, 40))
    zone = find_zone_under_rule(
        contributions,
        np.zeros(contributions.shape, dtype=bool),
        np.ones((6, 6, 5), dtype=bool),
        reservation,
        np.zeros((6, 6), dtype=int),
        DecisionRule(np.zeros(40, dtype=bool), Quota.at_least(0.55)),
        np.arange(6),
    )
    assert (zone.verdict != Verdict.UNDECIDED).all()
    assert zone.verdict[0] == Verdict.EXISTS
    assert zone.verdict[-1] == Verdict.NONE


def test_reservations_may_be_infinite_but_not_nan():
    domain = random_domain(4, 20, 3, 2, 3, "random")
    barred = np.zeros(domain.contributions.shape, dtype=bool)
    reservation = np.where(np.arange(3) == 0, -np.inf, domain.reservation)
    reservation[::2, 2] = np.inf
    table = domain, barred, reservation, DecisionRule.majority(3)
    check_table(table)
    reservation[0, 0] = np.nan
    with pytest.raises(ValueError, match="NaN"):
        search(*table)


def test_no_worlds_are_fine():
    none = np.zeros((0, 3, 2, 2))
    zone = find_zone_under_rule(
        none,
        none > 0,
        none[:, 0] > 0,
        np.zeros((0, 3)),
        np.zeros((0, 2), int),
        DecisionRule.majority(3),
        np.zeros(0, int),
    )
    assert zone.deal.shape == (0, 2)
