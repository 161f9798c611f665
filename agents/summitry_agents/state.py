"""A state: a party with interests."""

from __future__ import annotations

import mesa

from summitry_agents.deals import Bools, Floats, Ints
from summitry_agents.preferences import Preferences


class State(mesa.Agent):
    """A party with interests, in every world of its model at once.

    Parameters
    ----------
    model
        The model that the agent belongs to.
    name
        Id of the state.
    preferences
        What it wants of all issues together; what it signs is judged by them.
    """

    def __init__(self, model: mesa.Model, name: str, preferences: Preferences) -> None:
        super().__init__(model)
        self.name = name
        self.preferences = preferences

    def utility(self, worlds: Ints, deal: Ints) -> Floats:
        """Return (n,): the utility of one deal (n, I) in each of the given worlds (n,)."""
        return self.preferences.utility(worlds, deal)

    def would_sign(self, worlds: Ints, deal: Ints) -> Bools:
        """Return (n,): whether the state would sign the deal (n, I) in each of the given worlds (n,)."""
        return self.preferences.would_sign(worlds, deal)
