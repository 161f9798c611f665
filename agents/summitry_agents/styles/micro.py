"""Down the own ranking of deals, one for one."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from summitry_agents.brief import Brief, Moment
from summitry_agents.deals import MARGIN, Bools, Floats, Ints
from summitry_agents.logrolling import Offer
from summitry_agents.outcomes import best_deals
from summitry_agents.setting import Setting
from summitry_agents.styles.style import Style

FIRST_RANKS = 8
"""How many of its best deals an envoy looks up at first; as it goes further down, twice as many each time."""


class Micro(Style):
    """Offers its deals from the best down, a new one for each new one that it hears (MiCRO: de Jonge 2022).

    "An analysis of the linear bilateral ANAC domains using the MiCRO benchmark strategy" (IJCAI 2022). Let x1, x2, ...
    be the deals by falling utility to the envoy, m how many different deals it has offered and n how many different
    ones it has heard. If m <= n it is ready to offer the next of them, x(m+1); if not, or if there is none that is
    worth going to, it repeats one of x1, ..., xm, drawn by lot. It says yes to what is worth at least the lowest deal
    that it is ready to offer: x(m+1) or, where it would repeat, xm. What others want and how late it is are nothing
    to it, so that at the last moment it does as always.

    Two who play it by turns meet at the deal whose place in the worse of their two rankings is best, if neither time
    nor a ranking runs out before. Where one's ranking does, the other stands still too, and they may miss their zone.

    With several others, where the paper has one, n is that of who offered the fewest different deals. It goes down to
    what its state would sign and no further than its `reach` (1: to the reservation, as in the paper). Deals with the
    same utility are offered in the order that `best_deals` puts them in. After another style it begins at its best.
    """

    listens: ClassVar[bool] = True
    gives_in_at_last: ClassVar[bool] = False

    def __init__(self, **values: Floats) -> None:
        super().__init__(**values)
        self._ranking: _Ranking | None = None

    @classmethod
    def lacks(cls, setting: Setting) -> str | None:
        """Return what is missing: states that all make offers."""
        if not (setting.speakers.sum(axis=0) > 0).all():
            return f"a protocol in which all states make offers, which {setting.protocol} is not"
        return None

    def reconsider(self, worlds: Ints) -> None:
        """Rank the deals anew, and begin at the best of them."""
        if self._ranking is not None:
            self._ranking.forget(worlds)

    def aspiration(self, moment: Moment) -> Floats:
        """Return the utility of the lowest deal that it is ready to offer; of the best where there is none."""
        rank, _ = self._lowest(moment)
        _, worth = self._ranked(moment.brief).at(moment.worlds, np.maximum(rank, 0))
        return np.where(rank >= 0, worth, moment.best)

    def offer(self, moment: Moment, aspiration: Floats) -> Offer:
        """Return the next deals of the ranking, or earlier ones by lot; none where no deal is worth offering."""
        rank, new = self._lowest(moment)
        possible = rank >= 0
        repeats = possible & ~new
        if repeats.any():
            rank = np.where(repeats, np.floor(moment.draw("micro") * (rank + 1)).astype(np.intp), rank)
        deal, worth = self._ranked(moment.brief).at(moment.worlds, np.maximum(rank, 0))
        return Offer(
            deal=np.where(possible[:, None], deal, -1),
            mine=np.where(possible, worth, -np.inf),
            theirs=np.full(len(rank), -np.inf),
            possible=possible,
        )

    def accepts(self, moment: Moment, deal: Ints) -> Bools:
        """Return where the deal is worth no less than the lowest that it is ready to offer."""
        value = moment.brief.preferences.utility(moment.worlds, deal)
        return np.asarray(value >= self.aspiration(moment) - MARGIN)

    def _lowest(self, moment: Moment) -> tuple[Ints, Bools]:
        """Return (n,) the rank from 0 of the lowest deal it is ready to offer, -1 for none; (n,) whether it is new."""
        worlds, ranking = moment.worlds, self._ranked(moment.brief)
        ranking.follow(worlds, moment.made.last)
        rank = ranking.reached[worlds]
        _, worth = ranking.at(worlds, rank)
        may_go_on = (worth > moment.reservation + MARGIN) & (worth >= moment.lowest - MARGIN)
        new = may_go_on & (moment.made.distinct[worlds, 0] <= moment.heard.distinct[worlds].min(axis=1))
        return np.where(new, rank, rank - 1), new

    def _ranked(self, brief: Brief) -> _Ranking:
        if self._ranking is None:
            self._ranking = _Ranking(brief)
        return self._ranking


class _Ranking:
    """An envoy's deals from its best down, looked up no further than it goes, and how far it went.

    Parameters
    ----------
    brief
        What the envoy knows.

    Attributes
    ----------
    reached
        (W,) how many deals from the top it has offered, one after the other.
    """

    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        worlds, issues = brief.preferences.status_quo.shape
        self.reached: Ints = np.zeros(worlds, dtype=np.intp)
        self._deals = np.full((worlds, FIRST_RANKS, issues), -1, dtype=np.intp)
        self._worth = np.full((worlds, FIRST_RANKS), -np.inf)
        self._known = np.zeros(worlds, dtype=np.intp)

    def at(self, worlds: Ints, rank: Ints) -> tuple[Ints, Floats]:
        """Return (n, I) the deals of a rank (n,) from 0, and (n,) their utility; -1 and -inf beyond the last."""
        self._look_up(worlds[rank >= self._known[worlds]], int(rank.max(initial=0)) + 1)
        return self._deals[worlds, rank], self._worth[worlds, rank]

    def follow(self, worlds: Ints, made: Ints | None) -> None:
        """Go one down where the envoy's latest offer, of all (W, 1, I) or None before any, was the next in rank.

        An envoy that had another style before may have offered anything: only what it does offer counts.
        """
        if made is None:
            return
        latest = made[worlds, 0]
        deal, worth = self.at(worlds, self.reached[worlds])
        self.reached[worlds] += (deal == latest).all(axis=1) & (worth > -np.inf)

    def forget(self, worlds: Ints) -> None:
        """Begin anew in the worlds (n,)."""
        self.reached[worlds] = self._known[worlds] = 0

    def _look_up(self, worlds: Ints, ranks: int) -> None:
        """Find at least as many best deals in the worlds (n,); the first stay what they are."""
        if not worlds.size:
            return
        room = self._worth.shape[1]
        while room < ranks:
            room *= 2
        more = ((0, 0), (0, room - self._worth.shape[1]))
        self._worth = np.pad(self._worth, more, constant_values=-np.inf)
        self._deals = np.pad(self._deals, (*more, (0, 0)), constant_values=-1)
        mine = self._brief.preferences
        self._deals[worlds], self._worth[worlds] = best_deals(
            mine.contributions[worlds], self._brief.allowed[worlds], mine.status_quo[worlds], room
        )
        self._known[worlds] = room
