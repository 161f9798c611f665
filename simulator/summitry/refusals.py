"""How near talks came to a deal, and who stood in its way."""

from __future__ import annotations

import numpy as np

from summitry.baskets import Basket
from summitry.protocols.protocol import Exchange
from summitry.scenario.linkages import Layout
from summitry_agents.deals import Bools, Floats, Ints
from summitry_agents.decision_rule import DecisionRule, winning_prefix


class Refusals:
    """The offer, or draft, that came nearest to a deal in each of W worlds, and what it lacked.

    An offer lacks, for each state, what that insisted on in the round beyond what the offer is worth to it. It would
    have been a deal if those who lack least, as many as the rule needs, had asked for so much less: the last of them
    blocks, and what it lacks is the smallest change that would have made that offer a deal. An offer beyond a state's
    red line lacks something that no number makes up for.

    Parameters
    ----------
    rule
        Whose yes a deal needs.
    worlds
        W.

    Attributes
    ----------
    change
        (W,) what the blocker lacked, in utility; infinite where no offer was made or all crossed its red lines.
    state
        (W,) who blocked; -1 where no offer was made.
    issue
        (W,) the issue of the file on which it was left farthest from what it wants, or that crossed its red line.
    """

    def __init__(self, rule: DecisionRule, worlds: int) -> None:
        self._rule = rule
        self.change: Floats = np.full(worlds, np.inf)
        self.state: Ints = np.full(worlds, -1)
        self.issue: Ints = np.full(worlds, -1)

    def note(self, basket: Basket, exchange: Exchange, layout: Layout) -> None:
        """Look at the offers of a round that became no deal."""
        states = exchange.offers.shape[1]
        texts = [(p, exchange.offers[:, p]) for p in range(states)]
        if exchange.speaker.max(initial=-1) < 0:
            texts.append((-1, exchange.deal))
        for speaker, text in texts:
            open_ = ~exchange.agreed & (text[:, 0] >= 0)
            if open_.any():
                self._weigh(basket, exchange, layout, speaker, text, open_)

    def _weigh(self, basket: Basket, exchange: Exchange, layout: Layout, speaker: int, text: Ints, made: Bools) -> None:
        worlds, deal, insists = exchange.worlds[made], text[made], exchange.aspiration[made]
        envoys = basket.protocol.table.envoys
        lacks = np.full((len(worlds), len(envoys)), -np.inf)
        for p, envoy in enumerate(envoys):
            if p == speaker:
                continue
            wants = envoy.brief.preferences
            asked = np.where(np.isnan(insists[:, p]), wants.reservation[worlds], insists[:, p])
            lacks[:, p] = np.maximum(asked - wants.utility(worlds, deal), 0.0)
            barred = np.take_along_axis(wants.barred[worlds], deal[..., None], axis=-1)[..., 0]
            lacks[barred.any(axis=-1), p] = np.inf
        order = np.argsort(lacks, axis=1, kind="stable")
        needed = np.minimum(winning_prefix(self._rule, worlds, order), len(envoys)) - 1
        every = np.arange(len(worlds))
        blocker = order[every, needed]
        change = lacks[every, blocker]
        nearer = (change < self.change[worlds]) | (self.state[worlds] < 0)
        for p, envoy in enumerate(envoys):
            those = np.flatnonzero(nearer & (blocker == p))
            if those.size:
                there = worlds[those]
                wants = envoy.brief.preferences
                self.state[there], self.change[there] = p, change[those]
                column = farthest(wants.contributions[there], wants.barred[there], envoy.brief.open[there], deal[those])
                first = np.array([layout.members[issue][0] for issue in basket.issues])
                self.issue[there] = first[column]


def farthest(contributions: Floats, barred: Bools, open_: Bools, deal: Ints) -> Ints:
    """Return (n,): the issue that crosses a red line or, where none does, that is farthest from what a state wants.

    Parameters
    ----------
    contributions, barred, open_
        (n, I, K) of the state, and what is open.
    deal
        (n, I).
    """
    got = np.take_along_axis(contributions, deal[..., None], axis=-1)[..., 0]
    crossed = np.take_along_axis(barred, deal[..., None], axis=-1)[..., 0]
    best = np.where(open_ & ~barred, contributions, -np.inf).max(axis=-1)
    missed = np.where(np.isfinite(best), best - got, 0.0)
    return np.asarray(np.where(crossed, np.inf, missed).argmax(axis=-1))
