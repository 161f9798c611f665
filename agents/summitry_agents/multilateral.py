"""Logrolling with several others at once: offers that all of them may sign."""

import numpy as np

from summitry_agents.deals import MARGIN, Bools, Floats, Ints, settles_something, utility
from summitry_agents.logrolling import Offer, Trades

TRIES = 6
"""Offers weighed before the best of them is made."""


def offer_to_all(mine: Floats, theirs: Floats, needs: Floats, allowed: Bools, status_quo: Ints, floor: Floats) -> Offer:
    """Find deals with a large sum of their gains, which respect what each of them needs where one is found.

    Parameters
    ----------
    mine
        My contributions (n, I, K).
    theirs
        What the contributions of the Q others are believed to be (n, Q, I, K).
    needs
        Their believed reservations (n, Q); a need is met by a utility above it by more than `MARGIN`.
    allowed, status_quo
        (n, I, K) and (n, I), as in `Trades.between`.
    floor
        What the deal must be worth to me (n,), as in `Trades.offer`.

    Returns
    -------
    Offer
        `theirs` is the sum of the others' utilities.

    Notes
    -----
    The first try is the deal of `Trades` for the plain sum, with its gap of at most one hull step; with one other it
    is the answer. While needs stay unmet, the weights of those who lack something are doubled and the trades sorted
    anew, `TRIES` times in all. The first offer that meets all needs is kept, else the one whose largest shortfall is
    smallest. This is a heuristic: it may miss a deal that meets all needs.
    """
    worlds, others = needs.shape
    weights = np.ones((worlds, others))
    smallest = np.full(worlds, np.inf)
    deal = np.full(status_quo.shape, -1)
    mine_is, theirs_is = np.full(worlds, -np.inf), np.full(worlds, -np.inf)
    trying = np.arange(worlds)
    for _ in range(TRIES):
        joint = (weights[trying][..., None, None] * theirs[trying]).sum(axis=1)
        trades = Trades.between(mine[trying], joint, allowed[trying], status_quo[trying])
        offer = trades.offer(np.arange(len(trying)), floor[trying])
        got = utility(theirs[trying], offer.deal)
        missing = needs[trying] + MARGIN - got
        unmet = missing >= 0
        shortfall = np.where(unmet, missing, -1.0).max(axis=-1)
        better = offer.possible & (shortfall < smallest[trying])
        kept = trying[better]
        smallest[kept] = shortfall[better]
        deal[kept], mine_is[kept], theirs_is[kept] = offer.deal[better], offer.mine[better], got[better].sum(axis=-1)
        # Doubling the weights of all would change nothing.
        helps = offer.possible & unmet.any(axis=-1) & ~unmet.all(axis=-1)
        weights[trying] *= np.where(unmet, 2.0, 1.0)
        trying = trying[helps]
        if not trying.size:
            break
    return Offer(deal=deal, mine=mine_is, theirs=theirs_is, possible=smallest < np.inf)


def best_for_all(mine: Floats, theirs: Floats, needs: Floats, allowed: Bools, status_quo: Ints, floor: Floats) -> Offer:
    """Find deals as good for me as can be found, that give each of them what it needs; parameters as `offer_to_all`.

    A need of -inf is met by anything. Returns no offer where no deal is found above the floor that meets all needs.

    Notes
    -----
    With fixed weights of the others, `Trades` walks from my best deal towards theirs; the walk is cut off, by
    bisection, as early as all needs are met. As in `offer_to_all`, the weights of those who lack something at its end
    are doubled and the trades sorted anew, `TRIES` times in all; of the deals found the best for me is kept. This is
    a heuristic: it may miss a deal. With one issue, and others who all want to move one way, it finds the best one.
    """
    worlds = len(needs)
    weights = np.where(np.isfinite(needs), 1.0, 0.0)
    deal = np.full(status_quo.shape, -1)
    mine_is, theirs_is = np.full(worlds, -np.inf), np.full(worlds, -np.inf)
    trying = np.arange(worlds)
    for _ in range(TRIES):
        joint = np.cumsum(weights[trying][..., None, None] * theirs[trying], axis=1)[:, -1]
        trades = Trades.between(mine[trying], joint, allowed[trying], status_quo[trying])
        text, lacking = _first_that_meets(trades, theirs[trying], needs[trying], floor[trying])
        worth = np.where(text[:, 0] >= 0, utility(mine[trying], np.maximum(text, 0)), -np.inf)
        better = worth > mine_is[trying]
        kept = trying[better]
        deal[kept], mine_is[kept] = text[better], worth[better]
        theirs_is[kept] = np.cumsum(utility(theirs[kept], text[better]), axis=-1)[:, -1]
        helps = lacking.any(axis=-1) & ~lacking.all(axis=-1)
        weights[trying] *= np.where(lacking, 2.0, 1.0)
        trying = trying[helps]
        if not trying.size:
            break
    return Offer(deal=deal, mine=mine_is, theirs=theirs_is, possible=mine_is > -np.inf)


def _first_that_meets(trades: Trades, theirs: Floats, needs: Floats, floor: Floats) -> tuple[Ints, Bools]:
    """Return the first deals (n, I) on the walks of trades that meet all needs, -1 where none does above the floor.

    And who lacks something (n, Q) where the walk ends, at the floor. Needs are taken to be met from some step on.
    """
    every = np.arange(len(needs))

    def look(those: Ints, steps: Ints) -> tuple[Ints, Bools]:
        text = trades.deal_after(those, steps)
        unmet = ~(utility(theirs[those], text) > needs[those] + MARGIN)
        return text, unmet | ~settles_something(text, trades.status_quo[those])[:, None]

    end = trades.affordable(every, floor)
    text, lacking = look(every, end)
    possible = (trades.best > -np.inf) & (trades.best >= floor)
    found = np.flatnonzero(possible & ~lacking.any(axis=-1))
    low, high = np.full(found.size, -1), end[found]
    while (high - low > 1).any():
        middle = (low + high) // 2
        _, unmet = look(found, np.maximum(middle, 0))
        meets = ~unmet.any(axis=-1) & (middle >= 0)
        low, high = np.where(meets, low, middle), np.where(meets, middle, high)
    text = np.full(text.shape, -1)
    text[found] = look(found, high)[0]
    return text, lacking & possible[:, None]
