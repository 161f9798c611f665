"""Demands drawn by lot."""

from __future__ import annotations

from summitry_agents.brief import Moment
from summitry_agents.deals import Floats
from summitry_agents.styles.style import Style


class AtRandom(Style):
    """Insists on a utility drawn anew in every round (zero intelligence, constrained: Gode and Sunder 1993).

    Uniform between its best and as far as it would go. Not a way to negotiate but a yardstick: what the rules of the
    talks bring about by themselves.
    """

    def aspiration(self, moment: Moment) -> Floats:
        """Return a uniform draw between the lowest and the best."""
        return moment.lowest + moment.draw("aspiration") * (moment.best - moment.lowest)
