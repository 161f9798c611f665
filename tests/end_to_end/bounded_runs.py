"""Plays one scenario file after another in one process, which ends when a file takes too much time or memory.

Run as a module, it reads names of files from stdin, one a line, and writes a line of JSON for each: the exit code of
``summitry run FILE``, what it printed, and what it complained of. `BoundedRuns` speaks with it.
"""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.end_to_end.command import summitry

OPTIONS = ("--worlds", "5", "--json")

MOST_SECONDS = 300
"""Processor time that one file may take."""

MOST_BYTES = 2**31
"""Memory that one file may take beyond what the process has; the largest talks that a file may describe take 1.3 GB."""


@dataclass(frozen=True)
class Answer:
    """What a command left with and printed; no code where it was ended."""

    code: int | None
    out: str
    err: str


class BoundedRuns:
    """A process that plays files; a new one takes its place when it is ended by a file."""

    def __init__(self, first: Path) -> None:
        """Start it and let it play a first file, which loads all that is needed."""
        self.first = first
        self._start()

    def run(self, file: Path) -> Answer:
        """Return what ``summitry run FILE --worlds 5 --json`` answers."""
        print(file, file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if line:
            return Answer(**json.loads(line))
        ended = self.process.wait()
        self._start()
        return Answer(None, "", f"ended by {signal.Signals(-ended).name if ended < 0 else ended}")

    def close(self) -> None:
        """Let the process end."""
        self.process.communicate()

    def _start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 our own module
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        played = self.run(self.first)
        assert played.code == 0, played.err


def answer(file: str) -> Answer:
    """Return what the command answers in this process."""
    ran = summitry("run", file, *OPTIONS)
    return Answer(ran.returncode, ran.stdout, ran.stderr)


def main() -> None:
    """Answer until stdin ends."""
    for line in sys.stdin:
        # Nobody handles the timer's signal: it ends the process, inside compiled code too.
        signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
        print(json.dumps(asdict(answer(line.removesuffix("\n")))), flush=True)
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MOST_BYTES, hard))


if __name__ == "__main__":
    main()
