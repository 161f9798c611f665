import numpy as np
import pytest
from hypothesis import given

from summitry_agents.deals import MARGIN, TIE, settles_something, utility
from summitry_agents.logrolling import Trades
from summitry_agents.multilateral import offer_to_all
from tests.agents.domains import FULL, MODERATE, WORLDS, Domain, domains, random_domain, uses_allowed_options

EVERY = np.arange(WORLDS)


def offer_of(domain, needs=None):
    """What the first state offers to all others, who need their reservations."""
    needs = domain.reservation[:, 1:] if needs is None else needs
    mine, theirs = domain.contributions[:, 0], domain.contributions[:, 1:]
    return offer_to_all(mine, theirs, needs, domain.allowed, domain.status_quo, domain.reservation[:, 0])


def check_promises(domain):
    offer, floor = offer_of(domain), domain.reservation[:, 0]
    keeps = domain.permitted & (domain.utilities[:, 0] >= floor[:, None] - TIE)
    np.testing.assert_array_equal(offer.possible, keeps.any(axis=-1))
    there = np.flatnonzero(offer.possible)
    deal = offer.deal[there]
    utilities = utility(domain.contributions[there], deal)
    assert (utilities[:, 0] >= floor[there] - TIE).all()
    np.testing.assert_array_equal(offer.mine[there], utilities[:, 0])
    np.testing.assert_allclose(offer.theirs[there], utilities[:, 1:].sum(axis=-1), atol=1e-12)
    assert uses_allowed_options(domain, there, deal)
    assert settles_something(deal, domain.status_quo[there]).all()
    assert (offer.deal[~offer.possible] == -1).all()
    assert (offer.theirs[~offer.possible] == -np.inf).all()


@given(domains(states=(3, 4), issues=(1, 3)))
@MODERATE
def test_offer_keeps_the_floor_uses_no_barred_option_and_never_defers_everything(domain):
    check_promises(domain)


@pytest.mark.full
@given(domains(states=(3, 4)))
@FULL
def test_offer_keeps_its_promises_in_thousands_of_domains(domain):
    check_promises(domain)


@given(domains())
@MODERATE
def test_offer_to_one_other_is_the_offer_of_the_trades(domain):
    offer = offer_of(domain)
    trades = Trades.between(domain.contributions[:, 0], domain.contributions[:, 1], domain.allowed, domain.status_quo)
    expected = trades.offer(EVERY, domain.reservation[:, 0])
    for name in ("deal", "mine", "theirs", "possible"):
        np.testing.assert_array_equal(getattr(offer, name), getattr(expected, name))


@given(domains(states=(3, 4)))
@MODERATE
def test_without_needs_the_offer_is_that_of_the_trades_with_the_sum_of_the_others(domain):
    joint = domain.contributions[:, 1:].sum(axis=1)
    trades = Trades.between(domain.contributions[:, 0], joint, domain.allowed, domain.status_quo)
    offer = offer_of(domain, np.full_like(domain.reservation[:, 1:], -np.inf))
    np.testing.assert_array_equal(offer.deal, trades.offer(EVERY, domain.reservation[:, 0]).deal)


@given(domains(states=(3, 4)))
@MODERATE
def test_needs_are_met_no_worse_than_by_the_plain_sum(domain):
    needs = domain.reservation[:, 1:]
    others = domain.contributions[:, 1:]
    plain = offer_of(domain, np.full_like(needs, -np.inf))
    offer = offer_of(domain)
    there = offer.possible

    def shortfall(deal):
        return np.maximum(needs[there] + MARGIN - utility(others[there], deal[there]), 0.0).max(axis=-1)

    assert (shortfall(offer.deal) <= shortfall(plain.deal)).all()


def test_an_other_whom_the_sum_leaves_out_gets_what_it_needs():
    mine = np.array([[[0.5, 0.0, 0.0]]])
    theirs = np.array([[[[0.0, 0.9, 0.2]], [[0.0, 0.0, 0.4]]]])
    allowed, status_quo, floor = np.ones((1, 1, 3), bool), np.array([[0]]), np.array([0.0])
    assert offer_to_all(mine, theirs, np.array([[0.1, -1.0]]), allowed, status_quo, floor).deal.tolist() == [[1]]
    assert offer_to_all(mine, theirs, np.array([[0.1, 0.1]]), allowed, status_quo, floor).deal.tolist() == [[2]]


def test_of_offers_that_fall_equally_short_the_first_is_made():
    mine = np.array([[[0.5, 0.0, 0.0]]])
    theirs = np.array([[[[0.0, 0.6, 0.2]], [[0.0, 0.2, 0.55]]]])
    allowed, status_quo, floor = np.ones((1, 1, 3), bool), np.array([[0]]), np.array([0.0])
    assert offer_to_all(mine, theirs, np.array([[0.4, 0.4]]), allowed, status_quo, floor).deal.tolist() == [[1]]


def test_nearly_all_needs_that_can_be_met_are_met():
    domain = random_domain(8, 1000, 4, 4, 4, "random")
    weights = np.random.default_rng(8).dirichlet(np.full(4, 3.0), size=1000)
    outermost = (weights[..., None, None] * domain.contributions).sum(axis=1).argmax(axis=-1)
    reservation = utility(domain.contributions, outermost) - 0.02
    free = np.ones_like(domain.allowed), reservation, np.full_like(domain.status_quo, -1)
    domain = Domain(domain.contributions, *free)
    met = (utility(domain.contributions, offer_of(domain).deal) > reservation).all(axis=-1)
    assert met.mean() > 0.95


def test_offers_in_no_worlds_are_fine():
    none = np.zeros((0, 2, 3, 4))
    offer = offer_to_all(none[:, 0], none, np.zeros((0, 2)), none[:, 0] > 0, np.zeros((0, 3), int), np.zeros(0))
    assert offer.deal.shape == (0, 3)
