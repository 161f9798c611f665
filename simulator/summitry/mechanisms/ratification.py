"""Ratification: what envoys signed, constituencies at home accept or reject."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from summitry.mechanisms.mechanism import Mechanism
from summitry_agents.constituency import Constituency
from summitry_agents.deals import Bools, crosses
from summitry_agents.shortfall import farthest

if TYPE_CHECKING:
    from summitry.scenario.scenario import Scenario
    from summitry.talks.blocks import Blocked
    from summitry.talks.draws import Draws
    from summitry.talks.model import SummitModel


class Ratification(Mechanism):
    """The second level of a two-level game (Putnam 1988): a deal that fails at home is none.

    When the talks are over, what was signed faces the constituencies of every state that it binds. Each votes for it
    where it is worth more to the constituency than no deal, what sways the vote beside its interests included, and the
    state's voting rule counts. A no anywhere ends the deal everywhere. How envoys foresee that: `summitry.talks.home`.
    """

    @classmethod
    def used_in(cls, scenario: Scenario) -> bool:
        """Tell whether any state has constituencies."""
        return bool(scenario.ratifies.any())

    def __init__(self, scenario: Scenario, draws: Draws) -> None:
        super().__init__(scenario, draws)
        self.votes: Bools | None = None
        """(W, C) who voted for the deal; None before the vote."""
        self.passed: Bools | None = None
        """(W, P) in which states it was ratified."""

    def enter(self, talks: SummitModel) -> None:
        """Let the constituencies join the model."""
        home = talks.worlds.home
        assert home is not None  # noqa: S101 there are constituencies
        self.agents = [
            Constituency(talks, chamber.id, self.scenario.states[chamber.state], place)
            for place, chamber in enumerate(home.chambers)
        ]

    def after_talks(self, talks: SummitModel) -> None:
        """Put what was signed to the vote."""
        home = talks.worlds.home
        assert home is not None  # noqa: S101 there are constituencies
        every = np.flatnonzero(talks.signatures.some)
        win_set, terms = home.actual(talks.worlds), talks.signatures.terms(every)
        self.votes = np.zeros((len(talks.rounds), len(home.chambers)), dtype=bool)
        self.passed = np.ones((len(talks.rounds), len(self.scenario.states)), dtype=bool)
        cast = [agent.votes(win_set, every, terms) for agent in self.agents]
        self.votes[every] = np.stack(cast, axis=1)
        self.passed[every] = win_set.passed(every, self.votes[every], talks.aside[every])
        talks.ratified[:] = self.passed.all(axis=1)

    def blame(self, talks: SummitModel, blocked: Blocked) -> None:
        """Name the first state that did not ratify, and what the constituency lacked that was next to say yes."""
        home = talks.worlds.home
        if self.passed is None or self.votes is None or home is None:
            return
        failed = np.flatnonzero(talks.signatures.some & ~talks.ratified)
        if not failed.size:
            return
        win_set, terms = home.actual(talks.worlds), talks.signatures.terms(failed)
        lacks = np.where(crosses(win_set.barred[failed], terms), np.inf, win_set.lacks(failed, terms))
        state = self.passed[failed].argmin(axis=1)
        against = ~self.votes[failed] & (home.of_state == state[:, None])
        nearest = np.where(against, lacks, np.inf).argmin(axis=1)
        nearest = np.where(against[np.arange(len(failed)), nearest], nearest, against.argmax(axis=1))
        rows = np.arange(len(failed))
        column = farthest(
            win_set.contributions[failed, nearest],
            win_set.barred[failed, nearest],
            talks.worlds.joined.open[failed],
            terms,
            rows,
        )
        change = lacks[rows, nearest]
        blocked.put(failed, state, talks.worlds.layout.first[column], np.where(np.isfinite(change), change, np.nan))

    def columns(self, talks: SummitModel) -> dict[str, NDArray[Any]]:
        """Return who voted for a deal that was signed, and where it was ratified."""
        home = talks.worlds.home
        if self.votes is None or self.passed is None or home is None:
            return {}
        signed = talks.signatures.some
        votes = {
            f"votes_for.{self.scenario.states[chamber.state]}.{chamber.id}": self.votes[:, c]
            for c, chamber in enumerate(home.chambers)
        }
        passed = {
            f"ratified.{state}": signed & self.passed[:, p]
            for p, state in enumerate(self.scenario.states)
            if self.scenario.ratifies[p]
        }
        return {**votes, **passed}
