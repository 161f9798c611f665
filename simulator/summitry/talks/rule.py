"""From the rule that a scenario names to the rule that decides."""

from __future__ import annotations

from itertools import product

import numpy as np

from summitry.scenario.rule_choice import MORE_THAN_HALF, RuleChoice, Share
from summitry.scenario.scenario import Scenario
from summitry.talks.ground import Ground
from summitry_agents.deals import Bools, Floats
from summitry_agents.decision_rule import NOBODY_COUNTS, DecisionRule, Quota
from summitry_agents.verdict import Verdict, Zone
from summitry_agents.zone import find_zone
from summitry_agents.zone_under_rule import find_zone_under_rule

MOST_LEAVING = 6
"""States that may stand aside from what they would have to perform, of which every choice is looked at."""


def decision_rule(scenario: Scenario, capability: Floats) -> DecisionRule:
    """Return whose yes a deal needs in these talks.

    Parameters
    ----------
    scenario
        The talks.
    capability
        (W, P) of the states in order, their weights where the scenario gives no others.

    Examples
    --------
    >>> decision_rule(Scenario.load("reykjavik-2021"), np.ones((1, 2))).is_unanimity
    True
    """
    choice, states = scenario.spec.talks.rule, scenario.states
    opt_out = may_stand_aside(scenario)
    leaves = opt_out if opt_out.any() else None
    if choice.word in ("unanimity", "consensus"):
        return DecisionRule(np.ones(len(states), dtype=bool), silence=choice.word == "consensus", opt_out=leaves)
    weight = MORE_THAN_HALF if choice.word == "weighted_majority" else choice.weight
    return DecisionRule(
        veto=np.isin(states, choice.veto),
        votes=_votes(choice),
        weights=None if weight is None else _weights(choice, states, capability),
        weight_needed=None if weight is None else _quota(weight),
        blocking=choice.blocking or 0,
        opt_out=leaves,
    )


def may_stand_aside(scenario: Scenario) -> Bools:
    """Return (P,): which states may stand aside from a deal that others sign."""
    opt_out = scenario.spec.talks.opt_out
    if isinstance(opt_out, bool):
        return np.full(len(scenario.states), opt_out)
    return np.isin(scenario.states, opt_out)


def performers(scenario: Scenario) -> Bools:
    """Return (P, J): which states must perform what is settled on each issue on the table, linked ones joined."""
    by_issue = [scenario.spec.issues[issue].performed_by for issue in scenario.issues]
    must = np.stack([np.isin(scenario.states, names) for names in by_issue], axis=1)
    return np.stack([must[:, list(members)].any(axis=1) for members in scenario.layout.members], axis=1)


def zone_under_rule(scenario: Scenario, ground: Ground, rule: DecisionRule) -> Zone:
    """Look for deals that would pass if everybody knew everything, in the worlds (n,) of a ground.

    What a state that stands aside would have to perform falls away from a deal (`Vote`): so a deal may move such an
    issue only if its performers sign. Each choice of performers that sign is looked at, up to 2 ** `MOST_LEAVING`;
    where more may leave, a world in which the choice of all of them gives no zone stays undecided.
    """
    reservation, table, those = ground.reservation, (ground.contributions, ground.barred), ground.there
    open_, status_quo = ground.open, ground.status_quo
    if rule.is_unanimity:
        return find_zone(table[0], ground.open_to_all, reservation, status_quo)
    must = performers(scenario)
    leaving = np.flatnonzero(must.any(axis=1) & may_stand_aside(scenario))
    few = len(leaving) <= MOST_LEAVING
    found = Zone.undecided(*status_quo.shape)
    doubtful = np.zeros(len(those), dtype=bool)
    for staying in product([True, False], repeat=len(leaving)) if few else [(True,) * len(leaving)]:
        stays = np.array(staying, dtype=bool)
        rest = found.open
        valid = open_[rest]
        for issue in np.flatnonzero(must[leaving[~stays]].any(axis=0)):
            valid[:, issue] &= np.arange(valid.shape[-1]) == status_quo[rest, issue, None]
        needing = rule.needing(np.isin(np.arange(rule.states), leaving[stays]))
        zone = find_zone_under_rule(
            table[0][rest], table[1][rest], valid, reservation[rest], status_quo[rest], needing, those[rest]
        )
        found.witness(rest, zone.deal, zone.verdict == Verdict.EXISTS)
        doubtful[rest] |= zone.verdict == Verdict.UNDECIDED
    if few:
        found.rule_out(found.open[~doubtful[found.open]])
    return found


def _votes(choice: RuleChoice) -> Quota:
    if choice.votes is not None:
        return Quota.number(choice.votes)
    share = MORE_THAN_HALF if choice.word == "majority" else choice.share
    return NOBODY_COUNTS if share is None else _quota(share)


def _quota(share: Share) -> Quota:
    return Quota.more_than(0.5) if share == MORE_THAN_HALF else Quota.at_least(float(share))


def _weights(choice: RuleChoice, states: tuple[str, ...], capability: Floats) -> Floats:
    if not choice.weights:
        return capability
    return np.broadcast_to([choice.weights[state] for state in states], capability.shape).astype(np.float64)
