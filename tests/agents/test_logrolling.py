from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given

from summitry_agents.deals import TIE, settles_something, utility
from summitry_agents.logrolling import Trades
from tests.agents.domains import FULL, MODERATE, WORLDS, Domain, domains, uses_allowed_options

EVERY = np.arange(WORLDS)
ROUNDING = 1e-9
"""Far above the tolerances of the trades, far below any gap."""


def trades_of(domain):
    return Trades.between(domain.contributions[:, 0], domain.contributions[:, 1], domain.allowed, domain.status_quo)


def one_world(mine, theirs, status_quo, allowed=None):
    """Trades of one world, from values (I, K)."""
    mine, theirs = np.array([mine], dtype=float), np.array([theirs], dtype=float)
    allowed = np.ones(mine.shape, dtype=bool) if allowed is None else np.array([allowed])
    return Trades.between(mine, theirs, allowed, np.array([status_quo]))


def offers(trades, floor):
    """The deal and whether it is possible, at one floor in the only world."""
    offer = trades.offer(np.array([0]), np.array([floor]))
    return offer.deal[0].tolist(), bool(offer.possible[0])


def best_of(domain, floor):
    """The most they can get (W,) from deals that are permitted and keep the floor (W,); -inf if there is none."""
    keeps = domain.permitted & (domain.utilities[:, 0] >= floor[:, None] - TIE)
    return np.where(keeps, domain.utilities[:, 1], -np.inf).max(axis=-1)


def check_gap(domain):
    trades, floor = trades_of(domain), domain.reservation[:, 0]
    offer, best = trades.offer(EVERY, floor), best_of(domain, floor)
    np.testing.assert_array_equal(offer.possible, best > -np.inf)
    there = np.flatnonzero(offer.possible)
    worlds_floor = floor[there]
    step = trades.next_step(there, worlds_floor)[1]
    # The looser gap is for worlds where the greedy deal would have deferred everything; see `Trades.offer`.
    unsettling = Domain(domain.contributions, domain.allowed, domain.reservation, np.full_like(domain.status_quo, -1))
    greedy = trades_of(unsettling).offer(there, worlds_floor)
    replaced = ~settles_something(greedy.deal, domain.status_quo[there])
    last_step = np.diff(trades.gain, axis=-1, append=trades.gain[:, -1:]).max(axis=-1)[there]
    gap = step + np.where(replaced, last_step, 0.0)
    assert (offer.theirs[there] >= best[there] - gap - ROUNDING).all()
    assert (offer.theirs[there] <= best[there] + ROUNDING).all()


def check_promises(domain):
    trades = trades_of(domain)
    for floor in (domain.reservation[:, 0], trades.best, np.full(WORLDS, -np.inf)):
        offer = trades.offer(EVERY, floor)
        there = np.flatnonzero(offer.possible)
        deal = offer.deal[there]
        mine, theirs = (utility(domain.contributions[there, state], deal) for state in (0, 1))
        assert (mine >= floor[there] - TIE).all()
        np.testing.assert_array_equal(offer.mine[there], mine)
        np.testing.assert_array_equal(offer.theirs[there], theirs)
        assert uses_allowed_options(domain, there, deal)
        assert settles_something(deal, domain.status_quo[there]).all()
        missing = ~offer.possible
        assert (offer.deal[missing] == -1).all()
        assert (offer.mine[missing] == -np.inf).all()


@given(domains())
@MODERATE
def test_offer_is_within_one_hull_step_of_full_enumeration(domain):
    check_gap(domain)


@pytest.mark.full
@given(domains())
@FULL
def test_offer_is_within_one_hull_step_of_full_enumeration_in_thousands_of_domains(domain):
    check_gap(domain)


@given(domains())
@MODERATE
def test_offer_keeps_the_floor_uses_no_barred_option_and_never_defers_everything(domain):
    check_promises(domain)


@pytest.mark.full
@given(domains())
@FULL
def test_offer_keeps_its_promises_in_thousands_of_domains(domain):
    check_promises(domain)


