"""Is there a zone between two states? A knapsack: greedy deals and bounds first, then exact search.

Maximise what one state gets among the deals that the other signs. The logrolled deal (`Trades`) settles most worlds
one way, the bound by the slope of its first unaffordable step the other way; that bound is the optimum of the linear
relaxation (Sinha and Zoltners 1979) in the form of a Lagrangian, so that its proof rests on weak duality alone.
"""

import numpy as np

from summitry_agents.deals import TIE, Bools, Floats, Ints, signs
from summitry_agents.exact_search import ROUNDING, search_exactly
from summitry_agents.logrolling import Trades
from summitry_agents.verdict import Zone


def search_two(contributions: Floats, allowed: Bools, threshold: Floats, status_quo: Ints, node_limit: int) -> Zone:
    """Look for deals that both states sign, whether they settle something or not.

    Parameters
    ----------
    contributions, allowed, status_quo
        (W, 2, I, K), (W, I, K) and (W, I).
    threshold
        Reservation + `MARGIN` (W, 2); each state's best deal must lie above it.
    node_limit
        As in `search_exactly`, which takes the worlds that bounds and greedy deals leave open, one by one.
    """
    zone = Zone.undecided(*status_quo.shape)
    weights = np.empty_like(threshold)
    for mine, theirs in ((0, 1), (1, 0)):
        worlds = zone.open
        values, least = contributions[worlds], threshold[worlds]
        trades = Trades.between(values[:, mine], values[:, theirs], allowed[worlds], status_quo[worlds])
        everywhere, floor = np.arange(len(worlds)), least[:, mine] + 2 * TIE
        offer = trades.offer(everywhere, floor)
        both = signs(values, offer.deal, least).all(axis=-1)
        zone.witness(worlds, offer.deal, offer.possible & both)
        lost, won = trades.next_step(everywhere, floor)
        weights[worlds, mine] = np.divide(won, lost + won, out=np.full_like(won, 0.5), where=lost + won > 0)
        weights[worlds, theirs] = 1.0 - weights[worlds, mine]
        joint = (weights[worlds][..., None, None] * values).sum(axis=1)
        most = np.where(allowed[worlds], joint, -np.inf).max(axis=-1).sum(axis=-1)
        zone.rule_out(worlds[most - (weights[worlds] * least).sum(axis=-1) < -ROUNDING])
    for world in zone.open:
        zone.decide(
            world,
            *search_exactly(contributions[world], allowed[world], threshold[world], weights[world], node_limit),
        )
    return zone
