"""The command as a user runs it, in this process or in one of its own."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import traceback
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

from summitry import commands

COMMAND = Path(sys.executable).with_name("summitry")


def summitry(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``summitry`` with the given arguments in this process, which has loaded what others take seconds to load."""
    line = ["summitry", *map(str, arguments)]
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _ in range(2))
    code: object = 1
    handler = signal.getsignal(signal.SIGTERM)
    with mock.patch.object(sys, "argv", line), redirect_stdout(out), redirect_stderr(err), chdir(cwd or Path.cwd()):
        try:
            commands.main()
        except SystemExit as end:
            code = end.code
        except Exception:  # whatever it is, a user would see it
            traceback.print_exc()
        finally:
            signal.signal(signal.SIGTERM, handler)
    for stream in (out, err):
        stream.flush()
    said, complained = (stream.buffer.getvalue().decode() for stream in (out, err))
    return subprocess.CompletedProcess(line, code, said, complained)


def in_own_process(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``summitry`` with the given arguments in a process of its own and return what it printed."""
    return subprocess.run(  # noqa: S603 our own command
        [COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
        timeout=300,
    )
