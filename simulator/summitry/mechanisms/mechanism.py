"""What every mechanism has in common: it may act at a few moments of the talks, and report what it did."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from numpy.typing import NDArray

if TYPE_CHECKING:
    from summitry.protocols.protocol import Exchange
    from summitry.scenario.meeting import Level
    from summitry.scenario.scenario import Scenario
    from summitry.talks.blocks import Blocked
    from summitry.talks.circumstances import Circumstances
    from summitry.talks.delegation import Delegation
    from summitry.talks.draws import Draws
    from summitry.talks.model import SummitModel
    from summitry_agents.deals import Bools, Ints


class Mechanism(ABC):
    """Something that acts on the talks beside the envoys at the table.

    Found by its name among the entry points of the group ``summitry.mechanisms``; made once for all worlds of a model
    where `used_in` says so, and for the even sample from which everybody at the table knows what to expect. Its
    numbers come from the streams of its own paths, so that it shifts no other draw. What it does not override it does
    not do. Mechanisms act in the alphabetical order of their names.

    Attributes
    ----------
    changes_circumstances
        Whether it changes what the talks rest on while they go on.
    """

    changes_circumstances: ClassVar[bool] = False

    @classmethod
    @abstractmethod
    def used_in(cls, scenario: Scenario) -> bool:
        """Tell whether the scenario has any use for it."""

    def __init__(self, scenario: Scenario, draws: Draws) -> None:
        """Draw what it needs."""
        self.scenario = scenario
        self.draws = draws

    def shape(self, circumstances: Circumstances) -> None:
        """Change, in place, what the talks rest on before they begin; everybody at the table knows of it."""

    def brief(self, level: Level, delegation: Delegation) -> None:
        """Change, in place, what those who speak at a level know."""

    def enter(self, talks: SummitModel) -> None:
        """Add agents to the model of the talks."""

    def before_meeting(self, talks: SummitModel, worlds: Ints) -> None:
        """Act before a meeting opens in those worlds (n,)."""

    def seated(self, talks: SummitModel) -> None:
        """Act when envoys, and a chair, have sat down for a meeting."""

    def before_round(self, talks: SummitModel, worlds: Ints) -> None:
        """Act before a round in the worlds (n,) that talk."""

    def heard(self, talks: SummitModel, place: int, exchange: Exchange) -> None:
        """Take note of what happened at the table of that place in a round, with deals over its own issues."""

    def after_meeting(self, talks: SummitModel, worlds: Ints) -> None:
        """Act after a meeting that took place in those worlds (n,)."""

    def after_talks(self, talks: SummitModel) -> None:
        """Act when the talks are over in all worlds."""

    def carried_out(self, talks: SummitModel) -> Bools | None:
        """Return (W,): where a deal, if there is one, is carried out; None: it has no say in that."""
        return None

    def blame(self, talks: SummitModel, blocked: Blocked) -> None:
        """Say who stood in the way of a deal, where it knows."""

    def columns(self, talks: SummitModel) -> dict[str, NDArray[Any]]:
        """Return what happened, by name: (W,) truth values or numbers for the table of worlds.

        The shares of truth values are part of the answer.
        """
        return {}
