"""What a report needs to be played: the talks, what moves them, and what states could change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from summitry.ensembles.ensemble import WORLDS, Progress, run
from summitry.leverage import finding, levering
from summitry.reports.report import Report
from summitry.scenario.scenario import Scenario
from summitry.sensitivity import driving


def report(
    scenario: Scenario | str | Path,
    worlds: int = WORLDS,
    seed: int = 1,
    workers: int | None = 1,
    progress: Progress | None = None,
    levers_of: Sequence[str] = (),
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
    levers_of
        Ids of the states whose levers are sought, each in at most 2,000 worlds.

    Raises
    ------
    ScenarioError
        The scenario can't be used, or has no such state.
    TypeError, ValueError, ChildProcessError
        As in `run`.
    """
    scenario = Scenario.of(scenario)
    states = tuple(dict.fromkeys(levers_of))
    most_worlds(scenario, worlds, states)  # says at once if there is no such state
    result = run(scenario, worlds, seed, workers, progress=progress)
    drivers = driving.drivers(scenario, _each(worlds), seed, workers, progress)
    few = _with_each(worlds)
    sought = [levering.levers(scenario, state, few, seed, workers, progress) for state in states]
    return Report(result, drivers, tuple(sought))


def most_worlds(scenario: Scenario, worlds: int, levers_of: Sequence[str] = ()) -> int:
    """Return how many worlds `report` plays at most.

    Raises
    ------
    ScenarioError
        There is no such state.
    """
    found = [finding.find(scenario, state) for state in levers_of]
    sought = sum(levering.most_worlds(each, _with_each(worlds)) for each in found)
    return worlds + driving.most_worlds(scenario, _each(worlds)) + sought


def _each(worlds: int) -> int:
    """Return how many worlds are played for each group of inputs."""
    return min(worlds, driving.WORLDS)


def _with_each(worlds: int) -> int:
    """Return how many worlds are played with each lever that leads."""
    return min(worlds, levering.WORLDS)
