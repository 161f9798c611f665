"""What an envoy believes about the others."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from summitry_agents.beliefs import blended, over_random_deals
from summitry_agents.deals import MARGIN, Bools, Floats, Ints, differs
from summitry_agents.hypotheses import Hypotheses
from summitry_agents.learning.learning import Learning
from summitry_agents.turn import Turn


class Picture:
    """An envoy's picture of the Q other states: what it expects of them, blended with the truth by its insight.

    belief = (1 - insight) x expectation + insight x truth, for what each option is worth to them and for their
    reservation values. The expectation starts at the mean over the scenario's distributions, which everybody at the
    table knows (each state's own draw is private to it), and moves with what is heard, where the envoy learns.

    Parameters
    ----------
    others
        (Q,) which of the P states the others are.
    insight
        (W,) 0: knows the distributions only; 1: knows everything.
    expected_contributions, contributions
        (W, P, I, K) the mean over the distributions, given the status quo of the world; and the truth.
    expected_reservation, reservation
        (W, P) the same.
    earlier
        What the state's envoys learned at tables before this one; nothing at the first.
    barred
        (W, Q, I, K) options that the envoy knows to lie beyond each other state's red lines.
    status_quo
        (W, I).
    could
        Draws from the distributions.
    could_finely
        Makes many more of them, when they are first needed.
    learning
        How it learns.
    learns
        (W,) whether it does.
    """

    def __init__(
        self,
        others: Ints,
        insight: Floats,
        expected_contributions: Floats,
        contributions: Floats,
        expected_reservation: Floats,
        reservation: Floats,
        barred: Bools,
        status_quo: Ints,
        could: Hypotheses,
        could_finely: Callable[[], Hypotheses],
        learning: Learning,
        learns: Bools,
        earlier: Sequence[Learning] = (),
    ) -> None:
        self.others = others
        self.insight = insight
        self.barred = barred
        self.could = could
        self._could_finely = could_finely
        self.learns = learns
        self.lessons = np.zeros(len(insight), dtype=np.intp)
        """(W,) how many times beliefs moved so far."""
        self._contributions, self._reservation, self._status_quo = contributions, reservation, status_quo
        self._learning = learning
        self._latest = np.full((len(insight), len(others), status_quo.shape[1]), -1, dtype=np.intp)
        self._news: tuple[Floats, Floats] | None = None
        self._believed = np.empty((*self._latest.shape, contributions.shape[-1])), np.empty(self._latest.shape[:2])
        self._stands = np.zeros((2, len(insight)), dtype=bool)
        learning.begin(others, expected_contributions[:, others], expected_reservation[:, others], status_quo, could)
        learning.recall(earlier)

    @property
    def learning(self) -> Learning:
        """How it learns, and what it has learned so far."""
        return self._learning

    def see_change(self, worlds: Ints, contributions: Floats, reservation: Floats, status_quo: Ints) -> None:
        """Take note of what an event, seen by all, makes of the states' wishes in those worlds (n,).

        Everybody sees what changes, if not what it changes from: beliefs shift by as much as the truth does.

        Parameters
        ----------
        worlds
            (n,).
        contributions, reservation
            (n, P, I, K) and (n, P): the truth from now on.
        status_quo
            (n, I).
        """
        self.tell(
            worlds,
            (contributions - self._contributions[worlds])[:, self.others],
            (reservation - self._reservation[worlds])[:, self.others],
        )
        self._contributions[worlds], self._reservation[worlds] = contributions, reservation
        self._status_quo[worlds] = status_quo
        self.lessons[worlds] += 1

    def tell(self, worlds: Ints, contributions: Floats, reservation: Floats) -> None:
        """Shift what is expected of the others in those worlds (n,), by (n, Q, I, K) and (n, Q)."""
        if self._news is None:
            self._news = np.zeros(self._latest.shape + self._contributions.shape[-1:]), np.zeros(self._latest.shape[:2])
        self._news[0][worlds] += contributions
        self._news[1][worlds] += reservation
        self._stands[:, worlds] = False

    @property
    def news(self) -> tuple[Floats, Floats] | None:
        """(W, Q, I, K) and (W, Q): by how much events have shifted what is expected; None if none has."""
        return self._news

    def hear(self, worlds: Ints, speaker: int, deal: Ints, turn: Turn) -> Ints:
        """Learn from the deals (n, I) that a state offered at its turn; return the worlds where beliefs moved.

        Saying the same again is no news.
        """
        new = np.flatnonzero(self.learns[worlds])
        if not new.size:
            return worlds[new]
        place = int(np.flatnonzero(self.others == speaker)[0])
        new = new[differs(deal[new], self._latest[worlds[new], place])]
        there: Ints = worlds[new]
        if there.size:
            self._latest[there, place] = deal[new]
            self._learning.hear(there, place, deal[new], turn.clock[new])
            self._stands[:, there] = False
            self.lessons[there] += 1
        return there

    def believed_contributions(self, worlds: Ints) -> Floats:
        """Return (n, Q, I, K): what each option is believed to be worth to each other state."""
        return self._made_up(0, worlds, self._contributions, self._learning.contributions)

    def believed_reservation(self, worlds: Ints) -> Floats:
        """Return (n, Q): the utility below which each other state is believed not to sign."""
        return self._made_up(1, worlds, self._reservation, self._learning.reservation)

    def _made_up(self, part: int, worlds: Ints, truth: Floats, learned: Callable[[Ints], Floats]) -> Floats:
        """Return what is believed of contributions (part 0) or reservations (1); it stands until something is heard."""
        new = worlds[~self._stands[part, worlds]]
        if new.size:
            expected = learned(new)
            news = expected[:0] if self._news is None else self._news[part]
            numbers = math.prod(expected.shape[2:])
            flat = (each.reshape(*each.shape[:2], numbers) for each in (expected, news, truth))
            believed = blended(new, self.others, self.insight, *flat).reshape(expected.shape)
            self._believed[part][new] = believed
            self._stands[part, new] = True
            if len(new) == len(worlds):
                return believed
        return np.asarray(self._believed[part][worlds])

    @cached_property
    def fine(self) -> Hypotheses:
        """Many draws from the distributions, made when they are first needed."""
        return self._could_finely()

    def chance_of_yes(self, worlds: Ints, other: int, deal: Ints) -> Floats:
        """Return (n,): how likely an other (its place from 0 to Q - 1) is believed to say yes to deals (n, I).

        That is, to like them at least as well as walking away: the share of the hypotheses under which it does, each
        blended with the truth by insight.
        """
        state = int(self.others[other])
        insight = self.insight[worlds]
        true = self._truly_brings(worlds, state, deal[:, None])[:, 0]
        possible = self.could.utility(state, deal) - self.could.reservation(state, self._status_quo[worlds])
        blended = (1.0 - insight)[:, None] * possible + (insight * true)[:, None]
        return np.asarray((blended >= -MARGIN).mean(axis=1))

    def chances_of_yes(self, worlds: Ints, other: int, deals: Ints) -> Floats:
        """Return (n, N): the same for every deal of a list (N, I), worked out from many more hypotheses.

        Notes
        -----
        With insight i, a hypothesis under which a deal brings d says yes where (1 - i) d + i t >= 0, t being what it
        truly brings; so d must reach a level of the world. What a deal brings is sorted once and looked up by
        bisection: O(N H log H + n N log H) for H hypotheses, as often as there are different status quos.
        """
        state = int(self.others[other])
        insight = self.insight[worlds, None]
        true = self._truly_brings(worlds, state, np.broadcast_to(deals, (len(worlds), *deals.shape)))
        knows = insight >= 1.0
        level = -(insight * true + MARGIN) / np.where(knows, 1.0, 1.0 - insight)
        chance = np.empty(true.shape)
        kinds, kind_of = np.unique(self._status_quo[worlds], axis=0, return_inverse=True)
        for kind, status_quo in enumerate(kinds):
            these = np.flatnonzero(kind_of.reshape(-1) == kind)
            needed = self.fine.reservation(state, status_quo[None])[0]
            for place, deal in enumerate(deals):
                brings = np.sort(self.fine.utility(state, deal[None])[0] - needed)
                below = np.searchsorted(brings, level[these, place], side="left")
                chance[these, place] = 1.0 - below / self.fine.size
        return np.where(knows, true >= -MARGIN, chance)

    def _truly_brings(self, worlds: Ints, state: int, deals: Ints) -> Floats:
        """Return (n, N): what deals (n, N, I) bring a state over its reservation."""
        value = np.zeros(deals.shape[:2])
        for issue in range(deals.shape[2]):
            value += np.take_along_axis(self._contributions[worlds, state, issue], deals[:, :, issue], axis=1)
        return np.asarray(value - self._reservation[worlds, state, None])

    def error(self, worlds: Ints, open_: Bools) -> tuple[Floats, Floats]:
        """Return mean and variance (n, Q) of the error in the believed utility of a deal that is drawn at random.

        Every open option (n, I, K) of an issue is equally likely.
        """
        truth = self._contributions[worlds[:, None], self.others]
        return over_random_deals(self.believed_contributions(worlds) - truth, open_)
