"""What an envoy brings to the table, and the moment in which it decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from summitry_agents.deals import Bools, Floats, Ints
from summitry_agents.decision_rule import DecisionRule
from summitry_agents.memory import Memory
from summitry_agents.picture import Picture
from summitry_agents.preferences import Preferences
from summitry_agents.turn import Turn
from summitry_agents.win_set import WinSet

if TYPE_CHECKING:
    from summitry_agents.envoy import Envoy

Chance = Callable[[str, Ints], Floats]
"""Gives (n,) uniform draws for a purpose in the given worlds (n,); the same purpose gives the same draws again."""

Speakers = Callable[[Ints, Ints], Floats]
"""Gives (n, P) how likely each state is to speak in rounds (n,) of the worlds (n,)."""


@dataclass(frozen=True, eq=False)
class Brief:
    """What an envoy knows when it sits down: its state's wishes, its picture of the others, how the talks are run.

    Parameters
    ----------
    place
        Which of the P states it speaks for.
    preferences
        What that state wants of the issues on this table.
    picture
        What it believes about the others.
    patience
        (W, P) what a gain is worth to each state one round later, the others' as it believes.
    options
        (I,) how many options each issue has.
    open
        (W, I, K) which of them can be on the table: of an issue that matters to nobody only its status quo.
    allowed
        (W, I, K) options it may offer: beyond no red line of its own, nor, where everybody must say yes, of others
        as far as it knows them.
    rule
        Whose yes a deal needs.
    speakers
        Who speaks when.
    chance
        Random numbers of its own.
    home
        What it foresees of ratification, in all states; None where nobody has to ratify.
    """

    place: int
    preferences: Preferences
    picture: Picture
    patience: Floats
    options: Ints
    open: Bools
    allowed: Bools
    rule: DecisionRule
    speakers: Speakers
    chance: Chance
    home: WinSet | None = None

    def everybody(self, worlds: Ints) -> tuple[Floats, Floats]:
        """Return (n, P, I, K) and (n, P): contributions and reservations of all states, the others' as believed."""
        others, place = self.picture.others, self.place
        own = self.preferences
        values = np.empty((len(worlds), len(others) + 1, *own.contributions.shape[1:]))
        values[:, others] = self.picture.believed_contributions(worlds)
        values[:, place] = own.contributions[worlds]
        needs = np.empty(values.shape[:2])
        needs[:, others] = self.picture.believed_reservation(worlds)
        needs[:, place] = own.reservation[worlds]
        return values, needs


@dataclass(frozen=True, eq=False)
class Moment:
    """What an envoy may look at when it decides; all arrays are over the n worlds in which it does.

    Most styles look at little of it, so each array is put together when it is first looked at.

    Parameters
    ----------
    envoy
        Who decides.
    worlds
        (n,) which worlds are meant, as indices into the model's arrays.
    turn
        The turn for which it decides.
    will_speak
        (n,) where it answers: whether it will speak in a later round; None where it speaks.
    """

    envoy: Envoy
    worlds: Ints
    turn: Turn
    will_speak: Bools | None = None

    @property
    def brief(self) -> Brief:
        """What it knew from the start."""
        return self.envoy.brief

    @property
    def heard(self) -> Memory:
        """What the others offered, as far as the envoy's style listens."""
        return self.envoy.heard

    @property
    def made(self) -> Memory:
        """What it offered itself (as its only speaker), as far as its style listens."""
        return self.envoy.made

    @cached_property
    def best(self) -> Floats:
        """(n,) utility of the best deal that the envoy can imagine."""
        return self.envoy.best[self.worlds]

    @cached_property
    def reservation(self) -> Floats:
        """(n,) utility below which its state does not sign: walk-away value plus premium."""
        return self.brief.preferences.reservation[self.worlds]

    @cached_property
    def reach(self) -> Floats:
        """(n,) share of the way from best to reservation that the envoy would go by the deadline."""
        return self.envoy.reach[self.worlds]

    @cached_property
    def insisted(self) -> Floats:
        """(n,) what it insisted on at the turn before; `best` at the first."""
        before = self.envoy.insisted[self.worlds]
        return np.where(np.isnan(before), self.best, before)

    @cached_property
    def news(self) -> Bools:
        """(n, Q) whether each other state offered anything since the envoy's own turn before, if its style listens."""
        return np.asarray(self.heard.count[self.worlds] > self.envoy.answered[self.worlds])

    @cached_property
    def speaks_again(self) -> Bools:
        """(n,) where it answers: whether it will speak in a later round; else whether there is a later round."""
        return ~self.turn.last if self.will_speak is None else self.will_speak

    @property
    def clock(self) -> Floats:
        """(n,) time of the turn, 0 in the first round and 1 in the last."""
        return self.turn.clock

    @property
    def lowest(self) -> Floats:
        """(n,) utility to which the envoy would go by the deadline: reach of the way from best to reservation."""
        return self.best - self.reach * (self.best - self.reservation)

    def recently_heard(self, most: int) -> Floats:
        """Return (n, Q, most): what the latest offers of each other were worth, the latest last; NaN if fewer came."""
        return self.heard.recent(self.worlds, most)

    def draw(self, purpose: str) -> Floats:
        """Return (n,) uniform draws, fresh in every round."""
        drawn = np.empty(len(self.worlds))
        for number in np.unique(self.turn.number):
            now = self.turn.number == number
            drawn[now] = self.brief.chance(f"{purpose}.{number}", self.worlds[now])
        return drawn