@given(domains(issues=(1, 1)))
@MODERATE
def test_offer_on_a_single_issue_is_optimal(domain):
    floor = domain.reservation[:, 0]
    offer, best = trades_of(domain).offer(EVERY, floor), best_of(domain, floor)
    np.testing.assert_allclose(offer.theirs, best, atol=ROUNDING)


@given(domains())
@MODERATE
def test_scaling_all_utilities_by_a_power_of_two_changes_no_offer(domain):
    floor = domain.reservation[:, 0]
    plain = trades_of(domain).offer(EVERY, floor)
    for factor in (0.125, 2.0, 64.0):
        scaled = Domain(domain.contributions * factor, domain.allowed, domain.reservation, domain.status_quo)
        np.testing.assert_array_equal(trades_of(scaled).offer(EVERY, floor * factor).deal, plain.deal)


@given(domains())
@MODERATE
def test_a_world_gets_the_same_offer_alone_as_among_others(domain):
    floor = domain.reservation[:, 0]
    together = trades_of(domain).offer(EVERY, floor)
    some = trades_of(domain).offer(EVERY[::3], floor[::3])
    np.testing.assert_array_equal(some.deal, together.deal[::3])
    for world in (0, WORLDS - 1):
        alone = trades_of(domain.of_worlds(np.array([world]))).offer(np.array([0]), floor[[world]])
        np.testing.assert_array_equal(alone.deal[0], together.deal[world])
        np.testing.assert_array_equal(alone.mine[0], together.mine[world])


@given(domains())
@MODERATE
def test_steps_come_in_the_order_of_gain_per_cost(domain):
    trades = trades_of(domain)
    for world in EVERY:
        cost, gain = trades.cost[world], trades.gain[world]
        real = np.isfinite(cost)
        slope = np.diff(gain[real]) / np.diff(cost[real])
        assert (np.diff(slope) <= 1e-6 * (1 + slope[:-1])).all()


def test_a_straight_line_of_eleven_options_gives_ten_steps():
    line = np.linspace(0, 1, 11) * 0.3
    assert np.isfinite(one_world([0.3 - line], [line], [0]).cost).sum() == 11


def test_the_steps_of_an_issue_keep_their_order_on_straight_lines_however_rounding_falls():
    rng = np.random.default_rng(6)
    ideals, saliences = rng.random((2, 200, 6, 1)), rng.dirichlet(np.ones(6), size=(2, 200))[..., None]
    mine, theirs = saliences * (1 - np.abs(np.linspace(0, 1, 11) - ideals))
    trades = Trades.between(mine, theirs, np.ones(mine.shape, dtype=bool), np.full((200, 6), -1))
    assert (np.diff(trades.turn, axis=-1) > 0).all()
    for steps in range(trades.cost.shape[1]):
        worlds = np.flatnonzero(np.isfinite(trades.cost[:, steps]))
        offer = trades.offer(worlds, (trades.best - trades.cost[:, steps])[worlds])
        at_start = utility(theirs, trades.options[..., 0])
        assert (offer.theirs >= (at_start + trades.gain[:, steps])[worlds] - ROUNDING).all()


def test_the_issue_that_costs_little_and_brings_much_is_given_away_first():
    trades = one_world([[0.8, 0.0], [0.2, 0.0]], [[0.0, 0.3], [0.0, 0.7]], [-1, -1])
    assert offers(trades, 0.8) == ([0, 1], True)
    assert offers(trades, 0.0) == ([1, 1], True)
    assert offers(trades, 1.0) == ([0, 0], True)
    assert offers(trades, 1.1) == ([-1, -1], False)


def test_what_remains_after_the_last_step_buys_one_more_change():
    mine = [[0.5, 0.1], [0.3, 0.2, 0.0], [0.2, 0.0]]
    mine[0].append(mine[0][-1])
    mine[2].append(mine[2][-1])
    theirs = [[0.0, 0.5, 0.0], [0.0, 0.01, 0.2], [0.0, 0.1, 0.0]]
    # The first step costs 0.4, more than the floor allows; of what does fit, the second issue's gain is larger.
    assert offers(one_world(mine, theirs, [-1, -1, -1]), 0.75) == ([0, 0, 1], True)
    assert offers(one_world(mine, theirs, [-1, -1, -1]), 0.65) == ([0, 2, 0], True)


