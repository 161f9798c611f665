"""A Latin hypercube is another way to list the cells of a sweep; all else is as in a grid."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from summitry import Scenario, run, sweep
from summitry.commands import cli
from summitry.kept.unfinished import Unfinished
from summitry.scenario.problems import ScenarioError
from summitry.sweeps.axis import Span
from summitry.sweeps.design import LatinHypercube
from summitry.sweeps.trend import trends
from tests.simulator import synthetic
from tests.simulator.sweeps import made_up

TALKS = synthetic.talks(issues=2).vary("talks.rounds", 2)
PREMIUM, PATIENCE, ROUNDS = "states.state_00.premium", "states.state_01.patience", "talks.rounds"
VARY = {PREMIUM: (0, 0.4), PATIENCE: (0.8, 1.0)}


def design(points: int, seed: int = 1, **vary: tuple[float, float]) -> LatinHypercube:
    spans = [Span.of(path.replace("__", "."), ends) for path, ends in vary.items()]
    return LatinHypercube.of(TALKS, spans, points, seed)


def test_each_of_n_equal_parts_of_every_range_has_one_point() -> None:
    made = LatinHypercube.of(TALKS, [Span.of(path, ends) for path, ends in VARY.items()], 40, seed=1)
    assert len(made.cells) == 40
    for axis, (low, high) in zip(made.axes, VARY.values(), strict=True):
        parts = np.floor((np.array(axis.values) - low) / (high - low) * 40)
        assert sorted(parts) == list(range(40))
    first, second = (np.argsort(axis.values) for axis in made.axes)
    assert not np.array_equal(first, second)


def test_the_design_follows_from_seed_and_number() -> None:
    assert design(10, states__state_00__premium=(0, 1)) == design(10, states__state_00__premium=(0, 1))
    assert design(10, seed=2, states__state_00__premium=(0, 1)) != design(10, states__state_00__premium=(0, 1))


def test_where_only_whole_numbers_fit_there_are_only_those_each_as_often() -> None:
    [axis] = design(40, talks__rounds=(1, 4)).axes
    assert sorted(axis.values) == [1] * 10 + [2] * 10 + [3] * 10 + [4] * 10
    [axis] = design(40, states__state_00__premium=(0, 1)).axes
    assert len(set(axis.values)) == 40
    assert max(len(str(value)) for value in axis.values) <= 7


def test_each_point_is_the_run_of_its_scenario() -> None:
    result = sweep(TALKS, {**VARY, ROUNDS: (1, 4)}, worlds=60, seed=5, latin=4)
    data, table = result.to_xarray(), result.to_frame()
    assert data["agreement"].dims == ("point",)
    assert data["settled"].dims == ("point", "issue")
    document = result.to_dict()
    assert document["design"] == "latin hypercube"
    assert document["vary"][0] == {"path": PREMIUM, "low": 0, "high": 0.4, "values": list(table[PREMIUM])}
    for number, cell in enumerate(document["cells"]):
        answer = run(TALKS.with_values(cell["values"]), worlds=60, seed=5)
        assert cell["agreement"] == answer.agreement.to_dict()
        here = data.isel(point=number)
        assert float(here["agreement"]) == table["agreement"][number] == answer.agreement.chance
        assert float(here[PATIENCE]) == cell["values"][PATIENCE] == table[PATIENCE][number]
    assert "4 cells of 60 worlds" in repr(result)


@pytest.mark.parametrize("ends", [(0, 0), (0,), (0, 1, 2), ("low", "high"), (0, float("inf")), (0, None)])
def test_what_is_no_range_is_refused(ends: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match=f"{PREMIUM}: found .*, expected two different numbers"):
        sweep(TALKS, {PREMIUM: ends}, latin=4)


def test_a_range_that_does_not_fit_and_a_path_that_leads_nowhere_are_told_of_before_anything_is_played(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("summitry.sweeps.sweeping.play_piece", None)
    with pytest.raises(ScenarioError, match=r"with .*patience=.*: found .*, expected"):
        sweep(TALKS, {PATIENCE: (1.5, 2)}, latin=4)
    with pytest.raises(ScenarioError, match=r"did you mean 'patience'\?"):
        sweep(TALKS, {"states.state_01.patienc": (0, 1)}, latin=4)
    with pytest.raises(ValueError, match="found 1 points over 1 ranges"):
        sweep(TALKS, {PATIENCE: (0.9, 1)}, latin=1)


def test_only_what_the_lot_of_the_design_cannot_make_is_a_trend() -> None:
    rng = np.random.default_rng(3)
    cause, other = rng.permutation(50), rng.permutation(50)
    found = trends(made_up({"a": list(cause), "b": list(other)}, [0.9 - 0.015 * at for at in cause], points=True))
    assert [(trend.path, trend.shown) for trend in found] == [("a", True), ("b", False)]
    assert found[0].correlation == pytest.approx(-1, abs=0.01)
    still = trends(made_up({"a": [1, 2, 3]}, [0.4] * 3, points=True))
    assert [(trend.correlation, trend.shown) for trend in still] == [(0.0, False)]


def command(path: Path, *more: object) -> Result:
    varied = ["--vary", f"{PREMIUM}=0:0.4", "--vary", f"{PATIENCE}=0.8:1", "--vary", f"{ROUNDS}=1:3"]
    asked = ["--latin", "5", "--worlds", "40", "--workers", "1", *map(str, more)]
    return CliRunner().invoke(cli, ["sweep", str(path), *varied, *asked])


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(TALKS.to_yaml())
    return path


def test_the_command_prints_a_row_for_each_value_or_one_document(talks: Path) -> None:
    table = command(talks)
    assert table.exit_code == 0, table.output
    assert all(path in table.stdout for path in (PREMIUM, PATIENCE, ROUNDS))
    document = json.loads(command(talks, "--json").stdout)
    scenario = Scenario.load(talks)
    vary = {PREMIUM: (0, 0.4), PATIENCE: (0.8, 1), ROUNDS: (1, 3)}
    assert document == sweep(scenario, vary, worlds=40, latin=5).to_dict()


def test_mistakes_leave_with_2_and_say_what_was_expected(talks: Path) -> None:
    for text, said in (
        (f"{PREMIUM}=0:0.4:3", "expected PATH=LO:HI with --latin"),
        (f"{PREMIUM}=1:1", "expected two different ends"),
        (f"{PREMIUM}=0:x", "expected PATH=LO:HI with --latin"),
    ):
        refused = CliRunner().invoke(cli, ["sweep", str(talks), "--latin", "4", "--vary", text])
        assert refused.exit_code != 0
        assert said in refused.output or said in str(refused.exception)
    twice = command(talks, "--vary", f"{PREMIUM}=0:0.3")
    assert (twice.exit_code, "twice" in twice.output) == (2, True)


def test_an_interrupted_sweep_is_finished_to_the_same_bytes_and_another_design_is_refused(
    talks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command(talks, "--out", tmp_path / "undisturbed").exit_code == 0
    folder = tmp_path / "results"
    with monkeypatch.context() as patch:
        keep = Unfinished.keep

        def interrupted(self: Unfinished, number: int, content: bytes) -> None:
            if number == 3:
                raise KeyboardInterrupt
            keep(self, number, content)

        patch.setattr(Unfinished, "keep", interrupted)
        assert command(talks, "--out", folder).exit_code != 0
    assert "--latin=5" in (folder / "INCOMPLETE.json").read_text()
    other = command(talks, "--latin", "6", "--out", folder, "--resume")
    assert "latin: found 5 in the folder, expected 6" in f"{other.output}{other.exception}"
    assert command(talks, "--out", folder, "--resume").exit_code == 0
    for name in ("sweep.json", "cells.csv", "small.yaml", "charts/sweep.png", "charts/sweep.svg"):
        assert (folder / name).read_bytes() == (tmp_path / "undisturbed" / name).read_bytes()
