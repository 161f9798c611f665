"""A constituency: a group at home whose vote a deal needs."""

from __future__ import annotations

import mesa

from summitry_agents.deals import Bools, Ints
from summitry_agents.win_set import WinSet


class Constituency(mesa.Agent):
    """A group at home whose vote counts, in every world of its model at once (Putnam 1988).

    Parameters
    ----------
    model
        The model that the agent belongs to.
    name
        Its id.
    state
        Id of its state.
    place
        Its place among the constituencies of all states.
    """

    def __init__(self, model: mesa.Model, name: str, state: str, place: int) -> None:
        super().__init__(model)
        self.name = name
        self.state = state
        self.place = place

    def votes(self, win_set: WinSet, worlds: Ints, deal: Ints) -> Bools:
        """Return (n,): where it votes for the deals (n, I) of the worlds (n,), the win-set as it is on that day."""
        return win_set.vote(worlds, deal, self.place)
