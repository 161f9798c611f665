import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry_agents.hulls import upper_hulls

FUZZ = np.full((1, 1), 1e-14)


def hull_of(cost, gain):
    vertices, length = upper_hulls(np.array([cost]), np.array([gain]), FUZZ, FUZZ)
    return vertices[0, : length[0]].tolist()


def test_a_straight_line_of_eleven_options_gives_ten_steps():
    line = np.linspace(0, 1, 11) * 0.7
    assert hull_of(line, line * 0.3) == list(range(1, 11))


def test_a_concave_curve_keeps_all_its_options_and_a_convex_one_its_end():
    x = np.linspace(0, 1, 11)
    assert hull_of(x, np.sqrt(x)) == list(range(1, 11))
    assert hull_of(x, x**2) == [10]


def test_dominated_barred_and_worthless_options_are_left_out():
    assert hull_of([0.0, 0.2, 0.3, 0.4, 0.5], [0.0, 0.5, 0.4, 0.5, -np.inf]) == [1]


def test_of_options_that_coincide_the_lower_index_stays():
    assert hull_of([0.3, 0.1, 0.1, 0.3], [0.5, 0.2, 0.2, 0.5]) == [1, 0]


def test_no_useful_option_gives_an_empty_path():
    assert hull_of([0.0, 0.2], [0.0, -0.1]) == []


@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.sampled_from([None, 4, 20]))
@settings(derandomize=True, deadline=None, max_examples=100)
def test_hulls_pass_above_all_points_and_bend_only_downwards(seed, options, grid):
    rng = np.random.default_rng(seed)
    cost, gain = rng.random((2, 25, options)) - 0.1
    if grid:
        cost, gain = np.round(cost * grid) / grid, np.round(gain * grid) / grid
    fuzz = np.full((25, 1), 1e-14)
    vertices, length = upper_hulls(cost, gain, fuzz, fuzz)
    for row in range(25):
        path = vertices[row, : length[row]]
        x, y = np.append(0.0, cost[row, path]), np.append(0.0, gain[row, path])
        useful = cost[row] > 0
        assert (gain[row, useful] <= np.interp(cost[row, useful], x, y) + 1e-12).all()
        assert (np.diff(x) > 0).all()
        assert (np.diff(y) > 0).all()
        assert (np.diff(np.diff(y) / np.diff(x)) <= 1e-9).all()
