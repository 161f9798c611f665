"""What a protocol does: it says who may speak when, and lets them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from summitry_agents.deals import Bools, Floats, Ints
from summitry_agents.envoy import Envoy


@dataclass(frozen=True)
class Exchange:
    """What happened at the table in one round, in the n worlds that still talked.

    Parameters
    ----------
    round
        The round, from 1.
    worlds
        (n,) indices of the worlds.
    speaker
        (n,) index of the state whose envoy spoke.
    made
        (n,) whether the envoy made an offer; if not, it passed.
    deal
        (n, I) the offer; -1 where there was none.
    yes
        (n, P) who said yes; the speaker always does to its own offer.
    aspiration
        (n, P) what each envoy insisted on when it spoke or answered.
    """

    round: int
    worlds: Ints
    speaker: Ints
    made: Bools
    deal: Ints
    yes: Bools
    aspiration: Floats

    @property
    def agreed(self) -> Bools:
        """(n,) whether the offer became a deal: under unanimity, every state said yes."""
        return np.asarray(self.made & self.yes.all(axis=1))


class Protocol(ABC):
    """Who may say what when.

    A protocol is found by its name among the entry points of the group ``summitry.protocols``.

    Parameters
    ----------
    envoys
        In the order of their states.
    seating
        (W, P) index of the state that speaks first, second, ...
    rounds
        (W,) number of rounds at most.
    """

    def __init__(self, envoys: Sequence[Envoy], seating: Ints, rounds: Ints) -> None:
        self.envoys = envoys
        self.seating = seating
        self.rounds = rounds

    @abstractmethod
    def exchange(self, round_: int, worlds: Ints) -> Exchange:
        """Play one round in the given worlds (n,)."""

    def clock(self, turn: Ints, worlds: Ints) -> Floats:
        """Return (n,): the time of the given rounds, 0 in the first and 1 in the last; 1 if there is only one.

        t = (r - 1) / (R - 1), Faratin, Sierra and Jennings 1998 with rounds counted from 1.
        """
        length = np.maximum(self.rounds[worlds] - 1, 1)
        return np.asarray(np.where(self.rounds[worlds] > 1, (turn - 1) / length, 1.0))
