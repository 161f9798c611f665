"""What can be said of talks when their scenario is read, before any world is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from summitry_agents.deals import Floats


@dataclass(frozen=True, eq=False)
class Setting:
    """The form of the talks, from which a style tells whether it knows what to do in them.

    Parameters
    ----------
    protocol
        Name of the protocol.
    states
        P, how many there are.
    speakers
        (P, P) how likely each state (by seat) is to speak in rounds 1, 2, ..., P.
    deals
        How many combinations of options there are on each table; one table if all issues are a package.
    unanimity
        Whether every state must say yes.
    opt_out
        Whether some state may stand aside from what others sign.
    price
        Whether the talks are about a price: two states, one issue with ordered options, of which each state is known
        to like another end best and all others in proportion to their distance from it.
    changing
        Whether events may change what the talks rest on in mid-meeting.
    """

    protocol: str
    states: int
    speakers: Floats
    deals: tuple[int, ...]
    unanimity: bool
    opt_out: bool
    price: bool
    changing: bool

    @property
    def lacks_constancy(self) -> str | None:
        """What is missing for a style that works its play out once, at the start of a meeting; None if nothing is."""
        return "talks without events per_round, since it works its play out once" if self.changing else None

    @property
    def one_speaks(self) -> bool:
        """Whether in every round exactly one state speaks, by turns or by lot."""
        return bool(np.allclose(self.speakers.sum(axis=1), 1.0))
