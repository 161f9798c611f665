"""The same talks with their detail shuffled: who wants what, and how strongly."""

from __future__ import annotations

import copy
import zlib
from typing import Any

import numpy as np

from summitry.scenario.scenario import Scenario

SHUFFLES = 5
"""How often each file is shuffled; its shuffled chance is that over all of them."""


def shuffled(scenario: Scenario, number: int) -> Scenario:
    """Return the talks with positions dealt anew among the states, and saliences among states and issues.

    On each issue the positions (all that is said of them but salience) change places among the states that have one;
    then all saliences of the file change places. What is kept is what kind of talks they are: their issues, how many
    states care about each, how extreme positions are and how strongly things are wanted, how the talks are run.

    Parameters
    ----------
    scenario
        The talks.
    number
        Which shuffle; the same one gives the same talks.
    """
    rng = np.random.default_rng([zlib.crc32(scenario.id.encode()), number])
    data = copy.deepcopy(scenario.data)
    states = data["states"]
    for issue in scenario.issues:
        holders = [state for state in scenario.states if issue in (states[state].get("positions") or {})]
        dealt = [states[holders[place]]["positions"][issue] for place in rng.permutation(len(holders))]
        for state, position in zip(holders, dealt, strict=True):
            states[state]["positions"][issue] = copy.deepcopy(position)
    places = [
        position
        for state in scenario.states
        for issue in scenario.issues
        if "salience" in (position := (states[state].get("positions") or {}).get(issue, {}))
    ]
    saliences: list[Any] = [position["salience"] for position in places]
    for position, place in zip(places, rng.permutation(len(places)), strict=True):
        position["salience"] = copy.deepcopy(saliences[place])
    return type(scenario).from_dict(data, scenario.id)
