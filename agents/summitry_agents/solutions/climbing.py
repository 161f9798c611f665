"""Local search: change one issue at a time for as long as that makes a better deal."""

from __future__ import annotations

import numpy as np

from summitry_agents.deals import MARGIN, Ints, utility
from summitry_agents.solutions.bargain import Bargain
from summitry_agents.solutions.objectives import Objective, first_best, outranks

MOST_CHANGES = 30
"""Changes of one deal after which the search ends."""


def climb(bargain: Bargain, objective: Objective, deal: Ints) -> Ints:
    """Change the one issue that makes each deal best, again and again.

    Parameters
    ----------
    deal
        (W, I) allowed options to start from, in the zone or not.

    Returns
    -------
    ndarray of int
        Deals (W, I) that lie in the zone and that no change of a single issue makes better, unless the changes are
        spent; the same where neither the deal nor any such change of it lies in the zone.

    Notes
    -----
    O(W P I K) time and memory for each change. Among changes equally good the lower issue and option is taken.
    """
    deal = deal.copy()
    levels = np.where(bargain.in_zone(deal)[:, None], objective.levels(bargain.gains(deal)), -np.inf)
    climbing = np.arange(len(deal))
    for _ in range(MOST_CHANGES):
        if not climbing.size:
            break
        here, now = bargain.of(climbing), deal[climbing]
        changed, reached = _best_change(here, objective, now)
        better = outranks(reached, levels[climbing])
        climbing = climbing[better]
        deal[climbing], levels[climbing] = changed[better], reached[better]
    return deal


def _best_change(bargain: Bargain, objective: Objective, deal: Ints) -> tuple[Ints, np.ndarray]:
    """Return the best deals (W, I) of the zone one change away, and their levels (W, L): -inf where there is none."""
    values = bargain.contributions
    worlds, states, issues, options = values.shape
    change = values - np.take_along_axis(values, deal[:, None, :, None], axis=-1)
    surplus = (utility(values, deal) - bargain.reservation)[..., None, None] + change
    off = deal != bargain.status_quo
    elsewhere = off.sum(axis=-1, keepdims=True) - off > 0
    settles = elsewhere[..., None] | (np.arange(options) != bargain.status_quo[..., None])
    # Sums built from a change differ by rounding from those of `utility`, which has the last word below.
    may = bargain.allowed & settles & (surplus > MARGIN).all(axis=1)
    gains = np.moveaxis(surplus / bargain.unit[..., None, None], 1, -1).reshape(worlds, issues * options, states)
    index, levels = first_best(objective.levels(gains), may.reshape(worlds, -1))
    issue, option = np.divmod(index, options)
    changed = deal.copy()
    some = np.flatnonzero(may.any(axis=(1, 2)))
    changed[some, issue[some]] = option[some]
    real = bargain.in_zone(changed)[:, None] & (levels > -np.inf)
    return changed, np.where(real, objective.levels(bargain.gains(changed)), -np.inf)
