"""A single negotiating text."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from summitry.protocols.protocol import NOBODY, Exchange, Protocol
from summitry_agents.deals import Floats, Ints


class SingleText(Protocol):
    """A chair drafts, the envoys object, the chair revises (single negotiating text: Fisher 1978; Raiffa 1982).

    One draft a round. Nobody makes offers; an envoy says yes to a draft that is worth what it insists on. The chair
    gives more weight to whoever objected (`Chair`).
    """

    needs_chair: ClassVar[bool] = True

    @staticmethod
    def speakers(seating: Ints, number: Ints) -> Floats:
        """Return (n, P): no state speaks."""
        return np.zeros(seating.shape)

    def exchange(self, number: Ints, worlds: Ints) -> Exchange:
        """Put a draft to all envoys, and let the chair hear who objects."""
        chair, states = self.table.chair, len(self.table.envoys)
        assert chair is not None  # noqa: S101 the model seats one for a protocol that needs it
        draft, possible = chair.draft(worlds)
        nobody = np.full(len(worlds), NOBODY)
        never = np.broadcast_to(self.table.rounds[worlds, None] + 1, (len(worlds), states))
        outcome = self.table.vote.on(worlds, draft, possible, nobody, self.turn(number, worlds), never)
        chair.hear(worlds, possible[:, None] & ~outcome.yes)
        nothing = np.full((len(worlds), states, draft.shape[1]), -1)
        return self.told(number, worlds, nothing, nobody, outcome)
