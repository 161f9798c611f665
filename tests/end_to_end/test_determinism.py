"""Same scenario, seed and version: same bytes, whoever plays which world."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from summitry import Scenario, SummitModel, run
from summitry.ensembles.rows import Rows
from summitry.stories.transcript import replay, transcript
from summitry.talks.gates import Gate
from tests.end_to_end.command import in_own_process


def test_the_bytes_are_the_same_with_one_worker_and_two() -> None:
    arguments = ("run", "reykjavik-2021", "--worlds", "1500", "--seed", "1", "--json")
    alone = in_own_process(*arguments, "--workers", "1")
    assert alone.returncode == 0, alone.stderr
    assert in_own_process(*arguments, "--workers", "2").stdout == alone.stdout


@cache
def many_worlds() -> Rows | None:
    return run("reykjavik-2021", worlds=1300, seed=4).rows


@pytest.mark.parametrize("world", [0, 999, 1000, 1234])
def test_a_world_replayed_alone_ends_as_it_did_in_the_ensemble(world: int) -> None:
    scenario = Scenario.load("reykjavik-2021")
    rows = many_worlds()
    assert rows is not None
    model = replay(scenario, world, seed=4)
    assert model.gate[0] == rows.gate[world]
    assert model.ended_in[0] == rows.ended_in[world]
    assert np.array_equal(model.deal[0], rows.deal[world])
    assert np.array_equal(model.gain[0], rows.gain[world])
    assert f"gate: {Gate(int(rows.gate[world])).label}" in transcript(model)


def test_a_world_is_the_same_for_any_number_of_worlds_and_in_any_company() -> None:
    scenario = Scenario.load("reykjavik-2021")
    rows = run(scenario, worlds=1100, seed=9).rows
    assert rows is not None
    chosen = [1050, 3, 500]
    model = SummitModel(scenario, chosen, rng=9)
    model.run_model()
    assert np.array_equal(model.deal, rows.deal[chosen])
    assert np.array_equal(model.gain, rows.gain[chosen])


def test_another_seed_gives_other_worlds() -> None:
    first, second = (run("reykjavik-2021", worlds=200, seed=seed).rows for seed in (1, 2))
    assert first is not None
    assert second is not None
    assert not np.array_equal(first.recorded, second.recorded)


def test_fewer_worlds_are_the_first_of_more() -> None:
    few, many = (run("reykjavik-2021", worlds=worlds, seed=1).rows for worlds in (30, 60))
    assert few is not None
    assert many is not None
    assert np.array_equal(few.deal, many.deal[:30])


@pytest.mark.full
def test_ten_thousand_worlds_give_the_same_bytes_with_one_worker_and_two() -> None:
    arguments = ("run", "reykjavik-2021", "--worlds", "10000", "--seed", "1", "--json")
    alone = in_own_process(*arguments, "--workers", "1").stdout
    assert alone == in_own_process(*arguments, "--workers", "2").stdout == in_own_process(*arguments).stdout
