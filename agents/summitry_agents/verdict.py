"""The answer to: is there a zone of possible agreement?"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Self

import numpy as np
from numpy.typing import NDArray

from summitry_agents.deals import Bools, Ints


class Verdict(IntEnum):
    """Whether a zone of possible agreement exists."""

    NONE = 0
    """Proven: no deal is liked better than its reservation by every state."""
    EXISTS = 1
    """A witness is at hand."""
    UNDECIDED = 2
    """The search stopped at its limit; never to be counted as a zone missed."""


@dataclass(frozen=True, eq=False, slots=True)
class Zone:
    """Verdicts and witnesses, one per world.

    Attributes
    ----------
    verdict
        (W,) int8, values of `Verdict`.
    deal
        A deal (W, I) in the zone where the verdict is EXISTS, else -1 throughout.
    """

    verdict: NDArray[np.int8]
    deal: Ints

    @classmethod
    def undecided(cls, worlds: int, issues: int) -> Self:
        """Return the state of knowledge before any search."""
        return cls(np.full(worlds, Verdict.UNDECIDED, np.int8), np.full((worlds, issues), -1, np.intp))

    @property
    def open(self) -> Ints:
        """Indices of the worlds still undecided."""
        return np.flatnonzero(self.verdict == Verdict.UNDECIDED)

    def rule_out(self, worlds: Ints) -> None:
        """Note that these worlds (n,) have no zone."""
        self.verdict[worlds] = Verdict.NONE

    def witness(self, worlds: Ints, deal: Ints, proven: Bools) -> None:
        """Note the deals (n, I) of those of the worlds (n,) where they are `proven` (n,) to lie in the zone."""
        self.verdict[worlds[proven]] = Verdict.EXISTS
        self.deal[worlds[proven]] = deal[proven]

    def decide(self, world: int, verdict: Verdict, deal: Ints) -> None:
        """Note the verdict on one world and its witness (I,)."""
        self.verdict[world] = verdict
        self.deal[world] = deal

    def take(self, worlds: Ints, found: Self) -> None:
        """Note what another search `found` about these worlds (n,), in their order."""
        self.verdict[worlds] = found.verdict
        self.deal[worlds] = found.deal
