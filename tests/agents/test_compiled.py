"""Kernels do what their plain twins do, to the bit."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry_agents import (
    beliefs,
    deals,
    exact_search,
    hypotheses,
    nearest_deals,
    shortfall,
    single_change,
    trades,
    weighted_sums,
    zone,
    zone_of_many,
)
from summitry_agents.compiled import ENABLED
from summitry_agents.deals import TIE
from summitry_agents.exact_search import ROUNDING
from summitry_agents.learning import bayes
from summitry_agents.solutions import points

pytestmark = pytest.mark.skipif(not ENABLED, reason="without Numba there is nothing but the plain twins")

seeds = st.integers(0, 2**32 - 1)


def numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Utilities; every other time so coarse that many are equal, and some are equal but for rounding."""
    values = rng.random(shape)
    if rng.random() < 0.5:
        values = np.round(values * 4) / 4 + rng.choice([0.0, 1e-17, 1e-13], shape)
    return values


def domain(rng: np.random.Generator, states: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Contributions (W, P, I, K), allowed options (W, I, K), and a status quo (W, I) that may be off the scale."""
    worlds, issues, options = (int(number) for number in rng.integers((1, 1, 2), (12, 7, 7)))
    contributions = numbers(rng, worlds, states, issues, options) / issues
    allowed = rng.random((worlds, issues, options)) < rng.choice([0.3, 0.8, 1.0])
    return contributions, allowed, rng.integers(-1, options, (worlds, issues))


def assert_same(function: Callable[..., Any], *given_: Any) -> None:
    """Call a function and its plain twin, and compare every number that they return."""
    twin = function.__wrapped__  # type: ignore[attr-defined]
    fast, plain = function(*given_), twin(*given_)
    for one, other in zip(*((each if isinstance(each, tuple) else (each,)) for each in (fast, plain)), strict=True):
        np.testing.assert_array_equal(one, other, strict=isinstance(one, np.ndarray))


@pytest.mark.sized
@given(seeds)
def test_trades_are_sorted_and_cut_off_as_by_the_twin(seed: int) -> None:
    rng = np.random.default_rng(seed)
    contributions, allowed, status_quo = domain(rng, 2)
    wishes = contributions[:, 0], contributions[:, 1], allowed, status_quo
    assert_same(trades.sort_trades, *wishes, TIE, 1e-14)
    assert_same(trades.best_settling, contributions[:, 0].copy(), allowed, status_quo)
    best, options, turn, cost, _ = trades.sort_trades(*wishes, TIE, 1e-14)
    worlds = rng.integers(0, len(best), 9)
    floor = np.where(rng.random(9) < 0.2, best[worlds], rng.uniform(-0.2, 1.2, 9))
    assert_same(trades.cut_off, worlds, floor, *wishes, best, options, turn, cost, TIE)


@pytest.mark.sized
@given(seeds, st.integers(3, 9))
def test_weights_move_as_in_the_twin(seed: int, states: int) -> None:
    rng = np.random.default_rng(seed)
    contributions, allowed, _ = domain(rng, states)
    allowed[..., 0] |= ~allowed.any(axis=-1)
    best = np.where(allowed[:, None], contributions, -np.inf).max(axis=-1).sum(axis=-1)
    threshold = best - rng.uniform(1e-3, 1.0, best.shape) * rng.choice([0.2, 1.0])
    assert_same(zone_of_many.move_weights, contributions, allowed, threshold, zone_of_many.STEPS, ROUNDING)


@pytest.mark.sized
@given(seeds, st.integers(1, 4))
def test_the_deals_with_the_largest_weighted_sums_are_those_of_the_twin(seed: int, states: int) -> None:
    rng = np.random.default_rng(seed)
    contributions, allowed, status_quo = domain(rng, states)
    weights = rng.choice([0.0, 1.0, 2.0, 0.7], contributions.shape[:2])
    assert_same(weighted_sums.best_settling_deal, contributions, weights, allowed, status_quo)
    allowed[..., 0] |= ~allowed.any(axis=-1)
    assert_same(weighted_sums.heaviest_deal, contributions, weights, allowed, status_quo)


@pytest.mark.sized
@given(seeds, st.integers(2, 5))
def test_the_exact_search_finds_what_the_twin_finds(seed: int, states: int) -> None:
    rng = np.random.default_rng(seed)
    contributions, allowed, _ = domain(rng, states)
    allowed[..., 0] |= ~allowed.any(axis=-1)
    best = np.where(allowed[:, None], contributions, -np.inf).max(axis=-1).sum(axis=-1)
    threshold = best - rng.uniform(0, 0.6, best.shape)
    for world in range(len(best)):
        weights = rng.dirichlet(np.ones(states))
        limit = int(rng.choice([1, 7, 100_000]))
        assert_same(
            exact_search.search, contributions[world], allowed[world], threshold[world], weights, limit, ROUNDING
        )


@pytest.mark.sized
@given(seeds)
def test_hypotheses_add_up_as_in_the_twin(seed: int) -> None:
    rng = np.random.default_rng(seed)
    many, issues, options, worlds = (int(number) for number in rng.integers(1, 9, 4))
    values = rng.random((issues, options, many))
    assert_same(hypotheses.chosen, values, rng.integers(-1, options, (worlds, issues)))
    assert_same(bayes.weighted_means, rng.random((worlds, many)), rng.random((many, issues * options)))


@pytest.mark.sized
@given(seeds, st.integers(1, 4))
def test_beliefs_are_blended_and_vary_as_in_the_twin(seed: int, others: int) -> None:
    rng = np.random.default_rng(seed)
    parts, open_, _ = domain(rng, others)
    worlds = rng.integers(0, len(parts), 9)
    expected, truth = (rng.random((many, states, 6)) for many, states in ((9, others), (len(parts), others + 1)))
    news = rng.random((rng.choice([0, len(parts)]), others, 6))
    assert_same(
        beliefs.blended, worlds, rng.permutation(others + 1)[:others], rng.random(len(parts)), expected, news, truth
    )
    assert_same(beliefs.over_random_deals, parts - 0.5, open_)


@pytest.mark.sized
@given(seeds)
def test_the_nearest_deals_are_those_of_the_twin(seed: int) -> None:
    rng = np.random.default_rng(seed)
    contributions, allowed, status_quo = domain(rng, 1)
    contributions, allowed = contributions[:, 0, :4], allowed[:, :4]
    status_quo = status_quo[:, :4]
    best = contributions.max(axis=-1).sum(axis=-1)
    worlds = rng.integers(0, len(best), 9)
    option = rng.integers(0, contributions.shape[2], (9, 9, allowed.shape[1]))
    any_deal = contributions[worlds[:, None], np.arange(allowed.shape[1]), option].sum(axis=-1)
    target = np.where(rng.random((9, 9)) < 0.5, any_deal + rng.choice([0.0, 1e-7, -1e-7], (9, 9)), rng.random((9, 9)))
    targets = -np.sort(-target, axis=0)[: rng.integers(1, 10)]
    targets[rng.integers(len(targets)) :] = targets[-1]
    reservation = best * rng.choice([0.0, 0.6])
    assert_same(nearest_deals.nearest_deals, worlds, targets, contributions, allowed, status_quo, reservation, 1e-6)


@pytest.mark.sized
@given(seeds, st.integers(1, 5))
def test_deals_are_worth_what_the_twin_says_in_whatever_order_arrays_lie(seed: int, states: int) -> None:
    rng = np.random.default_rng(seed)
    contributions, allowed, status_quo = domain(rng, states)
    worlds = rng.integers(0, len(contributions), 9)
    deal = rng.integers(0, contributions.shape[3], (9, contributions.shape[2]))
    assert_same(deals.worth_to_several, contributions, deal, worlds)
    assert_same(deals.worth_to_one, contributions[:, states - 1], np.asfortranarray(deal), worlds[::-1])
    assert_same(deals.crosses_one, ~allowed, deal, worlds)
    assert_same(deals.admissible, ~allowed, status_quo, deal, worlds)
    assert_same(deals.differs, deal, np.asfortranarray(deal[rng.permutation(9)]))


@pytest.mark.sized
@given(seeds, st.integers(1, 4))
def test_the_largest_sum_of_gains_is_that_of_the_twin(seed: int, states: int) -> None:
    rng = np.random.default_rng(seed)
    contributions, allowed, status_quo = domain(rng, states)
    contributions, allowed, status_quo = contributions[:, :, :4], allowed[:, :4], status_quo[:, :4]
    allowed[..., 0] |= ~allowed.any(axis=-1)
    best = np.where(allowed[:, None], contributions, -np.inf).max(axis=-1).sum(axis=-1)
    reservation = best * rng.choice([0.0, 0.5, 0.8]) - rng.choice([0.0, 0.3])
    assert_same(points.largest_sum, contributions, allowed, reservation, status_quo)
    reservation[rng.random(reservation.shape) < 0.1] = rng.choice([-np.inf, np.inf])
    assert_same(zone.any_deal, contributions, allowed, reservation, status_quo)


@pytest.mark.sized
@given(seeds)
def test_deals_fall_short_as_in_the_twin(seed: int) -> None:
    rng = np.random.default_rng(seed)
    contributions, open_, _ = domain(rng, 1)
    wants, barred = contributions[:, 0], rng.random(open_.shape) < rng.choice([0.0, 0.3, 1.0])
    worlds = rng.integers(0, len(wants), 9)
    deal = rng.integers(0, wants.shape[2], (9, wants.shape[1]))
    assert_same(shortfall.shortfall, rng.uniform(-0.1, 1.0, 9), wants, barred, deal, worlds)
    assert_same(shortfall.farthest, wants, barred, open_, deal, worlds)


@pytest.mark.sized
@given(seeds, st.integers(1, 4))
def test_a_single_change_is_that_of_the_twin(seed: int, states: int) -> None:
    rng = np.random.default_rng(seed)
    contributions, allowed, status_quo = domain(rng, states)
    barred = rng.random(contributions.shape) < rng.choice([0.0, 0.2])
    threshold = rng.uniform(0, 1, contributions.shape[:2])
    threshold[rng.random(threshold.shape) < 0.1] = np.inf
    worlds = np.flatnonzero(rng.random(len(status_quo)) < 0.8)
    deal = rng.integers(0, contributions.shape[3], (len(worlds), status_quo.shape[1]))
    values = np.where(barred, -np.inf, contributions)
    assert_same(single_change.nearest_change_needing_all, values, threshold, allowed, status_quo, worlds, deal)


WITHOUT = "import sys; sys.modules['numba'] = None; "
RUN = "from summitry import run; print(run('reykjavik-2021', worlds=100).to_dict())"


def test_without_numba_the_answer_is_the_same() -> None:
    fast, plain = (
        subprocess.run([sys.executable, "-c", start + RUN], capture_output=True, text=True, check=True)  # noqa: S603
        for start in ("", WITHOUT)
    )
    assert fast.stdout
    assert fast.stdout == plain.stdout