def test_my_ties_go_to_what_they_like_then_to_the_status_quo_then_to_the_lower_option():
    assert offers(one_world([[0.5, 0.5, 0.5]], [[0.1, 0.3, 0.2]], [0]), 0.5)[0] == [1]
    indifferent = one_world([[1.0, 0.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]], [1, 1])
    assert offers(indifferent, 1.0)[0] == [0, 1]
    nearly_indifferent = one_world([[1.0, 1.0 - 1e-13], [0.0, 0.0]], [[0.5, 0.5 - 1e-13], [0.0, 0.0]], [1, 1])
    assert nearly_indifferent.options[0, :, 0].tolist() == [1, 1]
    off_the_scale = one_world([[0.5, 0.5, 0.1]], [[0.2, 0.2, 0.1]], [-1])
    assert offers(off_the_scale, 0.5)[0] == [0]


def test_of_options_that_coincide_on_the_path_the_status_quo_is_taken():
    trades = one_world(
        [[1.0, 0.5, 0.5, 0.5], [1.0, 0.0, 0.0, 0.0]], [[0.0, 0.6, 0.6, 0.6], [0.0, 0.0, 0.0, 0.0]], [2, 1]
    )
    assert offers(trades, 1.5)[0] == [2, 0]


def test_an_offer_that_would_defer_everything_is_replaced_by_the_best_single_change():
    trades = one_world([[0.6, 0.5], [0.4, 0.2]], [[0.4, 0.1], [0.6, 0.5]], [0, 0])
    assert offers(trades, 0.5) == ([0, 1], True)
    assert offers(trades, 0.85) == ([1, 0], True)
    assert offers(trades, 0.95) == ([-1, -1], False)
    same_to_them = one_world([[0.6, 0.2, 0.3]], [[0.5, 0.4, 0.4]], [0])
    assert offers(same_to_them, 0.1) == ([2], True)


def test_no_offer_is_possible_where_an_issue_has_no_allowed_option():
    trades = one_world([[0.5, 0.1], [0.5, 0.1]], [[0.5, 0.1], [0.5, 0.1]], [0, 0], [[True, True], [False, False]])
    assert trades.best.tolist() == [-np.inf]
    assert offers(trades, -np.inf) == ([-1, -1], False)
    assert offers(trades, 0.0) == ([-1, -1], False)


def test_trades_of_no_worlds_are_fine():
    none = np.zeros((0, 3, 4))
    trades = Trades.between(none, none, none > 0, np.zeros((0, 3), dtype=int))
    assert trades.offer(np.array([], dtype=int), np.array([])).deal.shape == (0, 3)
    assert all(len(getattr(trades, field.name)) == 0 for field in fields(trades))


def test_a_finely_divided_issue_is_traded_to_the_floor_exactly():
    grid = np.linspace(0, 1, 1001)
    trades = one_world([1 - grid], [grid], [-1])
    for floor in (0.25, 0.5, 0.999):
        assert offers(trades, floor) == ([round((1 - floor) * 1000)], True)


def test_a_change_of_one_issue_prefers_deferring_it_where_options_coincide() -> None:
    # Options 0 and 1 of the first issue coincide below the hull; its status quo is option 1.
    mine = np.array([[[0.2, 0.2, 0.4, 0.0], [0.6, 0.0, 0.0, 0.0]]])
    theirs = np.array([[[0.1, 0.1, 0.0, 0.6], [0.0, 0.0, 0.0, 0.0]]])
    allowed = np.array([[[True] * 4, [True, True, False, False]]])
    trades = Trades.between(mine, theirs, allowed, np.array([[1, 1]]))
    assert trades.offer(np.array([0]), np.array([0.75])).deal.tolist() == [[1, 0]]
