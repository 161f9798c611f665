"""The talks of one world in steps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summitry.ensembles.ensemble import release
from summitry.scenario.scenario import Scenario
from summitry.stories.transcript import replay, transcript

PRESS = "What each side tells the press"


LISTS = re.compile(
    r"(?P<lead>.*?\b(?:offers|offers again|moves|drafts|leaders|The deal|Deferred|Initialled|Signed)): "
    r"(?P<items>.+; .+)"
)
"""A line that lists issues, each with its option or how it moves."""


@dataclass(frozen=True)
class Line:
    """What is said, and the issues that it lists; `under` if it belongs to the line above."""

    text: str
    items: tuple[str, ...] = ()
    under: bool = False

    @classmethod
    def of(cls, line: str) -> Line:
        """Return a line of a transcript."""
        text, under = line.strip(), line.startswith(" ")
        listed = LISTS.fullmatch(text)
        if listed is None:
            return cls(text, (), under)
        return cls(f"{listed['lead']}:", tuple(listed["items"].rstrip(".").split("; ")), under)


@dataclass(frozen=True)
class Step:
    """One step of a story: what it is called, and what is told."""

    title: str
    lines: tuple[Line, ...]


def steps(scenario: Scenario, world: int, seed: int) -> list[Step]:
    """Return one world's talks: who talks, each round and event, how it ended, what each side says of it."""
    model = replay(scenario, world, seed)
    text = transcript(model)
    release(model)
    talks, _, press = text.partition(f"\n{PRESS}\n")
    blocks = [block.split("\n") for block in talks.strip().split("\n\n")]
    *told, last = [_step(block) for block in blocks[1:]]
    beginning = [Step("Who talks", (*map(Line.of, blocks[0][1:]), *told[0].lines))] if told else []
    readouts = tuple(Line.of(line) for line in press.split("\n") if line)
    return [*beginning, *told[1:], Step("How it ended", last.lines), Step(PRESS, readouts)]


def _step(block: Sequence[str]) -> Step:
    """Return a step called by how it begins: "Round 3", "Meeting 2", "Before the talks"."""
    first = block[0]
    ends = [first.find(sign) for sign in (".", ":", ",") if first.find(sign) > 0]
    return Step(first[: min(ends, default=40)], tuple(map(Line.of, block)))
