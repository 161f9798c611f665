"""What may be said of the drivers of agreement, the same at the terminal and in charts."""

from __future__ import annotations

import numpy as np

from summitry.scenario.scenario import Scenario
from summitry.sensitivity.drivers import Drivers


def in_words(drivers: Drivers) -> str:
    """Return what moves the chance most, as far as noise can't have made it so."""
    first = [each.group.title for each in drivers.foremost]
    if drivers.agreed in {0, 2 * drivers.worlds}:
        return f"{'No' if not drivers.agreed else 'Every'} world ends in agreement: there is nothing to explain."
    if not first:
        return "Nothing moves the chance of agreement by more than noise."
    if len(first) == 1:
        return f"Moves the chance of agreement most: {first[0]}."
    return f"Noise could have ranked them: {len(first)} inputs may be the one that moves the chance of agreement most."


def how_to_read(drivers: Drivers) -> str:
    """Return how many worlds the indices rest on, and what they and their ranks mean."""
    noise = len([each for each in drivers.drivers if not each.importance.shown])
    return (
        f"The indices rest on {drivers.rest_on:,} worlds: {drivers.worlds:,} for each of {len(drivers.drivers)} groups "
        f"of inputs, and {2 * drivers.worlds:,} to start from. First order: share of the variance of agreement (yes or "
        "no, in each world) that an input makes alone; total: alone and together with others. Intervals: 95 %, by "
        "bootstrap. Rank: what noise leaves open, all pairs taken together; where ranks overlap, inputs are tied. "
        f"{noise} groups can't be told from nothing."
    )


def value_in_words(scenario: Scenario, name: str, value: float) -> str:
    """Return the value at which an input is held; an ideal among named options by the option's name.

    Examples
    --------
    >>> value_in_words(Scenario.load("reykjavik-2021"), "premium", 0.015)
    '0.015'
    """
    parts = name.split(".")
    if parts[-1] == "ideal":
        question = scenario.agenda.question(parts[-2])
        if question.kind == "options":
            return question.options[int(np.argmin(np.abs(question.place - value)))]
    return f"{value:.3g}"
