"""What deals are possible before anything is signed, and who would sign them."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from summitry.ensembles.worlds import Worlds
from summitry.scenario.scenario import Scenario
from summitry.talks.situation import kept_as_it_stands
from summitry_agents.deals import Bools, Floats, Ints
from summitry_agents.preferences import is_status_quo


@dataclass(frozen=True, eq=False)
class Ground:
    """What deals are possible and who would sign them, in n worlds, before anything is signed.

    Parameters
    ----------
    there
        (n,) which worlds are meant.
    contributions, barred
        (n, P, J, K).
    open
        (n, J, K).
    reservation
        (n, P) what a deal's utility must exceed by `MARGIN`.
    status_quo
        (n, J).
    """

    there: Ints
    contributions: Floats
    barred: Bools
    open: Bools
    reservation: Floats
    status_quo: Ints

    @classmethod
    def now(cls, scenario: Scenario, worlds: Worlds, there: Ints) -> Ground:
        """Return what is possible now: what is reserved for leaders stays as it is where none ever meet."""
        joined = worlds.joined
        fixed = scenario.reserved if "leaders" not in scenario.levels else np.zeros_like(scenario.reserved)
        everywhere = np.broadcast_to(fixed, (len(there), len(fixed)))
        return cls(
            there,
            joined.contributions[there],
            joined.barred[there],
            kept_as_it_stands(worlds.layout, joined.open[there], worlds.status_quo[there], everywhere),
            worlds.signs_above[there],
            joined.status_quo[there],
        )

    def where(self, those: Bools | Ints) -> Ground:
        """Return that of some of the worlds."""
        return Ground(*(getattr(self, field.name)[those] for field in fields(self)))

    @property
    def open_to_all(self) -> Bools:
        """(n, J, K) the options beyond nobody's red line; deferring crosses none."""
        return self.open & (is_status_quo(self.status_quo, self.open.shape[-1]) | ~self.barred.any(axis=1))
