"""From the rule that a scenario names to the rule that decides."""

from __future__ import annotations

import numpy as np

from summitry.scenario.rule_choice import MORE_THAN_HALF, RuleChoice, Share
from summitry.scenario.scenario import Scenario
from summitry_agents.deals import Bools, Floats
from summitry_agents.decision_rule import NOBODY_COUNTS, DecisionRule, Quota


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
