"""Random decision rules, and what they decide worked out one coalition at a time, for the tests."""

import itertools

import numpy as np

from summitry_agents.decision_rule import DecisionRule, Quota


def all_coalitions(states):
    """Every set of states (2 ** P, P)."""
    return np.array(list(itertools.product((False, True), repeat=states)))


def random_rule(rng, worlds, states):
    """Draw a rule by votes, by weight or by both, sometimes with vetoes, a blocking clause and opting out."""
    votes = rng.choice(["none", "number", "at_least", "more_than"])
    shares = [0.25, 1 / 3, 0.5, 0.55, 0.65, 2 / 3, 0.8, 1.0]
    quota = {
        "none": Quota.number(0),
        "number": Quota.number(int(rng.integers(1, states + 1))),
        "at_least": Quota.at_least(float(rng.choice(shares))),
        "more_than": Quota.more_than(0.5),
    }[votes]
    weighted = votes == "none" or rng.random() < 0.4
    share = float(rng.choice(shares))
    return DecisionRule(
        veto=rng.random(states) < rng.choice([0.0, 0.2]),
        votes=quota,
        weights=rng.integers(0, 6, size=(worlds, states)).astype(float) if weighted else None,
        weight_needed=(Quota.at_least(share) if rng.random() < 0.5 else Quota.more_than(0.5)) if weighted else None,
        blocking=int(rng.choice([0, 0, 2])),
        opt_out=rng.random(states) < 0.3 if rng.random() < 0.3 else None,
    )


def wins_by_the_book(rule, world, signers):
    """Tell whether a coalition (a set) wins, from the words of the rule."""
    everybody = set(range(rule.states))
    aside = set() if rule.opt_out is None else set(np.flatnonzero(rule.opt_out)) - signers
    voters = everybody - aside

    def enough(quota, support, whole):
        if not quota.of_whole:
            return support >= min(quota.needed, whole)
        if quota.beyond:
            return support > quota.needed * whole + 1e-7
        return whole > 0 and support >= quota.needed * whole - 1e-7

    met = enough(rule.votes, len(signers), len(voters))
    if rule.weights is not None:
        behind, whole = (sum(rule.weights[world, state] for state in those) for those in (signers, voters))
        met = met and enough(rule.weight_needed, behind, whole)
    met = met or len(voters - signers) < rule.blocking
    return bool(met and not (set(np.flatnonzero(rule.veto)) & (voters - signers)) and len(signers) >= 2)
