"""Who blocked, on which issue and by how much: the smallest change that would have made a deal possible."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np

from summitry_agents.deals import MARGIN, TIE, Bools, Floats, Ints, utility
from summitry_agents.decision_rule import DecisionRule, winning_prefix
from summitry_agents.logrolling import Trades
from summitry_agents.preferences import is_status_quo
from summitry_agents.single_change import (
    Judged,
    lacks_after_change,
    nearest_change,
    nearest_change_needing_all,
    needing_all,
)
from summitry_agents.weighted_sums import best_settling_deal, weighted

TRIES = 6
"""Weights of the states that are tried."""

LONGEST_CLIMB = 40
"""Single changes of the nearest deal at most."""

AT_ONCE = 2_000_000
"""Numbers in one array while single changes are weighed; more worlds are taken in turns."""


@dataclass(frozen=True, eq=False, slots=True)
class Blocks:
    """What stood in the way of a deal, in n worlds.

    Attributes
    ----------
    state
        (n,) index of the state that blocked; -1 where nothing can be said.
    issue
        (n,) index of the issue on which it is left farthest from what it wants, or which its red line closes.
    change
        (n,) utility >= 0 by which its reservation would have to be lower; 0 where its red line alone is in the way.
    deal
        (n, I) the deal that comes nearest. Like `issue` -1, and like `change` NaN, where nothing can be said.
    """

    state: Ints
    issue: Ints
    change: Floats
    deal: Ints


def smallest_change(
    contributions: Floats,
    barred: Bools,
    open_: Bools,
    reservation: Floats,
    status_quo: Ints,
    rule: DecisionRule,
    worlds: Ints,
) -> Blocks:
    """Say of every world without a zone who blocked, on which issue and by how much.

    Parameters
    ----------
    contributions, barred
        Salience-weighted values (n, P, I, K), finite throughout, and options beyond each state's red lines.
    open_, status_quo
        Options (n, I, K) that can be on the table, and what stands else (n, I), -1 where failure lies off the scale.
    reservation
        What a deal must exceed by `MARGIN` for a state to sign (n, P); any number, also infinite, but not NaN.
    rule, worlds
        The decision rule of the P states, and the worlds' places (n,) in its weights.

    Returns
    -------
    Blocks
        Nothing is said of a world in which a deal is found that passes, or in which an infinite reservation blocks.

    Notes
    -----
    A state lacks reservation + `MARGIN` - utility and signs if that is below 0. Ties, within `TIE`, go to the lower
    state and issue.

    Where a deal needs everybody, it may cross no red line. The state blocks that lacks least by a deal that all others
    sign; where none is found, the one that lacks most by the deal that keeps the largest lack smallest. But if without
    the red lines of one state there would be a zone, that state blocks, by 0, on the first issue on which the deal
    found crosses them. And if there is no deal at all, but would be without the red lines of one state, the state
    blocks without whose lines the largest lack is smallest, on the issue on which it alone closes most options.

    Under other rules the states are taken by rising lack, infinite where the deal crosses a red line, until they win;
    the last is pivotal, and blocks where it lacks least. Red lines are to blame only if no deal found has a finite one.

    One issue: exact. Several: weighted sums of the states, logrolled deals (`Trades`) and single changes of both are
    tried, so `change` is an upper bound: where one of two states signs, too large by at most the gap of
    `Trades.offer`, one hull step as a rule. Of more states a deal that all but one sign may be missed; `change` is
    then at least the smallest largest lack. In 23,700 random worlds without a zone (2 to 5 states, 3 to 6 issues, no
    red lines) it was the smallest in 99.5 %.
    """
    barred = barred & ~is_status_quo(status_quo, open_.shape[-1])[:, None]
    # Below what the worst deal is worth all thresholds mean the same; this one keeps sums finite.
    worst = np.cumsum(contributions.min(axis=-1), axis=-1)[..., -1]
    threshold = np.maximum(reservation + MARGIN, worst - 1.0)
    blocks = Blocks(worlds.astype(np.intp), worlds.astype(np.intp), np.empty(len(worlds)), status_quo.astype(np.intp))
    part = max(AT_ONCE // max(int(np.prod(contributions.shape[1:])), 1), 1)
    for all_needed in (True, False):
        table = _Table(contributions, barred, open_, threshold, status_quo, rule, worlds, all_needed)
        those = np.flatnonzero(rule.needs_all(worlds) == all_needed)
        for places in np.split(those, range(part, len(those), part)):
            found = _who_blocks(table.of(places))
            for name in ("state", "issue", "change", "deal"):
                getattr(blocks, name)[places] = getattr(found, name)
    return blocks


@dataclass(frozen=True, eq=False)
class _Table:
    """What `smallest_change` was given, of worlds in which a deal needs everybody, or does not."""

    contributions: Floats
    barred: Bools
    open_: Bools
    threshold: Floats
    status_quo: Ints
    rule: DecisionRule
    worlds: Ints
    all_needed: bool

    def of(self, places: Ints) -> Self:
        by_world = ("contributions", "barred", "open_", "threshold", "status_quo", "worlds")
        return replace(self, **{name: getattr(self, name)[places] for name in by_world})

    def beyond_no_line(self) -> Bools:
        return np.asarray(self.open_ & ~self.barred.any(axis=1))

    @cached_property
    def values(self) -> Floats:
        """(n, P, I, K) what options bring, minus infinity beyond a state's red lines."""
        return np.where(self.barred, -np.inf, self.contributions)

    def lacks(self, places: Ints, deal: Ints) -> Floats:
        """Return (m, P): what each state lacks by the deals (m, I) of some worlds, infinite beyond its red lines."""
        return self.threshold[places] - utility(self.values, deal, places)

    def judge(self, places: Ints, lacks: Floats) -> Judged:
        """Tell from what states lack (m, ..., P) in some worlds if several block, what the blocker lacks, who it is."""
        if self.all_needed:
            return needing_all(lacks)
        rows = lacks.reshape(-1, self.rule.states)
        order = np.argsort(rows, axis=-1, kind="stable")
        worlds = np.repeat(self.worlds[places], len(rows) // max(len(places), 1))
        size = winning_prefix(self.rule, worlds, order)[:, None]
        last = np.take_along_axis(order, np.minimum(size, self.rule.states) - 1, axis=-1)
        pivotal = np.where(size > self.rule.states, np.inf, np.take_along_axis(rows, last, axis=-1))
        most = pivotal.reshape(lacks.shape[:-1])
        return np.zeros(most.shape, dtype=bool), most, (lacks == most[..., None]).argmax(axis=-1)


class _Nearest:
    """The deal found that comes nearest: rather one that a single state blocks, then by what the blocker lacks."""

    def __init__(self, table: _Table) -> None:
        worlds = len(table.worlds)
        self.table = table
        self.allowed = table.beyond_no_line() if table.all_needed else table.open_
        self.deal = np.full(table.status_quo.shape, -1)
        self.several, self.lacks = np.ones(worlds, dtype=bool), np.full(worlds, np.inf)
        self.state = np.full(worlds, table.rule.states)

    def improve(self, places: Ints, deal: Ints) -> Bools:
        """Keep those deals (m, I) of some worlds (m,) that come nearer than any before; return where."""
        several, lacks, state = self.table.judge(places, self.table.lacks(places, deal))
        were_several, lacked, blocked = self.several[places], self.lacks[places], self.state[places]
        nearer = (lacks < lacked - TIE) | ((lacks <= lacked + TIE) & (state < blocked))
        better = (several < were_several) | ((several == were_several) & nearer)
        kept = places[better]
        self.deal[kept], self.several[kept] = deal[better], several[better]
        self.lacks[kept], self.state[kept] = lacks[better], state[better]
        return np.asarray(better)

    def improve_by_change(self, places: Ints, deal: Ints) -> Bools:
        """Improve by the one change of each deal that brings it nearest, which may be none; return where."""
        table = self.table
        wishes = table.values, table.threshold, self.allowed, table.status_quo
        if table.all_needed:
            return self.improve(places, nearest_change_needing_all(*wishes, places, deal))
        judged = table.judge(places, lacks_after_change(table.values, table.threshold, places, deal))
        return self.improve(places, nearest_change(judged, self.allowed[places], table.status_quo[places], deal))


def _search(table: _Table) -> _Nearest:
    nearest = _Nearest(table)
    for places, deal in _starts(table):
        nearest.improve(places, deal)
        nearest.improve_by_change(places, deal)
    still = np.flatnonzero(nearest.deal[:, 0] >= 0)
    for _ in range(LONGEST_CLIMB):
        if not still.size:
            break
        still = still[nearest.improve_by_change(still, nearest.deal[still])]
    return nearest


def _starts(table: _Table) -> Iterator[tuple[Ints, Ints]]:
    """Yield places (m,) and deals (m, I) there: best for all together, for each, and for each with the others."""
    weights, unbarred = np.ones_like(table.threshold), table.beyond_no_line()
    alone = np.eye(table.rule.states)
    if not table.all_needed:
        yield _best(table, weights, table.open_)
    for _ in range(TRIES):
        places, deal = _best(table, weights, unbarred)
        yield places, deal
        weights[places, table.lacks(places, deal).argmax(axis=-1)] *= 2.0
    for state in range(table.rule.states):
        own = unbarred if table.all_needed else table.open_ & ~table.barred[:, state]
        yield _best(table, np.broadcast_to(alone[state], weights.shape), own)
        yield from _trades(table, state, unbarred)


def _trades(table: _Table, state: int, unbarred: Bools) -> Iterator[tuple[Ints, Ints]]:
    """Yield good deals for one state that are worth to the others, weighted by what they lacked, what they need."""
    others = np.arange(table.rule.states) != state
    weights = np.tile(others.astype(np.float64), (len(table.worlds), 1))
    places = np.arange(len(table.worlds))
    for _ in range(TRIES if table.rule.states > 2 else 1):
        wishes, weight = table.contributions[places], weights[places]
        trades = Trades.between(weighted(wishes, weight), wishes[:, state], unbarred[places], table.status_quo[places])
        floor = np.cumsum(weight * np.where(others, table.threshold[places], 0.0), axis=-1)[:, -1]
        offer = trades.offer(np.arange(len(places)), floor + 2 * TIE)
        places, deal = places[offer.possible], offer.deal[offer.possible]
        yield places, deal
        unmet = others & (table.lacks(places, deal) >= 0)
        weights[places] *= np.where(unmet, 2.0, 1.0)
        places = places[unmet.any(axis=-1)]
        if not places.size:
            break


def _best(table: _Table, weights: Floats, allowed: Bools) -> tuple[Ints, Ints]:
    """Return where (m,) there is a deal that settles something, and the one with the largest weighted sum (m, I)."""
    deal = best_settling_deal(table.contributions, weights, allowed, table.status_quo)
    places = np.flatnonzero(deal[:, 0] >= 0)
    return places, deal[places]


def _who_blocks(table: _Table) -> Blocks:
    nearest = _search(table)
    issue, no_deal = _left_farthest(table, nearest), nearest.lacks == np.inf
    trying = (nearest.lacks >= 0) & (table.all_needed | no_deal)
    for state in range(table.rule.states):
        without = replace(table, barred=table.barred & (np.arange(table.rule.states) != state)[:, None, None])
        free, closed = without.beyond_no_line(), table.open_ & table.barred[:, state]
        if table.all_needed:
            closed &= free
        # Where some state's best deal is not enough for it, there is no zone.
        most = np.cumsum(np.where(free[:, None], table.contributions, -np.inf).max(axis=-1), axis=-1)[..., -1]
        hopeless = (most <= table.threshold).any(axis=-1)
        places = np.flatnonzero(trying & (no_deal | ~hopeless) & closed.any(axis=(1, 2)))
        if not places.size:
            continue
        found = _search(without.of(places))
        deal, opens = np.maximum(found.deal, 0), found.lacks < 0
        # A deal that needs no line lifted had only been missed before: if it passes, nobody blocks.
        to_blame = table.judge(places, table.lacks(places, deal))[1] == np.inf
        nearer = no_deal[places] & (found.lacks < nearest.lacks[places] - TIE)
        some = np.flatnonzero(opens | (to_blame & nearer))
        crossed = np.take_along_axis(table.barred[places, state], deal[..., None], axis=-1)[..., 0].argmax(axis=-1)
        most_closed = closed[places].sum(axis=-1).argmax(axis=-1)
        issue[places[some]] = np.where(opens, crossed, most_closed)[some]
        nearest.lacks[places[some]] = np.where(opens & to_blame, 0.0, found.lacks)[some]
        nearest.state[places[some]], nearest.deal[places[some]] = state, deal[some]
        trying[places[opens]] = False
    said = (nearest.lacks >= 0) & (nearest.lacks < np.inf)
    blocker, issue = np.where(said, nearest.state, -1), np.where(said, issue, -1)
    return Blocks(blocker, issue, np.where(said, nearest.lacks, np.nan), np.where(said[:, None], nearest.deal, -1))


def _left_farthest(table: _Table, nearest: _Nearest) -> Ints:
    """Return the issue (n,) on which the nearest deal gives the blocker least of what it could have there."""
    everywhere, state = np.arange(len(nearest.state)), np.minimum(nearest.state, table.rule.states - 1)
    own, may = table.contributions[everywhere, state], table.open_ & ~table.barred[everywhere, state]
    got = np.take_along_axis(own, np.maximum(nearest.deal, 0)[..., None], axis=-1)[..., 0]
    left = np.where(may, own, -np.inf).max(axis=-1) - got
    return np.asarray((left >= left.max(axis=-1, keepdims=True) - TIE).argmax(axis=-1))
