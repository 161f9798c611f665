"""The deals that are best by a weighted sum of the states' wishes, which falls apart by issue."""

from __future__ import annotations

import numpy as np

from summitry_agents.compiled import compiled
from summitry_agents.deals import TIE, Bools, Floats, Ints, settles_something
from summitry_agents.preferences import is_status_quo


def weighted(contributions: Floats, weights: Floats) -> Floats:
    """Return (W, I, K): contributions (W, P, I, K) added up over the states, one after the other, by weight (W, P)."""
    joint = weights[:, 0, None, None] * contributions[:, 0]
    for state in range(1, contributions.shape[1]):
        joint += weights[:, state, None, None] * contributions[:, state]
    return np.asarray(joint)


@compiled("weighted.best_settling_deal")
def best_settling_deal(contributions: Floats, weights: Floats, allowed: Bools, status_quo: Ints) -> Ints:
    """Return the deals (W, I) with the largest weighted sum that settle something; -1 where there is none.

    Ties go to the lower option of an issue, and to the first issue where one has to leave its status quo.

    Parameters
    ----------
    contributions, weights
        (W, P, I, K) and (W, P).
    allowed, status_quo
        (W, I, K) and (W, I), -1 where failure lies off the scale.
    """
    ranked = np.where(allowed, weighted(contributions, weights), -np.inf)
    settling = np.where(is_status_quo(status_quo, allowed.shape[-1]), -np.inf, ranked)
    found = np.full(status_quo.shape, -1)
    some = np.flatnonzero(allowed.any(axis=-1).all(axis=-1) & (settling > -np.inf).any(axis=(1, 2)))
    ranked, settling = ranked[some], settling[some]
    deal = ranked.argmax(axis=-1)
    issue = (ranked.max(axis=-1) - settling.max(axis=-1)).argmin(axis=-1)
    defers = np.flatnonzero(~settles_something(deal, status_quo[some]))
    deal[defers, issue[defers]] = settling[defers, issue[defers]].argmax(axis=-1)
    found[some] = deal
    return found


@compiled("weighted.heaviest_deal")
def heaviest_deal(contributions: Floats, weights: Floats, allowed: Bools, status_quo: Ints) -> tuple[Ints, Floats]:
    """Return the deals (W, I) with the largest weighted sum, and (W, I) what each issue adds to it.

    Sums that differ by less than `TIE` over all issues are equal: these go to the status quo, then to the lower option.

    Parameters
    ----------
    contributions, weights
        (W, P, I, K) and (W, P).
    allowed, status_quo
        (W, I, K), an option on every issue; and (W, I), -1 where failure lies off the scale.
    """
    joint = np.where(allowed, weighted(contributions, weights), -np.inf)
    best = joint.max(axis=-1)
    close = TIE / (2 * best.shape[1])
    deal = (joint >= best[..., None] - close).argmax(axis=-1)
    standing = np.take_along_axis(joint, np.maximum(status_quo, 0)[..., None], axis=-1)[..., 0]
    keeps = (status_quo >= 0) & (standing >= best - close)
    return np.where(keeps, status_quo, deal), best
