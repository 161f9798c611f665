"""No learning."""

from __future__ import annotations

from summitry_agents.deals import Floats, Ints
from summitry_agents.hypotheses import Hypotheses
from summitry_agents.learning.learning import Learning


class Unmoved(Learning):
    """Keeps to what everybody knew before the talks, whatever is offered."""

    def begin(
        self, others: Ints, contributions: Floats, reservation: Floats, status_quo: Ints, could: Hypotheses
    ) -> None:
        """Keep the means."""
        self._contributions, self._reservation = contributions, reservation

    def hear(self, worlds: Ints, other: int, deal: Ints, clock: Floats) -> None:
        """Learn nothing."""

    def contributions(self, worlds: Ints) -> Floats:
        """Return (n, Q, I, K): the means over the distributions."""
        return self._contributions[worlds]

    def reservation(self, worlds: Ints) -> Floats:
        """Return (n, Q): the means over the distributions."""
        return self._reservation[worlds]
