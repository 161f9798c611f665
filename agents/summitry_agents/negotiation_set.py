"""The deals that two states would sign and cannot both improve on: what they really bargain over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from summitry_agents.brief import Brief
from summitry_agents.deal_list import DealList
from summitry_agents.deals import MARGIN, Bools, Floats, Ints
from summitry_agents.logrolling import Trades

_MOST_CELLS = 1 << 21
"""Utilities (worlds x deals) that are compared at a time."""


@dataclass(frozen=True, eq=False)
class NegotiationSet:
    """The efficient deals of n worlds that both sides like better than walking away, from my best to theirs.

    Parameters
    ----------
    deal
        (n, F, I), -1 beyond the last of a world.
    mine, theirs
        (n, F) gains over the reservation, as I believe them; -inf beyond the last. Mine fall, theirs rise.
    count
        (n,) how many there are.
    """

    deal: Ints
    mine: Floats
    theirs: Floats
    count: Ints

    @property
    def product(self) -> Floats:
        """(n, F) Nash products; -inf beyond the last."""
        there = np.isfinite(self.mine)
        return np.where(there, np.where(there, self.mine, 0.0) * np.where(there, self.theirs, 0.0), -np.inf)

    def of_worlds(self, worlds: Ints) -> Self:
        """Return the sets of some worlds."""
        return replace(
            self,
            deal=self.deal[worlds],
            mine=self.mine[worlds],
            theirs=self.theirs[worlds],
            count=self.count[worlds],
        )

    @classmethod
    def of(cls, brief: Brief, worlds: Ints) -> Self:
        """Find the negotiation sets (Rosenschein and Zlotkin 1994) of two states as one envoy believes them to be.

        Of all deals where they can be listed; of deals that are worth the same to both the first. Beyond, of the
        efficient trades of logrolling, which are the corners of the frontier of lotteries over deals.

        Notes
        -----
        O(n N log N) for N listed deals, else O(n I^2 K^2).
        """
        listed = DealList.of(brief)
        size = max(_MOST_CELLS // (listed.size if listed is not None else brief.open[0].size), 1)
        # One batch at least, so that no worlds give an empty set.
        batches = [worlds[start : start + size] for start in range(0, max(len(worlds), 1), size)]
        if listed is not None:
            return cls._joined([cls._listed(brief, listed, batch) for batch in batches])
        return cls._joined([cls._traded(brief, batch) for batch in batches])

    @classmethod
    def _listed(cls, brief: Brief, listed: DealList, worlds: Ints) -> Self:
        gains, signs = listed.signable(brief, worlds)
        mine, theirs = gains[:, brief.place], gains[:, 1 - brief.place]
        both = signs.all(axis=1) & (mine > MARGIN) & (theirs > MARGIN)
        mine, theirs = np.where(both, mine, -np.inf), np.where(both, theirs, -np.inf)
        # By my gain, largest first; of those as good for me the best for them, then the first.
        order = np.lexsort((-theirs, -mine), axis=-1)
        theirs_then = np.take_along_axis(theirs, order, axis=1)
        best_before = np.maximum.accumulate(np.pad(theirs_then, ((0, 0), (1, 0)), constant_values=-np.inf), axis=1)
        efficient = theirs_then > best_before[:, :-1]
        place = np.argsort(~efficient, axis=1, kind="stable")[:, : max(int(efficient.sum(axis=1).max(initial=0)), 1)]
        chosen = np.take_along_axis(order, place, axis=1)
        kept = np.take_along_axis(efficient, place, axis=1)
        return cls._kept(
            listed.deals[chosen],
            np.take_along_axis(mine, chosen, axis=1),
            np.take_along_axis(theirs, chosen, axis=1),
            kept,
        )

    @classmethod
    def _traded(cls, brief: Brief, worlds: Ints) -> Self:
        own = brief.preferences
        values, needs = brief.everybody(worlds)
        mine, theirs = values[:, brief.place], values[:, 1 - brief.place]
        trades = Trades.between(mine, theirs, brief.allowed[worlds], own.status_quo[worlds])
        steps = np.arange(trades.cost.shape[1])
        rows = np.arange(len(worlds))
        deal = np.stack([trades.deal_after(rows, np.full(len(worlds), step)) for step in steps], axis=1)
        gains = []
        for contributions, place in ((mine, brief.place), (theirs, 1 - brief.place)):
            total = np.zeros(deal.shape[:2])
            for issue in range(deal.shape[2]):
                total += np.take_along_axis(contributions[:, issue], deal[:, :, issue], axis=1)
            gains.append(total - needs[:, place, None])
        # A step that both count as a gain, from one efficient deal to the next; the first may tie with the second.
        real = np.isfinite(trades.cost) & (trades.best > -np.inf)[:, None]
        settles = (deal != own.status_quo[worlds][:, None]).any(axis=-1)
        kept = real & settles & (gains[0] > MARGIN) & (gains[1] > MARGIN)
        return cls._kept(deal, gains[0], gains[1], kept)

    @classmethod
    def _kept(cls, deal: Ints, mine: Floats, theirs: Floats, kept: Bools) -> Self:
        """Move what is kept (n, F) to the front."""
        order = np.argsort(~kept, axis=1, kind="stable")
        kept = np.take_along_axis(kept, order, axis=1)
        return cls(
            deal=np.where(kept[..., None], np.take_along_axis(deal, order[..., None], axis=1), -1),
            mine=np.where(kept, np.take_along_axis(mine, order, axis=1), -np.inf),
            theirs=np.where(kept, np.take_along_axis(theirs, order, axis=1), -np.inf),
            count=kept.sum(axis=1),
        )

    @classmethod
    def _joined(cls, parts: list[Self]) -> Self:
        """Put the worlds of several sets after one another."""
        longest = max(part.mine.shape[1] for part in parts)

        def wide(array: NDArray[Any], filler: float) -> NDArray[Any]:
            room = ((0, 0), (0, longest - array.shape[1]), *((0, 0),) * (array.ndim - 2))
            return np.pad(array, room, constant_values=filler)

        return cls(
            deal=np.concatenate([wide(part.deal, -1) for part in parts]),
            mine=np.concatenate([wide(part.mine, -np.inf) for part in parts]),
            theirs=np.concatenate([wide(part.theirs, -np.inf) for part in parts]),
            count=np.concatenate([part.count for part in parts]),
        )
