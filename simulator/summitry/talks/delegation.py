"""Who speaks for the states at one level, and how."""

from __future__ import annotations

from dataclasses import dataclass

from summitry_agents.acceptance.acceptance import Acceptance
from summitry_agents.deals import Bools, Floats
from summitry_agents.learning.learning import Learning
from summitry_agents.styles.style import Style


@dataclass(frozen=True, eq=False)
class Delegation:
    """Who speaks for the states at one level, envoys or leaders, and how.

    Parameters
    ----------
    names
        By state: the id of who speaks for it.
    insight, reach, foresight
        (W, P).
    last_moment
        (W, P) whether it takes anything acceptable when no further turn of its own is left.
    styles
        By state: its concession styles, each with the time (W,) from which on it holds.
    acceptance
        By state: on which condition it says yes.
    learns
        (W, P) whether it learns from offers.
    learning
        By state: how it does.
    """

    names: tuple[str, ...]
    insight: Floats
    reach: Floats
    foresight: Floats
    last_moment: Bools
    styles: tuple[tuple[tuple[Floats, Style], ...], ...]
    acceptance: tuple[Acceptance, ...]
    learns: Bools
    learning: tuple[Learning, ...]
