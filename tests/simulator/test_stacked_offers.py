"""Whoever refuses makes the next offer; who says yes has used its turn; late offers find no time for answers."""

from __future__ import annotations

import numpy as np
import pytest

from summitry import Scenario, SummitModel
from summitry.stories.transcript import transcript


def talks(walk_away: list[float], rounds: int) -> SummitModel:
    """Three states divide four pieces of a pie; each, in order a, b, c, insists on what it needs."""
    names = ["a", "b", "c"]
    scenario = {
        "issues": {"pie": {"kind": "division", "steps": 4, "status_quo": "none"}},
        "states": {
            name: {"walk_away": needs, "premium": 0, "patience": 1, "positions": {"pie": {"salience": 1}}}
            for name, needs in zip(names, walk_away, strict=True)
        },
        "envoys": {
            f"of_{name}": {"of": name, "style": "linear", "reach": 1, "insight": 1, "last_moment": 0} for name in names
        },
        "talks": {"protocol": "stacked_offers", "rounds": rounds, "order": names},
    }
    model = SummitModel(Scenario.from_dict(scenario), worlds=1, rng=1)
    model.run_model()
    return model


def speakers(model: SummitModel) -> list[int]:
    """Who spoke in each round; -1: nobody."""
    return [int(x.speaker[0]) if x.made[0] else -1 for x in model.exchanges]


def test_the_first_who_refuses_makes_the_next_offer_when_its_turn_comes() -> None:
    model = talks([0.3, 0.1, 0.3], rounds=12)
    for now, exchange in enumerate(model.exchanges[:-1]):
        if not exchange.made[0]:
            continue
        order = [(int(exchange.speaker[0]) + wait) % 3 for wait in (1, 2)]
        refused = [wait for wait, state in enumerate(order, start=1) if not exchange.yes[0, state]]
        if refused and now + refused[0] < len(model.exchanges):
            assert speakers(model)[now + 1 : now + refused[0]] == [-1] * (refused[0] - 1)
            assert speakers(model)[now + refused[0]] == order[refused[0] - 1]


def test_nobody_is_asked_after_the_first_refusal() -> None:
    model = talks([0.3, 0.3, 0.3], rounds=9)
    for exchange in model.exchanges:
        if exchange.made[0]:
            first, second = ((int(exchange.speaker[0]) + wait) % 3 for wait in (1, 2))
            assert exchange.yes[0, first] or not exchange.yes[0, second]


@pytest.mark.parametrize(("rounds", "agreed"), [(3, True), (2, False), (1, False)])
def test_an_offer_that_not_all_have_time_to_answer_becomes_no_deal(rounds: int, agreed: bool) -> None:
    want_the_same = {
        "issues": {"border": {"options": ["closed", "open"], "status_quo": "closed"}},
        "states": {name: {"premium": 0, "positions": {"border": {"ideal": "open", "salience": 1}}} for name in "abc"},
        "talks": {"protocol": "stacked_offers", "rounds": rounds},
    }
    model = SummitModel(Scenario.from_dict(want_the_same), worlds=20, rng=1)
    model.run_model()
    assert np.array_equal(model.agreed, np.full(20, agreed))
    assert np.array_equal(model.ended_in, np.full(20, 1 if agreed else rounds))


def test_no_more_yes_are_counted_than_there_were_turns() -> None:
    model = talks([0.05, 0.05, 0.05], rounds=8)
    for exchange in model.exchanges:
        assert exchange.yes.sum() <= 8 - exchange.round + 1


def test_the_transcript_tells_a_turn_that_a_yes_has_used_from_one_without_an_offer() -> None:
    model = talks([0.3, 0.1, 0.3], rounds=12)
    told = transcript(model).split("\n\n")
    used = [x for x in model.exchanges if x.had_say is not None and not x.had_say[0].any()]
    assert used
    for exchange in used:
        [line] = [part for part in told if part.startswith(f"Round {exchange.round}.")]
        name = "abc"[int(exchange.speaker[0])].upper()
        assert f"({name}) has said yes, and offers nothing else." in line
        earlier = [x for x in model.exchanges[: exchange.round - 1] if x.made[0]][-1]
        assert earlier.yes[0, exchange.speaker[0]]
    assert "can imagine none" not in transcript(model)


def test_the_transcript_tells_who_was_not_asked_and_why() -> None:
    refused = transcript(talks([0.3, 0.3, 0.3], rounds=9))
    assert "is not asked any more." in refused
    assert "has no round left to answer in." in refused
    assert "nan" not in refused
