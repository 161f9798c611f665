"""Nice tit for tat goes as far to Nash's point as the other went."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from summitry import Scenario, SummitModel
from tests.agents.styles.versus import pie, versus


def expected(
    script: list[int], nash: float, best: float = 1.0, patience: float = 1.0, lowest: float = 0.0
) -> list[float]:
    """Return what the published formula insists on after each of the other's offers, in hundredths of a pie."""
    rounds, demands = 2 * len(script), []
    nash = max(nash, lowest)
    for n in range(len(script)):
        heard = [line / 100 for line in script[: n + 1]]
        f = min(1.0, (max(heard) - heard[0]) / (nash - heard[0]))
        target = best - f * (best - nash)
        t = (2 * n + 1) / (rounds - 1)
        bonus = min(1.0, max(0.5 - 0.4 * patience ** (rounds - 1), 20 * (t - 0.91)))
        demands.append(target - bonus * (target - nash))
    return demands


def test_it_mirrors_the_share_of_the_way_to_nashs_point() -> None:
    # Sharing out a pie, nobody with an alternative: half each is Nash's point.
    script = [10, 10, 20, 30, 15, 50, 90, 20, 20]
    played = versus("nice_tit_for_tat", {"them": script})
    assert played.insisted == pytest.approx(expected(script, 0.5))
    assert played.insisted[:3] == pytest.approx([0.95, 0.95, 0.8375])
    assert played.insisted[-1] == pytest.approx(0.5)


def test_who_is_impatient_gives_more_of_the_gap_unasked() -> None:
    talks = pie(patience=0.9)
    script = [10, 20, 30, 40]
    played = versus("nice_tit_for_tat", {"them": script}, talks)
    assert played.insisted == pytest.approx(expected(script, 0.5, patience=0.9))


def test_nashs_point_counts_from_the_alternatives() -> None:
    talks = pie()
    talks["states"]["us"]["walk_away"] = 0.2
    talks["states"]["them"]["walk_away"] = 0.4
    played = versus("nice_tit_for_tat", {"them": [0, 10, 20]}, talks)
    # They sign nothing above 60; of what lies between 20 and 60 each gets half.
    assert played.insisted == pytest.approx(expected([0, 10, 20], 0.4, best=1.0))


def test_it_goes_no_further_than_it_would() -> None:
    script = [10, 30, 90, 90]
    played = versus("nice_tit_for_tat", {"them": script}, reach=0.3)
    assert played.insisted == pytest.approx(expected(script, 0.5, lowest=0.7))
    assert min(played.insisted) == pytest.approx(0.7)


def test_an_other_that_opens_beyond_nashs_point_has_conceded_nothing_until_it_offers_more() -> None:
    assert versus("nice_tit_for_tat", {"them": [60, 60, 70, 10, 10, 10]}).insisted[:3] == pytest.approx(
        [0.95, 0.95, 0.5]
    )


def test_with_several_others_the_one_who_conceded_least_counts() -> None:
    # Nash's point of the division by one number: them and they both want 0.
    one = versus("nice_tit_for_tat", {"them": [10, 20, 30], "they": [10, 30, 40]})
    other = versus("nice_tit_for_tat", {"them": [10, 30, 40], "they": [10, 20, 30]})
    silent = versus("nice_tit_for_tat", {"them": [10, 10, 10], "they": [10, 30, 40]})
    assert one.insisted == other.insisted
    assert one.insisted[1] < silent.insisted[1]
    assert silent.insisted[1] == silent.insisted[0]


def test_the_nash_deal_is_the_one_of_full_enumeration_under_the_envoys_belief() -> None:
    rng = np.random.default_rng(5)
    for _ in range(8):
        tables = {name: rng.random((2, 3)) for name in ("us", "them")}
        talks: dict[str, Any] = {
            "issues": {f"i{n}": {"options": ["x", "y", "z"], "status_quo": "none"} for n in range(2)},
            "states": {
                name: {
                    "walk_away": 0.2,
                    "premium": 0,
                    "patience": 1,
                    "positions": {
                        f"i{n}": {"values": dict(zip("xyz", map(float, table[n]), strict=True))} for n in range(2)
                    },
                }
                for name, table in tables.items()
            },
        }
        deals = list(itertools.product(range(3), repeat=2))
        worth = {name: np.array([(table[0, x] + table[1, y]) / 2 for x, y in deals]) for name, table in tables.items()}
        gains = {name: worths - 0.2 for name, worths in worth.items()}
        product = np.where((gains["us"] > 0) & (gains["them"] > 0), gains["us"] * gains["them"], -1)
        if product.max() < 0:
            continue
        nash = worth["us"][product.argmax()]
        worst = deals[int(worth["us"].argmin())]
        played = versus("nice_tit_for_tat", {"them": [worst, worst]}, talks)
        assert played.insisted[-1] == pytest.approx(max(nash, 0.2))


def test_two_of_them_meet_at_nashs_point() -> None:
    data = {**pie(), "talks": {"rounds": 20, "order": ["us", "them"]}}
    conduct = {"style": "nice_tit_for_tat", "insight": 1, "reach": 1, "last_moment": 0, "learning": "none"}
    data["envoys"] = {f"of_{name}": {"of": name, **conduct} for name in ("us", "them")}
    model = SummitModel(Scenario.from_dict(data), rng=1)
    model.run_model()
    assert model.agreed[0]
    assert 45 <= model.deal[0, 0] <= 55


def test_what_is_learned_moves_the_point_it_aims_for() -> None:
    data = pie()
    data["states"]["them"]["positions"]["pie"] = {"ideal": {"uniform": [0, 100]}}
    conduct = {"insight": 0, "reach": 1, "last_moment": 0}
    data["envoys"] = {
        "ours": {"of": "us", "style": "nice_tit_for_tat", "learning": "bayes", **conduct},
        "theirs": {"of": "them", "style": "hardliner", **conduct},
    }
    data["talks"] = {"rounds": 10, "order": ["them", "us"]}
    learned = SummitModel(Scenario.from_dict(data), worlds=40, rng=1)
    learned.run_model()
    data["envoys"]["ours"]["learning"] = "none"
    unmoved = SummitModel(Scenario.from_dict(data), worlds=40, rng=1)
    unmoved.run_model()
    assert not np.array_equal(learned.exchanges[1].aspiration, unmoved.exchanges[1].aspiration)
