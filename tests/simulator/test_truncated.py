"""Truncated distributions against scipy's."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from summitry.scenario.truncated import truncated

UNIFORM = np.random.default_rng(1).random(2_000)

CASES = [
    ("normal", (0.8, 0.1), (0.0, 1.0), lambda: stats.norm(0.8, 0.1)),
    ("normal", (3.0, 2.0), (0.0, np.inf), lambda: stats.norm(3, 2)),
    ("uniform", (-1.0, 0.5), (0.0, 1.0), lambda: stats.uniform(-1, 1.5)),
    ("triangular", (0.0, 0.05, 0.2), (0.0, 1.0), lambda: stats.triang(0.25, 0, 0.2)),
    ("triangular", (0.0, 0.0, 1.0), (0.2, 0.7), lambda: stats.triang(0, 0, 1)),
    ("triangular", (-1.0, 1.0, 1.0), (0.0, 1.0), lambda: stats.triang(1, -1, 2)),
    ("beta", (2.0, 4.0), (0.0, 1.0), lambda: stats.beta(2, 4)),
    ("beta", (0.5, 3.0), (10.0, 20.0), lambda: stats.beta(0.5, 3, loc=10, scale=10)),
]


@pytest.mark.parametrize(("kind", "numbers", "ends", "reference"), CASES)
def test_quantiles_are_those_of_the_part_within_the_range(kind, numbers, ends, reference):
    whole = reference()
    below, upto = whole.cdf(ends[0]), whole.cdf(ends[1])
    expected = whole.ppf(below + UNIFORM * (upto - below))
    np.testing.assert_allclose(truncated(kind, numbers, *ends).at(UNIFORM), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("kind", "numbers"),
    [
        ("normal", (0.85, 5e-324)),
        ("uniform", (0.5, 0.5 + 1e-16)),
        ("triangular", (0.0, 0.0, 5e-324)),
        ("beta", (1e-9, 1.0)),
    ],
)
def test_what_hardly_spreads_is_drawn_where_it_stands(kind, numbers):
    drawn = truncated(kind, numbers, 0.0, 1.0).at(UNIFORM)
    np.testing.assert_allclose(drawn, 0.0 if kind == "beta" else numbers[0], rtol=0, atol=1e-12)
