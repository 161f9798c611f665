"""Who is believed to vote for a deal, and whose votes the one who offers should count on."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from summitry_agents.deals import MARGIN, Bools, Floats, Ints, crosses, utility
from summitry_agents.decision_rule import DecisionRule, winning_prefix


def cheapest_coalition(
    rule: DecisionRule, worlds: Ints, cost: Floats, indispensable: Bools, me: int
) -> tuple[Bools, Floats]:
    """Choose a minimal winning coalition around me, of the states that cost least.

    Parameters
    ----------
    rule, worlds
        As in `DecisionRule.wins`, n worlds.
    cost
        (n, P) what winning each state costs, in any unit; +inf where it cannot be won.
    indispensable
        (n, P) of `DecisionRule.indispensable`.
    me
        Which of the states I am; I am always a member.

    Returns
    -------
    members : ndarray of bool
        (n, P), me among them; nobody else where no coalition can be won.
    dearest : ndarray of float
        (n,) the cost of the dearest member but me, the smallest that any winning coalition allows; +inf where none
        can be won.

    Notes
    -----
    The indispensable first, then the others by rising cost (ties by index) until they win; then those whom the rest
    can do without leave, the dearest first. Where states differ in nothing but cost and vetoes, no winning coalition
    has a smaller sum of costs; where they differ in weight, that is a knapsack problem, and this its greedy answer.
    """
    rows, states = cost.shape
    cost = cost.copy()
    cost[:, me] = -np.inf
    first = indispensable.copy()
    first[:, me] = True
    order = np.lexsort((cost, ~first))
    size = winning_prefix(rule, worlds, order)
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(states)[None], axis=-1)
    members = rank < size[:, None]
    dearest = np.where(members, cost, -np.inf).max(axis=-1)
    winnable = (size <= states) & (dearest < np.inf)
    members &= winnable[:, None]
    members[:, me] = True
    if rule.weights is not None:
        everywhere = np.arange(rows)
        for place in reversed(range(1, states)):
            state = order[:, place]
            rest = members.copy()
            rest[everywhere, state] = False
            spare = members[everywhere, state] & winnable & (state != me) & rule.wins(worlds, rest)
            members[everywhere[spare], state[spare]] = False
    return members, np.where(winnable, dearest, np.inf)


@dataclass(frozen=True, eq=False, slots=True)
class Votes:
    """What one who offers believes about the others' votes, in n worlds.

    Attributes
    ----------
    theirs
        What the contributions of the Q others are believed to be (n, Q, I, K).
    threshold
        What a deal must exceed for each of them (n, Q): need + `MARGIN`.
    barred
        Options beyond their red lines (n, Q, I, K).
    rule
        The decision rule.
    worlds
        (n,) the worlds' places in the weights of the rule.
    me, others
        Which of the P states I am, and (Q,) which the others are.
    indispensable
        (n, P) of the rule.
    """

    theirs: Floats
    threshold: Floats
    barred: Bools
    rule: DecisionRule
    worlds: Ints
    me: int
    others: Ints
    indispensable: Bools

    @classmethod
    def believed(
        cls, theirs: Floats, needs: Floats, barred: Bools, rule: DecisionRule, worlds: Ints, me: int, others: Ints
    ) -> Self:
        """Set the beliefs up; `needs` (n, Q) are reservations, any number but NaN."""
        # Below what the worst deal is worth all needs mean the same; this one keeps sums finite.
        worst = theirs.min(axis=-1).sum(axis=-1)
        threshold = np.maximum(needs, worst - 1.0) + MARGIN
        return cls(theirs, threshold, barred, rule, worlds, me, others, rule.indispensable(worlds))

    def of(self, places: Ints) -> Self:
        """Return some of the worlds, by their places (m,) among the n; they may repeat."""
        return type(self)(
            self.theirs[places],
            self.threshold[places],
            self.barred[places],
            self.rule,
            self.worlds[places],
            self.me,
            self.others,
            self.indispensable[places],
        )

    def missing(self, deal: Ints) -> Floats:
        """Return (n, Q): what each of the others lacks; it signs if that is below 0; +inf beyond a red line.

        Parameters
        ----------
        deal
            (n, I) option indices.
        """
        crossed = crosses(self.barred, deal)
        return np.where(crossed, np.inf, self.threshold - utility(self.theirs, deal))

    def missing_each(self) -> Floats:
        """Return (n, Q, I, K): what each lacks by an option alone; of use where it is the only issue."""
        return np.where(self.barred, np.inf, self.threshold[..., None, None] - self.theirs)

    def missing_after(self, deal: Ints) -> Floats:
        """Return (n, I, K, Q): what each would lack if one issue were changed to one option."""
        now = deal[:, None, :, None]
        change = self.theirs - np.take_along_axis(self.theirs, now, axis=-1)
        lacks = (self.threshold - utility(self.theirs, deal))[..., None, None] - change
        crossed = np.take_along_axis(self.barred, now, axis=-1)[..., 0]
        elsewhere = crossed.sum(axis=-1, keepdims=True) - crossed > 0
        lacks = np.where(self.barred | elsewhere[..., None], np.inf, lacks)
        return np.moveaxis(lacks, 1, -1)

    def count(self, missing: Floats) -> tuple[Bools, Floats, Floats]:
        """Tell whose votes to count on where the others lack so much.

        Parameters
        ----------
        missing
            (n, Q) or, after one more axis of deals, (n, D, Q).

        Returns
        -------
        members : ndarray of bool
            (..., Q) the others in the cheapest coalition, by what they lack.
        shortfall : ndarray of float
            (...) what the one who lacks most of them lacks: the deal is believed to pass if that is below 0. It is
            the smallest that any winning coalition allows, +inf where none can be won.
        gain : ndarray of float
            (...) the sum of their gains over what they need, where the deal passes; -inf elsewhere.
        """
        rows = missing.reshape(-1, len(self.others))
        repeated = np.repeat(np.arange(len(self.worlds)), len(rows) // max(len(self.worlds), 1))
        members, shortfall = self._cheapest(repeated, rows)
        gain = np.where(members, -rows, 0.0)
        total = np.where(shortfall < 0, np.cumsum(np.where(np.isfinite(gain), gain, 0.0), axis=-1)[..., -1], -np.inf)
        shape = missing.shape[:-1]
        return members.reshape(missing.shape), shortfall.reshape(shape), total.reshape(shape)

    def coalition(self, cost: Floats) -> Bools:
        """Return (n, Q): the others in the cheapest coalition, if they cost (n, Q)."""
        return self._cheapest(np.arange(len(self.worlds)), cost)[0]

    def _cheapest(self, places: Ints, cost: Floats) -> tuple[Bools, Floats]:
        everybody = np.full((len(places), self.rule.states), -np.inf)
        everybody[:, self.others] = cost
        members, dearest = cheapest_coalition(
            self.rule, self.worlds[places], everybody, self.indispensable[places], self.me
        )
        return members[:, self.others], dearest
