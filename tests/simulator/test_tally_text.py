"""A tally as text comes back to the bit."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry import Scenario
from summitry.ensembles.ensemble import play_blocks
from summitry.ensembles.tally import Tally
from summitry.ensembles.tally_text import from_text, to_text
from summitry.statistics import Spread
from tests.laws.scenarios import scenarios
from tests.simulator import synthetic


def same(one: Any, other: Any) -> bool:
    """Tell whether two values agree in type, bits and the order of what they hold."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and bool((one == other).all())
    if isinstance(one, Spread):
        return same(one.total, other.total) and same(one.bins, other.bins)
    if isinstance(one, float):
        return one.hex() == other.hex()
    if isinstance(one, Counter):
        return bool(one == other)
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[name], other[name]) for name in one)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def comes_back(tally: Tally) -> bool:
    back = from_text(to_text(tally))
    return all(same(getattr(tally, field.name), getattr(back, field.name)) for field in fields(Tally))


@given(scenarios(), st.integers(0, 100))
def test_any_tally_comes_back_to_the_bit(data: dict[str, Any], seed: int) -> None:
    [(tally, _)] = play_blocks(Scenario.from_dict(data), seed, 0, 30, keep=False)
    assert comes_back(tally)


def test_so_does_that_of_talks_with_everything_on() -> None:
    [(tally, _)] = play_blocks(Scenario.load("reykjavik-2021"), 1, 0, 60, keep=False)
    assert tally.happened
    assert tally.lacking
    assert comes_back(tally)


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"worlds": 3}'])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        from_text(text)


def test_a_total_is_the_sum_from_left_to_right() -> None:
    scenario = synthetic.talks()
    tallies = [play_blocks(scenario, 1, start, 1000, keep=False)[0][0] for start in (0, 1000, 2000)]
    assert to_text(Tally.total(tallies)) == to_text(tallies[0] + tallies[1] + tallies[2])
    before = to_text(tallies[0])
    Tally.total(tallies)
    assert to_text(tallies[0]) == before
