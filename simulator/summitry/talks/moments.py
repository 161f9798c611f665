"""What was so at a moment of one world's talks."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from summitry.protocols.protocol import Exchange
from summitry.talks.signatures import Text
from summitry_agents.deals import Bools, Floats, Ints

ONLY = np.zeros(1, dtype=np.intp)
"""The one world."""


@dataclass(frozen=True, eq=False)
class Wants:
    """What the states wanted at a table when something was said there.

    Parameters
    ----------
    contributions
        (P, J, K) over the issues as they are negotiated, linked ones joined.
    needs
        (P,) what a deal had to be worth to be signed.
    standing
        (I,) what stood on the issues of the file: what was signed before, or the status quo.
    has_signed
        (P,) who was bound by a deal already, and so fell back on that.
    """

    contributions: Floats
    needs: Floats
    standing: Ints
    has_signed: Bools

    def utility(self, p: int, terms: Ints) -> float:
        """Return what a deal (J,) was worth to a state."""
        # An issue that is not on this table, and whose failure lies off the scale, is worth nothing yet.
        parts = self.contributions[p, np.arange(len(terms)), np.maximum(terms, 0)]
        return float(np.cumsum(np.where(terms >= 0, parts, 0.0))[-1])


@dataclass(frozen=True, eq=False)
class Said:
    """An exchange at a table, with what the states wanted then and what bound their envoys.

    Parameters
    ----------
    exchange, wants
        What was said, and by whom wanted what.
    beyond_mandate, asked_home
        (P,) whose mandate did not allow a yes to what was on the table, who had to ask home for it.
    expects_a_no
        (P,) who foresaw that it would not be ratified at its own home.
    """

    exchange: Exchange
    wants: Wants
    beyond_mandate: Bools
    asked_home: Bools
    expects_a_no: Bools


@dataclass(frozen=True, eq=False)
class Asked:
    """A text in brackets on which leaders said yes or no.

    Parameters
    ----------
    text
        Their answer.
    wants
        What they wanted.
    """

    text: Text
    wants: Wants


@dataclass(eq=False)
class Gathering:
    """One meeting of the road, whether it took place or not.

    Attributes
    ----------
    rounds
        How many rounds it had at most when it opened.
    why_not
        Why it did not take place; empty where it did.
    before, after
        (I,) what stood when it opened, and when it was over.
    settled
        (I,) what was settled when it was over.
    brackets
        (J,) the text that it left to leaders; None: none.
    answered
        What leaders made of a text that waited for them.
    initialled
        Of several baskets: what the states wanted, the terms (J,), and who would sign them together (P,).
    has_signed
        (P,) who was bound by a deal when its tables opened.
    """

    rounds: int = 0
    why_not: str = ""
    before: Ints = field(default_factory=lambda: ONLY)
    after: Ints = field(default_factory=lambda: ONLY)
    settled: Bools = field(default_factory=lambda: np.zeros(0, dtype=bool))
    brackets: Ints | None = None
    answered: Asked | None = None
    initialled: tuple[Wants, Ints, Bools] | None = None
    has_signed: Bools = field(default_factory=lambda: np.zeros(0, dtype=bool))


@dataclass(frozen=True, eq=False)
class Start:
    """(P,) what the cast wanted before anything happened."""

    walk_away: Floats
    premium: Floats
    patience: Floats
