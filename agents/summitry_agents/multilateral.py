"""Logrolling with several others at once: offers that all of them may sign."""

import numpy as np

from summitry_agents.deals import MARGIN, Bools, Floats, Ints, utility
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
    return Offer(deal=deal, mine=mine_is, theirs=theirs_is, possible=smallest < np.inf)
