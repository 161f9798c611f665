"""What an event can change, and within which range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from summitry.scenario.event import OF_POSITIONS, OF_STATES, SWITCHES, Effect
from summitry.scenario.schema import ScenarioSpec

SECTIONS = ("states", "issues", "talks", *SWITCHES)
RANGES: Mapping[str, tuple[float, float]] = {"to": (0.0, 1.0), "add": (-1.0, 1.0), "times": (0.0, np.inf)}
"""By change: the range of its number, for what lies between 0 and 1."""
RANGES_OF_ROUNDS: Mapping[str, tuple[float, float]] = {"to": (1.0, 10_000.0), "add": (-np.inf, np.inf)}


def range_of(effect: Effect) -> tuple[float, float]:
    """Return the lowest and the highest number that an effect can have; not for what lies on an issue's own scale.

    Examples
    --------
    >>> range_of(Effect(("states", "east", "patience"), "add"))
    (-1.0, 1.0)
    """
    ranges = {**RANGES, **RANGES_OF_ROUNDS} if effect.path == ("talks", "rounds") else RANGES
    return ranges[effect.change]


def names_after(
    path: Sequence[str], spec: ScenarioSpec, states: Sequence[str], issues: Sequence[str]
) -> tuple[str, Sequence[str]] | None:
    """Return what can follow on the first parts of an effect's path, in words and by name; None: it is complete.

    Parameters
    ----------
    path
        Parts that can be right: each is one of the names after those before it.
    spec
        The scenario, as far as its form is right.
    states, issues
        All ids in the file.
    """
    match tuple(path):
        case ():
            return "what an event can change", SECTIONS
        case ("states",):
            return "a state", states
        case ("states", _):
            return "what an event can change of a state", OF_STATES
        case ("states", state, "positions"):
            positions = tuple(spec.states[state].positions) if state in spec.states else tuple(issues)
            return f"an issue on which {state} has a position", positions
        case ("states", _, "positions", _):
            return "what an event can change of a position", OF_POSITIONS
        case ("states", state, "trust"):
            return "another state", [other for other in states if other != state]
        case ("issues",):
            return "an issue", issues
        case ("issues", _):
            return "what an event can change of an issue", ("status_quo",)
        case ("talks",):
            return "what an event can change of the talks", ("rounds",)
    return None
