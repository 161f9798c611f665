"""Ctrl-C and a kill leave nothing behind: no half folder, no process, no traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.end_to_end.command import COMMAND

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals to process groups")


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_run_cleanly(workers: int, sent: signal.Signals, code: int, tmp_path: Path) -> None:
    folder = tmp_path / "results"
    running = subprocess.Popen(  # noqa: S603 our own command
        [COMMAND, "run", "reykjavik-2021", "--worlds", "200000", "--workers", str(workers), "--out", folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(4)
    if sent == signal.SIGINT:
        os.killpg(running.pid, sent)  # as a terminal does
    else:
        running.send_signal(sent)
    output, errors = running.communicate(timeout=60)
    assert running.returncode == code
    assert output == ""
    assert "Traceback" not in errors
    assert list(tmp_path.iterdir()) == []
    time.sleep(1)
    assert not alive(running.pid)


def test_a_worker_that_is_killed_gives_one_line_and_exit_code_1() -> None:
    running = subprocess.Popen(  # noqa: S603 our own command
        [COMMAND, "run", "reykjavik-2021", "--worlds", "200000", "--workers", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(5)
    subprocess.run(["pkill", "-KILL", "-P", str(running.pid), "-f", "spawn_main"], check=True)  # noqa: S603, S607
    _, errors = running.communicate(timeout=60)
    assert running.returncode == 1
    assert len(errors.splitlines()) == 1
    assert "a worker process ended early" in errors


def alive(group: int) -> list[str]:
    """Return what still runs in a process group; the dead whom nobody has counted yet do not."""
    listed = subprocess.run(["ps", "-e", "-o", "pgid=,stat=,args="], capture_output=True, text=True, check=True)  # noqa: S607
    rows = [row.split(maxsplit=2) for row in listed.stdout.splitlines()]
    return [row[2] for row in rows if int(row[0]) == group and not row[1].startswith("Z")]
