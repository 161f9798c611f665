"""Charts of an ensemble that follow the talks in time, and what they bring each state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from summitry.charts.agreement import agreement
from summitry.charts.gains import gains
from summitry.ensembles.result import EnsembleResult
from summitry.reports.pictures import NARROW
from summitry.statistics import Spread
from summitry.talks.gates import Gate
from tests.simulator import synthetic
from tests.simulator.neighbours import neighbours
from tests.simulator.picture_checks import flaws, texts, words

Chart = Callable[..., Figure]
WORLDS = 10_000


def by_round(agreed: list[int], **made_up: Any) -> EnsembleResult:
    """Return a result in which so many worlds agree in each round; the others go on to the last."""
    result = synthetic.result(synthetic.talks(3), agreed=sum(agreed) / WORLDS, **made_up)
    agreed_in = Counter(dict(enumerate(agreed, 1)))
    ended_in = agreed_in + Counter({len(agreed): WORLDS - sum(agreed)})
    return replace(result, tally=replace(result.tally, agreed_in=agreed_in, ended_in=ended_in))


def by_meeting(*agreed: list[int], days: int = 0, title: str = "") -> EnsembleResult:
    """Return a result in which so many worlds agree in each round of each meeting; the later are held by half.

    The first number of each is of those in which leaders accept before the first round.
    """
    named = [title or f"Town {number}" for number in range(1, len(agreed) + 1)]
    meetings = [{"place": name, "days": days} for name in named]
    result = synthetic.result(neighbours(talks__meetings=meetings), agreed=sum(map(sum, agreed)) / WORLDS)
    by_round = {(m, r): worlds for m, rounds in enumerate(agreed) for r, worlds in enumerate(rounds) if worlds}
    lasted = {(m, len(rounds) - 1): WORLDS // 2 if m else WORLDS for m, rounds in enumerate(agreed)}
    return replace(result, tally=replace(result.tally, agreed_at=Counter(by_round), lasted=Counter(lasted)))


def gaining(*states: tuple[list[float], list[float]], agreed: float = 0.4) -> EnsembleResult:
    """Return a result in which each state has such gains, in all worlds and where the talks agree."""
    result = synthetic.result(synthetic.talks(3, len(states)), agreed=agreed)
    every, signed = (tuple(Spread.of(np.array(gain)) for gain in kind) for kind in zip(*states, strict=True))
    return replace(result, tally=replace(result.tally, gain=every, gain_if_agreed=signed))


def title(figure: Figure) -> str:
    return str(figure.get_label())


def shown(figure: Figure) -> list[str]:
    return [text.get_text() for text in texts(figure)]


def heights(figure: Figure) -> list[float]:
    """Return how high the steps lie, in shares of worlds."""
    *_, steps = [line for line in figure.findobj(Line2D) if len(line.get_xdata()) > 2]
    grid = {text.get_text(): text.get_position()[1] for text in reversed(texts(figure))}
    inches = np.asarray(steps.get_ydata(), dtype=float)[1::2]
    return list(np.round((grid["0 %"] - inches) / (grid["0 %"] - grid["20 %"]) * 0.2, 6))


BRINGING = [([0.0] * 50 + [0.3] * 50, [0.25, 0.35] * 20)] * 12
CASES: dict[str, tuple[Chart, Callable[[], EnsembleResult]]] = {
    "one round": (agreement, lambda: by_round([4000])),
    "three issues": (agreement, lambda: by_round([0, 500, 1500])),
    "forty rounds": (agreement, lambda: by_round([100] * 40)),
    "a thousand rounds": (agreement, lambda: by_round([0] * 999 + [40])),
    "no agreement": (agreement, lambda: by_round([0, 0])),
    "agreement at once": (agreement, lambda: by_round([WORLDS])),
    "fifteen issues": (agreement, lambda: synthetic.result(synthetic.talks(15, 3))),
    "two meetings": (agreement, lambda: by_meeting([0, 500, 1500], [1000, 0, 0], days=14)),
    "six meetings on one day": (agreement, lambda: by_meeting([0], [0, 0], [0, 1], [0, 1999], [0] * 1000, [1000])),
    "fifty meetings": (agreement, lambda: by_meeting(*[[0, 50, 50]] * 50, days=3)),
    "meetings with long names": (
        agreement,
        lambda: by_meeting(*[[0, 60, 40]] * 6, days=20, title="Palace of the League of Nations " * 4),
    ),
    "two states": (gains, lambda: gaining(*BRINGING[:2])),
    "twelve states": (gains, lambda: gaining(*BRINGING)),
    "long names of states": (gains, lambda: synthetic.result(synthetic.talks(6, 4, wordy=True))),
    "losses": (gains, lambda: gaining(([-0.9, 0.8], [-1.0, 1.0]), ([-0.2, 0.01], [-0.001, 0.001]))),
    "nothing gained": (gains, lambda: gaining(([0.0], []), ([0.0], []), agreed=0)),
    "gains with fifteen issues": (gains, lambda: synthetic.result(synthetic.talks(15, 2))),
}


@pytest.mark.parametrize("case", CASES)
def test_texts_neither_overlap_nor_are_cut_off_nor_lie_on_bars_and_lines(case: str) -> None:
    chart, made_up = CASES[case]
    assert flaws(chart(made_up())) == []
    assert flaws(chart(made_up(), inches=NARROW)) == []


class TestAgreement:
    def test_steps_add_up_round_by_round(self) -> None:
        figure = agreement(by_round([500, 0, 1500, 2000]))
        assert heights(figure) == [0.05, 0.05, 0.2, 0.4]
        assert title(figure) == "40 % of worlds end in agreement, half of them by the end of round 3"
        assert "Wilson" in words(figure)

    def test_a_single_round_is_called_that(self) -> None:
        assert title(agreement(by_round([4000]))) == "40 % of worlds end in agreement, in the only round there is"

    def test_a_road_is_told_by_its_meetings(self) -> None:
        figure = agreement(by_meeting([0, 500, 0, 1500], [1000, 500, 500], days=14))
        assert heights(figure) == [0.05, 0.05, 0.2, 0.3, 0.35, 0.4]
        assert title(figure) == "20 % of worlds have agreed by the end of “Town 1”, 40 % by the end of “Town 2”"
        assert {"Town 1", "envoys, 19 May 2021", "up to 3 rounds", "Town 2", "envoys, 2 June 2021"} <= set(
            shown(figure)
        )
        assert "held in 50 of 100" in words(figure)
        assert "Meetings lie as far apart as their days" in words(figure)

    def test_meetings_of_one_day_lie_evenly_and_nothing_is_said_of_days(self) -> None:
        assert "as far apart as their days" not in words(agreement(by_meeting([0, 2000], [0, 1000])))

    def test_of_many_meetings_the_first_and_the_last_are_among_those_named(self) -> None:
        figure = agreement(by_meeting(*[[0, 100]] * 50, days=3))
        assert {"Town 1", "Town 50"} <= set(shown(figure))
        assert "6 of 50 meetings are named." in words(figure)

    def test_no_agreement_is_said(self) -> None:
        for made_up in (by_round([0, 0]), by_meeting([0, 0], [0])):
            assert title(agreement(made_up)) == "No world ends in agreement"


class TestGains:
    def test_each_state_has_its_means_with_and_without_agreement(self) -> None:
        figure = gains(gaining(([0.0, 0.2] * 50, [0.2, 0.22] * 50), ([0.1, 0.2] * 50, [0.3, 0.32] * 50)))
        assert {"+0.10", "+0.21", "+0.15", "+0.31"} <= set(shown(figure))
        assert title(figure) == (
            "Agreement leaves each state better off than the status quo on average: "
            "State number 1 by 0.21 and State number 2 by 0.31"
        )

    def test_only_losses_beyond_noise_are_called_losses(self) -> None:
        losing = ([-0.1, 0.0] * 50, [-0.2, -0.1] * 50)
        unclear = ([-0.1, 0.1] * 50, [-0.1, 0.1] * 50)
        gaining_ = ([0.0, 0.1] * 50, [0.1, 0.2] * 50)
        assert title(gains(gaining(losing, unclear, gaining_))).startswith(
            "Agreement leaves State number 1 worse off than the status quo"
        )
        assert title(gains(gaining(unclear, gaining_))).startswith(
            "It is not shown that agreement leaves State number 1 better off"
        )

    def test_without_agreement_there_is_one_line_a_state(self) -> None:
        figure = gains(synthetic.result(synthetic.talks(3), agreed=0, lost={Gate.NO_ZONE: 1.0}))
        assert title(figure).startswith("No world ends in agreement")
        assert "worlds with agreement" not in words(figure)

    def test_states_are_not_compared(self) -> None:
        assert "Utilities of different states can't be compared" in words(gains(gaining(*BRINGING)))


def test_the_interval_of_a_mean_narrows_with_worlds() -> None:
    few, many = (Spread.of(np.tile([0.1, 0.3], worlds)) for worlds in (50, 5000))
    assert few.mean == pytest.approx(0.2)
    low, high = few.interval
    assert (low, high) == pytest.approx((0.2 - 1.96 * 0.1005 / 10, 0.2 + 1.96 * 0.1005 / 10), abs=1e-4)
    assert many.interval[1] - many.interval[0] < (high - low) / 9
    assert Spread.of(np.array([0.1])).interval == (-1, 1)
