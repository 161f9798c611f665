"""Promises are kept or broken, and trust moves."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from tests.simulator.neighbours import answer, neighbours, played, usual

FIRM = {"talks__performance": True}
TWO = [{"days": 10}, {}]


def test_whether_promises_are_kept_changes_nothing_of_the_talks() -> None:
    free, bound = usual(), answer(neighbours(**FIRM))
    assert {k: v for k, v in bound.items() if k != "carried_out"} == {
        k: v for k, v in free.items() if k != "carried_out"
    }
    assert free["carried_out"] == free["agreement"]
    assert bound["carried_out"]["chance"] < bound["agreement"]["chance"]


def test_the_longer_the_shadow_of_the_future_the_more_is_carried_out() -> None:
    carried = [played(neighbours(**FIRM, states__east__shadow=shadow)).carried_out for shadow in (0.0, 0.3, 0.6, 1.0)]
    for less, more in pairwise(carried):
        assert not (less & ~more).any()
    assert carried[-1].sum() > carried[0].sum()


def test_verification_never_lets_more_promises_be_broken() -> None:
    # At full trust, verification changes nothing of the talks.
    trusting = {**FIRM, "states__west__trust": {"east": 1}, "states__east__shadow": 0.2}
    seen = {"issues__troops__verification": 0.9, "issues__prisoners__verification": 0.9}
    blind, watched = played(neighbours(**trusting)), played(neighbours(**trusting, **seen))
    assert (blind.deal == watched.deal).all()
    assert not (blind.carried_out & ~watched.carried_out).any()
    assert watched.carried_out.sum() > blind.carried_out.sum()


def test_a_state_keeps_its_word_exactly_where_breaking_it_saves_less_than_it_costs() -> None:
    model = played(neighbours(**FIRM, states__east__shadow=0.5, states__west__trust={"east": 1}))
    full = model.worlds.contributions_at_full_trust[:, 0]
    deal, agreed = np.maximum(model.deal, 0), model.agreed
    got = np.take_along_axis(full, deal[..., None], axis=-1)[..., 0]
    gain = got.sum(axis=1) - model.worlds.walk_away[:, 0]
    saved = full[:, :, 0] - got
    keeps = np.ones(len(agreed), dtype=bool)
    for issue in (1, 3):
        keeps &= ~model.settled[:, issue] | (saved[:, issue] <= 0.5 * gain + 1e-9)
    assert agreed.any()
    assert (model.carried_out == (agreed & keeps)).all()


def test_trust_that_cannot_move_changes_no_byte() -> None:
    still = {"states__east__trust_speed": 0, "states__west__trust_speed": 0}
    moving = answer(neighbours(talks__meetings=TWO, talks__trust_moves=True, **still))
    assert moving == answer(neighbours(talks__meetings=TWO))


def test_kept_promises_and_concessions_raise_trust_and_broken_ones_lower_it() -> None:
    road = {"talks__meetings": TWO, "talks__trust_moves": True, "states__west__trust_speed": 0.4}
    kept = played(neighbours(**road))
    fresh = played(neighbours(), 300).worlds.circumstances.trust[:, 1, 0]
    assert (kept.worlds.circumstances.trust[:, 1, 0] >= fresh - 1e-12).all()
    broken = played(neighbours(**road, **FIRM, states__east__shadow=0))
    moved = broken.worlds.circumstances.trust[:, 1, 0]
    settled = broken.signatures.settled[:, [1, 3]].any(axis=1)
    assert moved[settled].mean() < fresh[settled].mean()
