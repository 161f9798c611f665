"""What all laws do with a random scenario."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from summitry import EnsembleResult, Scenario, run

WORLDS = 40
SEED = 7


def played(data: dict[str, Any]) -> EnsembleResult:
    """Play the scenario, with the same random numbers whatever the scenario."""
    return run(Scenario.from_dict(data), worlds=WORLDS, seed=SEED)


def reordered(mapping: dict[str, Any], draw: st.DataObject) -> dict[str, Any]:
    """Return the mapping with its keys in another order."""
    return {name: mapping[name] for name in draw.draw(st.permutations(list(mapping)))}
