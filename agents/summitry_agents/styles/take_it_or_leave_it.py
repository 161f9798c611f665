"""One demand, made once and for all."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from summitry_agents.brief import Moment
from summitry_agents.deals import MARGIN, Bools, Floats, Ints
from summitry_agents.gambles import best_gambles
from summitry_agents.logrolling import Offer
from summitry_agents.setting import Setting
from summitry_agents.styles.style import Style

MOST_STATES = 9
"""States up to which every combination of yes and no of the others is weighed, where not all must say yes."""


class TakeItOrLeaveIt(Style):
    """Makes the one demand with the largest own gain times chance of yes (Romer and Rosenthal 1978; Fearon 1995).

    It trades off a better deal against a higher risk of failure: the chance is that of the others liking the deal no
    less than walking away, each on its own, over the scenario's distributions, blended with the truth by its insight;
    what is heard does not change it. It repeats its demand in every round. It says yes to what is as good, and to
    anything its state would sign once it has no further turn to speak. An indifferent state signs.
    """

    signs_if_indifferent: ClassVar[bool] = True
    gives_in_at_last: ClassVar[bool] = False

    _demand: Ints | None = None

    @classmethod
    def lacks(cls, setting: Setting) -> str | None:
        """Return what is missing: unanimity, or few enough states to weigh who may say yes."""
        if setting.unanimity or setting.states <= MOST_STATES:
            return None
        return f"rule: unanimity, or at most {MOST_STATES} states, to weigh every combination of who says yes"

    def reconsider(self, worlds: Ints) -> None:
        """Weigh the gamble anew."""
        if self._demand is not None:
            self._weighed[worlds] = False

    def aspiration(self, moment: Moment) -> Floats:
        """Return the utility of the demand; of the best deal where there is nothing to demand."""
        demand = self._demands(moment)
        worth = moment.brief.preferences.utility(moment.worlds, np.maximum(demand, 0))
        return np.where(demand[:, 0] >= 0, worth, moment.best)

    def offer(self, moment: Moment, aspiration: Floats) -> Offer:
        """Return the demands."""
        demand = self._demands(moment)
        made = demand[:, 0] >= 0
        return Offer(demand, np.where(made, aspiration, -np.inf), np.full(len(made), -np.inf), made)

    def accepts(self, moment: Moment, deal: Ints) -> Bools:
        """Return where the deal is as good as the demand, or the envoy has no further turn."""
        value = moment.brief.preferences.utility(moment.worlds, deal)
        return np.asarray((value >= self.aspiration(moment) - MARGIN) | ~moment.speaks_again)

    def _demands(self, moment: Moment) -> Ints:
        """Return (n, I): the demands, worked out for all worlds when first asked; -1 where there is none."""
        if self._demand is None:
            self._demand = best_gambles(moment.brief)
            self._weighed = np.ones(len(self._demand), dtype=bool)
        anew = moment.worlds[~self._weighed[moment.worlds]]
        if anew.size:
            self._demand[anew] = best_gambles(moment.brief)[anew]
            self._weighed[anew] = True
        return self._demand[moment.worlds]
