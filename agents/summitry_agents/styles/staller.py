"""Talks for the sake of talks."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from summitry_agents.brief import Moment
from summitry_agents.deals import MARGIN, Bools, Floats, Ints, signs
from summitry_agents.logrolling import Offer, Trades
from summitry_agents.styles.style import Style


class Staller(Style):
    """Talks for the sake of talking, and never says yes (negotiating for side effects: Ikle 1964).

    Contact, time, propaganda, an excuse: in "How Nations Negotiate" these are aims of talks beside agreement. It goes
    through the motions. It demands its best; of deals that are equally good to it, the one that the others are
    believed to like least; and where even that is believed to pass, it makes no offer at all. It says no to
    everything, also at the last moment. Yet an offer binds: if its picture of the others is wrong, they may take it
    at its word.

    One that stalls for some time and then means it is a list: ``[staller, {from: 0.7, linear: {}}]``; the time may be
    a distribution. Under consensus by silence it keeps silent to what its state would sign.
    """

    gives_in_at_last: ClassVar[bool] = False

    def aspiration(self, moment: Moment) -> Floats:
        """Return the utility of the best deal."""
        return moment.best

    def offer(self, moment: Moment, aspiration: Floats) -> Offer:
        """Return the best deals that the others like least; none where they are believed to pass."""
        brief, worlds = moment.brief, moment.worlds
        mine, theirs = brief.preferences, brief.picture.believed_contributions(worlds)
        dislike = -np.cumsum(theirs, axis=1)[:, -1]
        trades = Trades.between(mine.contributions[worlds], dislike, brief.allowed[worlds], mine.status_quo[worlds])
        offer = trades.offer(np.arange(len(worlds)), np.maximum(aspiration, moment.reservation + 2 * MARGIN))
        deal = np.where(offer.possible[:, None], offer.deal, 0)
        yes = np.ones((len(worlds), theirs.shape[1] + 1), dtype=bool)
        yes[:, brief.picture.others] = signs(theirs, deal, brief.picture.believed_reservation(worlds) + MARGIN)
        possible = offer.possible & ~brief.rule.wins(worlds, yes)
        return Offer(
            deal=np.where(possible[:, None], deal, -1),
            mine=np.where(possible, offer.mine, -np.inf),
            theirs=np.where(possible, -offer.theirs, -np.inf),
            possible=possible,
        )

    def accepts(self, moment: Moment, deal: Ints) -> Bools:
        """Return (n,): no."""
        return np.zeros(len(moment.worlds), dtype=bool)
