"""Who blocked, on which issue and by how much: the smallest change that would have made a deal possible."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from summitry_agents.deals import MARGIN, Bools, Floats, Ints, settles_something, utility
from summitry_agents.decision_rule import DecisionRule, winning_prefix
from summitry_agents.logrolling import TIE, Trades
from summitry_agents.preferences import is_status_quo

TRIES = 6
"""Weights of the states that are tried from one side."""

LONGEST_CLIMB = 40
"""Single changes of the best deal at most."""

AT_ONCE = 2_000_000
"""Numbers in one array while changes are weighed; more worlds are taken in turns."""


@dataclass(frozen=True, eq=False, slots=True)
class Blocks:
    """What stood in the way of a deal, in n worlds.

    Attributes
    ----------
    state
        (n,) index of the state that blocked; -1 where nothing can be said.
    issue
        (n,) index of the issue on which it is left farthest from what it wants, or which its red line closes; -1
        likewise.
    change
        (n,) utility >= 0 by which its reservation would have to be lower; 0 where its red line is all that is in the
        way, infinite for an infinite reservation, NaN likewise.
    deal
        (n, I) the deal that comes nearest; -1 throughout likewise.
    """

    state: Ints
    issue: Ints
    change: Floats
    deal: Ints

    @classmethod
    def nothing(cls, worlds: int, issues: int) -> Self:
        """Say nothing of any world."""
        nobody = np.full(worlds, -1)
        return cls(nobody, nobody.copy(), np.full(worlds, np.nan), np.full((worlds, issues), -1))

    def put(self, places: Ints, state: Ints | int, issue: Ints | int, change: Floats | float, deal: Ints | int) -> None:
        """Set the answers of some worlds (m,)."""
        self.state[places], self.issue[places], self.change[places], self.deal[places] = state, issue, change, deal


def smallest_change(
    contributions: Floats,
    barred: Bools,
    open_: Bools,
    reservation: Floats,
    status_quo: Ints,
    rule: DecisionRule,
    worlds: Ints,
) -> Blocks:
    """Name in every world without a zone the state that blocked, the issue and by how much.

    Parameters
    ----------
    contributions
        Salience-weighted values (n, P, I, K), finite also where an option is not open.
    barred
        Options (n, P, I, K) beyond each state's red lines; to leave an issue at its status quo crosses none.
    open_
        Options (n, I, K) that can be on the table.
    reservation
        What a deal must exceed by `MARGIN` for a state to sign (n, P); any number, also infinite, but not NaN.
    status_quo
        (n, I), -1 where failure lies off the scale.
    rule
        The decision rule of the P states.
    worlds
        (n,) the worlds' places in the weights of the rule.

    Returns
    -------
    Blocks
        Nothing is said of a world in which a deal is found that passes. Ties, within `TIE`, go to the lower state
        and issue.

    Raises
    ------
    ValueError
        If a reservation is NaN.

    Notes
    -----
    A state's shortfall by a deal is reservation + `MARGIN` - utility; it signs if that is below 0. A deal settles
    something and holds open options only.

    Where a deal needs everybody it may cross no red line. The blocker is the state with the smallest shortfall by a
    deal that all others sign; where no such deal is found, the one with the largest shortfall by the deal that makes
    the largest smallest. If there would be a zone without the red lines of one state, that state blocks, by 0, on the
    first issue on which the deal found crosses them. If there is no deal at all, but without the red lines of one
    state there would be, the state blocks without whose lines the largest shortfall is smallest, on the issue on which
    it alone closes the most options.

    Under other rules the states are taken by rising shortfall, infinite where a deal crosses a red line, until they
    win; the last of them is pivotal, and blocks where it lacks least. Red lines are to blame only where they are
    crossed by every deal found.

    One issue: exact. Several: a search among weighted sums of the states, logrolled deals (`Trades`) and their
    single changes, so that the change is an upper bound. Between two states it is at most one hull step too large, as
    in `Trades.offer`, and a deal that one of them signs is found wherever there is one (unless that is worth less
    than 3 `TIE` more than needed); with more states one that all but one sign may be missed.
    """
    if np.isnan(reservation).any():
        raise ValueError("smallest_change: a reservation is NaN")
    barred = barred & ~is_status_quo(status_quo, open_.shape[-1])[:, None]
    # Below what the worst deal is worth all thresholds mean the same; this one keeps sums finite.
    worst = np.cumsum(contributions.min(axis=-1), axis=-1)[..., -1]
    threshold = np.maximum(reservation + MARGIN, worst - 1.0)
    blocks, needs_all = Blocks.nothing(*status_quo.shape), rule.needs_all(worlds)
    for all_needed in (True, False):
        places = np.flatnonzero(needs_all == all_needed)
        table = _Table(contributions, barred, open_, threshold, status_quo, rule, worlds, all_needed).of(places)
        found = _name(table)
        blocks.put(places, found.state, found.issue, found.change, found.deal)
    return blocks


@dataclass(frozen=True, eq=False, slots=True)
class _Table:
    """What `smallest_change` was given, of worlds in which a deal needs everybody, or of others."""

    contributions: Floats
    barred: Bools
    open_: Bools
    threshold: Floats
    status_quo: Ints
    rule: DecisionRule
    worlds: Ints
    all_needed: bool

    def of(self, places: Ints) -> Self:
        return replace(
            self,
            contributions=self.contributions[places],
            barred=self.barred[places],
            open_=self.open_[places],
            threshold=self.threshold[places],
            status_quo=self.status_quo[places],
            worlds=self.worlds[places],
        )

    def without_lines_of(self, state: int) -> Self:
        barred = self.barred.copy()
        barred[:, state] = False
        return replace(self, barred=barred)

    def closed_by(self, state: int) -> Bools:
        """Return (n, I, K): the options that a state's red lines close; where all are needed, they alone."""
        closed = self.open_ & self.barred[:, state]
        return closed & (self.barred.sum(axis=1) == 1) if self.all_needed else closed

    def beyond_no_line(self) -> Bools:
        return np.asarray(self.open_ & ~self.barred.any(axis=1))

    def shortfall(self, deal: Ints) -> Floats:
        """Return (n, P): what each state lacks by the deals (n, I)."""
        crossed = np.take_along_axis(self.barred, deal[:, None, :, None], axis=-1)[..., 0].any(axis=-1)
        return np.where(crossed, np.inf, self.threshold - utility(self.contributions, deal))

    def shortfall_after(self, deal: Ints) -> Floats:
        """Return (n, I, K, P): what each would lack if one issue were changed to one option."""
        now = deal[:, None, :, None]
        got = np.take_along_axis(self.contributions, now, axis=-1)[..., 0]
        # What the issues before and after give; of a single issue the shortfall is that of `shortfall` to the bit.
        before = np.cumsum(got, axis=-1) - got
        after = np.cumsum(got[..., ::-1], axis=-1)[..., ::-1] - got
        lacks = (self.threshold[..., None] - (before + after))[..., None] - self.contributions
        crossed = np.take_along_axis(self.barred, now, axis=-1)[..., 0]
        elsewhere = crossed.sum(axis=-1, keepdims=True) - crossed > 0
        return np.moveaxis(np.where(self.barred | elsewhere[..., None], np.inf, lacks), 1, -1)

    def judge(self, shortfall: Floats) -> tuple[Bools, Floats, Ints]:
        """Return (n, ...) of deals (n, ..., P): whether several states block, how much the one who blocks lacks, who.

        Under rules that do not need everybody one state blocks, the pivotal one.
        """
        if self.all_needed:
            several, most = (shortfall >= 0).sum(axis=-1) > 1, shortfall.max(axis=-1)
        else:
            rows = shortfall.reshape(-1, self.rule.states)
            worlds = np.repeat(self.worlds, len(rows) // max(len(self.worlds), 1))
            order = np.argsort(rows, axis=-1, kind="stable")
            size = winning_prefix(self.rule, worlds, order)
            last = np.take_along_axis(order, np.minimum(size, self.rule.states)[:, None] - 1, axis=-1)
            pivotal = np.take_along_axis(rows, last, axis=-1)[:, 0]
            most = np.where(size > self.rule.states, np.inf, pivotal).reshape(shortfall.shape[:-1])
            several = np.zeros(most.shape, dtype=bool)
        return several, most, (shortfall == most[..., None]).argmax(axis=-1)


class _Nearest:
    """The deal found that comes nearest in each world: rather one that one state blocks, then by what it lacks."""

    def __init__(self, table: _Table) -> None:
        self.table = table
        self.allowed = table.beyond_no_line() if table.all_needed else table.open_
        self.deal = np.full(table.status_quo.shape, -1)
        self.several = np.ones(len(self.deal), dtype=bool)
        self.lacks, self.state = np.full(len(self.deal), np.inf), np.full(len(self.deal), table.rule.states)

    @property
    def possible(self):
        return (self.deal[:, 0] >= 0) & (self.table.all_needed | (self.lacks < np.inf))

    def improve(self, places: Ints, deal: Ints) -> Bools:
        """Keep those of the deals (m, I) of some worlds (m,) that come nearer; return where."""
        table = self.table.of(places)
        several, lacks, state = table.judge(table.shortfall(deal))
        were_several, lacked, blocked = self.several[places], self.lacks[places], self.state[places]
        nearer = (lacks < lacked - TIE) | ((lacks <= lacked + TIE) & (state < blocked))
        better = (several < were_several) | ((several == were_several) & nearer)
        kept = places[better]
        self.deal[kept], self.several[kept] = deal[better], several[better]
        self.lacks[kept], self.state[kept] = lacks[better], state[better]
        return better

    def improve_after_change(self, places, deal):
        size = max(int(np.prod(self.table.contributions.shape[1:])), 1)
        part = max(AT_ONCE // size, 1)
        better = np.zeros(len(places), bool)
        for s in range(0, len(places), part):
            at = slice(s, s + part)
            changed, ok = self.changed(places[at], deal[at])
            better[s:s + part][ok] = self.improve(places[at][ok], changed[ok])
        return better

    def changed(self, places, deal):
        table = self.table.of(places)
        options = table.open_.shape[-1]
        off = deal != table.status_quo
        settles = (off.sum(axis=-1, keepdims=True) - off > 0)[..., None] | ~is_status_quo(table.status_quo, options)
        tied = self.allowed[places] & settles
        some = tied.any(axis=(1, 2))
        for column in table.judge(table.shortfall_after(deal)):
            here = np.where(tied, column, np.inf)
            tied = tied & (here <= here.min(axis=(1, 2), keepdims=True) + TIE)
        issue, option = np.divmod(tied.reshape(len(places), -1).argmax(axis=-1), options)
        changed = deal.copy()
        changed[np.arange(len(places)), issue] = option
        return changed, some

    def climb(self):
        still = np.flatnonzero(self.deal[:, 0] >= 0)
        for _ in range(LONGEST_CLIMB):
            if not still.size:
                break
            still = still[self.improve_after_change(still, self.deal[still])]

VARIANT = dict(polish=True, cl=True)

def _search(table: _Table) -> _Nearest:
    near = _Nearest(table)
    if not len(table.worlds): return near
    for places, deal in _starts(table):
        near.improve(places, deal)
        if VARIANT["polish"] or table.all_needed:
            near.improve_after_change(places, deal)
    near.climb()
    return near


def _starts(table):
    worlds, states = table.threshold.shape
    everywhere = np.arange(worlds)
    unbarred = table.beyond_no_line()
    if not table.all_needed:
        yield _favourite(_joint(np.ones((worlds, states)), table.contributions), table.open_, table.status_quo)
    for state in range(states):
        own = unbarred if table.all_needed else table.open_ & ~table.barred[:, state]
        yield _favourite(table.contributions[:, state], own, table.status_quo)
    weights = np.ones((worlds, states))
    for _ in range(TRIES):
        places, deal = _favourite(_joint(weights, table.contributions), unbarred, table.status_quo)
        yield places, deal
        weights[places, table.of(places).shortfall(deal).argmax(axis=-1)] *= 2.0
    for state in range(states):
        yield from _trades(table, state, unbarred)

def _trades(table, state, unbarred):
    worlds, states = table.threshold.shape
    others = np.arange(states) != state
    weights = np.tile(others.astype(float), (worlds, 1))
    trying = np.arange(worlds)
    for _ in range(TRIES):
        here, weight = table.of(trying), weights[trying]
        trades = Trades.between(_joint(weight, here.contributions), here.contributions[:, state], unbarred[trying], here.status_quo)
        floor = np.cumsum((weight * here.threshold)[:, others], axis=-1)[:, -1]
        offer = trades.offer(np.arange(len(trying)), floor + 2 * TIE)
        trying, deal = trying[offer.possible], offer.deal[offer.possible]
        yield trying, deal
        unmet = others & (table.of(trying).shortfall(deal) >= 0)
        weights[trying] *= np.where(unmet, 2.0, 1.0)
        trying = trying[unmet.any(axis=-1)]
        if not trying.size: return


def _joint(weights, contributions):
    total = np.zeros_like(contributions[:, 0])
    for state in range(contributions.shape[1]):
        total += weights[:, state, None, None] * contributions[:, state]
    return total


def _favourite(values, allowed, status_quo):
    """places (m,), deals (m,I)"""
    ranked = np.where(allowed, values, -np.inf)
    settling = np.where(is_status_quo(status_quo, values.shape[-1]), -np.inf, ranked)
    some = np.flatnonzero(allowed.any(axis=-1).all(axis=-1) & np.isfinite(settling).any(axis=(1, 2)))
    ranked, settling = ranked[some], settling[some]
    deal = ranked.argmax(axis=-1)
    issue = (ranked.max(axis=-1) - settling.max(axis=-1)).argmin(axis=-1)
    defers = np.flatnonzero(~settles_something(deal, status_quo[some]))
    deal[defers, issue[defers]] = settling[defers, issue[defers]].argmax(axis=-1)
    return some, deal


def _name(table):
    nearest = _search(table)
    blocks = Blocks.nothing(*table.status_quo.shape)
    there = np.flatnonzero(nearest.possible & (nearest.lacks >= 0))
    state, deal = nearest.state[there], nearest.deal[there]
    blocks.put(there, state, _left_farthest(table.of(there), state, deal), nearest.lacks[there], deal)
    none = ~nearest.possible
    trying = ~(nearest.lacks < 0) & (none | table.all_needed)
    for state in range(table.rule.states):
        closed = table.closed_by(state)
        places = np.flatnonzero(trying & closed.any(axis=(1, 2)))
        without = _search(table.of(places).without_lines_of(state))
        opens = without.lacks < 0
        crossed = np.take_along_axis(table.barred[places, state], np.maximum(without.deal, 0)[..., None], axis=-1)[..., 0]
        lower = (blocks.state[places] < 0) | (without.lacks < blocks.change[places] - TIE)
        blames = opens | (none[places] & without.possible & lower)
        issue = np.where(opens, crossed, closed[places].sum(axis=-1)).argmax(axis=-1) if 0 else np.where(opens, crossed.argmax(-1), closed[places].sum(-1).argmax(-1))
        k = places[blames]
        blocks.put(k, state, issue[blames], np.maximum(without.lacks, 0.0)[blames], without.deal[blames])
        blocks.put(places[opens & ~crossed.any(-1)], -1, -1, np.nan, -1)
        trying[places[opens]] = False
    return blocks

def _left_farthest(table, state, deal):
    everywhere = np.arange(len(state))
    own = table.contributions[everywhere, state]
    may = table.open_ & ~table.barred[everywhere, state]
    left = np.where(may, own, -np.inf).max(axis=-1) - np.take_along_axis(own, deal[..., None], axis=-1)[..., 0]
    return (left >= left.max(axis=-1, keepdims=True) - TIE).argmax(axis=-1)
