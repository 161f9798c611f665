"""Small sets of talks for tests of protocols, agendas, acceptance and learning."""

from __future__ import annotations

from typing import Any

from summitry import Scenario

OPTIONS = ["o0", "o1", "o2", "o3", "o4"]
KNOWING = {"insight": 1, "reach": 1, "style": "linear", "learning": "none", "last_moment": 0}


def pie(rounds: int = 10, envoys: dict[str, Any] | None = None, **talks: Any) -> Scenario:
    """Two states that want opposite ends of one issue with 101 options, and may walk away with nothing."""
    conduct = {**KNOWING, **(envoys or {})}
    return Scenario.from_dict(
        {
            "issues": {"pie": {"range": {"from": 0, "to": 100, "steps": 101}, "status_quo": "none"}},
            "states": {
                "east": {"walk_away": 0, "premium": 0, "patience": 1, "positions": {"pie": {"ideal": 0}}},
                "west": {"walk_away": 0, "premium": 0, "patience": 1, "positions": {"pie": {"ideal": 100}}},
            },
            "envoys": {"anna": {"of": "east", **conduct}, "berta": {"of": "west", **conduct}},
            "talks": {"rounds": rounds, "order": ["east", "west"], **talks},
        }
    )


def package(states: int = 2, issues: int = 4, rounds: int = 12, **talks: Any) -> Scenario:
    """States with uncertain wishes on several issues, so that trading one issue for another pays."""
    ids = [f"issue_{letter}" for letter in "abcdefgh"[:issues]]
    wish = {"values": {option: {"uniform": [0, 1]} for option in OPTIONS}, "salience": {"uniform": [0.1, 1]}}
    names = [f"state_{letter}" for letter in "klmnop"[:states]]
    return Scenario.from_dict(
        {
            "issues": {id_: {"options": OPTIONS, "status_quo": "o0"} for id_ in ids},
            "states": {name: {"premium": 0, "positions": dict.fromkeys(ids, wish)} for name in names},
            "talks": {"rounds": rounds, **talks},
        }
    )
