"""What the others could be like: draws from the distributions that everybody at the table knows."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from summitry_agents.compiled import compiled
from summitry_agents.deals import Floats, Ints


@dataclass(frozen=True, eq=False)
class Hypotheses:
    """H draws of what each of the P states could want, spread evenly over the scenario's distributions.

    Parameters
    ----------
    contributions
        (H, P, I, K) what each option adds to utility.
    full
        (H, P, I, K) the same if all promises were kept; walking away by default is worth the status quo by these.
    walk_away
        (H, P); NaN where it is the utility of the status quo, which everybody sees.
    premium
        (H, P).
    best
        (H, P) utility of the best deal.
    """

    contributions: Floats
    full: Floats
    walk_away: Floats
    premium: Floats
    best: Floats
    _by_option: dict[tuple[str, int], Floats] = field(default_factory=dict, init=False, repr=False)

    @property
    def size(self) -> int:
        """H, how many hypotheses there are."""
        return len(self.premium)

    def on(self, issues: Ints) -> Hypotheses:
        """Return what they say about some of the issues (J,) alone.

        Walking away is then worth in proportion to what the issues can bring: all that can be said of a part.
        """
        every = np.arange(self.contributions.shape[2])
        if np.array_equal(issues, every):
            return self
        part = self.contributions[:, :, issues]
        best = np.cumsum(part.max(axis=-1), axis=-1)[..., -1]
        share = np.divide(best, self.best, out=np.zeros_like(best), where=self.best > 0)
        return Hypotheses(part, self.full[:, :, issues], self.walk_away * share, self.premium * share, best)

    def utility(self, state: int, deal: Ints) -> Floats:
        """Return (n, H): what deals (n, I) would be worth to a state under each hypothesis."""
        return chosen(self._of("contributions", state), deal)

    def reservation(self, state: int, status_quo: Ints) -> Floats:
        """Return (n, H): below what a state would not sign, given the status quo (n, I)."""
        walk_away = self.walk_away[:, state]
        standing = chosen(self._of("full", state), status_quo)
        return np.asarray(np.where(np.isnan(walk_away), standing, walk_away) + self.premium[:, state])

    def _of(self, name: str, state: int) -> Floats:
        """Return (I, K, H): a state's contributions by option, so that those of all hypotheses lie side by side."""
        if (name, state) not in self._by_option:
            values: Floats = getattr(self, name)[:, state]
            self._by_option[name, state] = np.ascontiguousarray(np.moveaxis(values, 0, -1))
        return self._by_option[name, state]


@compiled("means.chosen")
def chosen(values: Floats, option: Ints) -> Floats:
    """Return (n, H): what options (n, I) add up to under each hypothesis, of values (I, K, H); -1 adds nothing."""
    total = np.zeros((len(option), values.shape[2]))
    for issue, chosen_option in enumerate(option.T):
        there = values[issue, np.maximum(chosen_option, 0)]
        total += np.where(chosen_option[:, None] >= 0, there, 0.0)
    return total
