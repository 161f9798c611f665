"""A damaged scenario file gives a run, or messages that say where: no traceback, no hang, bounded memory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.end_to_end.bounded_runs import OPTIONS, Answer, BoundedRuns
from tests.end_to_end.command import in_own_process
from tests.end_to_end.mutation_material import FOLDER, SMALL, TALKS, small_talks
from tests.end_to_end.mutations import KINDS, Files, mutated

pytestmark = [
    pytest.mark.sized,
    pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is bounded as Linux does it"),
]

MESSAGE = re.compile(r"(?P<file>.+?\.yaml):(?P<line>\d+):(?P<column>\d+): .+")
TOO_LARGE = re.compile(r"(?P<file>.+?\.yaml): found more than 500,000 bytes, expected fewer")
MOST_SAID = 1500
THROUGH_THE_REAL_COMMAND = ("characters", "aliases", "a base")
"""Kinds of which the gate takes one through the real command; it takes two seconds to start."""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BoundedRuns]:
    first = tmp_path_factory.mktemp("first") / TALKS
    first.write_text(SMALL)
    process = BoundedRuns(first)
    yield process
    process.close()


def laid_out(files: Files, folder: Path) -> Path:
    """Write the files of a scenario to a new folder and return the one to run."""
    (folder / FOLDER).mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder / TALKS


def complaint(answer: Answer) -> str:
    """Return what is wrong with an answer, or nothing."""
    if answer.code == 0:
        return complaint_about_run(answer)
    if answer.code != 2:
        return f"left with {answer.code}: {answer.err}"
    if answer.out:
        return f"printed in spite of mistakes: {answer.out}"
    lines = answer.err.splitlines()
    return next(filter(None, map(complaint_about_message, lines)), "") if lines else "said nothing"


def complaint_about_run(answer: Answer) -> str:
    if answer.err:
        return f"complained of a run: {answer.err}"
    try:
        played = json.loads(answer.out, parse_constant=float.fromhex)  # NaN and Infinity are no JSON
    except ValueError as mistake:
        return f"printed no JSON: {mistake}"
    return "" if played["worlds"] == 5 else f"played {played['worlds']} worlds"


def complaint_about_message(message: str) -> str:
    said = MESSAGE.fullmatch(message)
    if said is None:
        large = TOO_LARGE.fullmatch(message)
        fine = large is not None and Path(large["file"]).stat().st_size > 500_000
        return "" if fine else f"no place in: {message}"
    if not message.isprintable() or len(message) > MOST_SAID:
        return f"no short line that can be seen: {message!r}"
    lines = re.split(r"\r\n|\r|\n", Path(said["file"]).read_bytes().decode(errors="surrogateescape"))
    line, column = int(said["line"]), int(said["column"])
    within = 1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1
    return "" if within else f"no such place: {message}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_gives_a_run_or_messages_that_say_where(kind: str, runs: BoundedRuns, tmp_path: Path) -> None:
    codes, complaints = set(), []
    for number in range(settings().max_examples):
        answer = runs.run(laid_out(mutated(kind, number), tmp_path / str(number)))
        codes.add(answer.code)
        if wrong := complaint(answer):
            complaints.append(f"mutated({kind!r}, {number}): {wrong}")
    assert not complaints, "\n".join(complaints)
    assert 2 in codes


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=[] if kind in THROUGH_THE_REAL_COMMAND else pytest.mark.full) for kind in KINDS]
)
def test_the_real_command_says_the_same(kind: str, runs: BoundedRuns, tmp_path: Path) -> None:
    file = laid_out(mutated(kind, 0), tmp_path / kind)
    ran = in_own_process("run", file, *OPTIONS)
    assert Answer(ran.returncode, ran.stdout, ran.stderr) == runs.run(file)


def test_what_is_damaged_ran_while_it_was_whole(runs: BoundedRuns, tmp_path: Path) -> None:
    for number, text in enumerate(small_talks()):
        answer = runs.run(laid_out({TALKS: text.encode()}, tmp_path / str(number)))
        assert answer.code == 0, answer.err
        assert not complaint(answer)


def test_120_files_are_damaged_in_the_gate_and_2000_in_the_full_run() -> None:
    assert len(KINDS) * settings().max_examples in {120, 2000}
