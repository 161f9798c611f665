"""Random domains that NegMAS and Summitry can both play: who values what, walks away below what, concedes how."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import numpy as np

from summitry_agents.deals import Floats

EXPONENTS = {"boulware": 4.0, "linear": 1.0, "conceder": 0.25}
"""What NegMAS calls its time-based styles, and the exponent of the clock in each."""

Deal = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Domain:
    """What is negotiated, by whom, for how long.

    Parameters
    ----------
    saliences
        (P, I), above 0; they need not add up to 1.
    values
        Per issue (P, K): what each option is worth to each state, from 0 to 1.
    reservations
        Per state: its utility without agreement.
    styles
        Per state: a name in `EXPONENTS`.
    steps
        How often each may speak.
    """

    saliences: Floats
    values: tuple[Floats, ...]
    reservations: tuple[float, ...]
    styles: tuple[str, ...]
    steps: int

    @property
    def states(self) -> int:
        """How many states negotiate; they speak in their order."""
        return len(self.reservations)

    @property
    def weights(self) -> Floats:
        """(P, I): saliences that add up to 1."""
        return np.asarray(self.saliences / self.saliences.sum(axis=1, keepdims=True))

    @property
    def deals(self) -> list[Deal]:
        """All outcomes, the last issue running fastest."""
        return list(itertools.product(*(range(issue.shape[1]) for issue in self.values)))

    def utilities(self, state: int) -> dict[Deal, float]:
        """Return what every outcome is worth to a state, added up issue by issue."""
        parts = [
            (weight * issue[state]).tolist() for weight, issue in zip(self.weights[state], self.values, strict=True)
        ]
        worth = {}
        for deal in self.deals:
            total = 0.0
            for part, option in zip(parts, deal, strict=True):
                total += part[option]
            worth[deal] = total
        return worth


def random_domain(seed: int, states: int, most_options: int = 7, coarse: bool = False) -> Domain:
    """Draw a domain with 1 to 4 issues, without ties unless `coarse`.

    Interests are drawn from opposed to independent, so that agreement comes early, late or never. Reservations are
    drawn between 0 and almost the best outcome; some lie below the worst one. Values of coarse domains are quarters,
    and reservations there are often worth exactly as much as an outcome.
    """
    rng = np.random.default_rng([seed, states, most_options])
    issues = int(rng.integers(1, 5))
    options = rng.integers(2, most_options + 1, size=issues)
    saliences = rng.uniform(0.1, 1.0, size=(states, issues))
    opposition = rng.choice([0.0, 0.5, 0.9])
    values = []
    for count in options:
        mine = rng.random((states, count))
        axis = rng.random(count)
        against = np.stack([axis if state % 2 else 1 - axis for state in range(states)])
        value = opposition * against + (1 - opposition) * mine
        values.append(np.round(4 * value) / 4 if coarse else value)
    styles = tuple(str(style) for style in rng.choice(list(EXPONENTS), size=states))
    domain = Domain(saliences, tuple(values), (0.0,) * states, styles, int(rng.choice([1, 2, 5, 10, 40])))
    best = [max(domain.utilities(state).values()) for state in range(states)]
    reservations = tuple(float(rng.choice([0.0, 0.4, 0.7, 0.95]) * rng.random() * most) for most in best)
    if coarse:
        worth = [list(domain.utilities(state).values()) for state in range(states)]
        at_deals = tuple(min(float(rng.choice(values)), 1.0) for values in worth)
        reservations = tuple(np.where(rng.random(states) < 0.5, at_deals, reservations).tolist())
    return replace(domain, reservations=reservations)
