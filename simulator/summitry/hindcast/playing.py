"""Plays talks of the past, as they stand and with their detail shuffled, and asks simple rivals."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summitry.ensembles import ensemble
from summitry.ensembles.ensemble import Progress
from summitry.ensembles.result import EnsembleResult
from summitry.hindcast.record import cases
from summitry.hindcast.rivals import OnRecord
from summitry.hindcast.scoreboard import MODEL, SHUFFLED, Scoreboard
from summitry.hindcast.scores import after
from summitry.hindcast.shuffling import SHUFFLES, shuffled
from summitry.scenario.scenario import Scenario
from summitry.workers import crew

WORLDS = 2_000
"""Worlds per case by default; its shuffles share as many."""

MOST_REASONS = 3


def total(cases: int, worlds: int) -> int:
    """Return how many worlds are played for so many cases."""
    return cases * (worlds + SHUFFLES * _each(worlds))


def _each(worlds: int) -> int:
    """Return in how many worlds each shuffle is played."""
    return max(worlds // SHUFFLES, 1)


@dataclass(frozen=True)
class _Task:
    """Talks to play, pickled, in how many worlds."""

    scenario: bytes
    worlds: int
    seed: int


def hindcast(
    files: Iterable[str | Path | Scenario] = (),
    worlds: int = WORLDS,
    seed: int = 1,
    workers: int | None = 1,
    progress: Progress | None = None,
) -> Scoreboard:
    """Hold chances against what came of real talks.

    Parameters
    ----------
    files
        Scenarios with an outcome, or their paths or names; by default all that ship with one.
    worlds
        In which each is played; its `SHUFFLES` shuffles are played in as many together.
    seed
        Of every ensemble.
    workers
        As in `run`.
    progress
        Told how many worlds have been played since the last call.

    Raises
    ------
    ScenarioError
        A file can't be used, or has no outcome; or there is only one, which tells nobody from anybody.
    """
    ensemble.check_numbers(worlds, seed, workers, None)
    talks = cases(files)
    variants = [[(one, worlds), *((shuffled(one, n), _each(worlds)) for n in range(1, SHUFFLES + 1))] for one in talks]
    tasks = [_Task(pickle.dumps(one), size, seed) for variant in variants for one, size in variant]
    played: list[dict[str, Any]] = []
    with closing(crew.in_order(_play, tasks, workers)) as results:
        for task, result in zip(tasks, results, strict=True):
            played.append(result)
            if progress is not None:
                progress(task.worlds)
    by_case = [played[start : start + 1 + SHUFFLES] for start in range(0, len(played), 1 + SHUFFLES)]
    return Scoreboard(seed, worlds, _told(talks, by_case))


def _play(task: _Task) -> dict[str, Any]:
    """Play talks and return what the board needs of them."""
    result = ensemble.run(pickle.loads(task.scenario), task.worlds, task.seed, keep_rows=False)  # noqa: S301 our own
    return {
        "worlds": result.worlds,
        "agreed": result.agreement.count,
        "settled": {issue: chance.count for issue, chance in result.settled.items()},
        "reasons": _reasons(result),
    }


def _reasons(result: EnsembleResult) -> list[dict[str, Any]]:
    """Return why the talks failed where they did: the most frequent blocks, else the gates."""
    blocks = [{k: v for k, v in block.to_dict().items() if k != "change"} for block in result.blocks[:MOST_REASONS]]
    gates = [
        {"gate": gate.label, "share": share}
        for gate, share in sorted(result.gates.items(), key=lambda item: -item[1])
        if share and not gate.agreed
    ]
    return blocks or gates[:MOST_REASONS]


def _told(talks: Sequence[Scenario], played: Sequence[Sequence[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Return by case what came, and what the model, its shuffles and its rivals said."""
    on_record = OnRecord(talks)
    return [
        {
            "case": one.id,
            "title": one.title,
            "date": None if one.spec.date is None else one.spec.date.isoformat(),
            "confidence": None if one.spec.confidence is None else one.spec.confidence.level,
            "agreed": on_record.came[c],
            "chances": {**_played_chances(results, "agreed"), **on_record.rivals(c)},
            "issues": {
                issue: {
                    "settled": came,
                    "chances": {**_played_chances(results, "settled", issue), **on_record.rivals_on(c, issue)},
                }
                for issue, came in on_record.settled[c].items()
            },
            "reasons": results[0]["reasons"],
        }
        for c, (one, results) in enumerate(zip(talks, played, strict=True))
    ]


def _played_chances(results: Sequence[dict[str, Any]], what: str, issue: str | None = None) -> dict[str, float]:
    """Return the chances of the model and of its shuffles; never 0 or 1, which no number of worlds can show."""
    counts = [result[what] if issue is None else result[what][issue] for result in results]
    worlds = [result["worlds"] for result in results]
    return {MODEL: after(counts[0], worlds[0]), SHUFFLED: after(sum(counts[1:]), sum(worlds[1:]))}
