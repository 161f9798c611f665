"""Which demand to make when one does not know what the others would rather walk away from."""

from __future__ import annotations

from itertools import product

import numpy as np

from summitry_agents.brief import Brief
from summitry_agents.deal_list import DealList
from summitry_agents.deals import MARGIN, TIE, Floats, Ints, utility
from summitry_agents.offers import Offers

ASPIRATIONS = 101
"""How finely demands are laid between the reservation and the best deal where there are too many deals to list."""

_MOST_CELLS = 1 << 21
"""Chances (worlds x deals), or answers (worlds x deals x hypotheses), that are weighed at a time."""


def best_gambles(brief: Brief) -> Ints:
    """Return (W, I): the deal with the largest expected gain for an envoy in every world; -1 where it would sign none.

    The expected gain is (own utility - reservation) x chance that the deal passes: failure brings nothing. All deals
    are weighed where they can be listed, else those logrolled at 101 aspirations between the best deal and the
    reservation. Of deals with the same expected gain the one with the larger gain is taken, then the first.

    Notes
    -----
    O(W N log H) for N listed deals and H hypotheses, besides one sort of the hypotheses a deal; O(W I K + W H I) an
    aspiration otherwise.
    """
    worlds = np.arange(len(brief.open))
    listed = DealList.of(brief)
    if listed is not None:
        size = max(_MOST_CELLS // listed.size, 1)
        batches = [_listed(brief, listed, worlds[start : start + size]) for start in range(0, len(worlds), size)]
    else:
        offers = Offers(brief)
        size = max(_MOST_CELLS // (ASPIRATIONS * brief.picture.could.size), 1)
        batches = [_logrolled(brief, offers, worlds[start : start + size]) for start in range(0, len(worlds), size)]
    return np.concatenate(batches)


def chance_of_passing(brief: Brief, worlds: Ints, yes: Floats) -> Floats:
    """Return (n, N): how likely deals pass, if the others say yes with chances (n, Q, N), each on its own.

    Under unanimity the product of the chances; else the sum over all combinations of yes and no that pass, 2 ** Q.
    """
    if brief.rule.is_unanimity:
        return np.asarray(np.multiply.reduce(yes, axis=1))
    others = brief.picture.others
    total = np.zeros((yes.shape[0], yes.shape[2]))
    for answers in product((False, True), repeat=len(others)):
        votes = np.zeros((len(worlds), len(others) + 1), dtype=bool)
        votes[:, others], votes[:, brief.place] = answers, True
        passes = brief.rule.wins(worlds, votes)
        if passes.any():
            chance = np.ones_like(total)
            for other, answer in enumerate(answers):
                chance *= yes[:, other] if answer else 1.0 - yes[:, other]
            total += np.where(passes[:, None], chance, 0.0)
    return total


def _listed(brief: Brief, listed: DealList, worlds: Ints) -> Ints:
    own, picture = brief.preferences, brief.picture
    gain = listed.utility(own.contributions[worlds]) - own.reservation[worlds, None]
    signs = listed.within(brief.allowed[worlds], own.status_quo[worlds]) & (gain >= -MARGIN)
    others = range(len(picture.others))
    yes = np.stack([picture.chances_of_yes(worlds, other, listed.deals) for other in others], axis=1)
    best = _best(np.where(signs, gain, -np.inf), chance_of_passing(brief, worlds, yes))
    return np.where(best[:, None] >= 0, listed.deals[best], -1)


def _logrolled(brief: Brief, offers: Offers, worlds: Ints) -> Ints:
    own, picture = brief.preferences, brief.picture
    lowest = own.reservation[worlds]
    best = offers.best(worlds)
    shares = np.linspace(0.0, 1.0, ASPIRATIONS)
    found = [offers.worth(worlds, lowest + share * np.maximum(best - lowest, 0.0)) for share in shares]
    possible = np.stack([offer.possible for offer in found], axis=1)
    deals = np.maximum(np.stack([offer.deal for offer in found], axis=1), 0)
    # One row for each world and aspiration.
    row, flat = np.repeat(worlds, ASPIRATIONS), deals.reshape(-1, deals.shape[2])
    gain = (utility(own.contributions[row], flat) - own.reservation[row]).reshape(possible.shape)
    others = range(len(picture.others))
    yes = np.stack([picture.chance_of_yes(row, other, flat).reshape(possible.shape) for other in others], axis=1)
    signs = possible & (gain >= -MARGIN)
    chosen = _best(np.where(signs, gain, -np.inf), chance_of_passing(brief, worlds, yes))
    return np.where(chosen[:, None] >= 0, deals[np.arange(len(worlds)), chosen], -1)


def _best(gain: Floats, chance: Floats) -> Ints:
    """Return (n,): which of N deals has the largest gain x chance (n, N); -1 where the gain of all is -inf."""
    possible = gain > -np.inf
    worth = np.where(possible, np.where(possible, gain, 0.0) * chance, -np.inf)
    tied = worth >= worth.max(axis=1, keepdims=True) - TIE
    best = np.where(tied, gain, -np.inf).argmax(axis=1)
    return np.where(possible.any(axis=1), best, -1)
