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

from summitry_agents.deals import Bools, Floats, Ints, settles_something, utility
from summitry_agents.hulls import upper_hulls

TIE = 1e-12
"""Utilities that differ by no more than this count as equal."""

_HUGE = 1e300

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
        start = _start(mine, theirs, allowed, status_quo)
        options, length = _paths(mine, theirs, allowed, status_quo, start)
        worlds, issues, most = options.shape
        lost = -np.diff(np.take_along_axis(mine, options, axis=-1), axis=-1)
        won = np.diff(np.take_along_axis(theirs, options, axis=-1), axis=-1)
        efficiency = np.divide(won, lost, out=np.full_like(won, np.inf), where=lost > 0)
        efficiency[np.arange(most - 1) >= length[..., None]] = -np.inf
        # On a straight stretch rounding may let a later step look better than an earlier one of the same issue.
        flat = (worlds, issues * (most - 1))
        efficiency = np.minimum.accumulate(efficiency, axis=-1).reshape(flat)
        order = np.argsort(-efficiency, axis=-1, kind="stable")
        turn = np.empty_like(order)
        np.put_along_axis(turn, order, np.arange(order.shape[1])[None], axis=-1)
        steps = length.sum(axis=-1)
        order = order[:, : int(steps.max(initial=0))]
        real = np.arange(order.shape[1]) < steps[:, None]
        cost = np.where(real, np.take_along_axis(lost.reshape(flat), order, axis=-1), np.inf)
        gain = np.where(real, np.take_along_axis(won.reshape(flat), order, axis=-1), 0.0)
        from_none = ((0, 0), (1, 0))
        return cls(
            mine=mine,
            theirs=theirs,
            allowed=allowed,
            status_quo=status_quo,
            best=np.where(allowed.any(axis=-1).all(axis=-1), utility(mine, start), -np.inf),
            options=options,
            turn=turn.reshape(lost.shape),
            cost=np.cumsum(np.pad(cost, from_none), axis=-1),
            gain=np.cumsum(np.pad(gain, from_none), axis=-1),
        )

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
        possible = (self.best[worlds] > -np.inf) & (self.best[worlds] >= floor - TIE)
        deal = self.deal_after(worlds, self.affordable(worlds, floor))
        everywhere = np.arange(len(worlds))
        better, change_gain = self._best_change(worlds, everywhere, deal, floor)
        deal = np.where((change_gain > TIE)[:, None], better, deal)
        defers = np.flatnonzero(~settles_something(deal, self.status_quo[worlds]))
        if defers.size:
            deal[defers], change_gain = self._best_change(worlds, defers, deal, floor)
            possible[defers] &= change_gain > -np.inf
        return Offer(
            deal=np.where(possible[:, None], deal, -1),
            mine=np.where(possible, utility(self.mine[worlds], deal), -np.inf),
            theirs=np.where(possible, utility(self.theirs[worlds], deal), -np.inf),
            possible=possible,
        )

    def next_step(self, worlds: Ints, floor: Floats) -> tuple[Floats, Floats]:
        """Return my loss and their gain (n,) by the first step that does not fit the floor; zeros where all fit."""
        taken = self.affordable(worlds, floor)
        following = np.minimum(taken + 1, self.cost.shape[1] - 1)
        exists = np.isfinite(self.cost[worlds, following])
        lost = np.where(exists, self.cost[worlds, following], 0.0) - np.where(exists, self.cost[worlds, taken], 0.0)
        return lost, np.where(exists, self.gain[worlds, following] - self.gain[worlds, taken], 0.0)

    def affordable(self, worlds: Ints, floor: Floats) -> Ints:
        """Count the steps (n,) that together keep the floor (n,), by bisection."""
        # Half the tolerance absorbs the rounding of running sums, so that exact values stay within all of it; the
        # largest number stands for infinity, because the cost beyond the last step is infinite.
        spare = np.minimum(self.best[worlds] - np.maximum(floor, -_HUGE) + TIE / 2, _HUGE)
        low = np.zeros(len(worlds), dtype=np.intp)
        high = np.full(len(worlds), self.cost.shape[1] - 1)
        for _ in range(self.cost.shape[1].bit_length()):
            middle = (low + high + 1) // 2
            fits = self.cost[worlds, middle] <= spare
            low, high = np.where(fits, middle, low), np.where(fits, high, np.maximum(middle - 1, low))
        return low

    def deal_after(self, worlds: Ints, steps: Ints) -> Ints:
        """Return the deals (n, I) after the given numbers (n,) of steps."""
        reached = (self.turn[worlds] < steps[:, None, None]).sum(axis=-1)
        return np.asarray(self.options[worlds[:, None], np.arange(self.options.shape[1]), reached])

    def _best_change(self, worlds: Ints, among: Ints, deal: Ints, floor: Floats) -> tuple[Ints, Floats]:
        """Change one issue of the deals `among` those of `worlds`, to their largest gain and down to my floor.

        Ties go to my larger utility, then to the status quo, then to the lower issue and option. Returns the changed
        deals (m, I) and the gains (m,): -inf, and the deal as it was, where no change keeps the floor.
        """
        worlds, deal, floor = worlds[among], deal[among], floor[among]
        mine, theirs, now = self.mine[worlds], self.theirs[worlds], deal[..., None]
        cost = np.take_along_axis(mine, now, axis=-1) - mine
        gain = theirs - np.take_along_axis(theirs, now, axis=-1)
        spare = utility(mine, deal) - floor + TIE / 2
        fits = self.allowed[worlds] & (cost <= spare[:, None, None])
        np.put_along_axis(fits, now, values=False, axis=-1)
        flat = (len(deal), fits.shape[1] * fits.shape[2])
        gain = np.where(fits, gain, -np.inf).reshape(flat)
        largest = gain.max(axis=-1)
        cost = np.where(gain >= largest[:, None] - TIE, cost.reshape(flat), np.inf)
        tied = cost <= cost.min(axis=-1, keepdims=True) + TIE
        # argmax takes the first of the largest: options that defer their issue before others, then the lower ones.
        defers = (np.arange(fits.shape[2]) == self.status_quo[worlds][..., None]).reshape(flat)
        issue, option = np.divmod((tied.astype(np.int8) + (tied & defers)).argmax(axis=-1), fits.shape[2])
        found = largest > -np.inf
        changed = deal.copy()
        changed[found, issue[found]] = option[found]
        return changed, largest


