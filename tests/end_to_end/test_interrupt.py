"""Ctrl-C, a kill and lost workers: no process stays, no traceback shows, and what is finished is not lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.command import COMMAND, in_own_process, summitry

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals to process groups")

TALKS = """\
title: Two neighbours talk
issues:
  troops: {options: [stay, half, leave]}
states:
  east: {positions: {troops: {ideal: stay}}}
  west: {positions: {troops: {ideal: leave}}}
talks: {rounds: 1}
"""


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(TALKS)
    return path


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 our own command
        [COMMAND, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def blocks(folder: Path) -> int:
    return len(list(folder.glob("unfinished/*.part")))


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def alive(group: int) -> list[str]:
    """Return what still runs in a process group; the dead whom nobody has counted yet do not."""
    listed = subprocess.run(["ps", "-eww", "-o", "pgid=,stat=,args="], capture_output=True, text=True, check=True)  # noqa: S607
    rows = [row.split(maxsplit=2) for row in listed.stdout.splitlines()]
    return [row[2] for row in rows if int(row[0]) == group and not row[1].startswith("Z")]


def workers_of(process: int) -> list[int]:
    """Return the processes that were made by a child of a process: the one that has loaded what workers need."""
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True)  # noqa: S607
    parents = {int(pid): int(parent) for pid, parent in (row.split() for row in listed.stdout.splitlines())}
    return [pid for pid, parent in parents.items() if parents.get(parent) == process]


@pytest.mark.parametrize(
    ("sent", "workers", "code", "said"),
    [
        (signal.SIGINT, 2, 130, "interrupted after "),
        (signal.SIGTERM, 1, 143, "ended after "),
        (signal.SIGKILL, 2, -9, ""),
    ],
)
def test_a_signal_leaves_a_folder_that_says_so_and_nothing_else(
    sent: signal.Signals, workers: int, code: int, said: str, talks: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "results"
    running = start("run", talks, "--worlds", "1000000", "--workers", str(workers), "--out", folder)
    wait_for(lambda: blocks(folder))
    if sent == signal.SIGINT:
        os.killpg(running.pid, sent)  # as a terminal does
    else:
        running.send_signal(sent)
    output, errors = running.communicate(timeout=60)
    assert running.returncode == code
    assert output == ""
    if said:
        assert len(errors.strip().splitlines()) == 1, errors
        line = errors.strip()
        assert line.startswith(said)
        assert line.endswith(f" of 1,000,000 worlds; --resume goes on with {folder}")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["results", "small.yaml"]
    assert sorted(path.name for path in folder.iterdir()) == ["INCOMPLETE.json", "unfinished"]
    wait_for(lambda: not alive(running.pid))


def test_ctrl_c_without_a_folder_leaves_nothing(talks: Path, tmp_path: Path) -> None:
    running = start("run", talks, "--worlds", "1000000", "--workers", "2")
    wait_for(lambda: len(workers_of(running.pid)) == 2)
    os.killpg(running.pid, signal.SIGINT)
    output, errors = running.communicate(timeout=60)
    assert (running.returncode, output, errors.strip()) == (130, "", "interrupted")
    assert list(tmp_path.iterdir()) == [talks]
    wait_for(lambda: not alive(running.pid))


def test_ctrl_c_leaves_an_earlier_report_as_it_was(talks: Path, tmp_path: Path) -> None:
    out = tmp_path / "talks.html"
    out.write_text("earlier")
    running = start("report", talks, "--worlds", "1000000", "--workers", "2", "--out", out)
    wait_for(lambda: len(workers_of(running.pid)) == 2)
    os.killpg(running.pid, signal.SIGINT)
    output, errors = running.communicate(timeout=60)
    assert (running.returncode, output, errors.strip()) == (130, "", "interrupted")
    assert out.read_text() == "earlier"
    assert sorted(tmp_path.iterdir()) == [talks, out]
    wait_for(lambda: not alive(running.pid))


def test_a_kill_and_a_resume_give_the_files_of_an_undisturbed_run(talks: Path, tmp_path: Path) -> None:
    arguments = ("run", talks, "--worlds", "9000", "--seed", "3", "--json")
    undisturbed = summitry(*arguments, "--workers", "1", "--out", tmp_path / "undisturbed")
    assert undisturbed.returncode == 0, undisturbed.stderr
    folder = tmp_path / "results"
    running = start(*arguments, "--workers", "1", "--out", folder)
    wait_for(lambda: blocks(folder) >= 2)
    running.kill()
    running.communicate(timeout=60)
    assert 2 <= blocks(folder) < 9
    resumed = in_own_process(*arguments, "--workers", "2", "--out", folder, "--resume")
    assert resumed.returncode == 0, resumed.stderr
    assert resumed.stdout == undisturbed.stdout
    assert files(folder) == files(tmp_path / "undisturbed")
    again = summitry(*arguments, "--out", folder, "--resume")
    assert (again.returncode, again.stdout, again.stderr) == (0, undisturbed.stdout, f"{folder} is complete\n")


def test_a_worker_that_is_killed_costs_nothing_but_time(talks: Path) -> None:
    arguments = ("run", talks, "--worlds", "25000", "--json")
    running = start(*arguments, "--workers", "2")
    wait_for(lambda: len(workers_of(running.pid)) == 2)
    time.sleep(0.5)  # by now it plays
    os.kill(workers_of(running.pid)[0], signal.SIGKILL)
    output, errors = running.communicate(timeout=60)
    assert (running.returncode, errors) == (0, "")
    assert output == summitry(*arguments, "--workers", "1").stdout
