"""How do the sides come together? The negotiation dance: offers as points of what they are worth to two states."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from summitry.charts.dance_floor import Floor
from summitry.charts.dance_of_many import dance_of_many
from summitry.charts.dance_of_one import dance_of_one
from summitry.charts.page import WIDTH
from summitry.ensembles.result import EnsembleResult
from summitry.scenario.problems import did_you_mean
from summitry_agents.deals import Floats


def dance(
    result: EnsembleResult,
    world: int | None = None,
    states: Sequence[str] | None = None,
    worlds: int = 200,
    inches: float = WIDTH,
) -> Figure:
    """Return the offers of the talks by what they are worth to two states (the negotiation dance: Raiffa 1982).

    Of one world: the offers step by step, the Pareto frontier, the zone, the reservation values, the deals that theory
    would pick, and the deal. Of many: where the offers of each side lie, and their mean from round to round.

    Parameters
    ----------
    result
        What the talks came to.
    world
        Number of the world to show; None: many.
    states
        Ids of the two; by default those whose wishes are most opposed: with the lowest correlation of the utilities
        of a deal drawn at random, for who wants the same has nothing to dance about.
    worlds
        How many worlds to look into.
    inches
        Width of the sheet.

    Raises
    ------
    ValueError
        Such states do not sit at the table, or there is no such world.
    """
    if world is not None and (isinstance(world, bool) or not isinstance(world, int | np.integer) or world < 0):
        raise ValueError(f"world: found {world!r}, expected the number of a world, from 0 on")
    pair = _opposed(result.trace(worlds).correlation.to_numpy()) if states is None else _places(result, states)
    if world is None:
        return dance_of_many(Floor.of(result.scenario, result.trace(worlds), pair), inches)
    return dance_of_one(Floor.of(result.scenario, result.trace([int(world)]), pair), inches)


def _opposed(correlation: Floats) -> tuple[int, int]:
    """Return the places of the two states with the lowest mean correlation (W, P, P), the first of equal ones."""
    mean = correlation.mean(axis=0)
    first, second = np.triu_indices(len(mean), k=1)
    lowest = int(np.argmin(mean[first, second]))
    return int(first[lowest]), int(second[lowest])


def _places(result: EnsembleResult, states: Sequence[str]) -> tuple[int, int]:
    """Return the places of two states.

    Raises
    ------
    ValueError
        These are not two states of the talks.
    """
    known = result.scenario.states
    if isinstance(states, str) or len(states) != 2 or states[0] == states[1]:
        raise ValueError(f"states: found {states!r}, expected the ids of two states")
    for state in states:
        if state not in known:
            raise ValueError(f"states: found {state!r}, expected one of {', '.join(known)}{did_you_mean(state, known)}")
    return known.index(states[0]), known.index(states[1])
