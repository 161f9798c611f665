"""An ensemble cut into pieces that can be played anywhere: how they travel, and how large they are."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

from summitry.scenario.scenario import Scenario
from summitry.talks.randomness import BLOCK
from summitry.workers import crew
from summitry.workers.versions import versions

BLOCKS_TOGETHER = 10
"""Most blocks that one model plays: many worlds share the cost of a step."""

NUMBERS_TOGETHER = 1_700
"""States times issues times options, times the blocks that one model plays, at most: memory stays small where talks are
large."""

MOST_SHARES = 8
"""Parts in which a block of very large talks is played."""


@dataclass(frozen=True)
class Talks:
    """A scenario as it travels: many pieces share it, and whoever plays them reads it once.

    Parameters
    ----------
    scenario
        Pickled.
    values
        Pickled: what replaces values in it, by dotted path; empty for nothing.
    """

    scenario: bytes
    values: bytes

    @classmethod
    def of(cls, scenario: Scenario) -> Talks:
        """Return how a scenario travels."""
        return cls(pickle.dumps(scenario), b"")

    def varied(self, values: Mapping[str, Any]) -> Talks:
        """Return the same with other values, by dotted path."""
        return replace(self, values=pickle.dumps(dict(values)))

    def arrived(self) -> Scenario:
        """Return the scenario."""
        return _varied(self)


@dataclass(frozen=True)
class Piece:
    """Blocks of one scenario that are played together, somewhere.

    Parameters
    ----------
    talks
        The scenario.
    seed
        Of the ensemble.
    start, size
        Number of the first world, the first of a block; how many there are.
    keep
        Whether to return rows.
    explain
        Whether to find out why talks went as they did.
    versions
        Of where it was cut.
    """

    talks: Talks
    seed: int
    start: int
    size: int
    keep: bool
    explain: bool
    versions: Mapping[str, str]


def together(scenario: Scenario, worlds: int, workers: int | None, executor: Executor | None = None) -> int:
    """Return how many blocks to play together, of all worlds that are to be played."""
    players = (workers or crew.cores()) if executor is None else crew.places(executor)
    return max(1, min(BLOCKS_TOGETHER, NUMBERS_TOGETHER // _numbers(scenario), -(-worlds // (BLOCK * players))))


def _numbers(scenario: Scenario) -> int:
    """Return how many numbers one array over states, issues on the table and their options has in a world."""
    sizes = scenario.layout.sizes
    return len(scenario.states) * len(sizes) * int(max(sizes))


def worlds_at_a_time(scenario: Scenario) -> int:
    """Return how many worlds of a block one model plays: all of them or, where talks are very large, a part."""
    share = 1
    while share < MOST_SHARES and _numbers(scenario) > NUMBERS_TOGETHER * share:
        share *= 2
    return BLOCK // share


def cut(
    talks: Talks,
    seed: int,
    worlds: int,
    together: int,
    keep: bool,
    explain: bool,
    blocks: Iterable[int] | None = None,
) -> list[Piece]:
    """Return the pieces of an ensemble in their order.

    Parameters
    ----------
    talks, seed, worlds
        The ensemble.
    together
        Most blocks in a piece.
    keep
        Whether to keep rows.
    explain
        Whether to find out why talks went as they did.
    blocks
        Numbers of the blocks to play, in ascending order; all by default.
    """
    stretches: list[range] = []
    for block in range(-(-worlds // BLOCK)) if blocks is None else blocks:
        if stretches and stretches[-1].stop == block:
            stretches[-1] = range(stretches[-1].start, block + 1)
        else:
            stretches.append(range(block, block + 1))
    runs = [run for stretch in stretches for run in _evenly(stretch, together)]
    spans = [(run.start * BLOCK, min(run.stop * BLOCK, worlds)) for run in runs]
    return [Piece(talks, seed, start, stop - start, keep, explain, versions()) for start, stop in spans]


def _evenly(stretch: range, most: int) -> list[range]:
    """Cut a stretch of blocks into parts of at most so many, all about as long, the longer ones first."""
    parts = -(-len(stretch) // most)
    each, longer = divmod(len(stretch), parts)
    ends = [stretch.start + part * each + min(part, longer) for part in range(parts + 1)]
    return [range(start, stop) for start, stop in pairwise(ends)]


@lru_cache(maxsize=8)
def _varied(talks: Talks) -> Scenario:
    # Both were made by `Talks`, and sent by whoever started this process.
    scenario: Scenario = pickle.loads(talks.scenario)  # noqa: S301
    return scenario.with_values(pickle.loads(talks.values)) if talks.values else scenario  # noqa: S301
