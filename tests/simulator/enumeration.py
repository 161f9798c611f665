"""Every deal of a small scenario, valued straight from its file: what the arrays of linked issues are held to."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from summitry import SummitModel
from summitry_agents.deals import MARGIN


class Enumeration:
    """All deals of one world of a model, by the words of the scenario; conditions are run as Python.

    Options are named by their issue's letter and a number (k0, k1, ...), so that words compare as options do.
    """

    def __init__(self, data: dict[str, Any], model: SummitModel, world: int = 0) -> None:
        self.data, self.model, self.world = data, model, world
        self.issues = sorted(data["issues"])
        self.states = sorted(data["states"])
        self.options = [data["issues"][issue]["options"] for issue in self.issues]
        standing = model.worlds.status_quo[world]
        self.standing = [options[k] if k >= 0 else None for options, k in zip(self.options, standing, strict=True)]
        self.deals = [list(deal) for deal in itertools.product(*self.options)]

    def indices(self, deal: list[str]) -> list[int]:
        return [options.index(option) for options, option in zip(self.options, deal, strict=True)]

    def holds(self, text: str, deal: list[str]) -> bool:
        standing = dict(zip(self.issues, self.standing, strict=True))
        names = {option: option for options in self.options for option in options}
        names |= dict(zip(self.issues, deal, strict=True))
        settled = {"settled": lambda option: option != standing[option[0]]}
        return bool(eval(text, settled, names))  # noqa: S307 our own conditions

    def settles(self, deal: list[str]) -> dict[str, bool]:
        return {issue: deal[i] != self.standing[i] for i, issue in enumerate(self.issues)}

    def feasible(self, deal: list[str]) -> bool:
        settles = self.settles(deal)
        for linkage in self.data.get("linkages", {}).values():
            if "bundle" in linkage and len({settles[issue] for issue in linkage["bundle"]}) > 1:
                return False
            if "only_if" in linkage and settles[linkage["issue"]] and not self.holds(linkage["only_if"], deal):
                return False
        return any(settles.values())

    def crosses(self, state: str, deal: list[str]) -> bool:
        positions = self.data["states"][state]["positions"]
        return any(
            settled and deal[self.issues.index(issue)] in positions[issue].get("red_lines", {}).get("never", [])
            for issue, settled in self.settles(deal).items()
        )

    def utility(self, state: str, deal: list[str]) -> float:
        """The formula of the design, at full trust."""
        worth = {
            id_: float(self._drawn(f"linkages.{id_}.worth.{state}", linkage["worth"][state]))
            for id_, linkage in self.data.get("linkages", {}).items()
            if state in linkage.get("worth", {})
        }
        positions = self.data["states"][state]["positions"]
        total = sum(position["salience"] for position in positions.values())
        parts = sum(
            positions[issue]["salience"] / total * self._value(positions[issue], self.options[i], deal[i])
            for i, issue in enumerate(self.issues)
            if issue in positions
        )
        utility = (1 - sum(map(abs, worth.values()))) * parts
        for id_, value in worth.items():
            if self.holds(self.data["linkages"][id_]["when"], deal) == (value > 0):
                utility += abs(value)
        return float(utility)

    def zone(self) -> list[list[str]]:
        """All deals that every state likes better than walking away."""
        found = [deal for deal in self.deals if self.feasible(deal)]
        for state in self.states:
            spec = self.data["states"][state]
            walk_away = spec.get("walk_away")
            if walk_away is None:
                walk_away = self.utility(state, [option or "" for option in self.standing])
            premium = self.model.worlds.premium[self.world, self.states.index(state)]
            found = [
                deal
                for deal in found
                if self.utility(state, deal) > walk_away + premium + MARGIN and not self.crosses(state, deal)
            ]
        return found

    def _drawn(self, path: str, written: Any) -> Any:
        return self.model.worlds.recorded[path][self.world] if isinstance(written, dict) else written

    @staticmethod
    def _value(position: dict[str, Any], options: list[str], option: str) -> float:
        if "values" in position:
            return float(position["values"][option])
        distance = abs(options.index(option) - options.index(position["ideal"])) / (len(options) - 1)
        shapes = {"linear": 1 - distance, "quadratic": 1 - distance**2, "step": float(np.isclose(distance, 0))}
        return shapes[position.get("shape", "linear")]
