"""Trade-offs move along what is worth as much, and give way only at a deadlock."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from tests.agents.styles.versus import versus

SALIENCES = {"us": [0.5, 0.3, 0.2], "them": [0.2, 0.2, 0.6]}
IDEALS = {"us": [4, 4, 4], "them": [0, 0, 0]}
SIZE = 5


def talks() -> dict[str, Any]:
    return {
        "issues": {
            f"i{n}": {"range": {"from": 0, "to": SIZE - 1, "steps": SIZE}, "status_quo": "none"} for n in range(3)
        },
        "states": {
            name: {
                "walk_away": 0,
                "premium": 0,
                "patience": 1,
                "positions": {f"i{n}": {"ideal": IDEALS[name][n], "salience": SALIENCES[name][n]} for n in range(3)},
            }
            for name in ("us", "them")
        },
    }


def worth(name: str, deal: tuple[int, ...]) -> float:
    return sum(s * (1 - abs(x - i) / 4) for s, i, x in zip(SALIENCES[name], IDEALS[name], deal, strict=True))


def similarity(deal: tuple[int, ...], offered: tuple[int, ...]) -> float:
    # Both criteria, own and believed worth, are linear here, so options are as alike as they are near.
    return sum(w * (1 - abs(x - y) / 4) for w, x, y in zip(SALIENCES["them"], deal, offered, strict=True))


def test_it_concedes_one_step_at_a_deadlock_and_nothing_before() -> None:
    script = [(1, 1, 1), (2, 1, 1), (2, 1, 1), (2, 1, 2), (1, 1, 1)]
    played = versus({"trade_off": {"step": 0.1}}, {"them": script}, talks())
    assert played.insisted == pytest.approx([1, 1, 0.9, 0.9, 0.8])


def test_the_default_step_is_that_of_the_paper() -> None:
    assert versus("trade_off", {"them": [(0, 0, 0)] * 4}, talks()).insisted == pytest.approx([1, 0.95, 0.9, 0.85])


def test_it_goes_no_further_than_it_would() -> None:
    played = versus({"trade_off": {"step": 0.4}}, {"them": [(0, 0, 0)] * 4}, talks(), reach=0.7)
    assert played.insisted == pytest.approx([1, 0.6, 0.3, 0.3])


def test_it_offers_the_deal_most_like_the_others_latest_among_those_worth_what_it_insists_on() -> None:
    rng = np.random.default_rng(1)
    deals = list(itertools.product(range(SIZE), repeat=3))
    gaps = []
    for _ in range(25):
        offered = tuple(int(k) for k in rng.integers(0, SIZE, 3))
        played = versus({"trade_off": {"step": 0.08}}, {"them": [offered] * 6}, talks())
        for insisted, made in zip(played.insisted, played.offered, strict=True):
            assert worth("us", made) >= insisted - 1e-9
            best = max(similarity(deal, offered) for deal in deals if worth("us", deal) >= insisted - 1e-9)
            gaps.append(best - similarity(made, offered))
    # At most one step of a trade, here a quarter of the largest weight; mostly none.
    assert max(gaps) <= 0.15 + 1e-9
    assert np.mean(np.array(gaps) < 1e-9) > 0.5


def test_it_follows_the_others_latest_offer() -> None:
    to_first = versus("trade_off", {"them": [(0, 4, 4)] * 5}, talks()).offered[-1]
    to_last = versus("trade_off", {"them": [(4, 4, 0)] * 5}, talks()).offered[-1]
    assert similarity(to_first, (0, 4, 4)) > similarity(to_last, (0, 4, 4))
    assert similarity(to_last, (4, 4, 0)) > similarity(to_first, (4, 4, 0))


def test_with_several_others_it_is_no_deadlock_while_one_of_them_comes_nearer() -> None:
    three = talks()
    three["states"]["more"] = three["states"]["them"]
    nearer = {"them": [(0, 0, 0), (1, 0, 0), (1, 0, 0)], "more": [(0, 0, 0), (0, 0, 0), (0, 0, 0)]}
    assert versus("trade_off", nearer, three).insisted == pytest.approx([1, 1, 0.95])
