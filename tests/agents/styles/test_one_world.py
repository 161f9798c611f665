"""A style written for one world plays as one written for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

import numpy as np
import pytest

from summitry import Scenario, SummitModel, registry, run
from summitry_agents.parameter import Parameter
from summitry_agents.styles.one_world import OneWorld, PerWorld
from tests.agents.styles.versus import pie


class ByTheClock(PerWorld):
    """Linear and its kin, for one world."""

    parameters: ClassVar[Mapping[str, Parameter]] = {"exponent": Parameter("how late", 0.1, 10, 1)}

    def insists_on(self, world: OneWorld) -> float:
        gone = world.clock ** world.parameters["exponent"]
        return world.best - gone * (world.best - world.lowest)


class Imitator(PerWorld):
    """Relative tit for tat against one other, for one world."""

    def insists_on(self, world: OneWorld) -> float:
        [heard] = world.heard
        if len(heard) < 2:
            return world.best
        return min(max(max(heard[-2], 1e-9) / max(heard[-1], 1e-9) * world.insisted, world.lowest), world.best)


class Diary(PerWorld):
    """Keeps what it saw; offers what it drew."""

    seen: ClassVar[list[OneWorld]] = []

    def insists_on(self, world: OneWorld) -> float:
        self.seen.append(world)
        return world.lowest + world.draw * (world.best - world.lowest)


class Lost(PerWorld):
    """Does not know what it wants."""

    def insists_on(self, world: OneWorld) -> float:
        return float("nan")


@pytest.fixture(autouse=True)
def _registered_for_a_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "_added", {})
    for kind in (ByTheClock, Imitator, Diary, Lost):
        registry.add("styles", kind.__name__.lower(), f"{__name__}:{kind.__name__}")
    yield
    monkeypatch.undo()
    for known in (registry.registered, registry.conduct):
        known.cache_clear()


def talks(style: object, opponent: object = "boulware") -> Scenario:
    data = pie()
    conduct = {"learning": "none", "last_moment": 0, "insight": 1}
    data["envoys"] = {
        "ours": {"of": "us", "style": style, **conduct},
        "theirs": {"of": "them", "style": opponent, **conduct},
    }
    return Scenario.from_dict(data)


@pytest.mark.parametrize(
    ("lifted", "over_arrays"),
    [
        ({"bytheclock": {"exponent": 4}}, "boulware"),
        ({"bytheclock": {"exponent": {"uniform": [2, 5]}}}, {"boulware": {"exponent": {"uniform": [2, 5]}}}),
        ("imitator", "relative_tit_for_tat"),
    ],
)
def test_it_plays_as_the_same_style_over_arrays(lifted: object, over_arrays: object) -> None:
    one, other = (run(talks(style), worlds=150, seed=2).to_dict() for style in (lifted, over_arrays))
    assert one["agreement"] == other["agreement"]
    assert one["states"] == other["states"]
    assert one["rounds"] == other["rounds"]


def test_it_sees_what_was_heard_and_made_in_its_own_world() -> None:
    Diary.seen.clear()
    model = SummitModel(talks("diary", "hardliner").vary("talks.rounds", 8), worlds=3, rng=1)
    model.run_model()
    last = Diary.seen[-1]
    assert last.round == last.rounds == 8
    us = [exchange.offers[2, 1, 0] for exchange in model.exchanges if exchange.speaker[2] == 1]
    assert last.made == pytest.approx(np.array(us[: len(last.made)]) / 100)
    assert set(last.heard[0]) == {0.0}
    assert {world.draw for world in Diary.seen} != {last.draw}
    assert all(world.lowest <= world.insisted <= world.best for world in Diary.seen)


def test_a_style_that_returns_no_number_is_told_so() -> None:
    with pytest.raises(ValueError, match=r"Lost.insists_on in round [12]: found nan, expected a utility"):
        SummitModel(talks("lost"), rng=1).run_model()
