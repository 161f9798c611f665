"""Changing one issue of a deal so that it comes nearest to being one that passes (`summitry_agents.smallest_change`).

What states lack by a deal is judged in turn by whether several of them block, by what the blocker lacks, and by who
it is.
"""

import numpy as np

from summitry_agents.compiled import compiled
from summitry_agents.deals import TIE, Bools, Floats, Ints
from summitry_agents.preferences import is_status_quo

Judged = tuple[Bools, Floats, Ints]
"""Whether several block, what the blocker lacks, and who it is; of any one shape."""


def needing_all(lacks: Floats) -> Judged:
    """Judge what the states lack (..., P) where a deal needs everybody: who lacks most blocks, the first of equals."""
    most = lacks.max(axis=-1)
    return (lacks >= 0).sum(axis=-1) > 1, most, (lacks == most[..., None]).argmax(axis=-1)


def lacks_after_change(values: Floats, threshold: Floats, worlds: Ints, deal: Ints) -> Floats:
    """Return (n, I, K, P): what each state would lack if one issue of the deals (n, I) were changed to one option.

    Parameters
    ----------
    values
        (W, P, I, K) what options bring, minus infinity beyond a state's red lines.
    threshold
        (W, P) what a deal must exceed.
    worlds, deal
        (n,) which worlds are meant, and (n, I) the deals.
    """
    here = values[worlds]
    # What the issues before and after bring: of a single issue nothing, so that all is as without a change to the bit.
    brings = np.pad(np.take_along_axis(here, deal[:, None, :, None], axis=-1)[..., 0], ((0, 0), (0, 0), (1, 1)))
    elsewhere = np.cumsum(brings[..., :-2], axis=-1) + np.cumsum(brings[..., :1:-1], axis=-1)[..., ::-1]
    return np.moveaxis((threshold[worlds, :, None] - elsewhere)[..., None] - here, 1, -1)


def nearest_change(judged: Judged, allowed: Bools, status_quo: Ints, deal: Ints) -> Ints:
    """Return deals (n, I) changed on the one issue, to the allowed option, that is judged nearest; ties to the first.

    A change may be none, but what comes of it settles something.

    Parameters
    ----------
    judged
        (n, I, K) each, of every change.
    allowed
        (n, I, K).
    status_quo, deal
        (n, I).
    """
    options = allowed.shape[-1]
    off = deal != status_quo
    settled_elsewhere = off.sum(axis=-1, keepdims=True) - off > 0
    tied = allowed & (settled_elsewhere[..., None] | ~is_status_quo(status_quo, options))
    for column in judged:
        here = np.where(tied, column, np.inf)
        tied = tied & (here <= here.min(axis=(1, 2), keepdims=True) + TIE)
    issue, option = np.divmod(tied.reshape(len(deal), off.shape[1] * options).argmax(axis=-1), options)
    changed = deal.copy()
    changed[np.arange(len(deal)), issue] = option
    return changed


@compiled("changes.nearest_change_needing_all")
def nearest_change_needing_all(
    values: Floats, threshold: Floats, allowed: Bools, status_quo: Ints, worlds: Ints, deal: Ints
) -> Ints:
    """Return the `nearest_change` of deals (n, I) that need everybody, as `needing_all` judges.

    What is allowed (W, I, K) and what stands (W, I), like the rest, is that of all worlds; some of them are meant.
    """
    judged = needing_all(lacks_after_change(values, threshold, worlds, deal))
    return nearest_change(judged, allowed[worlds], status_quo[worlds], deal)