def best_settling(mine: Floats, allowed: Bools, status_quo: Ints) -> Floats:
    """Return my utility (W,) of the best deal that settles something; -inf where there is none.

    Parameters
    ----------
    mine
        Contributions (W, I, K).
    allowed
        Options that may be signed (W, I, K).
    status_quo
        (W, I), -1 where failure lies off the scale.
    """
    open_to_me = np.where(allowed, mine, -np.inf)
    best = open_to_me.max(axis=-1)
    settling = np.where(np.arange(mine.shape[-1]) == status_quo[..., None], -np.inf, open_to_me).max(axis=-1)
    # Settling an issue costs nothing where its best option is off the status quo; one issue has to.
    reachable = np.isfinite(best).all(axis=-1) & np.isfinite(settling).any(axis=-1)
    loss = np.where(np.isfinite(settling), best - np.where(np.isfinite(settling), settling, 0.0), np.inf).min(axis=-1)
    total = np.cumsum(np.where(np.isfinite(best), best, 0.0), axis=-1)[:, -1]
    return np.where(reachable, total - np.where(reachable, loss, 0.0), -np.inf)


def _start(mine: Floats, theirs: Floats, allowed: Bools, status_quo: Ints) -> Ints:
    """Return my best allowed options (W, I) with the ties of `Trades.between`; 0 where none is allowed."""
    tied, close = allowed, TIE / (2 * allowed.shape[1])
    for values in (mine, theirs):
        ranked = np.where(tied, values, -np.inf)
        tied = tied & (ranked >= ranked.max(axis=-1, keepdims=True) - close)
    at_status_quo = np.take_along_axis(tied, np.maximum(status_quo, 0)[..., None], axis=-1)[..., 0]
    return np.where(at_status_quo & (status_quo >= 0), status_quo, tied.argmax(axis=-1))


def _paths(mine: Floats, theirs: Floats, allowed: Bools, status_quo: Ints, start: Ints) -> tuple[Ints, Ints]:
    """Return the options (W, I, H + 1) along each issue's hull, filled up with its last, and their steps (W, I)."""
    cost = np.take_along_axis(mine, start[..., None], axis=-1) - mine
    gain = np.where(allowed, theirs - np.take_along_axis(theirs, start[..., None], axis=-1), -np.inf)
    cost_fuzz = _ROUNDING * np.abs(np.where(allowed, mine, 0.0)).max(axis=-1, keepdims=True)
    gain_fuzz = _ROUNDING * np.abs(np.where(allowed, theirs, 0.0)).max(axis=-1, keepdims=True)
    rows, one = (start.size, mine.shape[-1]), (start.size, 1)
    vertices, length = upper_hulls(
        cost.reshape(rows), gain.reshape(rows), cost_fuzz.reshape(one), gain_fuzz.reshape(one)
    )
    vertices, length = vertices.reshape(*start.shape, vertices.shape[1]), length.reshape(start.shape)
    options = np.concatenate([start[..., None], vertices], axis=-1)
    last = np.take_along_axis(options, length[..., None], axis=-1)
    options = np.where(options < 0, last, options)
    # Of options that coincide the status quo stands for all.
    there = np.maximum(status_quo, 0)[..., None]
    same = (status_quo >= 0)[..., None] & np.take_along_axis(allowed, there, axis=-1)
    for values, fuzz in ((mine, cost_fuzz), (theirs, gain_fuzz)):
        reached = np.take_along_axis(values, options, axis=-1)
        same = same & (np.abs(reached - np.take_along_axis(values, there, axis=-1)) <= fuzz)
    return np.where(same, there, options), length
