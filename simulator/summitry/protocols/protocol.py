"""What a protocol does: it says who may speak when, and lets them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from summitry_agents.brief import Chance
from summitry_agents.deals import Bools, Floats, Ints
from summitry_agents.turn import Turn, those_of

if TYPE_CHECKING:
    from summitry.protocols.vote import Outcome, Vote
    from summitry_agents.chair import Chair
    from summitry_agents.envoy import Envoy

NOBODY = -1
"""The speaker where no state's envoy made the proposal: the chair did, or it arose from several."""


@dataclass(frozen=True)
class Exchange:
    """What happened at a table in one round, in the n worlds that still talked there.

    Parameters
    ----------
    number
        (n,) the round, from 1.
    worlds
        (n,) indices of the worlds.
    offers
        (n, P, I) what each state's envoy put on the table; -1 where it put nothing.
    speaker
        (n,) index of the state whose offer was answered, or `NOBODY` for a text that is nobody's own.
    made
        (n,) whether there was anything to answer.
    deal
        (n, I) what was answered; -1 where there was nothing.
    yes
        (n, P) who said yes; a speaker always does to its own offer.
    agreed
        (n,) whether it became a deal.
    aside
        (n, P) who stood aside from it.
    over
        (n,) whether the talks at this table are over, with a deal or without.
    aspiration
        (n, P) what each envoy insisted on when it spoke or answered.
    basket, meeting
        Place of the table among the baskets that are negotiated, and of the meeting on the road.
    had_say
        (n, P) who could say anything: make an offer, or answer one; None: everybody whom the protocol lets.
    """

    number: Ints
    worlds: Ints
    offers: Ints
    speaker: Ints
    made: Bools
    deal: Ints
    yes: Bools
    agreed: Bools
    aside: Bools
    over: Bools
    aspiration: Floats
    basket: int = 0
    meeting: int = 0
    had_say: Bools | None = None

    @property
    def round(self) -> int:
        """The round, where it is the same in all worlds, as in what a model recorded."""
        return int(self.number[0])


@dataclass(frozen=True)
class Table:
    """Where envoys meet.

    Parameters
    ----------
    envoys
        In the order of their states.
    seating
        (W, P) index of the state that speaks first, second, ...
    rounds
        (W,) number of rounds at most.
    vote
        How a proposal becomes a deal.
    issues
        Ids of the I issues; of linked ones, joined by a plus sign.
    ordered
        (I,) whether the options of an issue lie on a scale.
    chance
        Random numbers of the talks themselves: lots that are drawn.
    chair
        Who drafts, where the protocol needs a chair.
    """

    envoys: Sequence[Envoy]
    seating: Ints
    rounds: Ints
    vote: Vote
    issues: tuple[str, ...]
    ordered: Bools
    chance: Chance
    chair: Chair | None = None

    @cached_property
    def places(self) -> Ints:
        """(W, P) in which seat each state sits."""
        return np.argsort(self.seating, axis=1, kind="stable")


class Protocol(ABC):
    """Who may say what when.

    A protocol is found by its name among the entry points of the group ``summitry.protocols``.

    Parameters
    ----------
    table
        Where it is followed.

    Attributes
    ----------
    needs_chair
        Whether a chair must sit at the table.
    needs_every_yes
        Whether it makes sense only where every state must say yes.
    asks_for_answers
        Whether envoys say yes and no, on conditions of acceptance; else offers meet or do not.
    """

    needs_chair: ClassVar[bool] = False
    needs_every_yes: ClassVar[bool] = False
    asks_for_answers: ClassVar[bool] = True

    def __init__(self, table: Table) -> None:
        self.table = table

    @abstractmethod
    def exchange(self, number: Ints, worlds: Ints) -> Exchange:
        """Play the rounds (n,) in the given worlds (n,)."""

    @staticmethod
    def length(rounds: Ints) -> Ints:
        """Return (W,): how many rounds there can be at most, given the scenario's number."""
        return rounds

    @staticmethod
    @abstractmethod
    def speakers(seating: Ints, number: Ints) -> Floats:
        """Return (n, P): how likely each state is to speak in the rounds (n,), given who sits where (n, P)."""

    def turn(self, number: Ints, worlds: Ints) -> Turn:
        """Return the turns of the rounds (n,) in the worlds (n,)."""
        return Turn(number, self.table.rounds[worlds])

    def let_speak(self, number: Ints, worlds: Ints, speaking: Bools) -> Ints:
        """Return (n, P, I): the offers of those envoys that are `speaking` (n, P); -1 where there is none."""
        envoys = self.table.envoys
        # By speaker in memory, so that what one says lies together.
        offers = np.full((len(envoys), len(worlds), envoys[0].brief.allowed.shape[1]), -1)
        turn = self.turn(number, worlds)
        for p, envoy in enumerate(envoys):
            those = those_of(speaking[:, p])
            if those is not None:
                deal, made = envoy.offer(worlds[those], turn.where(those))
                offers[p, those] = np.where(made[:, None], deal, -1)
        return offers.transpose(1, 0, 2)

    def let_hear(self, number: Ints, worlds: Ints, offers: Ints) -> None:
        """Let every envoy take note of the others' offers (n, P, I)."""
        turn = self.turn(number, worlds)
        for p in range(offers.shape[1]):
            those = those_of(offers[:, p, 0] >= 0)
            if those is None:
                continue
            there, said, then = worlds[those], offers[those, p], turn.where(those)
            for q, envoy in enumerate(self.table.envoys):
                if q != p:
                    envoy.hear(there, p, said, then)

    def told(self, number: Ints, worlds: Ints, offers: Ints, speaker: Ints, outcome: Outcome) -> Exchange:
        """Return what happened in a round; the talks are over with a deal, or after the last round."""
        return Exchange(
            number=number,
            worlds=worlds,
            offers=offers,
            speaker=speaker,
            made=np.asarray(outcome.deal[:, 0] >= 0),
            deal=outcome.deal,
            yes=outcome.yes,
            agreed=outcome.agreed,
            aside=outcome.aside,
            over=outcome.agreed | (number >= self.table.rounds[worlds]),
            aspiration=np.stack([envoy.aspiration[worlds] for envoy in self.table.envoys]).T,
        )


def the_offer(offers: Ints) -> Ints:
    """Return (n, I): the one offer of each world among those of all states (n, P, I), -1 where nobody made one."""
    return np.asarray(np.maximum.reduce(offers, axis=1))


class OneOffer(Protocol):
    """Each round one state's envoy makes an offer to all others, who answer."""

    @abstractmethod
    def speaker(self, number: Ints, worlds: Ints) -> Ints:
        """Return (n,): which state speaks in the rounds (n,)."""

    @abstractmethod
    def next_turn(self, state: int, number: Ints, worlds: Ints) -> Ints:
        """Return (n,): the round after this one in which a state expects to speak."""

    def exchange(self, number: Ints, worlds: Ints) -> Exchange:
        """Let the state whose turn it is offer, and all others answer."""
        speaker = self.speaker(number, worlds)
        states = len(self.table.envoys)
        offers = self.let_speak(number, worlds, np.arange(states) == speaker[:, None])
        self.let_hear(number, worlds, offers)
        deal = the_offer(offers)
        made = deal[:, 0] >= 0
        following = np.stack([self.next_turn(p, number, worlds) for p in range(states)], axis=1)
        outcome = self.table.vote.on(worlds, deal, made, speaker, self.turn(number, worlds), following)
        return self.told(number, worlds, offers, speaker, outcome)
