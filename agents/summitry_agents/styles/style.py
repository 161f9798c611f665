"""What every concession style has in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from summitry_agents.brief import Moment
from summitry_agents.deals import Bools, Floats, Ints
from summitry_agents.logrolling import Offer
from summitry_agents.parameter import Conduct, Parameter
from summitry_agents.setting import Setting

__all__ = ["Moment", "Parameter", "Style"]


class Style(Conduct, ABC):
    """How an envoy's aspiration moves while the talks go on.

    A style is a short class: its source in the docstring, its `parameters`, and `aspiration`. It is found by its
    name among the entry points of the group ``summitry.styles``. A style that also picks its deals, or says yes and
    no in its own way, overrides `offer` or `accepts`.

    Attributes
    ----------
    listens
        Whether it looks at what was offered before (`Moment.heard`, `made`, `news`); else nothing is remembered for it.
    signs_if_indifferent
        Whether its state signs a deal that is worth exactly as much to it as walking away, as textbook equilibria
        have it.
    gives_in_at_last
        Whether an envoy whose way it is (`last_moment` in the scenario) takes and offers anything acceptable in the
        last round. A style that computes what to do there leaves no room for it.
    """

    listens: ClassVar[bool] = False
    signs_if_indifferent: ClassVar[bool] = False
    gives_in_at_last: ClassVar[bool] = True

    @classmethod
    def lacks(cls, setting: Setting) -> str | None:
        """Return what the style needs and talks of this form do not offer, in words that follow "expected"; or None."""
        return None

    @abstractmethod
    def aspiration(self, moment: Moment) -> Floats:
        """Return the utility that the envoy insists on, shape (n,)."""

    def reconsider(self, worlds: Ints) -> None:
        """Forget what was worked out once for all in those worlds (n,): what the talks rest on has changed there."""

    def liking(self, moment: Moment) -> Floats | None:
        """Return (n, I, K): what the envoy makes as large as it can among deals at its aspiration.

        None: what the others are believed to gain (logrolling).
        """
        return None

    def offer(self, moment: Moment, aspiration: Floats) -> Offer | None:
        """Return the deals to offer, one per world; None: the envoy looks for them itself."""
        return None

    def accepts(self, moment: Moment, deal: Ints) -> Bools | None:
        """Return (n,) whether deals (n, I) that the state would sign are accepted; None: as its acceptance says.

        Here the turn of `moment` is the present one.
        """
        return None
