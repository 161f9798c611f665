"""Logrolling: which deal at my aspiration do they like best?

Giving way where it costs me little and brings them much is a multiple-choice knapsack: one option per issue, the
largest gain to them within what I can afford to lose. Its greedy solution walks the upper concave hulls of the
issues in the order of gain per cost (Sinha and Zoltners 1979; Kellerer, Pferschy and Pisinger 2004, chapter 11); in
negotiation such trade-offs between issues are those of Faratin, Sierra and Jennings 2002. The walk is sorted once per
belief (`Trades.between`) and cut off anywhere in a round (`Trades.offer`); outcomes are never listed.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from summitry_agents.deals import TIE, Bools, Floats, Ints
from summitry_agents.trades import affordable, cut_off, deal_after, sort_trades

_ROUNDING = 64 * np.finfo(np.float64).eps
"""Rounding noise of a contribution, relative to the largest of its issue."""


@dataclass(frozen=True, eq=False, slots=True)
class Offer:
    """One offer per world.

    Attributes
    ----------
    deal
        Option indices (n, I); -1 throughout where no offer is possible.
    mine, theirs
        Utilities (n,) of the deal to the one who offers and to the others; -inf where no offer is possible.
    possible
        (n,) bool.
    """

    deal: Ints
    mine: Floats
    theirs: Floats
    possible: Bools


@dataclass(frozen=True, eq=False, slots=True)
class Trades:
    """The efficient trades between "mine" and "theirs" in every world, ready to be cut off at any floor.

    Attributes
    ----------
    mine, theirs, allowed, status_quo
        What `between` was given.
    best
        My utility (W,) of the start deal; -inf where some issue has no allowed option.
    options
        Option (W, I, H + 1) that each issue has reached after 0, 1, ... of its own steps.
    turn
        Place (W, I, H) of each issue's steps in the order of all steps of the world, from 0.
    cost, gain
        My loss and their gain (W, S + 1) after the first 0, 1, ... steps of the world; beyond its last step the cost
        is infinite.
    """

    mine: Floats
    theirs: Floats
    allowed: Bools
    status_quo: Ints
    best: Floats
    options: Ints
    turn: Ints
    cost: Floats
    gain: Floats

    @classmethod
    def between(cls, mine: Floats, theirs: Floats, allowed: Bools, status_quo: Ints) -> Self:
        """Find and sort the efficient trades.

        The start deal holds in each issue my best allowed option; among ties the one they like best, then the status
        quo, then the lower index. Ties are so close that all together cost me less than `TIE`. From there each
        issue's steps follow the upper concave hull of (my loss, their gain). Options on a straight stretch are steps
        of their own, options below the hull are left out; of options that coincide the status quo stands for all,
        else the lowest index. The steps of all issues are sorted by gain per cost, best first, ties by issue, then in
        the order of the hull.

        Parameters
        ----------
        mine, theirs
            Contributions (W, I, K), finite also where an option is not allowed.
        allowed
            Options that may be offered (W, I, K); padded ones may not.
        status_quo
            (W, I), -1 where failure lies off the scale.

        Notes
        -----
        O(W I K log(I K)) time, O(W I K) memory.
        """
        best, options, turn, cost, gain = sort_trades(mine, theirs, allowed, status_quo, TIE, _ROUNDING)
        return cls(mine, theirs, allowed, status_quo, best, options, turn, cost, gain)

    def offer(self, worlds: Ints, floor: Floats) -> Offer:
        """Find the deals that they (nearly) like best among those worth at least the floor to me.

        Parameters
        ----------
        worlds
            Indices (n,) of the worlds that still talk.
        floor
            What the deal must be worth to me (n,): mine >= floor - `TIE` by `utility`.

        Returns
        -------
        Offer
            The longest affordable run of steps, then the one best change of a single issue that the floor still
            allows. `possible` is False exactly where no deal that settles something keeps the floor.

        Notes
        -----
        theirs >= theirs(optimum) - one hull step, the gain of the first step that did not fit (`next_step`): run and
        part of that step together are the optimum of the linear relaxation. With one issue the offer is optimal.

        Where the greedy deal would leave every issue at its status quo, it is replaced by the best change of a single
        issue (largest gain to them, then my larger utility, then the lower issue and option). If some issue then
        stands off my best option, going one step back is such a change, so the gap is at most two hull steps; if
        none does, each part of the optimum is affordable alone, and there is no gap.
        """
        wishes = (self.mine, self.theirs, self.allowed, self.status_quo)
        return Offer(*cut_off(worlds, floor, *wishes, self.best, self.options, self.turn, self.cost, TIE))

    def next_step(self, worlds: Ints, floor: Floats) -> tuple[Floats, Floats]:
        """Return my loss and their gain (n,) by the first step that does not fit the floor; zeros where all fit."""
        taken = self.affordable(worlds, floor)
        following = np.minimum(taken + 1, self.cost.shape[1] - 1)
        exists = np.isfinite(self.cost[worlds, following])
        lost = np.where(exists, self.cost[worlds, following], 0.0) - np.where(exists, self.cost[worlds, taken], 0.0)
        return lost, np.where(exists, self.gain[worlds, following] - self.gain[worlds, taken], 0.0)

    def affordable(self, worlds: Ints, floor: Floats) -> Ints:
        """Count the steps (n,) that together keep the floor (n,), by bisection."""
        return affordable(worlds, floor, self.best, self.cost, TIE)

    def deal_after(self, worlds: Ints, steps: Ints) -> Ints:
        """Return the deals (n, I) after the given numbers (n,) of steps."""
        return deal_after(worlds, steps, self.options, self.turn)
