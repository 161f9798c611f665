"""Publics: a position taken in public costs when it is given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from summitry.mechanisms.mechanism import Mechanism

if TYPE_CHECKING:
    from summitry.scenario.scenario import Scenario
    from summitry.talks.circumstances import Circumstances
    from summitry.talks.draws import Draws


class Publics(Mechanism):
    """Audience costs (Fearon 1994): who spoke in public pays for settling on less.

    On an issue on which a state took its position in public, an option that settles the issue costs the state
    `audience_cost` x the issue's weight x (1 - the option's value), on top of what the option is worth. Leaving the
    issue open gives nothing up, so it costs nothing. Behind closed doors (``talks.private``) the public learns of
    nothing, unless an event lets it leak (secrecy and credibility: Leventoglu and Tarar 2005). Everybody at the
    table knows of these costs; how large they are for each state is drawn.
    """

    @classmethod
    def used_in(cls, scenario: Scenario) -> bool:
        """Tell whether any position was taken in public, and the public can learn of the talks."""
        spoken = any(
            position.public for state in scenario.spec.states.values() for position in state.positions.values()
        )
        return spoken and (not scenario.spec.talks.private or scenario.can_leak)

    def __init__(self, scenario: Scenario, draws: Draws) -> None:
        super().__init__(scenario, draws)
        costs = [
            draws.assumed("audience_cost", f"states.{name}", f"states.{name}", scenario.spec.states[name].audience_cost)
            if any(position.public for position in scenario.spec.states[name].positions.values())
            else np.zeros(draws.number.shape)
            for name in scenario.states
        ]
        self.costs = np.stack(costs, axis=1)

    def shape(self, circumstances: Circumstances) -> None:
        """Let public positions bind, now or once talks leak."""
        circumstances.audience_cost[:] = self.costs
        circumstances.overheard[:] = not self.scenario.spec.talks.private
