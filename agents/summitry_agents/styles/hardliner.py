"""No concession at all."""

from __future__ import annotations

from summitry_agents.brief import Moment
from summitry_agents.deals import Floats
from summitry_agents.styles.style import Style


class Hardliner(Style):
    """Never moves from its best (the hardliner of Baarslag, Hindriks and Jonker 2011).

    "Towards a quantitative concession-based classification method of negotiation strategies" has it as one end of the
    scale.

    Whether it takes less is its acceptance's affair: by default what is worth its best, discounted by its patience,
    and at the last moment, if that is its way (`last_moment`), anything its state would sign.
    """

    def aspiration(self, moment: Moment) -> Floats:
        """Return the utility of the best deal."""
        return moment.best
