"""Decision rules: whose yes makes a deal, between two and some forty states.

A rule is a weighted voting game, or two of them that must both be won (Felsenthal and Machover 1998): so many states,
and states of so much weight. Examples: unanimity; simple majority; the qualified majority of the Council of the
European Union, 55 % of its members with 65 % of the population, which fewer than four members cannot block (Treaty on
European Union, article 16(4)); with members that do not take part, the same shares of the others (Treaty on the
Functioning of the European Union, article 238(3)); members with a veto, as in the Charter of the United Nations,
article 27(3). Consensus by silence (a text stands unless somebody breaks the silence, as in the North Atlantic
Council and the OSCE) counts like unanimity; what differs is who has to speak.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from summitry_agents.deals import Bools, Floats, Ints

FUZZ = 1e-9
"""Shares closer to what is needed than this, relative to the whole, count as equal to it: 0.55 x 20 is 11."""

FEWEST = 2
"""Signers without whom there is no deal, whatever the rule."""


@dataclass(frozen=True, slots=True)
class Quota:
    """How much support is enough: a number, or a share of the whole.

    Parameters
    ----------
    needed
        The number, or the share from 0 to 1.
    of_whole
        Whether it is a share.
    beyond
        Whether support must be strictly more than that share, which is then below 1.

    Raises
    ------
    ValueError
        What is needed is negative, or more than the whole can give.

    Examples
    --------
    >>> Quota.number(5).met(np.array([4, 5]), np.array([9, 9]))
    array([False,  True])
    >>> Quota.at_least(0.55).met(np.array([10, 11]), np.array([20, 20]))
    array([False,  True])
    >>> Quota.more_than(0.5).met(np.array([2, 3]), np.array([4, 4]))
    array([False,  True])
    """

    needed: float
    of_whole: bool
    beyond: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.needed < np.inf or (self.of_whole and self.needed >= (1.0 if self.beyond else 1.0 + FUZZ)):
            raise ValueError(f"Quota: found {self}, expected something that can be met")

    @classmethod
    def number(cls, needed: int) -> Self:
        """At least so many; of fewer, all."""
        return cls(float(needed), of_whole=False)

    @classmethod
    def at_least(cls, share: float) -> Self:
        """At least this share of the whole."""
        return cls(share, of_whole=True)

    @classmethod
    def more_than(cls, share: float) -> Self:
        """Strictly more than this share of the whole."""
        return cls(share, of_whole=True, beyond=True)

    def met(self, support: Floats | Ints, whole: Floats | Ints) -> Bools:
        """Tell where the support is enough; a share of a whole of 0 is not, unless 0 is needed.

        Parameters
        ----------
        support, whole
            Numbers of any one shape, support <= whole.
        """
        if not self.of_whole:
            return np.asarray(support >= np.minimum(self.needed, whole))
        over = support - self.needed * whole
        if self.beyond:
            return np.asarray(over > FUZZ * whole)
        return np.asarray((over >= -FUZZ * whole) & ((whole > 0) | (self.needed <= 0)))


NOBODY_COUNTS = Quota.number(0)
"""The quota of votes where only weights count."""


@dataclass(frozen=True, eq=False)
class DecisionRule:
    """Whose yes a deal needs.

    A deal passes if every state with a veto says yes, at least `FEWEST` states do, and either the quotas of votes and
    of weight are both met or fewer states say no than it takes to block.

    Parameters
    ----------
    veto
        (P,) states whose yes is always needed.
    votes
        How many states must say yes.
    weights
        (W, P) >= 0, by world, if weights count.
    weight_needed
        How much of the weight must stand behind a deal, a share; given if and only if weights are.
    blocking
        With fewer noes than this the quotas count as met; 0: no such clause.
    silence
        Whether a state that does not object counts as saying yes. The arithmetic is the same; the envoys look at it.
    opt_out
        (P,) states that may stand aside from a deal that others sign; None: no state may.

    Raises
    ------
    ValueError
        Shapes or signs are not as above.

    Examples
    --------
    >>> rule = DecisionRule.majority(4)
    >>> rule.passes(np.array([0, 0]), np.array([[True, True, False, False], [True, True, True, False]]))
    array([False,  True])
    """

    veto: Bools
    votes: Quota = NOBODY_COUNTS
    weights: Floats | None = None
    weight_needed: Quota | None = None
    blocking: int = 0
    silence: bool = False
    opt_out: Bools | None = None

    def __post_init__(self) -> None:
        if self.veto.ndim != 1 or (self.opt_out is not None and self.opt_out.shape != self.veto.shape):
            raise ValueError("DecisionRule: veto and opt_out must have one entry per state")
        if (self.weights is None) != (self.weight_needed is None):
            raise ValueError("DecisionRule: weights and weight_needed belong together")
        if self.weights is not None and (
            self.weights.ndim != 2
            or self.weights.shape[1] != len(self.veto)
            or not np.isfinite(self.weights).all()
            or (self.weights < 0).any()
        ):
            raise ValueError("DecisionRule: weights must be finite, at least 0, one per world and state")
        if self.weight_needed is not None and not self.weight_needed.of_whole:
            raise ValueError("DecisionRule: weight_needed must be a share")

    @classmethod
    def unanimity(cls, states: int) -> Self:
        """Every state must say yes."""
        return cls(veto=np.ones(states, dtype=bool))

    @classmethod
    def consensus(cls, states: int) -> Self:
        """No state may object: unanimity in which silence counts as yes."""
        return cls(veto=np.ones(states, dtype=bool), silence=True)

    @classmethod
    def majority(cls, states: int) -> Self:
        """More than half of the states must say yes."""
        return cls(veto=np.zeros(states, dtype=bool), votes=Quota.more_than(0.5))

    @classmethod
    def weighted_majority(cls, weights: Floats) -> Self:
        """States with more than half of the weight (W, P) must say yes."""
        return cls(np.zeros(weights.shape[1], dtype=bool), weights=weights, weight_needed=Quota.more_than(0.5))

    def needing(self, these: Bools) -> Self:
        """Return the rule with the yes of these states (P,) needed as well."""
        opt_out = None if self.opt_out is None else self.opt_out & ~these
        return replace(self, veto=self.veto | these, opt_out=opt_out)

    @property
    def states(self) -> int:
        """The number P of states."""
        return len(self.veto)

    @cached_property
    def is_unanimity(self) -> bool:
        """Whether in every world a deal needs everybody's yes, and no more, however the rule is written."""
        worlds = np.arange(1 if self.weights is None else len(self.weights))
        return bool(self.needs_all(worlds).all())

    def needs_all(self, worlds: Ints) -> Bools:
        """Tell in which worlds (n,) a deal passes if everybody signs it, and only then.

        Where no state has any weight a rule by weight passes nothing at all.
        """
        everybody = np.ones((len(worlds), self.states), dtype=bool)
        return np.asarray(self.wins(worlds, everybody) & self.indispensable(worlds).all(axis=-1))

    def passes(self, worlds: Ints, yes: Bools, aside: Bools | None = None) -> Bools:
        """Tell where a deal passes.

        Parameters
        ----------
        worlds
            (n,) indices of the worlds, which pick the weights; they may repeat.
        yes
            (n, P) who says yes; all others say no.
        aside
            (n, P) who stands aside: neither signs nor counts. Shares are then taken of the others, a number of votes
            is at most all of the others, and a veto that stands aside is none.

        Returns
        -------
        ndarray of bool
            (n,). One more yes, from a state that said no or stood aside, never turns True into False; nor does a no
            that becomes standing aside.
        """
        if aside is None and self.opt_out is None and self.is_unanimity:
            return np.asarray(np.logical_and.reduce(list(yes.T)))
        return self._passes(worlds, yes, aside)

    def _passes(self, worlds: Ints, yes: Bools, aside: Bools | None) -> Bools:
        """Count, weigh and ask who has a veto, as the rule is written."""
        counted = np.ones_like(yes) if aside is None else ~aside
        signers = yes & counted
        votes, voters = signers.sum(axis=-1), counted.sum(axis=-1)
        met = self.votes.met(votes, voters)
        if self.weights is not None and self.weight_needed is not None:
            weights = self.weights[worlds]
            # One after the other, so that the same world gives the same bits wherever it stands.
            behind = np.cumsum(np.where(signers, weights, 0.0), axis=-1)[..., -1]
            whole = np.cumsum(np.where(counted, weights, 0.0), axis=-1)[..., -1]
            met &= self.weight_needed.met(behind, whole)
        met |= voters - votes < self.blocking
        agreed_by_vetoes = (signers | ~counted | ~self.veto).all(axis=-1)
        return np.asarray(met & agreed_by_vetoes & (votes >= FEWEST))

    def wins(self, worlds: Ints, signers: Bools) -> Bools:
        """Tell (n,) where a deal passes that exactly these states (n, P) sign.

        The others say no or, where they may, stand aside, which never hinders a deal more than a no.
        """
        return self._passes(worlds, signers, None if self.opt_out is None else self.opt_out & ~signers)

    def indispensable(self, worlds: Ints) -> Bools:
        """Tell (n, P) without whose signature no deal passes: the blockers of Felsenthal and Machover 1998."""
        needed = np.empty((len(worlds), self.states), dtype=bool)
        everybody = np.ones((len(worlds), self.states), dtype=bool)
        for state in range(self.states):
            others = everybody.copy()
            others[:, state] = False
            needed[:, state] = ~self.wins(worlds, others)
        return needed


def winning_prefix(rule: DecisionRule, worlds: Ints, order: Ints) -> NDArray[np.intp]:
    """Return how many states, taken in the given order, first make a winning coalition.

    Parameters
    ----------
    rule, worlds
        As in `DecisionRule.wins`, n worlds.
    order
        (n, P) indices of all states, first to last.

    Returns
    -------
    ndarray of int
        (n,) from 2 to P; P + 1 where not even all together win.

    Notes
    -----
    By bisection, as more signers never hurt: O(n P log P).
    """
    if rule.is_unanimity:
        return np.full(len(order), rule.states)
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(rule.states)[None], axis=-1)
    low, high = np.ones(len(worlds), dtype=np.intp), np.full(len(worlds), rule.states + 1)
    while (high - low > 1).any():
        middle = (low + high) // 2
        enough = rule.wins(worlds, rank < middle[:, None])
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return high
