"""Mediators: third parties that carry messages, draft, or press."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from summitry.mechanisms.mechanism import Mechanism
from summitry_agents.deals import Floats
from summitry_agents.mediator import Mediator

if TYPE_CHECKING:
    from summitry.scenario.meeting import Level
    from summitry.scenario.scenario import Scenario
    from summitry.talks.circumstances import Circumstances
    from summitry.talks.delegation import Delegation
    from summitry.talks.draws import Draws
    from summitry.talks.model import SummitModel


class Mediators(Mechanism):
    """Third parties in the styles of Touval and Zartman (1985): facilitators, formulators, manipulators.

    None has a fixed effect on the outcome; what each does is said in `summitry_agents.mediator.Mediator`. Everybody at
    the table knows that they are there, and what they can do.
    """

    @classmethod
    def used_in(cls, scenario: Scenario) -> bool:
        """Tell whether the scenario names any."""
        return bool(scenario.spec.mediators)

    def __init__(self, scenario: Scenario, draws: Draws) -> None:
        super().__init__(scenario, draws)
        self.conduct = [_drawn(scenario, draws, id_) for id_ in sorted(scenario.spec.mediators)]
        self.agents: tuple[Mediator, ...] = ()

    def shape(self, circumstances: Circumstances) -> None:
        """Add carrots, take from what failure is worth, and stand surety."""
        for _, style, numbers in self.conduct:
            if style != "manipulator":
                continue
            circumstances.premium[:] -= Mediator.carrots_believed(numbers)
            circumstances.walk_away_shift[:] -= Mediator.sticks_believed(numbers)
            circumstances.trust[:] = Mediator.guaranteed(numbers, circumstances.trust)

    def brief(self, level: Level, delegation: Delegation) -> None:
        """Let facilitators tell the envoys of each other."""
        for _, style, numbers in self.conduct:
            if style == "facilitator":
                delegation.insight[:] = Mediator.told(numbers, delegation.insight)

    def enter(self, talks: SummitModel) -> None:
        """Let them join the talks."""
        self.agents = tuple(Mediator(talks, name, style, numbers) for name, style, numbers in self.conduct)

    def seated(self, talks: SummitModel) -> None:
        """Let a formulator take the chair: its drafts favour whom it favours."""
        for mediator in self.agents:
            for basket in talks.baskets if mediator.style == "formulator" else ():
                chair = basket.protocol.table.chair
                if chair is not None:
                    chair.weight[:] = mediator.favours()


def _drawn(scenario: Scenario, draws: Draws, id_: str) -> tuple[str, str, dict[str, Floats]]:
    """Return a mediator's id, its style and its numbers: by name (W,), or (W, P) where states differ."""
    said, path = scenario.spec.mediators[id_], f"mediators.{id_}"
    none = np.zeros(draws.number.shape)

    def by_state(name: str) -> Floats:
        written = getattr(said, name)
        extremes = (-1.0, 1.0) if name == "bias" else (0.0, 1.0)
        columns = [
            draws.quantity(f"{path}.{name}.{state}", written[state], *extremes) if state in written else none
            for state in scenario.states
        ]
        return np.stack(columns, axis=1)

    numbers = {name: by_state(name) for name in ("bias", "carrots", "sticks")}
    if said.style == "facilitator":
        numbers["insight"] = draws.assumed("insight", path, path, said.insight)
    if said.style == "manipulator":
        numbers["leverage"] = draws.assumed("leverage", path, path, said.leverage)
        guarantees = said.guarantees
        numbers["guarantees"] = (
            none if guarantees is None else draws.quantity(f"{path}.guarantees", guarantees, 0.0, 1.0)
        )
    return id_, said.style, numbers
