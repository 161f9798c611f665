"""Concession by who dares less."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from summitry_agents.brief import Moment
from summitry_agents.deals import TIE, Floats, Ints, utility
from summitry_agents.logrolling import Offer
from summitry_agents.negotiation_set import NegotiationSet
from summitry_agents.setting import Setting
from summitry_agents.styles.style import Style


class Zeuthen(Style):
    """Concedes when it has more to lose from failure (Zeuthen 1930; Harsanyi 1956; Rosenschein and Zlotkin 1994).

    A side's willingness to risk conflict is (U(own offer) - U(the other's offer)) / (U(own offer) - reservation), the
    share of its gain that it would lose by giving in. The less willing side concedes, both if they are alike, just
    enough to be the more willing one: to the deal best for itself of those with a Nash product no smaller than that
    of the other's offer. Offers are efficient deals that both are believed to sign, the first the best of them; the
    other's side of it as it believes. Where it believes that there are none it makes no offer. If both know each
    other and enough rounds are left, they meet at a deal with the largest Nash product.
    """

    listens: ClassVar[bool] = True

    _set: NegotiationSet | None = None

    @classmethod
    def lacks(cls, setting: Setting) -> str | None:
        """Return what is missing: two states, both of which make offers, and nothing that changes."""
        if setting.states != 2:
            return f"two states, whose risks it compares; there are {setting.states}"
        if not (setting.speakers.sum(axis=0) > 0).all():
            return f"a protocol in which both states make offers, which {setting.protocol} is not"
        return setting.lacks_constancy

    def aspiration(self, moment: Moment) -> Floats:
        """Return the utility of the next offer; of the best deal where there is none."""
        deal = self._next_offer(moment)
        worth = moment.brief.preferences.utility(moment.worlds, np.maximum(deal, 0))
        return np.where(deal[:, 0] >= 0, worth, moment.best)

    def offer(self, moment: Moment, aspiration: Floats) -> Offer:
        """Return the next offers."""
        deal = self._next_offer(moment)
        made = deal[:, 0] >= 0
        return Offer(deal, np.where(made, aspiration, -np.inf), np.full(len(made), -np.inf), made)

    def _next_offer(self, moment: Moment) -> Ints:
        """Return (n, I): the first offer, the one before, or a concession; -1 where there is nothing to offer."""
        worlds = moment.worlds
        own, other = moment.made.last, moment.heard.last
        found = self._efficient(moment)
        deal = found.deal[:, 0].copy()
        if own is None:
            return deal
        spoke = (moment.made.count[worlds, 0] > 0) & (found.count > 0)
        deal[spoke] = own[worlds[spoke], 0]
        if other is None:
            return deal
        answering = np.flatnonzero(spoke & (moment.heard.count[worlds, 0] > 0))
        there = worlds[answering]
        mine, theirs = self._gains(moment, answering, own[there, 0])
        mine_then, theirs_then = self._gains(moment, answering, other[there, 0])
        concedes = _risk(mine, mine_then) <= _risk(theirs_then, theirs) + TIE
        enough = np.maximum(mine_then, 0.0) * np.maximum(theirs_then, 0.0)
        candidates = (found.product[answering] >= enough[:, None] - TIE) & (
            found.theirs[answering] > theirs[:, None] + TIE
        )
        concedes &= candidates.any(axis=1)
        chosen = candidates.argmax(axis=1)[concedes]
        deal[answering[concedes]] = found.deal[answering[concedes], chosen]
        return deal

    def _efficient(self, moment: Moment) -> NegotiationSet:
        """Return the negotiation sets of the n worlds: found once, and again where beliefs have moved since."""
        brief, worlds = moment.brief, moment.worlds
        if self._set is None:
            self._set = NegotiationSet.of(brief, np.arange(len(brief.open)))
        moved = (brief.picture.lessons[worlds] > 0) & (brief.picture.insight[worlds] < 1.0)
        return self._set.of_worlds(worlds) if not moved.any() else NegotiationSet.of(brief, worlds)

    @staticmethod
    def _gains(moment: Moment, places: Ints, deal: Ints) -> tuple[Floats, Floats]:
        """Return (m,) and (m,): what deals (m, I) bring me and, as I believe, the other, in some of the n worlds."""
        brief, there = moment.brief, moment.worlds[places]
        mine = brief.preferences.utility(there, deal) - moment.reservation[places]
        believed = brief.picture.believed_contributions(there)[:, 0]
        return mine, utility(believed, deal) - brief.picture.believed_reservation(there)[:, 0]


def _risk(own: Floats, if_giving_in: Floats) -> Floats:
    """Return (m,): the share of its gain from its own offer that a side loses by giving in, at most all of it."""
    lost = np.divide(own - if_giving_in, own, out=np.ones_like(own), where=own > 0)
    return np.minimum(lost, 1.0)
