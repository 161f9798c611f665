"""An envoy: what it insists on, what it offers and what it accepts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import mesa
import numpy as np

from summitry_agents.deals import MARGIN, Bools, Floats, Ints, signs
from summitry_agents.logrolling import Trades, best_settling
from summitry_agents.multilateral import offer_to_all
from summitry_agents.picture import Picture
from summitry_agents.state import State
from summitry_agents.styles.style import Moment, Style
from summitry_agents.verdict import Verdict
from summitry_agents.zone import find_zone


@dataclass(frozen=True)
class Turn:
    """When an envoy speaks, in n worlds.

    Parameters
    ----------
    number
        (n,) the round, from 1.
    clock
        (n,) time of that round, 0 in the first and 1 in the last.
    """

    number: Ints
    clock: Floats

    def where(self, those: Bools | Ints) -> Turn:
        """Return the turns of some of the worlds."""
        return Turn(self.number[those], self.clock[those])


class Envoy(mesa.Agent):
    """Who speaks for a state at the table, in every world of its model at once.

    Parameters
    ----------
    model
        The model that the agent belongs to.
    name
        Id of the envoy.
    state
        The state it speaks for.
    style
        How its aspiration moves.
    picture
        What it believes about the other states.
    reach
        (W,) share of the way to the reservation value that it would go by the deadline.
    takes_last
        (W,) whether it takes anything acceptable once it has no further turn.

    Attributes
    ----------
    aspiration
        (W,) what it insisted on when it last made up its mind; NaN before.
    """

    def __init__(
        self,
        model: mesa.Model,
        name: str,
        state: State,
        style: Style,
        picture: Picture,
        reach: Floats,
        takes_last: Bools,
    ) -> None:
        super().__init__(model)
        self.name = name
        self.state = state
        self.style = style
        self.picture = picture
        self.reach = reach
        self.takes_last = takes_last
        worlds, issues = state.status_quo.shape
        self.allowed = self._options_open_to(np.arange(worlds))
        self.best = best_settling(state.contributions, self.allowed, state.status_quo)
        self.aspiration = np.full(worlds, np.nan)
        self._planned_for = np.zeros(worlds, dtype=np.intp)
        self._plan = np.full((worlds, issues), -1)
        self._plan_is_possible = np.zeros(worlds, dtype=bool)

    def offer(self, worlds: Ints, turn: Turn) -> tuple[Ints, Bools]:
        """Return the deals that the envoy offers at a turn of its own.

        Among deals at its aspiration, the one that the others are believed to like best. In the last round an envoy
        that takes what it can get offers, if the others are believed to refuse that, any deal that everybody is
        believed to sign: found by the zone's own solver, so that no failure is an artefact of the search.

        Returns
        -------
        tuple
            (n, I) the deals, and (n,) whether there is one; the envoy passes where it can imagine none.
        """
        self._make_plan(worlds, turn)
        deal, possible = self._plan[worlds].copy(), self._plan_is_possible[worlds].copy()
        desperate = np.flatnonzero((turn.clock >= 1.0) & self.takes_last[worlds] & (self.best[worlds] > -np.inf))
        desperate = desperate[~self._believes_accepted(worlds[desperate], deal[desperate], possible[desperate])]
        if desperate.size:
            there = worlds[desperate]
            found, signed = self._believed_zone(there, self.state.reservation[there])
            deal[desperate[found]] = signed[found]
            possible[desperate[found]] = True
        return deal, possible

    def accepts(self, worlds: Ints, deal: Ints, wait: Ints, turn: Turn, speaks_again: Bools, last: Bools) -> Bools:
        """Return (n,): whether the envoy says yes to the deals on the table.

        Yes to a deal that its state would sign and whose gain over the reservation value is at least patience times
        the gain of its own next offer: AC_next (Baarslag, Hindriks and Jonker 2013) with the stationary comparison of
        Rubinstein (1982). Where it has no offer to make, its aspiration stands in for one. An envoy without a further
        turn compares with what it would insist on now; in the last round it takes anything its state would sign, if
        that is its way.

        Parameters
        ----------
        worlds
            (n,) indices of the worlds.
        deal
            (n, I) what is on the table.
        wait
            (n,) rounds until the envoy's own next turn.
        turn
            That turn; the present round where there is none.
        speaks_again
            (n,) whether there is one.
        last
            (n,) whether this is the last round.
        """
        signable = self.state.would_sign(worlds, deal)
        self._make_plan(worlds, turn)
        floor = self.state.reservation[worlds]
        plan = np.where(self._plan_is_possible[worlds, None], self._plan[worlds], 0)
        planned = np.where(self._plan_is_possible[worlds], self.state.utility(worlds, plan), self.aspiration[worlds])
        discount = np.where(speaks_again, self.state.patience[worlds] ** wait, 1.0)
        gain = self.state.utility(worlds, deal) - floor
        # An indifferent envoy accepts; the margin keeps rounding from making it refuse.
        good_enough = gain >= discount * (planned - floor) - MARGIN
        return np.asarray(signable & (good_enough | (self.takes_last[worlds] & last)))

    @cached_property
    def _trades(self) -> Trades:
        """The sorted trade-offs with the one other state, reused in every round while beliefs stand."""
        worlds = np.arange(len(self.best))
        theirs = self.picture.believed_contributions(worlds)[:, 0]
        return Trades.between(self.state.contributions, theirs, self.allowed, self.state.status_quo)

    def _options_open_to(self, worlds: Ints) -> Bools:
        """Return (n, I, K): the options beyond nobody's red line, as far as the envoy knows."""
        return np.asarray(~(self.state.barred[worlds] | self.picture.barred[worlds]))

    def _make_plan(self, worlds: Ints, turn: Turn) -> None:
        """Decide what to offer at a coming turn, where that is not decided yet."""
        new = np.flatnonzero(self._planned_for[worlds] != turn.number)
        there, turn = worlds[new], turn.where(new)
        if not there.size:
            return
        reservation = self.state.reservation[there]
        best = np.where(self.best[there] > -np.inf, self.best[there], reservation)
        moment = Moment(there, turn.clock, best, reservation, self.reach[there])
        self.aspiration[there] = self.style.aspiration(moment)
        # Whatever the style says, no envoy offers what its state would not sign.
        floor = np.maximum(self.aspiration[there], reservation + 2 * MARGIN)
        if self.picture.others.size == 1:
            offer = self._trades.offer(there, floor)
        else:
            offer = offer_to_all(
                self.state.contributions[there],
                self.picture.believed_contributions(there),
                self.picture.believed_reservation(there),
                self.allowed[there],
                self.state.status_quo[there],
                floor,
            )
            # Its heuristic can miss a deal that all are believed to sign; the zone's solver does not.
            missed = np.flatnonzero(offer.possible & ~self._believes_accepted(there, offer.deal, offer.possible))
            if missed.size:
                found, signed = self._believed_zone(there[missed], floor[missed] - 2 * MARGIN)
                offer.deal[missed[found]] = signed[found]
        self._plan[there] = offer.deal
        self._plan_is_possible[there] = offer.possible
        self._planned_for[there] = turn.number

    def _believed_zone(self, worlds: Ints, reservation: Floats) -> tuple[Bools, Ints]:
        """Return where (n,) a deal exists above one's own reservation (n,) that the others are believed to sign.

        And that deal (n, I).
        """
        mine = self.state.contributions[worlds, None]
        everybody = np.concatenate([mine, self.picture.believed_contributions(worlds)], axis=1)
        needs = np.concatenate([reservation[:, None], self.picture.believed_reservation(worlds)], axis=1)
        zone = find_zone(everybody, self.allowed[worlds], needs, self.state.status_quo[worlds])
        return zone.verdict == Verdict.EXISTS, zone.deal

    def _believes_accepted(self, worlds: Ints, deal: Ints, possible: Bools) -> Bools:
        """Return (n,): whether the others are believed to like the deals better than walking away."""
        others = self.picture.believed_contributions(worlds)
        deal = np.where(possible[:, None], deal, 0)
        liked = signs(others, deal, self.picture.believed_reservation(worlds) + MARGIN)
        return np.asarray(possible & liked.all(axis=-1))
