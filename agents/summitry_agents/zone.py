"""Does a zone of possible agreement exist: a deal that every state likes better than its reservation?"""

import numpy as np
from numpy.typing import NDArray

from summitry_agents.compiled import compiled
from summitry_agents.deals import LISTED, MARGIN, Bools, Floats, Ints, few_deals, settles_something, signs
from summitry_agents.verdict import Verdict, Zone
from summitry_agents.zone_of_many import mend, search_many
from summitry_agents.zone_of_two import search_two

__all__ = ["Verdict", "Zone", "find_zone", "zone_verdict"]


def find_zone(
    contributions: Floats, allowed: Bools, reservation: Floats, status_quo: Ints, node_limit: int = 100_000
) -> Zone:
    """Look in every world for a deal that settles something and that every state signs.

    Parameters
    ----------
    contributions
        Salience-weighted values (W, P, I, K) of P >= 1 states, finite also where an option is not allowed.
    allowed
        Options (W, I, K) that no state's red line bars; padded ones may not.
    reservation
        What a deal must exceed by `MARGIN` (W, P); any number, also infinite, but not NaN.
    status_quo
        (W, I), -1 where failure lies off the scale.
    node_limit
        Partial deals formed at one issue in one world before a world may be left undecided. A world that needs this
        many takes a second or two.

    Returns
    -------
    Zone
        EXISTS with a witness that satisfies the strict inequalities by `utility`; NONE where it is proven that there
        is none; UNDECIDED else. The verdicts of a world depend on no other world.

    Raises
    ------
    ValueError
        If a reservation is NaN.

    Notes
    -----
    The bounds and greedy deals of `search_two` and `search_many` decide most worlds, all at once; the rest are
    searched one at a time.

    A deal of the zone settles something of itself, unless the status quo of all issues lies in the zone, that is,
    the reservations lie below what failure is worth. There single-issue changes are tried first, and then each issue
    in turn is forced away from its status quo.
    """
    if np.isnan(reservation).any():
        raise ValueError("find_zone: a reservation is NaN")
    # Below what the worst deal is worth all thresholds mean the same; this one keeps sums finite.
    worst = np.where(allowed[:, None], contributions, np.inf).min(axis=-1).sum(axis=-1)
    threshold = np.maximum(reservation + MARGIN, worst - 1.0)
    at_status_quo = np.take_along_axis(allowed, np.maximum(status_quo, 0)[..., None], axis=-1)[..., 0]
    deferrable = (at_status_quo & (status_quo >= 0)).all(axis=-1)
    deferrable &= signs(contributions, np.maximum(status_quo, 0), threshold).all(axis=-1)
    zone = Zone.undecided(*status_quo.shape)
    for worlds, search in ((np.flatnonzero(~deferrable), _search), (np.flatnonzero(deferrable), _search_settling)):
        if worlds.size:
            zone.take(
                worlds,
                search(contributions[worlds], allowed[worlds], threshold[worlds], status_quo[worlds], node_limit),
            )
    return zone


def zone_verdict(contributions: Floats, allowed: Bools, reservation: Floats, status_quo: Ints) -> NDArray[np.int8]:
    """Return (W,) a `Verdict`: what `find_zone` says, where no witness is asked for."""
    few = few_deals(allowed, LISTED)
    if not few.any():
        return find_zone(contributions, allowed, reservation, status_quo).verdict
    verdict = np.empty(len(few), dtype=np.int8)
    verdict[~few] = find_zone(contributions[~few], allowed[~few], reservation[~few], status_quo[~few]).verdict
    found = any_deal(contributions[few], allowed[few], reservation[few], status_quo[few])
    verdict[few] = np.where(found, Verdict.EXISTS, Verdict.NONE)
    return verdict


@compiled("sums.any_deal")
def any_deal(contributions: Floats, allowed: Bools, reservation: Floats, status_quo: Ints) -> Bools:
    """Return (W,): whether there is a zone, in worlds that have no more than `LISTED` deals.

    Found as in any world, where its limit is far away; a kernel goes through the deals of one world after another.
    """
    return np.asarray(find_zone(contributions, allowed, reservation, status_quo).verdict == Verdict.EXISTS)


def _search(contributions: Floats, allowed: Bools, threshold: Floats, status_quo: Ints, node_limit: int) -> Zone:
    """Look for deals that all states sign, whether they settle something or not."""
    zone = Zone.undecided(*status_quo.shape)
    favourite = np.where(allowed[:, None], contributions, -np.inf).max(axis=-1)
    best = np.cumsum(favourite, axis=-1)[..., -1]
    zone.rule_out(np.flatnonzero((best <= threshold).any(axis=-1)))
    worlds = zone.open
    of_these = contributions[worlds], allowed[worlds], threshold[worlds]
    if contributions.shape[1] == 2:
        zone.take(worlds, search_two(*of_these, status_quo[worlds], node_limit))
    else:
        zone.take(worlds, search_many(*of_these, node_limit))
    return zone


def _search_settling(
    contributions: Floats, allowed: Bools, threshold: Floats, status_quo: Ints, node_limit: int
) -> Zone:
    """Look for deals that settle something, in worlds where the status quo of all issues lies in the zone."""
    zone = Zone.undecided(*status_quo.shape)
    everywhere = np.arange(len(status_quo))
    free = allowed.copy()
    np.put_along_axis(free, status_quo[..., None], values=False, axis=-1)
    changed = mend(contributions, free, status_quo, threshold, np.ones_like(threshold))
    signed = signs(contributions, changed, threshold).all(axis=-1)
    zone.witness(everywhere, changed, signed & settles_something(changed, status_quo))
    in_doubt = np.zeros(len(status_quo), dtype=bool)
    for issue in range(status_quo.shape[1]):
        worlds = zone.open
        forced = allowed[worlds]
        forced[:, issue] = free[worlds, issue]
        found = _search(contributions[worlds], forced, threshold[worlds], status_quo[worlds], node_limit)
        zone.witness(worlds, found.deal, found.verdict == Verdict.EXISTS)
        in_doubt[worlds] |= found.verdict == Verdict.UNDECIDED
    zone.rule_out(zone.open[~in_doubt[zone.open]])
    return zone
