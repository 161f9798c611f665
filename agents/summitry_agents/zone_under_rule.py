"""Does a zone of possible agreement exist under a decision rule: a deal that a winning coalition signs?

States that are outvoted need not like the deal, nor are their red lines in its way. The question falls into one of
`find_zone` for each minimal winning coalition, of which there may be billions. Offers such as envoys make find a
witness in most worlds that have one; bounds on what single states and pairs of them can sign exclude most
coalitions; the few that are left are searched one by one, and where they are many a mixed-integer solver chooses the
coalition together with the deal.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from summitry_agents.coalitions import offer_to_coalition
from summitry_agents.deals import MARGIN, TIE, Bools, Floats, Ints, settles_something, signs
from summitry_agents.decision_rule import DecisionRule
from summitry_agents.exact_search_under_rule import search_under_rule
from summitry_agents.possible_coalitions import (
    MOST_STATES_LISTED,
    can_sign_alone,
    can_sign_in_pairs,
    members_of_some_coalition,
    minimal_coalitions,
)
from summitry_agents.preferences import is_status_quo
from summitry_agents.verdict import Verdict, Zone
from summitry_agents.zone import find_zone
from summitry_agents.zone_by_solver import ask_solver_under_rule
from summitry_agents.zone_of_many import NODES_PER_SOLVER_NODE

PROPOSERS = 4
"""States from whose side witnesses are looked for."""

MOST_COALITIONS = 100
"""With more minimal winning coalitions in a world deals are searched rather than coalitions."""


def find_zone_under_rule(
    contributions: Floats,
    barred: Bools,
    valid: Bools,
    reservation: Floats,
    status_quo: Ints,
    rule: DecisionRule,
    worlds: Ints,
    node_limit: int = 100_000,
) -> Zone:
    """Look in every world for a deal that settles something and that a winning coalition signs.

    Parameters
    ----------
    contributions
        Salience-weighted values (n, P, I, K), finite also where an option is not valid.
    barred
        Options (n, P, I, K) beyond each state's red lines; to leave an issue at its status quo crosses none.
    valid
        Options (n, I, K) that can be put on the table.
    reservation
        What a deal must exceed by `MARGIN` for a state to sign (n, P); any number, also infinite, but not NaN.
    status_quo
        (n, I), -1 where failure lies off the scale.
    rule
        The decision rule of the P states.
    worlds
        (n,) the worlds' places in the weights of the rule.
    node_limit
        As in `find_zone`, for each coalition, or in `search_under_rule`; the solver gets a hundredth of it.

    Returns
    -------
    Zone
        EXISTS with a witness that a winning coalition signs by `who_signs`; NONE where it is proven that there is
        none; UNDECIDED else. The verdicts of a world depend on no other world.

    Raises
    ------
    ValueError
        If a reservation is NaN.

    Notes
    -----
    Worlds in which a deal needs everybody go to `find_zone` as they are, with the options beyond nobody's red line.
    States that may opt out count as standing aside where they do not sign (`DecisionRule.wins`).
    """
    if np.isnan(reservation).any():
        raise ValueError("find_zone_under_rule: a reservation is NaN")
    barred = barred & ~is_status_quo(status_quo, valid.shape[-1])[:, None]
    table = _Table(contributions, barred, valid, reservation, status_quo)
    zone = Zone.undecided(*status_quo.shape)
    needs_all = rule.needs_all(worlds)
    joint, rest = np.flatnonzero(needs_all), np.flatnonzero(~needs_all)
    if joint.size:
        zone.take(joint, table.of(joint).search(np.arange(rule.states), node_limit))
    if rest.size:
        zone.take(rest, _search(table.of(rest), rule, worlds[rest], node_limit))
    return zone


def who_signs(contributions: Floats, barred: Bools, reservation: Floats, status_quo: Ints, deal: Ints) -> Bools:
    """Return (n, P): which states sign the deals (n, I), in the terms of `find_zone_under_rule`.

    Nobody signs a deal that settles nothing.
    """
    beyond = barred & ~is_status_quo(status_quo, barred.shape[-1])[:, None]
    crossed = np.take_along_axis(beyond, deal[:, None, :, None], axis=-1)[..., 0].any(axis=-1)
    likes = signs(contributions, deal, reservation + MARGIN)
    return np.asarray(likes & ~crossed & settles_something(deal, status_quo)[:, None])


@dataclass(frozen=True, eq=False, slots=True)
class _Table:
    """What `find_zone_under_rule` was given, of some worlds."""

    contributions: Floats
    barred: Bools
    valid: Bools
    reservation: Floats
    status_quo: Ints

    def of(self, worlds: Ints) -> Self:
        return type(self)(
            self.contributions[worlds],
            self.barred[worlds],
            self.valid[worlds],
            self.reservation[worlds],
            self.status_quo[worlds],
        )

    def signed_by(self, deal: Ints) -> Bools:
        """Return (n, P): who signs the deals (n, I)."""
        return who_signs(self.contributions, self.barred, self.reservation, self.status_quo, deal)

    def search(self, members: Ints, node_limit: int) -> Zone:
        """Look for deals that all of these states sign."""
        allowed = self.valid & ~self.barred[:, members].any(axis=1)
        return find_zone(
            self.contributions[:, members], allowed, self.reservation[:, members], self.status_quo, node_limit
        )


def _search(table: _Table, rule: DecisionRule, worlds: Ints, node_limit: int) -> Zone:
    """Search worlds in which a deal does not need everybody."""
    zone = Zone.undecided(*table.status_quo.shape)
    # Below what the worst deal is worth all reservations mean the same; this one keeps sums finite.
    worst = np.where(table.valid[:, None], table.contributions, np.inf).min(axis=-1).sum(axis=-1)
    reservation = np.maximum(table.reservation, worst - 1.0)
    own = table.valid[:, None] & ~table.barred
    may_sign = can_sign_alone(table.contributions, own, reservation)
    zone.rule_out(np.flatnonzero(~rule.wins(worlds, may_sign)))
    for me in range(min(PROPOSERS, rule.states)):
        there = zone.open[may_sign[zone.open, me]]
        deal, possible = _offer_of(me, table.of(there), own[there, me], rule, worlds[there])
        zone.witness(there, deal, possible & rule.wins(worlds[there], table.of(there).signed_by(deal)))
    there = zone.open
    together = can_sign_in_pairs(table.contributions[there], own[there], reservation[there], may_sign[there])
    members = members_of_some_coalition(rule, worlds[there], together)
    enough = rule.wins(worlds[there], members)
    zone.rule_out(there[~enough])
    there, members = there[enough], members[enough]
    together = together[enough] & members[:, :, None] & members[:, None]
    many = np.ones(len(there), dtype=bool)
    if rule.states <= MOST_STATES_LISTED:
        coalitions, where = minimal_coalitions(rule, worlds[there], together)
        many = where.sum(axis=-1) > MOST_COALITIONS
        _list(zone, table, there[~many], coalitions, where[~many], node_limit)
    for place in np.flatnonzero(many):
        world = there[place]
        problem = (
            table.contributions[world],
            own[world],
            reservation[world],
            table.status_quo[world],
            rule,
            int(worlds[world]),
            members[place],
        )
        verdict, deal = search_under_rule(*problem, node_limit)
        if verdict == Verdict.UNDECIDED:
            verdict, deal = ask_solver_under_rule(*problem, node_limit // NODES_PER_SOLVER_NODE)
        only = there[place : place + 1]
        if verdict != Verdict.EXISTS or rule.wins(worlds[only], table.of(only).signed_by(deal[None])).all():
            zone.decide(world, verdict, deal)
    return zone


def _offer_of(me: int, table: _Table, own: Bools, rule: DecisionRule, worlds: Ints) -> tuple[Ints, Bools]:
    """Return the deals (n, I) that a state would offer if it knew all, and where (n,) there is one."""
    others = np.delete(np.arange(rule.states), me)
    offer = offer_to_coalition(
        table.contributions[:, me],
        table.contributions[:, others],
        table.reservation[:, others],
        table.barred[:, others],
        own,
        table.status_quo,
        table.reservation[:, me] + MARGIN + 2 * TIE,
        rule,
        worlds,
        me,
        others,
    )
    return np.maximum(offer.deal, 0), offer.possible


def _list(zone: Zone, table: _Table, worlds: Ints, coalitions: Bools, where: Bools, node_limit: int) -> None:
    """Decide worlds (m,) by searching every coalition (C, P) where (m, C) it is minimal."""
    in_doubt = np.zeros(len(worlds), dtype=bool)
    for members, here in zip(coalitions, where.T, strict=True):
        places = np.flatnonzero(here & (zone.verdict[worlds] == Verdict.UNDECIDED))
        if places.size:
            those = worlds[places]
            found = table.of(those).search(np.flatnonzero(members), node_limit)
            zone.witness(those, found.deal, found.verdict == Verdict.EXISTS)
            in_doubt[places] |= found.verdict == Verdict.UNDECIDED
    zone.rule_out(worlds[~in_doubt & (zone.verdict[worlds] == Verdict.UNDECIDED)])
