"""Dask plays the same worlds, loses workers without harm, and says in one line what went wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from summitry import run, sweep
from summitry.commands import cli
from summitry.ensembles.ensemble import play_piece
from summitry.kept.output import to_json
from summitry.scenario.problems import ScenarioError
from summitry.workers import cluster
from summitry.workers.versions import versions
from tests.end_to_end.command import in_own_process, summitry
from tests.end_to_end.test_interrupt import TALKS, blocks, files, start, wait_for
from tests.simulator import synthetic

QUICK = synthetic.talks(issues=1).vary("talks.rounds", 1)
WORLDS = 6_300

CLUSTER = """\
import sys
from distributed import LocalCluster

if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made:
        print(made.scheduler_address, *(worker.pid for worker in made.workers.values()), flush=True)
        sys.stdin.read()
"""


class OtherVersions(Executor):
    """Plays at once, as a worker with another NumPy and no Numba does."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        assert fn is play_piece
        future: Future[Any] = Future()
        try:
            [piece] = args
            future.set_result(fn(replace(piece, versions={**versions(), "numpy": "1.26.4", "python": "2.7"})))
        except ChildProcessError as error:
            future.set_exception(error)
        return future


class Dask:
    """A cluster in processes of its own."""

    def __init__(self, folder: Path) -> None:
        script = folder / "made.py"
        script.write_text(CLUSTER)
        self.process = subprocess.Popen(  # noqa: S603 our own script
            [sys.executable, script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        self.address, *workers = self.process.stdout.readline().split()
        self.workers = [int(worker) for worker in workers]

    def close(self) -> None:
        self.process.communicate(timeout=60)


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    made = Dask(tmp_path_factory.mktemp("cluster"))
    yield made
    made.close()


def test_a_cluster_gives_the_bytes_of_one_process_even_if_a_worker_is_killed(dask: Dask) -> None:
    alone = run(QUICK, WORLDS, seed=2)
    with cluster.cluster(dask.address) as executor:
        killed: list[int] = []

        def kill(worlds: int) -> None:
            if not killed:
                killed.append(dask.workers[0])
                os.kill(dask.workers[0], signal.SIGKILL)

        there = run(QUICK, WORLDS, seed=2, executor=executor, progress=kill)
        assert to_json(there.to_dict()) == to_json(alone.to_dict())
        assert there.to_frame().equals(alone.to_frame())
        vary = {"states.state_00.patience": [0.8, 1.0]}
        assert sweep(QUICK, vary, 1500, executor=executor).to_dict() == sweep(QUICK, vary, 1500).to_dict()


def test_the_command_plays_on_a_cluster(dask: Dask, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(TALKS)
    arguments = ("run", tmp_path / "small.yaml", "--worlds", "3000", "--json")
    ran = in_own_process(*arguments, "--dask", dask.address)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == summitry(*arguments, "--workers", "1").stdout


@pytest.mark.full
def test_a_lost_scheduler_leaves_one_line_and_a_folder_that_can_be_finished(tmp_path: Path) -> None:
    made = Dask(tmp_path)
    (tmp_path / "small.yaml").write_text(TALKS)
    folder = tmp_path / "results"
    arguments = ("run", tmp_path / "small.yaml", "--worlds", "200000", "--json", "--out", folder)
    running = start(*arguments, "--dask", made.address)
    wait_for(lambda: blocks(folder))
    made.process.kill()
    made.close()
    output, errors = running.communicate(timeout=120)
    assert (running.returncode, output) == (1, "")
    [line] = errors.splitlines()
    assert line.startswith("summitry: ")
    assert line.endswith(f" of 200,000 worlds; --resume goes on with {folder}")
    assert in_own_process(*arguments, "--resume").returncode == 0
    assert in_own_process(*arguments[:-1], tmp_path / "undisturbed").returncode == 0
    assert files(folder) == files(tmp_path / "undisturbed")


def test_an_executor_of_processes_gives_the_same_bytes() -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        there = run(QUICK, 3100, executor=executor)
    assert to_json(there.to_dict()) == to_json(run(QUICK, 3100).to_dict())


def test_a_worker_with_other_versions_is_an_error_that_names_both() -> None:
    with pytest.raises(ChildProcessError) as caught:
        run(QUICK, 100, executor=OtherVersions())
    here = versions()
    found = f"found a worker with numpy {here['numpy']}, python {here['python']}, expected numpy 1.26.4, python 2.7"
    assert str(caught.value).startswith(found)


@pytest.mark.parametrize("who", ["the scheduler", "worker tcp://a:1"])
@pytest.mark.parametrize("theirs", ["0.0.9", None])
def test_a_cluster_with_another_summitry_is_an_error_that_names_both(who: str, theirs: str | None) -> None:
    here, there = {"packages": {"summitry": versions()["summitry"]}}, {"packages": {"summitry": theirs}}
    found = {"scheduler": here, "workers": {"tcp://a:1": here}}
    cluster._expect_summitry(found)
    found = {**found, "scheduler": there} if who == "the scheduler" else {**found, "workers": {"tcp://a:1": there}}
    said = f"found {who} with summitry {theirs or 'none'}, expected {versions()['summitry']} "
    with pytest.raises(ChildProcessError, match=said):
        cluster._expect_summitry(found)


def test_an_address_without_a_scheduler_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    address = "tcp://127.0.0.1:9"
    with pytest.raises(ConnectionError, match=f"found no Dask scheduler at {address}"), cluster.cluster(address):
        pass


@pytest.mark.parametrize("address", ["localhost", "tcp://localhost:many", "tpc://localhost:8786"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ScenarioError, match=f"--dask: found '{address}'.*such as tcp://"), cluster.cluster(address):
        pass


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = r"--dask: found no Dask here, expected .*summitry\[cluster\]"
    with pytest.raises(ScenarioError, match=said), cluster.cluster("tcp://localhost:8786"):
        pass


@pytest.mark.parametrize("arguments", [["--workers", "2", "--dask", "tcp://localhost:8786"], ["--resume"]])
def test_options_that_do_not_go_together_are_refused(arguments: list[str]) -> None:
    ran = CliRunner().invoke(cli, ["run", "reykjavik-2021", *arguments])
    assert ran.exit_code == 2
    assert "found --" in ran.output
