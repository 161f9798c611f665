"""How envoys conduct themselves: their styles and all else that a scenario may say of them, drawn."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

from summitry import registry
from summitry.scenario.conduct_choice import ConductChoice
from summitry.scenario.envoy import Envoy
from summitry.scenario.meeting import Level
from summitry.scenario.quantity import FloatArray, Quantity
from summitry.scenario.scenario import Scenario
from summitry.talks.delegation import Delegation
from summitry.talks.draws import Draws
from summitry_agents.acceptance.acceptance import Acceptance
from summitry_agents.learning.learning import Learning
from summitry_agents.parameter import Conduct
from summitry_agents.styles.style import Style

KEYS = {"styles": "style", "acceptance": "acceptance", "learning": "learning"}
"""The key of an envoy under which a way of conduct is chosen, by group of entry points."""

DEFAULT_STYLE = ConductChoice("time_dependent")
"""What an envoy whose style is not on record does; its exponent comes from the shared prior."""

DEFAULT_ACCEPTANCE = ConductChoice("next_offer")

DEFAULT_LEARNING = ConductChoice("bayes")
"""How an envoy learns if it does, and the record does not say how."""


class ConductDrawing:
    """Draws how the envoy of each state conducts itself.

    Envoys draw from streams of their states, so that naming one changes nothing but its name.

    Parameters
    ----------
    scenario
        The talks.
    draws
        Where numbers come from.
    """

    def __init__(self, scenario: Scenario, draws: Draws) -> None:
        self.scenario = scenario
        self.draws = draws

    def delegation(self, level: Level) -> Delegation:
        """Return who speaks for the states at a level, and how."""
        speakers = self._speakers(level)
        styles = tuple(self._styles(key, path, envoy.style or DEFAULT_STYLE) for key, path, envoy in speakers)
        acceptance = [
            self._conduct("acceptance", key, path, envoy.acceptance or DEFAULT_ACCEPTANCE)
            for key, path, envoy in speakers
        ]
        learning = [
            self._conduct("learning", key, path, envoy.learning or DEFAULT_LEARNING) for key, path, envoy in speakers
        ]
        lots = [self.draws.source(f"{key}.last_moment.taken") for key, _, _ in speakers]
        return Delegation(
            names=tuple(self.scenario.speaker(state, level)[0] for state in self.scenario.states),
            insight=self._numbers("insight", speakers),
            reach=self._numbers("reach", speakers),
            foresight=self._foresight(speakers),
            last_moment=np.stack(lots, axis=1) < self._numbers("last_moment", speakers),
            styles=styles,
            acceptance=tuple(cast("Acceptance", each) for each in acceptance),
            learns=np.stack([self._learns(key, path, envoy.learning) for key, path, envoy in speakers], axis=1),
            learning=tuple(cast("Learning", each) for each in learning),
        )

    def misjudged(self) -> FloatArray:
        """Return (W, P): by how much each envoy overrates its leader's readiness to sign; 0 where no leader meets."""
        if not self.scenario.bracketed.any():
            return np.zeros((len(self.draws.number), len(self.scenario.states)))
        return self._numbers("misjudges", self._speakers("envoys"))

    def _speakers(self, level: Level) -> list[tuple[str, str, Envoy]]:
        """Return by state the key of its speaker's streams, the speaker's path in the file, and what that says."""
        found = []
        for state in self.scenario.states:
            id_, envoy = self.scenario.speaker(state, level)
            key = f"states.{state}.{level.removesuffix('s')}"
            found.append((key, f"envoys.{id_}" if id_ else key, envoy))
        return found

    def _numbers(self, name: str, speakers: list[tuple[str, str, Envoy]]) -> FloatArray:
        """Return (W, P): ``insight``, ``reach``, ... of each state's speaker."""
        drawn = [self.draws.assumed(name, key, path, getattr(envoy, name)) for key, path, envoy in speakers]
        return np.stack(drawn, axis=1)

    def _foresight(self, speakers: list[tuple[str, str, Envoy]]) -> FloatArray:
        """Return (W, P): how well each foresees what would be ratified; 1 where nobody has to ratify."""
        if not self.scenario.ratifies.any():
            return np.ones((len(self.draws.number), len(self.scenario.states)))
        return self._numbers("foresight", speakers)

    def _learns(self, key: str, path: str, choice: ConductChoice | None) -> NDArray[np.bool_]:
        if choice is not None:
            return np.full(self.draws.number.shape, choice.name != "none")
        chance = self.draws.assumed("learning", key, path, None)
        return np.asarray(self.draws.source(f"{key}.learning.taken") < chance)

    def _styles(self, key: str, path: str, choice: ConductChoice) -> tuple[tuple[FloatArray, Style], ...]:
        first = cast("Style", self._conduct("styles", key, path, choice))
        stages = [(np.zeros(self.draws.number.shape), first)]
        for place, later in enumerate(choice.later, start=1):
            at = f"style.{place}"
            start = self.draws.quantity(f"{path}.{at}.from", later.start, 0.0, 1.0, f"{key}.{at}.from")
            stages.append((start, cast("Style", self._conduct("styles", key, path, later, at))))
        return tuple(stages)

    def _conduct(self, group: str, key: str, path: str, choice: ConductChoice, at: str = "") -> Conduct:
        """Return a way of conduct of an envoy with its parameters drawn."""
        kind = registry.conduct(group, choice.name)
        at = at or KEYS[group]
        values = {}
        for name, parameter in kind.parameters.items():
            quantity = choice.parameters.get(name)
            if quantity is None and parameter.default is None:
                values[name] = self.draws.assumed(name, f"{key}.{at}", f"{path}.{at}", None)
            else:
                quantity = quantity or Quantity.fixed(float(parameter.default or 0.0))
                there = f"{path}.{at}.{name}"
                values[name] = self.draws.quantity(there, quantity, parameter.low, parameter.high, f"{key}.{at}.{name}")
        return kind(**values)
