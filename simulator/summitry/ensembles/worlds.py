"""What was drawn, and what follows from it, as arrays over worlds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from summitry.scenario.linkages import Layout
from summitry.scenario.meeting import Level
from summitry.talks.delegation import Delegation
from summitry.talks.linking import Joined
from summitry.talks.weighed import Weighed, signs_above, utility_of_deferring
from summitry_agents.deals import Bools, Floats, Ints

if TYPE_CHECKING:
    from summitry.mechanisms.mechanism import Mechanism
    from summitry.talks.circumstances import Circumstances
    from summitry.talks.home import Home

NOT_IN_PLAY = -1
"""The stratum of an assumption on which nothing in the scenario rests."""


@dataclass(frozen=True, eq=False)
class First:
    """What followed from the circumstances when the talks were prepared, to tell what has changed since.

    Parameters
    ----------
    status_quo
        (W, I).
    contributions
        (W, P, J, K) over the issues on the table.
    signs_above
        (W, P).
    """

    status_quo: Ints
    contributions: Floats
    signs_above: Floats


@dataclass(frozen=True, eq=False)
class Worlds(Weighed):
    """What was drawn in W worlds, and what follows from it now.

    Parameters
    ----------
    number
        (W,) the worlds' numbers in the ensemble.
    layout
        Which issues are joined.
    circumstances
        What the talks rest on.
    private
        (P, I) whether a state's red lines on an issue are unknown to the others.
    signs_if_indifferent
        (P,) whether the state signs a deal exactly as good as walking away.
    capability
        (W, P) its weight among the states, on the analyst's scale.
    delegations
        By level: who speaks for the states.
    misjudged
        (W, P) by how much utility a state's envoy overrates its leader's readiness to sign; 0 where no leaders meet.
    limits
        By state: (W, I, K) options beyond the limits of its envoy's mandate.
    home
        Who has to ratify; None: nobody.
    rounds
        (W, M) number of rounds at most, by meeting.
    chair_insight
        (W, M) what a chair knows of the states; 0 where there is none.
    seating
        (W, P) index of the state that speaks first, second, ...
    mechanisms
        What makes these talks diplomacy (`summitry.mechanisms`).
    strata
        By assumption: (W,) index of the world's stratum, or `NOT_IN_PLAY`.
    recorded
        By path: (W,) every uncertain quantity as drawn.
    """

    number: Ints
    layout: Layout
    circumstances: Circumstances
    private: Bools
    signs_if_indifferent: Bools
    capability: Floats
    delegations: Mapping[Level, Delegation]
    misjudged: Floats
    limits: tuple[Bools, ...]
    home: Home | None
    rounds: Ints
    chair_insight: Floats
    seating: Ints
    mechanisms: tuple[Mechanism, ...]
    strata: dict[str, NDArray[np.int8]]
    recorded: dict[str, Floats]

    @property
    def reservation(self) -> Floats:
        """(W, P) walk-away value plus premium: the disagreement point."""
        return self.walk_away + self.premium

    @property
    def signs_above(self) -> Floats:
        """(W, P) what a deal's utility must exceed by `MARGIN` for the state to sign it."""
        return signs_above(self.reservation, self.signs_if_indifferent)

    def utility_of_deferring(self, worlds: Ints) -> Floats:
        """Return (n, P): utility of deferring everything; an issue whose failure is off the scale adds nothing."""
        full, stakes = self.contributions_at_full_trust[worlds], self.stakes[worlds]
        return utility_of_deferring(self.layout, full, stakes, self.status_quo[worlds])

    @cached_property
    def joined(self) -> Joined:
        """The issues as they are negotiated, linked ones joined."""
        return self.join(self.layout)

    @classmethod
    def of(cls, weighed: Weighed, **drawn: Any) -> Self:
        """Return worlds of which was drawn what the other parameters say."""
        return cls(**{field.name: getattr(weighed, field.name) for field in fields(Weighed)}, **drawn)

    @cached_property
    def first(self) -> First:
        """What was so at first; to be asked for before anything changes."""
        kept = First(self.status_quo, self.joined.contributions, self.signs_above)
        return kept if not self.circumstances.changing else First(*(getattr(kept, f.name).copy() for f in fields(kept)))

    @cached_property
    def changed(self) -> Bools:
        """(W,) where circumstances have changed since."""
        return np.zeros(len(self.number), dtype=bool)

    def weigh_again(self, worlds: Ints) -> None:
        """Work out in those worlds (n,) what follows from circumstances that have changed there."""
        self.changed[worlds] = True
        now = self.circumstances.of(worlds).weighed()
        joined = now.join(self.layout)
        for into, part, kind in ((self, now, Weighed), (self.joined, joined, Joined)):
            for field in fields(kind):
                if field.name != "layout":
                    getattr(into, field.name)[worlds] = getattr(part, field.name)
