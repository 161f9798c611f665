"""Subgame-perfect play."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from summitry_agents.backward_induction import BackwardInduction
from summitry_agents.brief import Brief, Moment
from summitry_agents.deal_list import MOST_DEALS, DealList
from summitry_agents.deals import MARGIN, Bools, Floats, Ints
from summitry_agents.logrolling import Offer
from summitry_agents.setting import Setting
from summitry_agents.styles.style import Style


class Equilibrium(Style):
    """Looks ahead to the last round: subgame-perfect play (Stahl 1972; Rubinstein 1982; Baron and Ferejohn 1989).

    By backward induction over the rounds that are left, on the list of all deals, as if everybody played so and knew
    what this envoy believes when it first speaks or answers: about preferences, reservations and patience, each
    blended with the truth by its insight. Nothing that is heard later changes its mind. An envoy that is indifferent
    says yes, and its state signs.
    """

    signs_if_indifferent: ClassVar[bool] = True
    gives_in_at_last: ClassVar[bool] = False

    _induction: BackwardInduction | None = None

    @classmethod
    def lacks(cls, setting: Setting) -> str | None:
        """Return what is missing: one speaker a round, one table, few deals, nothing that changes."""
        if not setting.one_speaks:
            return f"a protocol in which one state speaks in each round, which {setting.protocol} is not"
        if setting.opt_out:
            return "no talks.opt_out, since it does not foresee who would stand aside"
        if len(setting.deals) > 1:
            return "agenda: package, since it looks ahead at one table only"
        if setting.deals[0] > MOST_DEALS:
            return f"at most {MOST_DEALS:,} possible deals, all of which it looks at; there are {setting.deals[0]:,}"
        return setting.lacks_constancy

    def aspiration(self, moment: Moment) -> Floats:
        """Return the utility of what it would propose, or of waiting where that is better."""
        return self._proposal(moment)[1] + moment.reservation

    def offer(self, moment: Moment, aspiration: Floats) -> Offer:
        """Return the proposals of the equilibrium; none where waiting is better."""
        deal, gain = self._proposal(moment)
        made = deal[:, 0] >= 0
        mine = np.where(made, gain + moment.reservation, -np.inf)
        return Offer(deal, mine, np.full(len(deal), -np.inf), made)

    def accepts(self, moment: Moment, deal: Ints) -> Bools:
        """Return where the deal brings no less than is expected of going on."""
        waiting = self._look_ahead(moment.brief).waiting(moment.worlds, moment.turn.number, moment.turn.rounds)
        gain = moment.brief.preferences.utility(moment.worlds, deal) - moment.reservation
        return np.asarray(gain >= waiting[:, moment.brief.place] - MARGIN)

    def _proposal(self, moment: Moment) -> tuple[Ints, Floats]:
        lot = moment.draw("equilibrium")
        return self._look_ahead(moment.brief).propose(moment.worlds, moment.turn.number, moment.turn.rounds, lot)

    def _look_ahead(self, brief: Brief) -> BackwardInduction:
        """Return the solved talks; solved when first asked."""
        if self._induction is None:
            deals = DealList.of(brief)
            if deals is None:
                raise ValueError(f"equilibrium: found more than {MOST_DEALS:,} possible deals, expected fewer")
            self._induction = BackwardInduction(brief, deals)
        return self._induction
