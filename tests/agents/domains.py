"""Small random domains, and the full enumeration of their deals, for the tests of the numerical core."""

import itertools
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from summitry_agents.deals import MARGIN, Bools, Floats, Ints

MODERATE = settings(derandomize=True, deadline=None, max_examples=25)
FULL = settings(derandomize=True, deadline=None, max_examples=2_000)

WORLDS = 20


@dataclass(frozen=True, eq=False)
class Domain:
    """Preferences (W, P, I, K), allowed options (W, I, K), reservations (W, P) and status quo (W, I)."""

    contributions: Floats
    allowed: Bools
    reservation: Floats
    status_quo: Ints

    @property
    def deals(self) -> Ints:
        """All combinations of options (N, I)."""
        issues, options = self.allowed.shape[1:]
        return np.array(list(itertools.product(range(options), repeat=issues)))

    @property
    def utilities(self) -> Floats:
        """Utility of every combination (W, P, N), added up independently of `utility`."""
        return self.contributions[:, :, np.arange(self.allowed.shape[1]), self.deals].sum(axis=-1)

    @property
    def permitted(self) -> Bools:
        """Which combinations (W, N) use allowed options only and settle something."""
        unbarred = self.allowed[:, np.arange(self.allowed.shape[1]), self.deals].all(axis=-1)
        return unbarred & (self.deals != self.status_quo[:, None]).any(axis=-1)

    @property
    def zone(self) -> Bools:
        """Which combinations (W, N) lie in the zone of possible agreement."""
        return self.permitted & (self.utilities > (self.reservation + MARGIN)[..., None]).all(axis=1)

    def reordered(self, order: Ints) -> Self:
        """Return the same domain with its issues in another order (I,)."""
        return replace(
            self,
            contributions=self.contributions[:, :, order],
            allowed=self.allowed[:, order],
            status_quo=self.status_quo[:, order],
        )

    def of_worlds(self, worlds: Ints) -> Self:
        """Return some worlds alone."""
        return replace(
            self,
            contributions=self.contributions[worlds],
            allowed=self.allowed[worlds],
            reservation=self.reservation[worlds],
            status_quo=self.status_quo[worlds],
        )


def uses_allowed_options(domain: Domain, worlds: Ints, deal: Ints) -> bool:
    """Tell whether the deals (n, I) of some worlds (n,) use allowed options only."""
    return bool(np.take_along_axis(domain.allowed[worlds], deal[..., None], axis=-1).all())


def random_domain(seed: int, worlds: int, states: int, issues: int, options: int, values: str) -> Domain:
    """Draw a domain whose values are "random", "linear" (position and ideal on a scale) or "coarse" (quarters).

    Coarse values make exact ties, also between deals and reservations. Reservations of a world are drawn at random,
    at the status quo, below it, at another deal, or close to the frontier.
    """
    rng = np.random.default_rng(seed)
    saliences = rng.dirichlet(np.ones(issues), size=(worlds, states))
    if values == "coarse":
        saliences = rng.integers(0, 3, size=(worlds, states, issues)) / 4
        value = rng.integers(0, 5, size=(worlds, states, issues, options)) / 4
    elif values == "linear":
        value = 1 - np.abs(np.linspace(0, 1, options) - rng.random((worlds, states, issues, 1)))
    else:
        value = rng.random((worlds, states, issues, options))
    contributions = saliences[..., None] * value
    allowed = rng.random((worlds, issues, options)) < rng.choice([0.6, 0.9, 1.0])
    off_scale = rng.random((worlds, issues)) < rng.choice([0.0, 0.3])
    status_quo = np.where(off_scale, -1, rng.integers(0, options, size=(worlds, issues)))
    domain = Domain(contributions, allowed, np.zeros((worlds, states)), status_quo)
    utilities = domain.utilities
    at_status_quo = np.take_along_axis(contributions, np.maximum(status_quo, 0)[:, None, :, None], axis=-1).sum((2, 3))
    another = utilities[np.arange(worlds), :, rng.integers(0, utilities.shape[-1], worlds)]
    weights = rng.dirichlet(np.full(states, 3.0), size=worlds)
    outermost = (weights[..., None] * utilities).sum(axis=1).argmax(axis=-1)
    frontier = utilities[np.arange(worlds), :, outermost]
    kinds = [
        rng.uniform(-0.2, 1.1, size=(worlds, states)),
        at_status_quo,
        at_status_quo - 0.05,
        another,
        frontier - rng.choice([0.0, 0.01, 0.05], size=(worlds, 1)),
    ]
    reservation = np.choose(rng.integers(0, len(kinds), size=(worlds, 1)), kinds)
    return replace(domain, reservation=reservation)


def close_calls(seed: int, worlds: int, states: int, issues: int, options: int, values: str) -> Domain:
    """Draw a domain whose reservations lie within 0.006 of a deal on the frontier that weighted sums often miss.

    That deal makes the smallest utility, by random measures of the states, as large as possible. Everything is allowed
    and no status quo is on the scale; worlds in which a state's best deal is not enough for it are left out.
    """
    domain = random_domain(seed, worlds, states, issues, options, values)
    rng = np.random.default_rng(seed)
    utilities = domain.utilities
    fairest = (utilities * rng.uniform(0.5, 1.5, size=(worlds, states, 1))).min(axis=1).argmax(axis=-1)
    reservation = utilities[np.arange(worlds), :, fairest] + rng.uniform(-0.006, 0.001, size=(worlds, states))
    close = Domain(
        contributions=domain.contributions,
        allowed=np.ones_like(domain.allowed),
        reservation=reservation,
        status_quo=np.full_like(domain.status_quo, -1),
    )
    return close.of_worlds(np.flatnonzero((utilities.max(axis=-1) > reservation + MARGIN).all(axis=-1)))


@st.composite
def domains(draw: st.DrawFn, states: tuple[int, int] = (2, 2), issues: tuple[int, int] = (1, 4)) -> Domain:
    """Draw `WORLDS` worlds of one size, small enough to enumerate."""
    return random_domain(
        seed=draw(st.integers(0, 2**32 - 1)),
        worlds=WORLDS,
        states=draw(st.integers(*states)),
        issues=draw(st.integers(*issues)),
        options=draw(st.integers(1, 5)),
        values=draw(st.sampled_from(["random", "linear", "coarse"])),
    )
