"""Two or more scenarios, or variants of one, played with the same draws and compared world by world."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from pathlib import Path

from summitry.comparisons.comparison import Comparison, Pairs, Variant
from summitry.comparisons.shared_parts import Shared
from summitry.ensembles.ensemble import WORLDS, Progress, check_numbers, play_piece
from summitry.scenario.scenario import Scenario
from summitry.workers import crew
from summitry.workers.pieces import Piece, Talks, cut, together

Scenarios = Sequence[Scenario | str | Path] | Mapping[str, Scenario | str | Path]


def compare(
    scenarios: Scenarios,
    worlds: int = WORLDS,
    seed: int = 1,
    workers: int | None = 1,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Comparison:
    """Play scenarios with the same draws, and say by how much each differs from the first.

    A quantity draws from the stream of its own path, so world 4711 is the same in all of them up to what they say
    differently: common random numbers. Differences are taken world by world, and their intervals are paired.

    Parameters
    ----------
    scenarios
        At least two: scenarios, paths of their files, or names of those that ship; in a mapping, by what they are to be
        called. The first is the one that the others are compared with.
    worlds
        How many worlds of each.
    seed, workers, executor
        As in `run`.
    progress
        Told how many worlds have been played since the last call.

    Raises
    ------
    ScenarioError
        A scenario can't be used.
    TypeError, ValueError
        A number is none, or out of its range; or there are fewer than two scenarios.
    ChildProcessError, ConnectionError
        As in `run`.

    Examples
    --------
    >>> base = Scenario.load("reykjavik-2021")
    >>> costly = base.vary("states.russia.premium", 0.4)
    >>> result = compare({"as it is": base, "costly": costly}, worlds=200)
    >>> result.variants[0].agreement.claim
    'lower'
    """
    check_numbers(worlds, seed, workers, executor)
    called = scenarios if isinstance(scenarios, Mapping) else dict(zip(names(scenarios), scenarios, strict=True))
    if len(called) < 2:
        raise ValueError(f"scenarios: found {len(called)}, expected at least two to compare")
    talks = {name: Scenario.of(each) for name, each in called.items()}
    (base, first), *others = talks.items()
    most = min(together(each, worlds, workers, executor) for each in talks.values())
    cuts = (cut(Talks.of(each), seed, worlds, most, keep=True, explain=False) for each in talks.values())
    pieces = zip(*cuts, strict=True)
    total: list[Pairs] = []
    with closing(crew.in_order(_play, list(pieces), workers, executor)) as played:
        for blocks in played:
            for pairs in blocks:
                total = [one + other for one, other in zip(total, pairs, strict=True)] if total else pairs
                if progress is not None:
                    progress(pairs[0].worlds * len(talks))
    variants = [
        Variant(name, scenario, Shared.of(first, scenario), pairs, same=scenario.data == first.data)
        for (name, scenario), pairs in zip(others, total, strict=True)
    ]
    return Comparison(base, first, seed, tuple(variants))


def _play(pieces: Sequence[Piece]) -> list[list[Pairs]]:
    """Play the same worlds of each scenario; return block by block, for each but the first, how they pair with it."""
    first, *others = [piece.talks.arrived() for piece in pieces]
    played_first, *played = [[rows for _, rows in play_piece(piece)] for piece in pieces]
    shared = [Shared.of(first, other) for other in others]
    return [
        [
            Pairs.of(each, (first, rows), (other, others_rows[block]))
            for each, other, others_rows in zip(shared, others, played, strict=True)
        ]
        for block, rows in enumerate(played_first)
    ]


def names(scenarios: Sequence[Scenario | str | Path]) -> list[str]:
    """Return what to call scenarios: their ids, numbered where they come again."""
    seen: Counter[str] = Counter()
    names = []
    for each in scenarios:
        name = each.id if isinstance(each, Scenario) else Path(each).stem
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names
