"""Concession by the clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from summitry_agents.brief import Moment
from summitry_agents.deals import Floats, power
from summitry_agents.parameter import Parameter
from summitry_agents.styles.style import Style


def conceded(clock: Floats, exponent: Floats, start: Floats) -> Floats:
    """Return the share of the way to its last offer that an envoy has gone.

    alpha(t) = kappa + (1 - kappa) * t ** (1 / beta), the polynomial family of Faratin, Sierra and Jennings 1998,
    "Negotiation decision functions for autonomous agents", section 4.1, with exponent = 1 / beta.

    Parameters
    ----------
    clock
        t, from 0 (first round) to 1 (last round).
    exponent
        Above 1: late (boulware); 1: evenly; below 1: early (conceder).
    start
        kappa, the share conceded in the first round.
    """
    return start + (1.0 - start) * power(clock, exponent)


class TimeDependent(Style):
    """Concedes with the clock; how early or late is drawn from the shared prior (Faratin et al. 1998)."""

    parameters: ClassVar[Mapping[str, Parameter]] = {
        "exponent": Parameter("above 1 concedes late, below 1 early", 0.01, 100.0, None),
        "start": Parameter("share of the way that is conceded in the first round", 0.0, 1.0, 0.0),
    }

    def aspiration(self, moment: Moment) -> Floats:
        """Return the point on the way from the best deal to as far as the envoy would go."""
        exponent, start = (self.values[name][moment.worlds] for name in ("exponent", "start"))
        gone = moment.reach * conceded(moment.clock, exponent, start)
        return moment.best - gone * (moment.best - moment.reservation)
