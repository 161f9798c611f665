import numpy as np
import pytest

from summitry_agents.deals import MARGIN, power, settled, settles_something, signs, utility

RNG = np.random.default_rng(1)
VALUES = RNG.random((50, 3, 12, 5)) / 12
DEAL = RNG.integers(0, 5, size=(50, 12))


def test_utility_adds_the_chosen_contributions_issue_by_issue():
    expected = np.zeros((50, 3))
    for world in range(50):
        for state in range(3):
            for issue in range(12):
                expected[world, state] += VALUES[world, state, issue, DEAL[world, issue]]
    np.testing.assert_array_equal(utility(VALUES, DEAL), expected)


@pytest.mark.parametrize("order", ["C", "F"])
def test_a_world_has_the_same_utility_to_the_last_bit_wherever_it_stands(order):
    together = utility(np.asarray(VALUES, order=order), np.asarray(DEAL, order=order))
    for world in range(50):
        for state in range(3):
            alone = utility(VALUES[world : world + 1, state], DEAL[world : world + 1])
            assert alone[0] == together[world, state]


def test_a_state_signs_only_strictly_above_the_margin():
    values = np.array([[[0.5]], [[0.5]], [[0.5]]])
    deal = np.zeros((3, 1), dtype=int)
    reservation = np.array([0.5, 0.5 - MARGIN / 2, 0.5 - 2 * MARGIN])
    assert signs(values, deal, reservation + MARGIN).tolist() == [False, False, True]
    assert not signs(values, deal, np.full(3, 0.5)).any()


def test_every_option_settles_an_issue_whose_failure_lies_off_the_scale():
    assert settled(np.array([[0, 1]]), np.array([[-1, 1]])).tolist() == [[True, False]]


def test_a_deal_that_defers_everything_settles_nothing():
    status_quo = np.array([[2, 0], [2, 0], [-1, 0]])
    assert settles_something(np.array([[2, 0], [2, 1], [2, 0]]), status_quo).tolist() == [False, True, True]


def test_a_power_is_the_same_number_for_one_world_as_for_many() -> None:
    base = np.random.default_rng(1).uniform(0.3, 0.99, (1000, 2))
    for exponent in (0, 1, 2, 3):
        together = power(base, np.full((1000, 1), exponent))
        mixed = power(base, np.arange(1000)[:, None] % 4)
        alone = np.concatenate([power(base[world : world + 1], np.array([[exponent]])) for world in range(1000)])
        assert np.array_equal(together, alone)
        assert np.array_equal(together[exponent::4], mixed[exponent::4])
