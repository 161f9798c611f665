"""Mediators act through what they do, in three styles."""

from __future__ import annotations

import numpy as np
import pytest

from tests.simulator.neighbours import answer, neighbours, played, usual, zones

FACILITATOR = {"style": "facilitator", "insight": 0.6}
MANIPULATOR = {"style": "manipulator", "leverage": 1, "carrots": {"west": 0.1}, "sticks": {"east": 0.1}}


@pytest.mark.parametrize(
    "idle",
    [
        {"style": "facilitator", "insight": 0},
        {**MANIPULATOR, "leverage": 0},
        {"style": "facilitator", "insight": 0.9, "bias": {"east": -1, "west": -1}},
        {**MANIPULATOR, "bias": {"west": -1, "east": 1}},
    ],
)
def test_a_mediator_who_knows_nothing_or_whom_nobody_believes_changes_no_byte(idle: dict[str, object]) -> None:
    assert answer(neighbours(mediators={"m": idle})) == usual()


def test_a_facilitator_tells_each_side_what_it_knows_of_the_other() -> None:
    unmoved = {"learning": "none"}
    envoys = {"e": {"of": "east", **unmoved}, "w": {"of": "west", **unmoved}}
    alone, helped = (played(neighbours(envoys=envoys, **more)) for more in ({}, {"mediators": {"m": FACILITATOR}}))
    before, after = (model.worlds.delegations["envoys"].insight for model in (alone, helped))
    assert np.allclose(after, before + (1 - before) * 0.6)
    assert (helped.belief_error <= alone.belief_error + 1e-12).all()


def test_carrots_and_sticks_never_close_a_zone() -> None:
    alone, pressed = played(neighbours()), played(neighbours(mediators={"m": MANIPULATOR}))
    assert not (zones(alone) & ~zones(pressed)).any()
    assert zones(pressed).sum() > zones(alone).sum()
    assert np.allclose(alone.worlds.reservation - pressed.worlds.reservation, 0.1)


def test_guarantees_make_up_for_missing_trust() -> None:
    surety = {"style": "manipulator", "leverage": 0.5, "guarantees": 0.8}
    alone, safe = played(neighbours(), 50), played(neighbours(mediators={"m": surety}), 50)
    before, after = (model.worlds.trust[:, 1, 3] for model in (alone, safe))
    assert np.allclose(after, before + (1 - before) * 0.4)


def test_a_drafter_gives_more_to_whom_it_favours() -> None:
    drafts = {}
    for bias in (-0.8, 0.0, 0.8):
        mediator = {"style": "formulator", "bias": {"east": bias}}
        model = played(
            neighbours(
                mediators={"m": mediator},
                talks__protocol="single_text",
                talks__chair={"insight": 1},
                talks__rounds=1,
                states__east__premium=0,
                states__west__premium=0,
            ),
            100,
        )
        chair = model.baskets[0].protocol.table.chair
        assert chair is not None
        chair.weight[:] = model.worlds.mechanisms[0].agents[0].favours()  # type: ignore[attr-defined]
        joint = sum(chair.weight[:, p, None, None] * model.worlds.contributions[:, p] for p in (0, 1))
        text = np.where(model.worlds.open, joint, -np.inf).argmax(axis=-1)
        drafts[bias] = np.take_along_axis(model.worlds.contributions[:, 0], text[..., None], axis=-1)[..., 0].sum(
            axis=1
        )
    assert (drafts[-0.8] <= drafts[0.0] + 1e-9).all()
    assert (drafts[0.0] <= drafts[0.8] + 1e-9).all()
    assert drafts[0.8].mean() > drafts[-0.8].mean()
