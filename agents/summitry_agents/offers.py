"""The search for a deal to offer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from summitry_agents.brief import Brief
from summitry_agents.coalitions import best_buy, offer_to_coalition
from summitry_agents.deals import MARGIN, Bools, Floats, Ints, crosses, signs
from summitry_agents.decision_rule import DecisionRule
from summitry_agents.logrolling import Offer, Trades
from summitry_agents.multilateral import best_for_all, offer_to_all
from summitry_agents.trades import best_settling
from summitry_agents.verdict import Verdict
from summitry_agents.win_set import WinSet
from summitry_agents.zone import find_zone
from summitry_agents.zone_under_rule import find_zone_under_rule


@dataclass(frozen=True, eq=False)
class _Kept:
    """Deals (W, I) that would be ratified, the number of lessons (W,) and the constituencies (W, C) they rest on."""

    deal: Ints
    lessons: Ints
    members: Bools


class Offers:
    """Finds deals for one envoy: at its aspiration, the ones that the others are believed to like best.

    Parameters
    ----------
    brief
        What the envoy knows.
    """

    def __init__(self, brief: Brief) -> None:
        self.brief = brief

    def best(self, worlds: Ints) -> Floats:
        """Return (n,): utility to the envoy of the best deal that it can offer; -inf where there is none."""
        mine = self.brief.preferences
        return best_settling(mine.contributions[worlds], self.brief.allowed[worlds], mine.status_quo[worlds])

    def worth(self, worlds: Ints, floor: Floats, liking: Floats | None = None) -> Offer:
        """Return the deals, worth at least a floor (n,) to the envoy, that the others are believed to like best.

        Parameters
        ----------
        worlds
            (n,) indices of the worlds.
        floor
            (n,) utility.
        liking
            (n, I, K) what to make as large as possible instead of the others' believed gains.
        """
        mine, picture = self.brief.preferences, self.brief.picture
        if liking is not None:
            here = mine.contributions[worlds], liking, self.brief.allowed[worlds], mine.status_quo[worlds]
            return Trades.between(*here).offer(np.arange(len(worlds)), floor)
        if len(picture.others) == 1:
            return self._to_one(worlds, floor)
        if not self.brief.rule.is_unanimity:
            return offer_to_coalition(*self._market(worlds), floor, *self._electorate(worlds))
        return offer_to_all(
            mine.contributions[worlds],
            picture.believed_contributions(worlds),
            picture.believed_reservation(worlds),
            self.brief.allowed[worlds],
            mine.status_quo[worlds],
            floor,
        )

    def that_passes(self, worlds: Ints, deal: Ints, possible: Bools, floor: Floats) -> tuple[Ints, Bools]:
        """Return the deals (n, I) with those that are believed to fail replaced, and where (n,) there is one.

        Replaced by one that is worth more than the floor (n,) and believed to pass, if there is any; `worth` looks for
        what others like best, and with several others it may miss that. Where some of the others suffice, the envoy
        buys the cheapest winning coalition; the zone's own solver looks where none is found for sale.
        """
        deal, possible = deal.copy(), possible.copy()
        failing = np.flatnonzero(~self._believed_to_pass(worlds, deal, possible))
        if failing.size and not self.brief.rule.is_unanimity:
            bought = best_buy(*self._market(worlds[failing]), *self._electorate(worlds[failing]))
            taken = bought.possible & (bought.mine > floor[failing])
            deal[failing[taken]], possible[failing[taken]] = bought.deal[taken], True
            failing = failing[~taken]
        if failing.size:
            found, passing = self._believed_zone(worlds[failing], floor[failing])
            deal[failing[found]], possible[failing[found]] = passing[found], True
        return deal, possible

    def that_is_ratified(self, worlds: Ints, deal: Ints, possible: Bools, home: WinSet) -> tuple[Ints, Bools]:
        """Return the deals (n, I) with those replaced that are believed to fail at home, and where (n,) there is one.

        At home is in every state whose constituencies must ratify, as the envoy foresees it. Replaced by the deal best
        for the envoy among those found that it would sign and that others, as believed, and the cheapest ratifying
        constituencies would accept too; where none is found it makes no offer, for it would come to nothing.
        """
        failing = np.flatnonzero(possible & ~home.ratified(worlds, np.maximum(deal, 0)).all(axis=1))
        if not failing.size:
            return deal, possible
        there, deal, possible = worlds[failing], deal.copy(), possible.copy()
        deal[failing] = self._best_ratified(there, home.pivotal(there, deal[failing]), home)
        possible[failing] = deal[failing, 0] >= 0
        return deal, possible

    def _best_ratified(self, worlds: Ints, members: Bools, home: WinSet) -> Ints:
        """Return the deals (n, I) best for the envoy that these constituencies (n, C) and the others would accept.

        They do not depend on what the envoy insists on, so they are kept while beliefs stand; -1 where there is none.
        """
        lessons, kept = self.brief.picture.lessons[worlds], self._kept
        new = np.flatnonzero((kept.lessons[worlds] != lessons) | (kept.members[worlds] != members).any(axis=1))
        if new.size:
            there = worlds[new]
            mine, picture = self.brief.preferences, self.brief.picture
            crossed = (home.barred[there] & members[new][..., None, None]).any(axis=1)
            needed = np.where(members[new], home.needs[there], -np.inf)
            found = best_for_all(
                mine.contributions[there],
                np.concatenate([picture.believed_contributions(there), home.contributions[there]], axis=1),
                np.concatenate([picture.believed_reservation(there), needed], axis=1),
                self.brief.allowed[there] & ~crossed,
                mine.status_quo[there],
                mine.reservation[there] + 2 * MARGIN,
            )
            passes = found.possible.copy()
            passes[passes] = home.ratified(there[passes], found.deal[passes]).all(axis=1)
            kept.lessons[there], kept.members[there] = lessons[new], members[new]
            kept.deal[there] = np.where(passes[:, None], found.deal, -1)
        return kept.deal[worlds]

    @cached_property
    def _kept(self) -> _Kept:
        home = self.brief.home
        constituencies = 0 if home is None else len(home.of_state)
        worlds, issues = self.brief.preferences.status_quo.shape
        return _Kept(np.full((worlds, issues), -1), np.full(worlds, -1), np.zeros((worlds, constituencies), dtype=bool))

    def _market(self, worlds: Ints) -> tuple[Floats, Floats, Floats, Bools, Bools, Ints]:
        """Return what is for sale among several others, in the order of `offer_to_coalition` and `best_buy`."""
        mine, picture = self.brief.preferences, self.brief.picture
        return (
            mine.contributions[worlds],
            picture.believed_contributions(worlds),
            picture.believed_reservation(worlds),
            picture.barred[worlds],
            self.brief.allowed[worlds],
            mine.status_quo[worlds],
        )

    def _electorate(self, worlds: Ints) -> tuple[DecisionRule, Ints, int, Ints]:
        """Return whose yes it takes, and who the envoy and the others are, in the order of the same functions."""
        return self.brief.rule, worlds, self.brief.place, self.brief.picture.others

    def _to_one(self, worlds: Ints, floor: Floats) -> Offer:
        """Return offers to the only other state; the trades sorted before the talks serve while beliefs stand."""
        moved = self.brief.picture.lessons[worlds] > 0
        if not moved.any():
            return self._trades.offer(worlds, floor)
        offer = Offer(
            deal=np.full((len(worlds), self.brief.allowed.shape[1]), -1),
            mine=np.full(len(worlds), -np.inf),
            theirs=np.full(len(worlds), -np.inf),
            possible=np.zeros(len(worlds), dtype=bool),
        )
        still, there = np.flatnonzero(~moved), worlds[moved]
        for those, found in (
            (still, self._trades.offer(worlds[still], floor[still])),
            (np.flatnonzero(moved), self._sorted_trades(there).offer(np.arange(len(there)), floor[moved])),
        ):
            offer.deal[those], offer.possible[those] = found.deal, found.possible
            offer.mine[those], offer.theirs[those] = found.mine, found.theirs
        return offer

    @cached_property
    def _trades(self) -> Trades:
        return self._sorted_trades(np.arange(len(self.brief.allowed)))

    def _sorted_trades(self, worlds: Ints) -> Trades:
        mine = self.brief.preferences
        theirs = self.brief.picture.believed_contributions(worlds)[:, 0]
        return Trades.between(mine.contributions[worlds], theirs, self.brief.allowed[worlds], mine.status_quo[worlds])

    def _believed_zone(self, worlds: Ints, reservation: Floats) -> tuple[Bools, Ints]:
        """Return where (n,) a deal exists above one's own reservation (n,) that is believed to pass, and it (n, I)."""
        values, needs = self.brief.everybody(worlds)
        needs[:, self.brief.place] = reservation
        mine, rule = self.brief.preferences, self.brief.rule
        if rule.is_unanimity:
            zone = find_zone(values, self.brief.allowed[worlds], needs, mine.status_quo[worlds])
        else:
            zone = find_zone_under_rule(
                values,
                self._barred_for_all(worlds),
                self.brief.allowed[worlds],
                needs,
                mine.status_quo[worlds],
                rule.needing(np.arange(rule.states) == self.brief.place),
                worlds,
            )
        return zone.verdict == Verdict.EXISTS, zone.deal

    def _believed_to_pass(self, worlds: Ints, deal: Ints, possible: Bools) -> Bools:
        """Return (n,): whether enough states are believed to like the deals better than walking away."""
        picture, rule = self.brief.picture, self.brief.rule
        deal = np.where(possible[:, None], deal, 0)
        liked = signs(picture.believed_contributions(worlds), deal, picture.believed_reservation(worlds) + MARGIN)
        if rule.is_unanimity:
            return np.asarray(possible & liked.all(axis=-1))
        crossed = crosses(picture.barred, deal, worlds)
        signers = np.ones((len(worlds), rule.states), dtype=bool)
        signers[:, picture.others] = liked & ~crossed
        return np.asarray(possible & rule.wins(worlds, signers))

    def _barred_for_all(self, worlds: Ints) -> Bools:
        """Return (n, P, I, K): options beyond each state's red lines, as far as the envoy knows."""
        picture = self.brief.picture
        barred = np.zeros((len(worlds), len(picture.others) + 1, *self.brief.allowed.shape[1:]), dtype=bool)
        barred[:, picture.others] = picture.barred[worlds]
        barred[:, self.brief.place] = self.brief.preferences.barred[worlds]
        return barred
