"""A sweep: each cell is the run of its own scenario, all of them one pool of work."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from summitry import Scenario, run, sweep
from summitry.commands import cli
from summitry.kept.folders import MARKER
from summitry.kept.kept_sweep import KeptSweep
from summitry.kept.output import to_json
from summitry.kept.unfinished import Unfinished
from summitry.scenario.problems import ScenarioError
from summitry.sweeps.axis import Axis

TALKS = Scenario.from_dict(
    {
        "title": "Two neighbours talk",
        "issues": {"troops": {"options": ["stay", "half", "leave"]}, "aid": {"options": ["nothing", "some"]}},
        "states": {
            "east": {"positions": {"troops": {"ideal": "stay"}, "aid": {"ideal": "some"}}},
            "west": {"positions": {"troops": {"ideal": "leave"}, "aid": {"ideal": "nothing", "salience": 0.4}}},
        },
        "talks": {"rounds": 2},
    },
    "small",
)
PREMIUM, AID = "states.east.premium", "states.west.positions.aid.salience"
VARY = {PREMIUM: [0.0, 0.1, 0.3], AID: [0.1, 0.9]}


def test_each_cell_is_the_run_of_its_scenario_with_the_same_seed() -> None:
    result = sweep(TALKS, VARY, worlds=1100, seed=5)
    data = result.to_xarray()
    for cell in result.to_dict()["cells"]:
        answer = run(TALKS.with_values(cell["values"]), worlds=1100, seed=5).to_dict()
        assert cell["agreement"] == answer["agreement"]
        assert cell["zone"] == answer["zone"]
        assert cell["outcomes"] == answer["outcomes"]
        for issue, chance in cell["issues"].items():
            assert chance.items() <= answer["issues"][issue].items()
        here = data.sel(cell["values"])
        assert float(here["agreement"]) == answer["agreement"]["chance"]
        assert float(here["zone_low"]) == answer["zone"]["low"]
        assert float(here["settled_high"].sel(issue="troops")) == answer["issues"]["troops"]["high"]
        assert float(here["outcome"].sel(gate="no-zone")) == answer["outcomes"]["no-zone"]


def test_the_answer_is_labelled_by_what_is_varied() -> None:
    result = sweep(TALKS, VARY, worlds=50)
    assert result.agreement.dims == (PREMIUM, AID)
    assert result.agreement.coords[PREMIUM].to_numpy().tolist() == [0.0, 0.1, 0.3]
    table = result.to_frame()
    assert list(table[PREMIUM]) == [0.0, 0.0, 0.1, 0.1, 0.3, 0.3]
    assert np.array_equal(table["agreement"], result.agreement.to_numpy().ravel())
    assert np.array_equal(table["settled.aid"], result.to_xarray()["settled"].sel(issue="aid").to_numpy().ravel())
    assert "3 x 2 cells of 50 worlds" in repr(result)


def test_values_may_be_words_and_distributions() -> None:
    result = sweep(TALKS, {"states.east.positions.troops.ideal": ["stay", {"choice": ["stay", "leave"]}]}, worlds=50)
    assert result.agreement.sizes == {"states.east.positions.troops.ideal": 2}
    assert result.to_dict()["vary"][0]["values"] == ["stay", {"choice": ["stay", "leave"]}]


def test_the_bytes_are_the_same_with_one_worker_and_two() -> None:
    alone, together = (sweep(TALKS, VARY, worlds=1100, workers=workers) for workers in (1, 2))
    assert to_json(alone.to_dict()) == to_json(together.to_dict())


def test_progress_counts_every_world_of_every_cell() -> None:
    told: list[int] = []
    sweep(TALKS, VARY, worlds=60, progress=told.append)
    assert sum(told) == 6 * 60


def test_a_cell_that_does_not_fit_is_named_before_anything_is_played(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summitry.sweeps.sweeping.play_piece", None)
    with pytest.raises(ScenarioError, match=f"with {PREMIUM}=0.1, states.east.patience=1.5: .*found 1.5, expected"):
        sweep(TALKS, {PREMIUM: [0.1], "states.east.patience": [1.0, 1.5]})
    with pytest.raises(ScenarioError, match=r"patienc: .*did you mean 'patience'\?"):
        sweep(TALKS, {"states.east.patienc": [1.0]})
    with pytest.raises(ScenarioError, match="found 2 cells of 900,000,000 worlds"):
        sweep(TALKS, {PREMIUM: [0.1, 0.2]}, worlds=900_000_000)
    for nothing in ({}, {PREMIUM: []}):
        with pytest.raises(ValueError, match="expected at least one path with at least one value"):
            sweep(TALKS, nothing)


@pytest.mark.parametrize(
    ("text", "values"),
    [("a.b=0:1:3", (0, 0.5, 1)), ("a=0.1:0.7:7", (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)), ("a=5:1:3", (5, 3, 1))],
)
def test_a_range_has_the_values_that_were_meant(text: str, values: tuple[float, ...]) -> None:
    assert Axis.parse(text).values == values


@pytest.mark.parametrize(
    "text", ["a", "a=1", "a=1:2", "a=1:2:x", "=1:2:3", "a=1:1:3", "a=1:2:1", "a=1:2:2.5", "a=1:inf:2"]
)
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(ScenarioError, match=r"--vary.*found '.*', expected"):
        Axis.parse(text)


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., Result]:
    path = tmp_path / "small.yaml"
    path.write_text(TALKS.to_yaml())
    varied = ["--vary", f"{PREMIUM}=0:0.3:3", "--vary", f"{AID}=0.1:0.9:2", "--worlds", "60", "--workers", "1"]
    return lambda *more: CliRunner().invoke(cli, ["sweep", str(path), *varied, *map(str, more)])


def test_the_command_prints_a_table_or_one_document(command: Callable[..., Result]) -> None:
    table = command()
    assert table.exit_code == 0, table.output
    assert "Two neighbours talk" in table.stdout
    assert len([line for line in table.stdout.splitlines() if line.rstrip().endswith("%")]) == 3
    document = json.loads(command("--json").stdout)
    assert list(document) == ["schema_version", "version", "scenario", "seed", "worlds", "design", "vary", "cells"]
    assert [list(cell) for cell in document["cells"]] == [["values", "agreement", "zone", "issues", "outcomes"]] * 6
    assert document["cells"][1]["values"] == {PREMIUM: 0.0, AID: 0.9}


def test_mistakes_leave_with_2(command: Callable[..., Result]) -> None:
    for more in (["--vary", "talks.rounds=1:2:2"], ["--vary", "talks.rounds"], ["--set", "talks.rounds=0"]):
        assert command(*more).exit_code != 0
    path = "talks.rounds=1:2:2"
    twice = CliRunner().invoke(cli, ["sweep", "reykjavik-2021", "--vary", path, "--vary", path])
    assert (twice.exit_code, "twice" in twice.output) == (2, True)


def test_an_interrupted_sweep_is_finished_to_the_same_bytes(
    command: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    undisturbed = command("--json", "--out", tmp_path / "undisturbed")
    assert undisturbed.exit_code == 0, undisturbed.output
    folder = tmp_path / "results"
    with monkeypatch.context() as patch:
        keep = Unfinished.keep

        def interrupted(self: Unfinished, number: int, content: bytes) -> None:
            if number == 4:
                raise KeyboardInterrupt
            keep(self, number, content)

        patch.setattr(Unfinished, "keep", interrupted)
        assert command("--out", folder).exit_code != 0
    assert (folder / MARKER).exists()
    assert not (folder / "sweep.json").exists()
    played: list[int] = []
    play = KeptSweep.play
    monkeypatch.setattr(
        KeptSweep, "play", lambda self, workers, executor, _: play(self, workers, executor, played.append)
    )
    resumed = command("--json", "--out", folder, "--resume")
    assert resumed.stdout == undisturbed.stdout
    assert played == [60, 60]
    names = ["cells.csv", "charts/sweep.png", "charts/sweep.svg", "small.yaml", "sweep.json"]
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()) == names
    for name in names:
        assert (folder / name).read_bytes() == (tmp_path / "undisturbed" / name).read_bytes()
    assert command("--json", "--out", folder, "--resume").stdout == undisturbed.stdout
    with (folder / "cells.csv").open() as file:
        assert len(list(csv.DictReader(file))) == 6
    assert command("--seed", "2", "--out", folder, "--resume").exit_code != 0
