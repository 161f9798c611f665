"""What every condition of acceptance has in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from summitry_agents.deals import Bools, Floats, Ints
from summitry_agents.parameter import Conduct


@dataclass(frozen=True)
class Answer:
    """What an envoy weighs before it says yes or no to a deal that its state would sign. All arrays are (n,).

    Parameters
    ----------
    worlds
        Indices of the worlds.
    value
        Utility of the deal on the table.
    next_value
        Utility of the envoy's own next offer; what it insists on now where it has no further turn or no offer.
    discount
        What a gain at that turn is worth now: patience to the power of the rounds until then.
    reservation
        Utility below which its state does not sign.
    clock
        Time of the present round, 0 in the first and 1 in the last.
    best_heard
        The most that any offer of the others was worth to it so far, this one included.
    """

    worlds: Ints
    value: Floats
    next_value: Floats
    discount: Floats
    reservation: Floats
    clock: Floats
    best_heard: Floats


class Acceptance(Conduct, ABC):
    """On which condition an envoy says yes to a deal that its state would sign.

    Found by its name among the entry points of the group ``summitry.acceptance``.
    """

    @abstractmethod
    def says_yes(self, answer: Answer) -> Bools:
        """Return (n,): whether the condition is met; never for a higher `next_value` where it is not for a lower."""
