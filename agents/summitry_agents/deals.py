"""What a deal is worth, who signs it and what it settles.

A deal is one option index per issue; failure to agree is no deal, and neither is a deal that leaves every issue at
its status quo. Every part of the simulator values deals through `utility` and compares them through `signs`, so
that two parts never disagree about a strict inequality by one rounding.
"""

import numpy as np
from numpy.typing import NDArray

from summitry_agents.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

MARGIN = 1e-9
"""A state signs only what it likes better than its reservation by more than this (DESIGN section 5)."""

TIE = 1e-12
"""Utilities that differ by no more than this count as equal."""

LISTED = 4096
"""Deals of one world, complete or partial, that are listed at most; a domain of no more combinations always can be."""


def few_deals(allowed: Bools, most: int = LISTED) -> Bools:
    """Tell in which worlds (W,) no more than so many deals can be made of the allowed options (W, I, K)."""
    return np.asarray(allowed.sum(axis=-1).astype(np.float64).prod(axis=-1) <= most)


def utility(contributions: Floats, deal: Ints, worlds: Ints | None = None) -> Floats:
    """Value the deal of each world: the sum over issues of the chosen contributions.

    Parameters
    ----------
    contributions
        Salience-weighted values, of one state (W, I, K) or of several (W, P, I, K).
    deal
        Option indices (W, I); every index must be one of the K options.
    worlds
        Which of the contributions are meant, where the deals (n, I) are those of some worlds (n,) only.

    Returns
    -------
    ndarray
        Utilities (W,) or (W, P).

    Notes
    -----
    The issues are added strictly one after the other. `ndarray.sum` adds in an order that depends on the memory
    layout and on the number of worlds; here the same world gives the same bits wherever it stands, and a sum built
    issue by issue elsewhere (`zone_of_two`) is the same number.

    Examples
    --------
    >>> values = np.array([[[0.0, 0.6], [0.1, 0.4]]])
    >>> utility(values, np.array([[1, 0]]))
    array([0.7])
    """
    there = np.arange(len(deal)) if worlds is None else worlds
    return (worth_to_several if contributions.ndim == 4 else worth_to_one)(contributions, deal, there)


@compiled("deals.worth_to_one", any_order=True)
def worth_to_one(contributions: Floats, deal: Ints, worlds: Ints) -> Floats:
    """Return (n,): what `utility` says of one state (W, I, K)."""
    # One issue at a time: for many worlds twice as fast as gathering all terms, and adding along the last axis.
    total: Floats = contributions[worlds, 0, deal[:, 0]]
    for issue in range(1, deal.shape[1]):
        total = total + contributions[worlds, issue, deal[:, issue]]
    return total


@compiled("deals.worth_to_several", any_order=True)
def worth_to_several(contributions: Floats, deal: Ints, worlds: Ints) -> Floats:
    """Return (n, P): what `utility` says of several states (W, P, I, K)."""
    total: Floats = contributions[worlds, :, 0, deal[:, 0]]
    for issue in range(1, deal.shape[1]):
        total = total + contributions[worlds, :, issue, deal[:, issue]]
    return total


def power(base: Floats, exponent: Floats | Ints) -> Floats:
    """Return base ** exponent, for arrays of one shape, to the bit the same for one world as for many.

    NumPy computes a square otherwise where it sees that the exponent is the same for all; one more element, with an
    exponent of its own, keeps it from that.
    """
    shape = np.shape(base)
    bases, exponents = np.append(base, 1.0), np.append(np.broadcast_to(exponent, shape), 0.5).astype(np.float64)
    return np.asarray(np.power(bases, exponents)[:-1].reshape(shape))


def signs(contributions: Floats, deal: Ints, threshold: Floats) -> Bools:
    """Tell which states sign: utility strictly above the threshold, which is reservation + `MARGIN`.

    Parameters
    ----------
    contributions
        (W, I, K) or (W, P, I, K).
    deal
        (W, I).
    threshold
        (W,) or (W, P).

    Returns
    -------
    ndarray of bool
        (W,) or (W, P).
    """
    return np.asarray(utility(contributions, deal) > threshold)


def crosses(barred: Bools, deal: Ints, worlds: Ints | None = None) -> Bools:
    """Tell whether deals cross a red line, or any other bar.

    Parameters
    ----------
    barred
        Options beyond it, of one state (W, I, K) or of several (W, P, I, K).
    deal
        (W, I).
    worlds
        Which of the bars are meant, where the deals (n, I) are those of some worlds (n,) only.

    Returns
    -------
    ndarray of bool
        (W,) or (W, P), or of those worlds.
    """
    there = np.arange(len(deal)) if worlds is None else worlds
    if barred.ndim == 3:
        return crosses_one(barred, deal, there)
    return np.stack([crosses_one(barred[:, p], deal, there) for p in range(barred.shape[1])], axis=1)


@compiled("deals.crosses_one", any_order=True)
def crosses_one(barred: Bools, deal: Ints, worlds: Ints) -> Bools:
    """Return (n,): what `crosses` says of one state (W, I, K)."""
    crossed: Bools = barred[worlds, 0, deal[:, 0]]
    for issue in range(1, deal.shape[1]):
        crossed = crossed | barred[worlds, issue, deal[:, issue]]
    return crossed


@compiled("deals.admissible", any_order=True)
def admissible(barred: Bools, status_quo: Ints, deal: Ints, worlds: Ints) -> Bools:
    """Return (n,): whether deals (n, I) cross no red line of one state (W, I, K) and settle something.

    Whose status quo is (W, I); the deals are those of some worlds (n,).
    """
    return np.asarray(settles_something(deal, status_quo[worlds]) & ~crosses_one(barred, deal, worlds))


def settled(deal: Ints, status_quo: Ints) -> Bools:
    """Tell which issues (W, I) the deal settles, that is, moves off their status quo.

    A status quo of -1 stands for failure that lies off the scale: every option of such an issue counts as settled.

    Examples
    --------
    >>> settled(np.array([[0, 2, 1]]), np.array([[0, 1, -1]]))
    array([[False,  True,  True]])
    """
    return np.asarray(deal != status_quo)


def settles_something(deal: Ints, status_quo: Ints) -> Bools:
    """Tell in which worlds (W,) the deal settles at least one issue; only then it is a deal."""
    if deal.shape == status_quo.shape and deal.ndim == 2:
        return differs(deal, status_quo)
    return np.asarray(settled(deal, status_quo).any(axis=-1))


@compiled("deals.differs", any_order=True)
def differs(deal: Ints, other: Ints) -> Bools:
    """Return (n,): whether deals (n, I) differ from others (n, I) on any issue."""
    return np.asarray((deal != other).any(axis=-1))
