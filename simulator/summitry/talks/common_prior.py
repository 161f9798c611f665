"""What everybody at the table knows before the talks: the distributions, without anybody's own draw."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from weakref import WeakKeyDictionary

import numpy as np

from summitry.scenario.linkages import Layout
from summitry.scenario.scenario import Scenario
from summitry.talks.drawing import circumstances_drawn_evenly
from summitry.talks.linking import joined_contributions, patterns, standing_conditions
from summitry.talks.randomness import BLOCK
from summitry.talks.weighed import signs_above, trusted, utility_of_deferring
from summitry_agents.deal_list import MOST_DEALS
from summitry_agents.deals import Bools, Floats, Ints
from summitry_agents.hypotheses import Hypotheses
from summitry_agents.preferences import is_status_quo


@dataclass(frozen=True)
class CommonPrior:
    """What everybody at the table expects of each state before the talks: means over the scenario's distributions.

    Parameters
    ----------
    layout
        Which issues are joined.
    contributions_at_full_trust
        (P, I, K) of the file's issues.
    trust
        (P, I).
    stakes
        (P, L, 2) what each condition is worth if it fails, and if it holds.
    trust_in_stakes
        (P, L).
    walk_away
        (P,); NaN where it is the utility of the status quo, which everybody sees.
    premium
        (P,).
    signs_if_indifferent
        (P,) as in `Worlds`.
    patience
        (P,).
    walk_away_shift
        (P,) what third parties add to the worth of failure, or take from it.
    audience_costs
        (P, I, K) what giving up public positions costs by settling an issue; None where nobody has one.
    """

    layout: Layout
    contributions_at_full_trust: Floats
    trust: Floats
    stakes: Floats
    trust_in_stakes: Floats
    walk_away: Floats
    premium: Floats
    signs_if_indifferent: Bools
    patience: Floats
    walk_away_shift: Floats
    audience_costs: Floats | None

    @classmethod
    def of(cls, scenario: Scenario, size: int) -> CommonPrior:
        """Work it out from an evenly spread sample of that size."""
        circumstances = circumstances_drawn_evenly(scenario, size)
        sample = circumstances.weighed()
        default = [scenario.spec.states[state].walk_away is None for state in scenario.states]
        costs = circumstances.audience_costs(circumstances.weight())
        return cls(
            scenario.layout,
            sample.contributions_at_full_trust.mean(axis=0),
            sample.trust.mean(axis=0),
            sample.stakes.mean(axis=0),
            sample.trust_in_stakes.mean(axis=0),
            np.where(default, np.nan, sample.walk_away.mean(axis=0)),
            sample.premium.mean(axis=0),
            scenario.signs_if_indifferent,
            sample.patience.mean(axis=0),
            circumstances.walk_away_shift.mean(axis=0),
            None if costs is None else costs.mean(axis=0),
        )

    def contributions(self, status_quo: Ints) -> Floats:
        """Return (W, P, J, K) over the issues on the table, linked ones joined.

        Given the status quo (W, I) of each world; trust is drawn apart from preferences. Worked out once for each
        status quo that worlds have, commonly one.
        """
        status_quo, which = patterns(status_quo)
        full, trust, stakes, trust_in_stakes = (
            np.broadcast_to(mean, (len(status_quo), *mean.shape))
            for mean in (self.contributions_at_full_trust, self.trust, self.stakes, self.trust_in_stakes)
        )
        standing = standing_conditions(self.layout.linkages, status_quo)
        counted = trusted(stakes, trust_in_stakes, standing)
        contributions = trusted(full, trust, status_quo)
        if self.audience_costs is not None:
            leaves = ~is_status_quo(status_quo, full.shape[-1])[:, None]
            contributions = contributions - self.audience_costs * leaves
        return joined_contributions(self.layout, contributions, counted, status_quo)[which]

    def signs_above(self, status_quo: Ints) -> Floats:
        """Return (W, P) as `Worlds.signs_above`, given the status quo (W, I) of each world."""
        status_quo, which = patterns(status_quo)
        full, stakes = (
            np.broadcast_to(mean, (len(status_quo), *mean.shape))
            for mean in (self.contributions_at_full_trust, self.stakes)
        )
        deferring = utility_of_deferring(self.layout, full, stakes, status_quo)
        walk_away = np.where(np.isnan(self.walk_away), deferring + self.walk_away_shift, self.walk_away)
        return signs_above(walk_away + self.premium, self.signs_if_indifferent)[which]


_COMMON_PRIOR: WeakKeyDictionary[Scenario, CommonPrior] = WeakKeyDictionary()


def common_prior(scenario: Scenario) -> CommonPrior:
    """Return what everybody at the table expects of each state before the talks; kept per scenario."""
    if scenario not in _COMMON_PRIOR:
        _COMMON_PRIOR[scenario] = CommonPrior.of(scenario, BLOCK)
    return _COMMON_PRIOR[scenario]


MOST_HYPOTHESES = 64
FEWEST_HYPOTHESES = 16

MOST_FINE_HYPOTHESES = 16_384
MOST_FINE_CELLS = 1 << 22
"""Contributions in a fine sample (hypotheses x states x issues x options): some 30 MB an array."""
MOST_FINE_VALUES = 1 << 23
"""What listed deals are worth under each hypothesis of a fine sample: all of it is sorted, in about a second."""


_HYPOTHESES: WeakKeyDictionary[Scenario, Hypotheses] = WeakKeyDictionary()
_FINE_HYPOTHESES: WeakKeyDictionary[Scenario, Hypotheses] = WeakKeyDictionary()


def hypotheses(scenario: Scenario) -> Hypotheses:
    """Return draws of what each state could want, for those who learn; kept per scenario.

    64 for two states, fewer for more, not below 16: memory grows with states squared.
    """
    if scenario not in _HYPOTHESES:
        size = max(FEWEST_HYPOTHESES, min(MOST_HYPOTHESES, 2 * MOST_HYPOTHESES // len(scenario.states)))
        _HYPOTHESES[scenario] = _drawn(scenario, size)
    return _HYPOTHESES[scenario]


def fine_hypotheses(scenario: Scenario) -> Hypotheses:
    """Return many draws of what each state could want, for those who gamble on chances; kept per scenario.

    As many as memory allows, at most 16,384 and not below 64. A chance worked out from H evenly spread draws of one
    uncertain quantity is off by at most 1 / H, and the best of demands whose worth is a parabola in the neighbourhood
    by some 1 / sqrt(H): less than 0.01.
    """
    if scenario not in _FINE_HYPOTHESES:
        layout = scenario.layout
        deals = min(prod(int(size) for size in layout.sizes), MOST_DEALS)
        room = min(MOST_FINE_CELLS // (len(scenario.states) * prod(layout.shape)), MOST_FINE_VALUES // deals)
        _FINE_HYPOTHESES[scenario] = _drawn(scenario, max(MOST_HYPOTHESES, min(MOST_FINE_HYPOTHESES, room)))
    return _FINE_HYPOTHESES[scenario]


def _drawn(scenario: Scenario, size: int) -> Hypotheses:
    circumstances = circumstances_drawn_evenly(scenario, size)
    sample = circumstances.weighed()
    default = [scenario.spec.states[state].walk_away is None for state in scenario.states]
    joined = sample.join(scenario.layout)
    open_ = np.where(joined.open[:, None], joined.contributions, -np.inf)
    best = np.cumsum(open_.max(axis=-1), axis=-1)[..., -1]
    return Hypotheses(
        contributions=joined.contributions,
        full=joined.contributions_at_full_trust,
        walk_away=np.where(default, np.nan, sample.walk_away),
        # What signing takes beyond walking away; for a state that signs if indifferent a hair less.
        # Where walking away is worth the status quo, what third parties add to it or take from it is counted here.
        premium=signs_above(
            sample.premium + np.where(default, circumstances.walk_away_shift, 0.0), scenario.signs_if_indifferent
        ),
        # Linkages may leave nothing to agree on.
        best=np.where(np.isfinite(best), best, 0.0),
    )
