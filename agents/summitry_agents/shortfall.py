"""What a deal lacks for a state that asks for more, and on which issue."""

import numpy as np

from summitry_agents.compiled import compiled
from summitry_agents.deals import Bools, Floats, Ints, crosses_one, worth_to_one


@compiled("shortfall.shortfall", any_order=True)
def shortfall(asked: Floats, contributions: Floats, barred: Bools, deal: Ints, worlds: Ints) -> Floats:
    """Return (n,): what deals are worth less than is asked; infinite where they cross a red line.

    Parameters
    ----------
    asked
        (n,) utility.
    contributions, barred
        (W, I, K) of the state.
    deal, worlds
        (n, I) and (n,).
    """
    lacks = np.maximum(asked - worth_to_one(contributions, deal, worlds), 0.0)
    lacks[crosses_one(barred, deal, worlds)] = np.inf
    return np.asarray(lacks)


@compiled("shortfall.farthest", any_order=True)
def farthest(contributions: Floats, barred: Bools, open_: Bools, deal: Ints, worlds: Ints) -> Ints:
    """Return (n,): the issue that crosses a red line or, where none does, that is farthest from what a state wants.

    Parameters
    ----------
    contributions, barred, open_
        (W, I, K) of the state, and what is open.
    deal, worlds
        (n, I) and (n,).
    """
    at = (worlds[:, None], np.arange(deal.shape[1]), deal)
    best = np.where(open_[worlds] & ~barred[worlds], contributions[worlds], -np.inf).max(axis=-1)
    missed = np.where(np.isfinite(best), best - contributions[at], 0.0)
    return np.asarray(np.where(barred[at], np.inf, missed).argmax(axis=-1))
