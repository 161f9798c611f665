"""Why talks failed: who blocked a deal, on which issue, by how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from summitry.talks.gates import Gate
from summitry.talks.refusals import Refusals
from summitry_agents.deals import Floats, Ints
from summitry_agents.smallest_change import smallest_change
from summitry_agents.verdict import Verdict

if TYPE_CHECKING:
    from summitry.talks.model import SummitModel


@dataclass(frozen=True, eq=False)
class Blocked:
    """Who stood in the way, in W worlds; nobody in those with agreement, or where nothing can be said.

    What blocks depends on the gate. Without a zone, it is the state whose reservation value would have to be lower by
    least for a deal to be possible (`smallest_change`). With a zone, it is the state that lacked least in the offer
    that came nearest to a deal (`Refusals`); where leaders refused a text, the one that lacked most of it; where a deal
    failed at home, the state that did not ratify it, and how much more the constituency wanted that was next to say
    yes. Nobody blocks talks that an event broke off.

    Parameters
    ----------
    state, issue
        (W,) -1 for nobody.
    change
        (W,) in utility; NaN where no number says it: a red line.
    """

    state: Ints
    issue: Ints
    change: Floats

    @classmethod
    def of(cls, model: SummitModel) -> Blocked:
        """Return what blocked in a model whose talks are over.

        Raises
        ------
        ValueError
            The model took no note of how near offers came to a deal.
        """
        if not model.explain:
            raise ValueError("who blocked was not noted when these talks were played; play them with explain=True")
        gate = model.gate
        found = cls(np.full(gate.shape, -1), np.full(gate.shape, -1), np.full(gate.shape, np.nan))
        found._take(model.refusals, np.isin(gate, [Gate.NO_ZONE, Gate.OUT_OF_TIME, Gate.MISSED]))
        found._take(model.refusals_of_leaders, gate == Gate.REFUSED_BY_LEADERS)
        none = np.flatnonzero((gate == Gate.NO_ZONE) & (model.zone == Verdict.NONE))
        if none.size:
            ground = model.zones.ground(none)
            nearest = smallest_change(
                ground.contributions,
                ground.barred,
                ground.open,
                ground.reservation,
                ground.status_quo,
                model.rule,
                none,
            )
            found.state[none] = nearest.state
            # Where a red line alone blocks, no change of a reservation is needed, and no number says what is.
            found.change[none] = np.where(nearest.change > 0, nearest.change, np.nan)
            found.issue[none] = np.where(nearest.issue >= 0, model.worlds.layout.first[nearest.issue], -1)
        for mechanism in model.worlds.mechanisms:
            mechanism.blame(model, found)
        return found

    def put(self, worlds: Ints, state: Ints | int, issue: Ints, change: Floats) -> None:
        """Note who blocked in the worlds (n,)."""
        self.state[worlds], self.issue[worlds], self.change[worlds] = state, issue, change

    def _take(self, refusals: Refusals, there: np.ndarray) -> None:
        worlds = np.flatnonzero(there)
        change = refusals.change[worlds]
        self.put(worlds, refusals.state[worlds], refusals.issue[worlds], np.where(np.isfinite(change), change, np.nan))
