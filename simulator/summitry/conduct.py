"""How envoys conduct themselves: their styles and all else that a scenario may say of them, drawn."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

from summitry import registry
from summitry.draws import Draws
from summitry.scenario.conduct_choice import ConductChoice
from summitry.scenario.quantity import FloatArray, Quantity
from summitry.scenario.scenario import Scenario
from summitry.scenario.schema import Envoy
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
        self.draws = draws
        named = {envoy.of: (f"envoys.{id_}", envoy) for id_, envoy in scenario.spec.envoys.items()}
        keys = [(state, f"states.{state}.envoy") for state in scenario.states]
        self._envoys: list[tuple[str, str, Envoy]] = [
            (key, *named.get(state, (key, Envoy(of=state)))) for state, key in keys
        ]

    def numbers(self, name: str) -> FloatArray:
        """Return (W, P): ``insight``, ``reach`` or ``last_moment`` of the state's envoy."""
        drawn = [self.draws.assumed(name, key, path, getattr(envoy, name)) for key, path, envoy in self._envoys]
        return np.stack(drawn, axis=1)

    def takes_last(self) -> NDArray[np.bool_]:
        """Return (W, P): whether it takes anything acceptable in the last round."""
        chance = self.numbers("last_moment")
        return np.stack([self.draws.source(f"{key}.last_moment.taken") for key, _, _ in self._envoys], axis=1) < chance

    def learns(self) -> NDArray[np.bool_]:
        """Return (W, P): whether it learns from offers."""
        return np.stack([self._learns(key, path, envoy.learning) for key, path, envoy in self._envoys], axis=1)

    def styles(self) -> tuple[tuple[tuple[FloatArray, Style], ...], ...]:
        """Return by state the styles of its envoy, each with the time (W,) from which on it holds."""
        return tuple(self._styles(key, path, envoy.style or DEFAULT_STYLE) for key, path, envoy in self._envoys)

    def acceptance(self) -> tuple[Acceptance, ...]:
        """Return by state on which condition its envoy says yes."""
        choices = [(key, path, envoy.acceptance or DEFAULT_ACCEPTANCE) for key, path, envoy in self._envoys]
        return tuple(cast("Acceptance", self._conduct("acceptance", *choice)) for choice in choices)

    def learning(self) -> tuple[Learning, ...]:
        """Return by state how its envoy learns, if it does."""
        choices = [(key, path, envoy.learning or DEFAULT_LEARNING) for key, path, envoy in self._envoys]
        return tuple(cast("Learning", self._conduct("learning", *choice)) for choice in choices)

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
