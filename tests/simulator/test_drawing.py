"""From distributions to worlds: truncated, keyed by purpose, ordered by id."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from scipy import stats

from summitry import Scenario
from summitry.ensembles.worlds import NOT_IN_PLAY, Worlds
from summitry.scenario.quantity import Quantity
from summitry.scenario.within import Within
from summitry.talks.drawing import circumstances_drawn_evenly, draw, draw_evenly
from summitry.talks.randomness import BLOCK, evenly_spread, uniform

MANY = 20_000


def drawn(data: dict[str, Any], worlds: int = MANY, seed: int = 1) -> Worlds:
    return draw(Scenario.from_dict(data), seed, np.arange(worlds))


def talks(position: dict[str, Any], issue: dict[str, Any] | None = None, **state: Any) -> dict[str, Any]:
    return {
        "issues": {"topic": issue or {"options": ["a", "b", "c"]}},
        "states": {
            "north": {"positions": {"topic": position}, **state},
            "south": {"positions": {"topic": {"ideal": "a"} if issue is None else position}},
        },
    }


@pytest.mark.parametrize(
    ("written", "distribution"),
    [
        ({"normal": [0.9, 0.2]}, stats.truncnorm(-4.5, 0.5, 0.9, 0.2)),
        ({"uniform": [-1, 0.5]}, stats.uniform(0, 0.5)),
        ({"triangular": [0.1, 0.2, 0.8]}, stats.triang(1 / 7, 0.1, 0.7)),
        ({"beta": [2, 4]}, stats.beta(2, 4)),
    ],
)
def test_distributions_are_truncated_to_their_range_and_never_clipped(written: Any, distribution: Any) -> None:
    values = Within(0, 1).read(written).quantile(uniform(1, "x", np.arange(MANY)), 0, 1)
    assert stats.kstest(values, distribution.cdf).pvalue > 0.01
    assert values.min() > 0
    assert values.max() < 1


def test_a_beta_is_stretched_over_the_range_of_its_issue() -> None:
    worlds = drawn(talks({"ideal": {"beta": [2, 2]}}, {"range": {"from": -50, "to": 150, "steps": 21}}))
    assert (
        stats.kstest(worlds.recorded["states.north.positions.topic.ideal"], stats.beta(2, 2, -50, 200).cdf).pvalue
        > 0.01
    )


@pytest.mark.parametrize("written", [{"normal": [0.1, 0.1]}, {"beta": [2, 2]}, {"triangular": [0.2, 0.2, 0.5]}])
def test_a_distribution_with_equal_numbers_is_uncertain_all_the_same(written: Any) -> None:
    worlds = drawn(talks({"ideal": "c", "salience": written}), 100)
    assert len(set(worlds.recorded["states.north.positions.topic.salience"])) == 100


def test_a_choice_takes_each_value_with_its_probability() -> None:
    worlds = drawn(talks({"ideal": {"choice": {"a": 0.2, "c": 0.8}}}))
    assert sorted(set(worlds.ideal[:, 0, 0])) == [0, 1]
    assert (worlds.ideal[:, 0, 0] == 1).mean() == pytest.approx(0.8, abs=0.01)


def test_values_follow_the_shape_of_the_position() -> None:
    issue = {"range": {"from": 0, "to": 4, "steps": 5}}
    expected = {
        "linear": [0.75, 1, 0.75, 0.5, 0.25],
        "quadratic": [15 / 16, 1, 15 / 16, 0.75, 7 / 16],
        "step": [0, 1, 0, 0, 0],
    }
    for shape, values in expected.items():
        worlds = drawn(talks({"ideal": 1, "shape": shape}, issue), worlds=1)
        assert np.allclose(worlds.contributions[0, 0, 0], values)


def test_options_without_order_are_equally_far_apart() -> None:
    worlds = drawn(talks({"ideal": "b"}, {"options": ["a", "b", "c"], "ordered": False}), worlds=1)
    assert list(worlds.contributions[0, 0, 0]) == [0, 1, 0]


def test_saliences_are_normalised_within_a_state() -> None:
    data = talks({"ideal": "c", "salience": 0.3})
    data["issues"]["other"] = {"options": ["x", "y"]}
    data["states"]["north"]["positions"]["other"] = {"ideal": "y", "salience": 0.1}
    worlds = drawn(data, worlds=1)
    assert worlds.contributions[0, 0].max(axis=1).tolist() == pytest.approx([0.25, 0.75])


def test_a_table_of_values_puts_the_ideal_at_its_best_option() -> None:
    worlds = drawn(talks({"values": {"a": 0.2, "b": {"uniform": [0, 0.4]}, "c": 0.1}}))
    assert (worlds.ideal[:, 0, 0] == 0.5).mean() == pytest.approx(0.5, abs=0.02)
    assert set(worlds.ideal[:, 0, 0]) == {0, 0.5}


def test_shares_of_a_division_are_worth_what_each_state_gets() -> None:
    worlds = drawn(talks({"salience": 1}, {"kind": "division", "steps": 4}), worlds=1)
    assert np.allclose(worlds.contributions[0, 0, 0], [0, 0, 0.25, 0.5, 0.75, 1])
    assert np.allclose(worlds.contributions[0, 1, 0], [0, 1, 0.75, 0.5, 0.25, 0])


def test_a_status_quo_may_be_uncertain_and_lies_on_the_grid() -> None:
    issue = {"range": {"from": 0, "to": 10, "steps": 11}, "status_quo": {"uniform": [2, 5]}}
    worlds = drawn(talks({"ideal": 10}, issue))
    assert set(worlds.status_quo[:, 0]) == {2, 3, 4, 5}


def test_red_lines_bar_what_lies_beyond_them() -> None:
    issue = {"range": {"from": 0, "to": 10, "steps": 11}}
    worlds = drawn(talks({"ideal": 5, "red_lines": {"above": 7, "below": 3}}, issue), worlds=1)
    assert np.flatnonzero(~worlds.barred[0, 0, 0]).tolist() == [3, 4, 5, 6, 7]


def test_an_issue_that_matters_to_nobody_stays_at_its_status_quo() -> None:
    worlds = drawn(
        talks({"ideal": "b"}) | {"issues": {"topic": {"options": ["a", "b", "c"]}, "idle": {"options": ["x", "y"]}}}
    )
    idle, topic = worlds.open[0]
    assert idle.tolist() == [True, False, False]
    assert topic.all()


def test_worlds_draw_strata_with_their_shares_and_states_draw_within_them() -> None:
    worlds = drawn(talks({"ideal": "c"}))
    stratum = worlds.strata["premium"]
    assert np.bincount(stratum) / MANY == pytest.approx(np.full(3, 1 / 3), abs=0.01)
    for place, (low, high) in enumerate([(0, 0.05), (0.05, 0.2), (0.2, 0.5)]):
        premium = worlds.premium[stratum == place]
        assert premium.min() >= low
        assert premium.max() <= high
        assert abs(np.corrcoef(premium.T)[0, 1]) < 0.05


def test_what_the_scenario_documents_is_not_left_to_the_shared_prior() -> None:
    data = talks({"ideal": "c"}, premium=0.1)
    assert (drawn(data, 10).premium[:, 0] == 0.1).all()
    assert (drawn(data, 10).strata["premium"] != NOT_IN_PLAY).all()
    data["states"]["south"]["premium"] = 0
    assert (drawn(data, 10).strata["premium"] == NOT_IN_PLAY).all()


def test_streams_of_different_purposes_seeds_and_blocks_are_unrelated() -> None:
    worlds = np.arange(3 * BLOCK)
    streams = [uniform(1, "a", worlds), uniform(1, "b", worlds), uniform(2, "a", worlds)]
    streams.append(np.roll(streams[0], BLOCK))
    related = np.corrcoef(streams)
    assert np.abs(related - np.eye(4)).max() < 0.06


def test_nobody_can_change_the_draws_that_others_get() -> None:
    first = uniform(1, "x", np.arange(10))
    kept = first.copy()
    first[:] = 2.0
    np.testing.assert_array_equal(uniform(1, "x", np.arange(10)), kept)
    with pytest.raises(ValueError, match="read-only"):
        evenly_spread("x", 10)[0] = 2.0


@pytest.mark.parametrize("name", ["reykjavik-2021", "jcpoa-2015", "camp-david-1978"])
def test_what_talks_rest_on_is_the_same_whether_or_not_it_is_drawn_who_speaks(name: str) -> None:
    scenario = Scenario.load(name)
    alone, with_all = circumstances_drawn_evenly(scenario, 30), draw_evenly(scenario, 30).circumstances
    for field in fields(alone):
        if field.name != "form":
            np.testing.assert_array_equal(getattr(alone, field.name), getattr(with_all, field.name), field.name)


def test_adding_an_uncertain_quantity_shifts_no_other_draw() -> None:
    position = {"ideal": "c", "salience": {"uniform": [0, 1]}}
    before = drawn(talks(position), 50).recorded
    after = drawn(talks(position, walk_away={"uniform": [0, 1]}), 50).recorded
    assert set(after) - set(before) == {"states.north.walk_away"}
    assert all(np.array_equal(after[path], before[path]) for path in before)


def test_a_seat_at_the_table_is_drawn_by_lot_unless_it_is_given() -> None:
    data = talks({"ideal": "c"})
    first = drawn(data).seating[:, 0]
    assert (first == 0).mean() == pytest.approx(0.5, abs=0.02)
    data["talks"] = {"order": ["south", "north"]}
    assert (drawn(data, 10).seating == [1, 0]).all()


def test_a_quantity_written_out_reads_back_the_same() -> None:
    for written in (0.5, {"normal": [0.5, 0.1], "reason": "said so"}, {"choice": {"0.2": 0.5, "0.4": 0.5}}):
        quantity = Within(0, 1).read(written)
        assert isinstance(quantity, Quantity)
        assert Within(0, 1).read(quantity.written()) == quantity
