"""Interrupted is not lost: what is finished is kept, and the rest gives the bytes of an undisturbed run."""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry import Scenario, run
from summitry.ensembles.ensemble import play_blocks
from summitry.ensembles.result import EnsembleResult
from summitry.kept import output, unfinished
from summitry.kept.folders import MARKER, SUMMARY, WORKSHOP
from summitry.kept.kept_run import ROW_GROUP, KeptRun, _packed, _table
from summitry.kept.record import Record
from summitry.kept.unfinished import Unfinished, look
from summitry.scenario.problems import ScenarioError
from summitry.talks.randomness import BLOCK
from tests.laws.scenarios import scenarios
from tests.simulator import synthetic

TALKS = synthetic.talks(issues=1).vary("talks.rounds", 1)
WORLDS = 2 * BLOCK + 200


def ignore(worlds: int) -> None:
    """Tell nobody how far it is."""


@pytest.fixture(autouse=True)
def no_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Charts take a second, and are compared where the real command runs."""

    def write(result: EnsembleResult, place: Path) -> None:
        (place / SUMMARY).write_text(output.to_json(result.to_dict()))

    monkeypatch.setattr("summitry.kept.kept_run.output.write", write)


def opened(folder: Path, resume: bool = False, **asked: Any) -> KeptRun:
    """Begin, or go on with, a run in a folder."""
    what = {"scenario": TALKS, "worlds": WORLDS, "seed": 1} | asked
    kept = look(folder, KeptRun.record(**what), resume)
    assert kept is not None
    kept.begin()
    return KeptRun(**what, kept=kept)


def finish(folder: Path, resume: bool = False, executor: ThreadPoolExecutor | None = None) -> EnsembleResult:
    work = opened(folder, resume)
    work.play(1, executor, ignore)
    return work.finish(ignore)


def interrupt(folder: Path, monkeypatch: pytest.MonkeyPatch, after: int, resume: bool = False) -> BaseException:
    """Press Ctrl-C after so many blocks, and return what ended the run."""
    with monkeypatch.context() as patch:
        keep, kept = Unfinished.keep, []

        def interrupted(self: Unfinished, number: int, content: bytes) -> None:
            if len(kept) == after:
                raise KeyboardInterrupt
            kept.append(number)
            keep(self, number, content)

        patch.setattr(Unfinished, "keep", interrupted)
        work = opened(folder, resume)
        with (
            pytest.raises(KeyboardInterrupt) as caught,
            work.kept.resumable(lambda: f"{work.done:,} of {WORLDS:,} worlds"),
        ):
            work.play(1, None, ignore)
    return caught.value


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("undisturbed") / "results"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "summitry.kept.kept_run.output.write",
            lambda result, place: (place / SUMMARY).write_text(output.to_json(result.to_dict())),
        )
        finish(folder)
    return files(folder)


@pytest.mark.parametrize("after", [0, 1, 2])
def test_an_interrupt_at_any_block_and_a_resume_give_the_same_bytes(
    after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undisturbed: dict[str, bytes]
) -> None:
    folder = tmp_path / "results"
    end = interrupt(folder, monkeypatch, after)
    assert end.__notes__ == [f"after {after * BLOCK:,} of 2,200 worlds; --resume goes on with {folder}"]
    mark = json.loads((folder / MARKER).read_text())
    assert "not finished" in mark["incomplete"]
    assert (mark["scenario"], mark["worlds"], mark["seed"]) == ("made-up", "2200", "1")
    assert "--resume" in mark["to_finish"]
    finish(folder, resume=True)
    assert files(folder) == undisturbed


def test_two_interrupts_and_another_executor_give_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undisturbed: dict[str, bytes]
) -> None:
    folder = tmp_path / "results"
    interrupt(folder, monkeypatch, after=1)
    interrupt(folder, monkeypatch, after=1, resume=True)
    assert opened(folder, resume=True).done == 2 * BLOCK
    with ThreadPoolExecutor(2) as executor:
        finish(folder, resume=True, executor=executor)
    assert files(folder) == undisturbed


def test_the_answer_and_the_table_are_those_of_a_run_in_memory(undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    result = run(TALKS, WORLDS, seed=1)
    assert undisturbed["summary.json"].decode() == output.to_json(result.to_dict())
    (tmp_path / "worlds.parquet").write_bytes(undisturbed["worlds.parquet"])
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "worlds.parquet"), result.to_frame())


def test_the_table_has_row_groups_of_one_size(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    path = tmp_path / "worlds.parquet"
    path.write_bytes(undisturbed["worlds.parquet"])
    assert pq.ParquetFile(path).metadata.num_row_groups == -(-WORLDS // (ROW_GROUP * BLOCK))


@given(scenarios(), st.integers(0, 100))
def test_tables_of_blocks_have_the_columns_of_the_scenario_whatever_came_out(data: dict[str, Any], seed: int) -> None:
    talks = Scenario.from_dict(data)
    schemas = []
    for start in (0, BLOCK):
        [(tally, rows)] = play_blocks(talks, seed, start, 3, keep=True)
        assert rows is not None
        table = _table(_packed(talks, tally, rows))
        schemas.append(table.schema)
        back = table.to_pandas()
        pd.testing.assert_frame_equal(back, EnsembleResult(talks, seed, tally, rows).to_frame())
    assert schemas[0].equals(schemas[1])


def test_a_folder_with_an_interrupted_run_is_refused_without_resume(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt(tmp_path / "results", monkeypatch, after=1)
    before = files(tmp_path)
    with pytest.raises(ScenarioError, match=r"found an unfinished run in .*--resume finishes it"):
        opened(tmp_path / "results")
    assert files(tmp_path) == before


@pytest.mark.parametrize("complete", [False, True])
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"seed": 2}, "seed: found 1 in the folder, expected 2"),
        ({"worlds": 5000}, "worlds: found 2200 in the folder, expected 5000"),
        ({"scenario": TALKS.vary("states.state_00.patience", 0.9)}, "state_00.patience: found nothing .* expected 0.9"),
        ({"scenario": synthetic.dividing(2, 4)}, "scenario: found made-up in the folder, expected scenario"),
    ],
)
def test_a_resume_of_anything_else_is_refused_with_both_values(
    asked: dict[str, Any],
    said: str,
    complete: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    undisturbed: dict[str, bytes],
) -> None:
    folder = tmp_path / "results"
    if complete:
        folder.mkdir()
        for name, content in undisturbed.items():
            (folder / name).write_bytes(content)
    else:
        interrupt(folder, monkeypatch, after=1)
    with pytest.raises(ScenarioError, match=f"--resume: .*{said}"):
        opened(folder, resume=True, **asked)


def test_a_resume_under_another_version_is_refused_with_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupt(tmp_path / "results", monkeypatch, after=1)
    now = unfinished.versions()
    monkeypatch.setattr("summitry.kept.record.versions", lambda: {**now, "numpy": "1.0.0"})
    with pytest.raises(ScenarioError, match=f"numpy: found {now['numpy']} in the folder, expected 1.0.0"):
        opened(tmp_path / "results", resume=True)


def test_resuming_what_is_complete_plays_nothing(tmp_path: Path) -> None:
    finish(tmp_path / "results")
    assert look(tmp_path / "results", KeptRun.record(TALKS, WORLDS, 1), resume=True) is None


def test_resume_starts_where_there_is_nothing(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    finish(tmp_path / "new", resume=True)
    (tmp_path / "empty").mkdir()
    finish(tmp_path / "empty", resume=True)
    assert files(tmp_path / "new") == files(tmp_path / "empty") == undisturbed


def test_a_half_written_block_is_played_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undisturbed: dict[str, bytes]
) -> None:
    folder = tmp_path / "results"
    interrupt(folder, monkeypatch, after=2)
    [first, second] = sorted((folder / WORKSHOP).glob("*.part"))
    second.rename(second.with_name("writing-4711"))
    (folder / WORKSHOP / "writing-4711").write_bytes(first.read_bytes()[:1000])
    assert opened(folder, resume=True).done == BLOCK
    finish(folder, resume=True)
    assert files(folder) == undisturbed


def test_a_damaged_block_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "results"
    interrupt(folder, monkeypatch, after=2)
    [part, _] = sorted((folder / WORKSHOP).glob("*.part"))
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(content)
    with pytest.raises(OSError, match=f"{part.name} is damaged; delete it"):
        opened(folder, resume=True)
    part.unlink()
    assert opened(folder, resume=True).done == BLOCK


def test_a_full_disk_keeps_what_is_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undisturbed: dict[str, bytes]
) -> None:
    folder = tmp_path / "results"
    work = opened(folder)
    with monkeypatch.context() as patch:
        full = OSError(28, "No space left on device")
        synced = iter([None, None, full])

        def fsync(file: int) -> None:
            if (failure := next(synced)) is not None:
                raise failure

        patch.setattr(os, "fsync", fsync)
        with pytest.raises(OSError, match="No space left"):
            work.play(1, None, ignore)
    assert len(list((folder / WORKSHOP).glob("*.part"))) == 2
    assert not list((folder / WORKSHOP).glob("writing*"))
    finish(folder, resume=True)
    assert files(folder) == undisturbed


def test_earlier_results_stay_until_new_ones_are_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undisturbed: dict[str, bytes]
) -> None:
    folder = tmp_path / "results"
    older = opened(folder, scenario=synthetic.dividing(2, 4), worlds=10)
    older.play(1, None, ignore)
    older.finish(ignore)
    before = files(folder)
    interrupt(folder, monkeypatch, after=1)
    assert before.items() <= files(folder).items()
    assert "earlier run" in json.loads((folder / MARKER).read_text())["incomplete"]
    finish(folder, resume=True)
    assert files(folder) == undisturbed


@pytest.mark.parametrize("stage", ["unlink", "replace"])
def test_an_interrupt_while_results_are_put_in_place_can_be_resumed(
    stage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undisturbed: dict[str, bytes]
) -> None:
    folder = tmp_path / "results"
    finish(folder)
    work = opened(folder)
    work.play(1, None, ignore)
    with monkeypatch.context() as patch:
        patch.setattr(Path, stage, lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            work.finish(ignore)
    assert (folder / MARKER).exists()
    finish(folder, resume=True)
    assert files(folder) == undisturbed


def test_what_a_kill_left_beside_whole_results_is_cleared_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "results"
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", str)
        finish(folder)
    assert not (folder / MARKER).exists()
    assert (folder / WORKSHOP).exists()
    assert look(folder, KeptRun.record(TALKS, WORLDS, 1), resume=True) is None
    finish(folder)
    assert not (folder / WORKSHOP).exists()


def test_what_is_kept_holds_no_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "results"
    interrupt(folder, monkeypatch, after=1)
    for content in files(folder).values():
        assert b"pickle" not in content
        assert b"numpy._core" not in content
    [part] = (folder / WORKSHOP).glob("*.part")
    assert np.array_equal(pd.read_parquet(part)["world"], np.arange(BLOCK))


def test_a_record_reads_the_same_when_its_file_is_run_again(tmp_path: Path) -> None:
    scenario = Scenario.load("reykjavik-2021").vary("states.russia.patience", 0.9)
    path = tmp_path / "reykjavik-2021.yaml"
    path.write_text(Record(scenario, "run", {"worlds": ["5"]}).text())
    again = Record(Scenario.load(path), "run", {"worlds": ["5"]})
    assert again.text() == path.read_text()
