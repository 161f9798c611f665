"""What every way of learning has in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from summitry_agents.deals import Floats, Ints
from summitry_agents.hypotheses import Hypotheses
from summitry_agents.parameter import Conduct


class Learning(Conduct, ABC):
    """How an envoy's expectation of what the others want moves with their offers.

    Found by its name among the entry points of the group ``summitry.learning``. `begin` is called once before the
    talks, `hear` for every offer of another state that differs from that state's offer before.
    """

    @abstractmethod
    def begin(
        self, others: Ints, contributions: Floats, reservation: Floats, status_quo: Ints, could: Hypotheses
    ) -> None:
        """Start from what everybody knows.

        Parameters
        ----------
        others
            (Q,) which of the P states the others are.
        contributions, reservation
            (W, Q, I, K) and (W, Q) means over the scenario's distributions.
        status_quo
            (W, I).
        could
            Draws from those distributions.
        """

    def recall(self, earlier: Sequence[Learning]) -> None:
        """Take up what was learned at earlier tables, beyond the expectations that `begin` was given.

        Parameters
        ----------
        earlier
            What the envoys of the same state learned in the meeting before, table by table.
        """

    @abstractmethod
    def hear(self, worlds: Ints, other: int, deal: Ints, clock: Floats) -> None:
        """Learn from deals (n, I) that the other of that place (0 to Q - 1) offered at those times (n,)."""

    @abstractmethod
    def contributions(self, worlds: Ints) -> Floats:
        """Return (n, Q, I, K): what each option is expected to be worth to each other state."""

    @abstractmethod
    def reservation(self, worlds: Ints) -> Floats:
        """Return (n, Q): the utility below which each other state is expected not to sign."""
