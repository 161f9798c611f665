"""What a report needs to be played: the talks, and what moves them."""

from __future__ import annotations

from pathlib import Path

from summitry.ensembles.ensemble import WORLDS, Progress, run
from summitry.reports.report import Report
from summitry.scenario.scenario import Scenario
from summitry.sensitivity import driving


def report(
    scenario: Scenario | str | Path,
    worlds: int = WORLDS,
    seed: int = 1,
    workers: int | None = 1,
    progress: Progress | None = None,
) -> Report:
    """Play a scenario and find what moves it: all that a report tells.

    Parameters
    ----------
    scenario
        A scenario, the path of its file, or the name of one that ships.
    worlds
        How many worlds the chances rest on. What moves them is looked for in as many for each group of inputs, at most
        1,000.
    seed, workers
        As in `run`.
    progress
        Told how many worlds have been played since the last call.

    Raises
    ------
    ScenarioError
        The scenario can't be used.
    TypeError, ValueError, ChildProcessError
        As in `run`.
    """
    scenario = Scenario.of(scenario)
    result = run(scenario, worlds, seed, workers, progress=progress)
    return Report(result, driving.drivers(scenario, _each(worlds), seed, workers, progress))


def most_worlds(scenario: Scenario, worlds: int) -> int:
    """Return how many worlds `report` plays at most."""
    return worlds + driving.most_worlds(scenario, _each(worlds))


def _each(worlds: int) -> int:
    """Return how many worlds are played for each group of inputs."""
    return min(worlds, driving.WORLDS)
