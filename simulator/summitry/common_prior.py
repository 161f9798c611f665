"""What everybody at the table knows before the talks: the distributions, without anybody's own draw."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from weakref import WeakKeyDictionary

import numpy as np

from summitry.drawing import draw_evenly
from summitry.randomness import BLOCK
from summitry.scenario.scenario import Scenario
from summitry.worlds import at_status_quo, signs_above, trusted
from summitry_agents.deal_list import MOST_DEALS
from summitry_agents.deals import Bools, Floats, Ints
from summitry_agents.hypotheses import Hypotheses


@dataclass(frozen=True)
class CommonPrior:
    """What everybody at the table expects of each state before the talks: means over the scenario's distributions.

    Parameters
    ----------
    contributions_at_full_trust
        (P, I, K).
    trust
        (P, I).
    walk_away
        (P,); NaN where it is the utility of the status quo, which everybody sees.
    premium
        (P,).
    signs_if_indifferent
        (P,) as in `Worlds`.
    patience
        (P,).
    """

    contributions_at_full_trust: Floats
    trust: Floats
    walk_away: Floats
    premium: Floats
    signs_if_indifferent: Bools
    patience: Floats

    @classmethod
    def of(cls, scenario: Scenario, size: int) -> CommonPrior:
        """Work it out from an evenly spread sample of that size."""
        sample = draw_evenly(scenario, size)
        default = [scenario.spec.states[state].walk_away is None for state in scenario.states]
        return cls(
            sample.contributions_at_full_trust.mean(axis=0),
            sample.trust.mean(axis=0),
            np.where(default, np.nan, sample.walk_away.mean(axis=0)),
            sample.premium.mean(axis=0),
            sample.signs_if_indifferent,
            sample.patience.mean(axis=0),
        )

    def contributions(self, status_quo: Ints) -> Floats:
        """Return (W, P, I, K), given the status quo (W, I) of each world; trust is drawn apart from preferences."""
        shape = (len(status_quo), *self.contributions_at_full_trust.shape)
        full = np.broadcast_to(self.contributions_at_full_trust, shape)
        return trusted(full, np.broadcast_to(self.trust, shape[:3]), status_quo)

    def signs_above(self, status_quo: Ints) -> Floats:
        """Return (W, P) as `Worlds.signs_above`, given the status quo (W, I) of each world."""
        shape = (len(status_quo), *self.contributions_at_full_trust.shape)
        standing = at_status_quo(np.broadcast_to(self.contributions_at_full_trust, shape), status_quo).sum(axis=-1)
        reservation = np.where(np.isnan(self.walk_away), standing, self.walk_away) + self.premium
        return signs_above(reservation, self.signs_if_indifferent)


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
        valid = scenario.agenda.valid
        deals = min(prod(valid.sum(axis=1).tolist()), MOST_DEALS)
        room = min(MOST_FINE_CELLS // (len(scenario.states) * valid.size), MOST_FINE_VALUES // deals)
        _FINE_HYPOTHESES[scenario] = _drawn(scenario, max(MOST_HYPOTHESES, min(MOST_FINE_HYPOTHESES, room)))
    return _FINE_HYPOTHESES[scenario]


def _drawn(scenario: Scenario, size: int) -> Hypotheses:
    sample = draw_evenly(scenario, size)
    default = [scenario.spec.states[state].walk_away is None for state in scenario.states]
    open_ = np.where(sample.open[:, None], sample.contributions, -np.inf)
    return Hypotheses(
        contributions=sample.contributions,
        full=sample.contributions_at_full_trust,
        walk_away=np.where(default, np.nan, sample.walk_away),
        # What signing takes beyond walking away; for a state that signs if indifferent a hair less.
        premium=signs_above(sample.premium, sample.signs_if_indifferent),
        best=np.cumsum(open_.max(axis=-1), axis=-1)[..., -1],
    )
