"""How near talks came to a deal, and who stood in its way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from summitry.protocols.protocol import Exchange
from summitry.scenario.linkages import Layout
from summitry.talks.baskets import Basket
from summitry_agents.deals import MARGIN, Bools, Floats, Ints
from summitry_agents.decision_rule import DecisionRule, winning_prefix
from summitry_agents.preferences import Preferences
from summitry_agents.shortfall import farthest, shortfall
from summitry_agents.turn import those_of


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
        envoys = basket.protocol.table.envoys
        wants = [envoy.brief.preferences for envoy in envoys]
        texts = [(p, exchange.offers[:, p]) for p in range(len(envoys))]
        if exchange.speaker.max(initial=-1) < 0:
            texts.append((-1, exchange.deal))
        files = layout.first[basket.issues]
        for speaker, text in texts:
            those = those_of(~exchange.agreed & (text[:, 0] >= 0))
            if those is not None:
                worlds, asked = exchange.worlds[those], exchange.aspiration[those]
                silent = np.isnan(asked)
                if silent.any():
                    asked = np.where(silent, np.stack([whole.reservation[worlds] for whole in wants]).T, asked)
                self._weigh(worlds, text[those], asked, wants, envoys[0].brief.open, files, speaker)

    def note_leaders(
        self, worlds: Ints, terms: Ints, wants: Sequence[Preferences], open_: Bools, layout: Layout
    ) -> None:
        """Look at texts (n, J) that leaders refused in the worlds (n,): they ask for what they would sign above."""
        asked = np.stack([whole.reservation[worlds] + 2 * MARGIN for whole in wants], axis=1)
        self._weigh(worlds, terms, asked, wants, open_, layout.first)

    def _weigh(
        self,
        worlds: Ints,
        deal: Ints,
        asked: Floats,
        wants: Sequence[Preferences],
        open_: Bools,
        files: Ints,
        speaker: int = -1,
    ) -> None:
        """Note what deals (n, J) lack that are worth less than is asked (n, P), where they come nearer than others did.

        What is open is (W, J, K); `files` (J,) are the issues of the file.
        """
        lacks = np.full(asked.shape[::-1], -np.inf).T
        for p, whole in enumerate(wants):
            if p != speaker:
                lacks[:, p] = shortfall(asked[:, p], whole.contributions, whole.barred, deal, worlds)
        blocker = self._last_needed(worlds, lacks)
        change = lacks[np.arange(len(worlds)), blocker]
        nearer = (change < self.change[worlds]) | (self.state[worlds] < 0)
        for p, whole in enumerate(wants):
            those = those_of(nearer & (blocker == p))
            if those is not None:
                there = worlds[those]
                self.state[there], self.change[there] = p, change[those]
                self.issue[there] = files[farthest(whole.contributions, whole.barred, open_, deal[those], there)]

    def _last_needed(self, worlds: Ints, lacks: Floats) -> Ints:
        """Return (n,): who lacks most of those whose yes is needed, of states that lack (n, P); the later of equals."""
        if self._rule.is_unanimity:
            last = lacks.shape[1] - 1
            return np.asarray(last - lacks[:, ::-1].argmax(axis=1))
        order = np.argsort(lacks, axis=1, kind="stable")
        needed = np.minimum(winning_prefix(self._rule, worlds, order), lacks.shape[1]) - 1
        return np.asarray(order[np.arange(len(worlds)), needed])
