"""Whether a zone of possible agreement existed at any time in the talks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from summitry.ensembles.worlds import Worlds
from summitry.scenario.scenario import Scenario
from summitry.talks.ground import Ground
from summitry.talks.rule import zone_under_rule
from summitry_agents.deals import Bools, Ints
from summitry_agents.decision_rule import DecisionRule
from summitry_agents.verdict import Verdict
from summitry_agents.zone import zone_verdict

UNKNOWN = -1


class Zones:
    """Looks for zones, when asked, in the worlds where no deal was signed.

    Circumstances that were changed by an event are remembered as they were, if a round was played under them: a
    zone that existed then was missed, whatever came after.

    Parameters
    ----------
    scenario, worlds, rule
        The talks, what was drawn and changes, whose yes a deal needs.
    """

    def __init__(self, scenario: Scenario, worlds: Worlds, rule: DecisionRule) -> None:
        self._scenario, self._worlds, self._rule = scenario, worlds, rule
        self._past: list[Ground] = []
        self._verdict = np.full(len(worlds.number), UNKNOWN, dtype=np.int8)

    def remember(self, worlds: Ints, played: Bools) -> None:
        """Keep what was possible in those of the worlds (n,) that played under it (n,), before it changes."""
        if played.any():
            self._past.append(Ground.now(self._scenario, self._worlds, worlds[played]))
        open_again = worlds[self._verdict[worlds] != Verdict.EXISTS]
        self._verdict[open_again] = UNKNOWN

    def verdict(self, signed: Bools) -> NDArray[np.int8]:
        """Return (W,) a `Verdict`, given where a deal was signed (W,), which proves that there was a zone."""
        self._verdict[signed] = Verdict.EXISTS
        unknown = np.flatnonzero(self._verdict == UNKNOWN)
        if unknown.size:
            self._verdict[unknown] = self._search(Ground.now(self._scenario, self._worlds, unknown))
            for past in self._past:
                again = past.where(np.isin(past.there, unknown) & (self._verdict[past.there] != Verdict.EXISTS))
                if again.there.size:
                    earlier = self._search(again)
                    better = earlier != Verdict.NONE
                    self._verdict[again.there[better]] = earlier[better]
        return self._verdict.copy()

    @property
    def open_to_all(self) -> Bools:
        """(W, J, K) the options that could be settled now, beyond nobody's red line."""
        return Ground.now(self._scenario, self._worlds, np.arange(len(self._verdict))).open_to_all

    def ground(self, worlds: Ints) -> Ground:
        """Return what is possible now in the worlds (n,)."""
        return Ground.now(self._scenario, self._worlds, worlds)

    def _search(self, ground: Ground) -> NDArray[np.int8]:
        if self._rule.is_unanimity:
            of_all = ground.contributions, ground.open_to_all, ground.reservation, ground.status_quo
            return zone_verdict(*of_all)
        return zone_under_rule(self._scenario, ground, self._rule).verdict
