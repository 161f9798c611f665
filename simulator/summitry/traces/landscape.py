"""What two states could have reached in one world: frontier, zone and the deals that theory would pick."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from summitry.ensembles.ensemble import release
from summitry.scenario.linkages import Layout
from summitry.scenario.scenario import Scenario
from summitry.talks.model import SummitModel
from summitry_agents.deals import MARGIN, TIE, Floats, Ints
from summitry_agents.solutions.frontier import Frontier, pareto_frontier


@dataclass(frozen=True, eq=False)
class Landscape:
    """The utilities of two states in one world, as things stood before the last round was played.

    Parameters
    ----------
    layout
        Which issues are joined.
    contributions
        (2, J, K) what each option adds to the utility of the two.
    frontier
        Their efficient deals beyond nobody's red line, whatever others think of them; (N, 2) utilities.
    reservation
        (2,) walk-away value plus premium.
    points
        By name: (2,) what the deal that theory would pick is worth to them; only where every state gains by some deal.
    exact
        Whether all points are proved to be right.
    changed
        Whether utilities or needs had changed since the talks began.
    """

    layout: Layout
    contributions: Floats
    frontier: Frontier
    reservation: Floats
    points: dict[str, Floats]
    exact: bool
    changed: bool

    def worth(self, deals: Ints) -> Floats:
        """Return (..., 2): what deals (..., I) over the file's issues are worth to the two; NaN where there is none.

        An issue whose option is -1 is worth nothing yet.
        """
        terms = self.layout.together(deals)
        parts = self.contributions[:, np.arange(terms.shape[-1]), np.maximum(terms, 0)]
        total = np.cumsum(np.where(terms >= 0, parts, 0.0), axis=-1)[..., -1]
        some = np.asarray((deals >= 0).any(axis=-1))
        return np.where(some[..., None], np.moveaxis(total, 0, -1), np.nan)

    @property
    def has_zone(self) -> bool:
        """Whether the frontier lies above both reservation values somewhere."""
        least = self.reservation + MARGIN
        return bool(self.highest(least[:1])[0] > least[1])

    def highest(self, x: Floats) -> Floats:
        """Return (n,): above which utility of the second state no deal lies that is worth x (n,) to the first.

        Where all efficient deals are known, the most that one worth as much or more to the first brings the second;
        else the hull of the efficient deals.
        """
        first, second = self.frontier.utilities[::-1].T
        if self.frontier.complete:
            return np.asarray(np.append(second, -np.inf)[np.searchsorted(first, x - TIE)])
        return np.asarray(np.interp(x, first, second, right=-np.inf))


def landscape(scenario: Scenario, seed: int, world: int, states: tuple[int, int]) -> Landscape:
    """Return what two states could have reached in a world of an ensemble.

    Parameters
    ----------
    scenario, seed, world
        Which talks.
    states
        The places of the two.
    """
    whole = SummitModel(scenario, [world], rng=seed, record=False)
    whole.run_model()
    model = SummitModel(scenario, [world], rng=seed, record=False)
    drawn, pair = model.worlds, list(states)
    at_first = drawn.joined.contributions.copy(), drawn.reservation.copy()
    while model.round < whole.round - 1:
        model.step()
    now = drawn.joined.contributions, drawn.reservation
    points, contributions = model.solution_points, now[0][0, pair].copy()
    found = Landscape(
        layout=drawn.layout,
        contributions=contributions,
        frontier=pareto_frontier(contributions, model.zones.open_to_all[0], drawn.joined.status_quo[0]),
        reservation=drawn.reservation[0, pair],
        points={name: point.utilities[0, pair].copy() for name, point in points.items() if point.exists[0]},
        exact=all(bool(point.exact[0]) for point in points.values()),
        changed=not all(np.array_equal(before, after) for before, after in zip(at_first, now, strict=True)),
    )
    for each in (whole, model):
        release(each)
    return found
