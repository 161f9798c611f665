"""Whose yes a deal needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from summitry_agents.deals import Bools, Ints


@dataclass(frozen=True)
class DecisionRule:
    """Every state must say yes."""

    def passes(self, worlds: Ints, yes: Bools, aside: Bools | None = None) -> Bools:
        """Return (n,): whether the deals pass."""
        return np.asarray(yes.all(axis=1))

    silence: bool = False

    @property
    def is_unanimity(self) -> bool:
        """Whether every state must say yes."""
        return True
