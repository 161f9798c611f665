"""Relative and averaged tit for tat answer by the published formulas."""

from __future__ import annotations

from typing import Any

import pytest

from tests.agents.styles.versus import pie, versus

STEADY = [10, 20, 40, 50, 50, 40, 60]


def expected(script: list[int], earlier: int, later: int, lowest: float = 0.0) -> list[float]:
    """Faratin, Sierra and Jennings 1998: x(n + 1) = min(max(y(earlier) / y(later) * x(n - 1), min), max)."""
    demand, demands = 1.0, []
    for n in range(len(script)):
        if n >= earlier:
            demand = min(max(script[n - earlier] / script[n - later] * demand, lowest), 1.0)
        demands.append(demand)
    return demands


def test_relative_tit_for_tat_answers_each_step_of_the_other_in_proportion() -> None:
    played = versus("relative_tit_for_tat", {"them": STEADY})
    assert played.insisted == pytest.approx([1, 1 / 2, 1 / 4, 1 / 5, 1 / 5, 1 / 4, 1 / 6])
    assert played.offered == [(100,), (50,), (25,), (20,), (20,), (25,), (17,)]


@pytest.mark.parametrize("delta", [1, 2, 3])
def test_relative_tit_for_tat_answers_the_step_delta_offers_ago(delta: int) -> None:
    played = versus({"relative_tit_for_tat": {"delta": delta}}, {"them": STEADY})
    assert played.insisted == pytest.approx(expected(STEADY, delta, delta - 1))


@pytest.mark.parametrize("gamma", [1, 2, 4])
def test_averaged_tit_for_tat_answers_what_was_given_over_the_window(gamma: int) -> None:
    played = versus({"averaged_tit_for_tat": {"gamma": gamma}}, {"them": STEADY})
    assert played.insisted == pytest.approx(expected(STEADY, gamma, 0))


def test_with_a_window_of_one_both_are_the_same() -> None:
    averaged = versus({"averaged_tit_for_tat": {"gamma": 1}}, {"them": STEADY})
    assert averaged.insisted == versus("relative_tit_for_tat", {"them": STEADY}).insisted


@pytest.mark.parametrize("style", ["relative_tit_for_tat", "averaged_tit_for_tat"])
def test_it_stays_at_its_best_until_enough_offers_came_and_while_the_other_does(style: str) -> None:
    assert versus(style, {"them": [30, 30, 30, 30]}).insisted == [1, 1, 1, 1]
    long = {"delta": 9} if style.startswith("relative") else {"gamma": 9}
    assert versus({style: long}, {"them": [10, 20, 30, 40]}).insisted == [1, 1, 1, 1]


def test_it_goes_no_further_than_it_would_and_no_higher_than_its_best() -> None:
    played = versus("relative_tit_for_tat", {"them": [10, 80, 10, 1, 2]}, reach=0.6)
    assert played.insisted == pytest.approx([1, 0.4, 1, 1, 0.5])


def test_offers_that_are_worth_nothing_make_no_ratio_infinite() -> None:
    played = versus("relative_tit_for_tat", {"them": [0, 0, 50, 0, 0]}, reach=0.75)
    assert played.insisted == pytest.approx([1, 1, 0.25, 1, 1])


def test_with_several_others_the_geometric_mean_of_their_ratios_counts() -> None:
    # One doubles what it offers, the other halves it: nothing to answer. Then both give a half more.
    played = versus("relative_tit_for_tat", {"one": [20, 40, 60], "two": [40, 20, 30]})
    assert played.insisted == pytest.approx([1, 1, 2 / 3])
    one_stays = versus("relative_tit_for_tat", {"one": [20, 20, 20], "two": [10, 40, 40]})
    assert one_stays.insisted == pytest.approx([1, 1 / 2, 1 / 2])


def test_two_who_wait_for_each_other_never_move() -> None:
    data: dict[str, Any] = {**pie(), "talks": {"rounds": 12}}
    data["states"]["them"]["premium"] = 0.1
    style = {"style": "relative_tit_for_tat", "reach": 1, "last_moment": 0}
    data["envoys"] = {f"of_{name}": {"of": name, **style} for name in ("us", "them")}
    from summitry import Scenario, SummitModel

    model = SummitModel(Scenario.from_dict(data), rng=1)
    model.run_model()
    assert not model.agreed[0]
    assert all((exchange.aspiration == 1).all() for exchange in model.exchanges)


def test_a_step_is_answered_once_also_by_who_speaks_twice_in_a_row() -> None:
    talks = {**pie(), "talks": {"protocol": "random_proposer", "rounds": 40}}
    script = [10, *[20] * 40]
    played = versus("relative_tit_for_tat", {"them": script}, talks)
    # The script goes by the rounds: 10 in the first two, then 20. One step, so one halving at the most.
    assert set(played.insisted) <= {1.0, 0.5}
    assert played.insisted == sorted(played.insisted, reverse=True)
