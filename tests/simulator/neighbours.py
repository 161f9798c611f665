"""Two neighbours who talk about four issues: a small scenario to hang mechanisms on."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

import numpy as np

from summitry import Scenario, SummitModel, run

WORLDS = 300

NEIGHBOURS: dict[str, Any] = {
    "title": "Two neighbours talk",
    "date": "2021-05-19",
    "issues": {
        "border": {"options": ["shut", "half open", "open"]},
        "prisoners": {"options": ["neither", "one", "both"], "performed_by": "east"},
        "summit": {"options": ["no date", "in principle", "date set"]},
        "troops": {"range": {"from": 0, "to": 100, "steps": 6, "unit": "thousand"}, "performed_by": "east"},
    },
    "states": {
        "east": {
            "positions": {
                "border": {"ideal": "open", "salience": {"uniform": [0.3, 0.7]}},
                "prisoners": {"ideal": "neither", "salience": {"uniform": [0.1, 0.6]}},
                "summit": {"ideal": "date set", "salience": {"uniform": [0.2, 0.8]}},
                "troops": {"ideal": {"uniform": [0, 40]}, "salience": {"uniform": [0.3, 0.9]}},
            },
        },
        "west": {
            "trust": {"east": {"beta": [4, 2]}},
            "positions": {
                "border": {"ideal": "shut", "salience": {"uniform": [0.1, 0.5]}},
                "prisoners": {"ideal": "both", "salience": {"uniform": [0.4, 0.9]}},
                "summit": {"ideal": "in principle", "salience": {"uniform": [0.1, 0.6]}},
                "troops": {"ideal": 100, "salience": {"uniform": [0.3, 0.9]}},
            },
        },
    },
}

REPORTS = ("happened", "measured", "assumptions", "meetings")
"""What tells of mechanisms themselves."""


def neighbours(**changes: Any) -> Scenario:
    """Return the scenario with values set by path, two underscores for a dot; keys that are missing are made."""
    data = copy.deepcopy(NEIGHBOURS)
    for path, value in changes.items():
        *way, last = path.split("__")
        holder = data
        for part in way:
            holder = holder.setdefault(part, {})
        holder[last] = value
    return Scenario.from_dict(data)


def answer(scenario: Scenario) -> dict[str, Any]:
    """Return what a run answers, but for what mechanisms tell of themselves."""
    told = run(scenario, worlds=WORLDS, seed=5).to_dict()
    return {key: value for key, value in told.items() if key not in REPORTS}


@cache
def usual() -> dict[str, Any]:
    """Return the answer of the scenario as it stands."""
    return answer(neighbours())


def played(scenario: Scenario, worlds: int = WORLDS) -> SummitModel:
    """Return the model of a scenario, its talks over, with the same random numbers whatever the scenario."""
    model = SummitModel(scenario, worlds=worlds, rng=5, record=False)
    model.run_model()
    return model


def zones(model: SummitModel) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return (W,): where a zone exists."""
    return np.asarray(model.zone == 1)
