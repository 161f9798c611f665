"""When an envoy speaks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from summitry_agents.deals import Bools, Floats, Ints

Some = Ints | slice
"""Which of n: their indices in order, or a slice of all n, with which NumPy makes views instead of copies."""


def those_of(among: Bools) -> Some | None:
    """Return which of n are `among` (n,) those; None if none is."""
    those = np.flatnonzero(among)
    if not those.size:
        return None
    return slice(None) if those.size == len(among) else those


@dataclass(frozen=True)
class Turn:
    """A turn at the table, in n worlds.

    Parameters
    ----------
    number
        (n,) the round, from 1.
    rounds
        (n,) how many rounds there are at most.
    """

    number: Ints
    rounds: Ints

    @cached_property
    def clock(self) -> Floats:
        """(n,) time of the turn, 0 in the first round and 1 in the last; 1 if there is only one.

        t = (r - 1) / (R - 1), Faratin, Sierra and Jennings 1998 with rounds counted from 1.
        """
        length = np.maximum(self.rounds - 1, 1)
        return np.asarray(np.where(self.rounds > 1, (self.number - 1) / length, 1.0))

    @cached_property
    def last(self) -> Bools:
        """(n,) whether it is in the last round."""
        return np.asarray(self.number >= self.rounds)

    def where(self, those: Bools | Some) -> Turn:
        """Return the turns of some of the worlds."""
        if isinstance(those, slice):
            return self
        return Turn(self.number[those], self.rounds[those])
