"""Whether agreement is likelier than not, as far as simulation error lets it be said."""

from __future__ import annotations

from enum import Enum
from itertools import groupby

from summitry.statistics import Chance

EVEN = 0.5


class Odds(Enum):
    """On which side of one half a chance lies; the value is how a sentence says it."""

    LIKELIER = "likelier than not"
    DOUBTFUL = "in doubt"
    UNLIKELIER = "less likely than not"

    @classmethod
    def of(cls, chance: Chance) -> Odds:
        """Return the side of a chance; in doubt where its interval contains one half.

        Examples
        --------
        >>> [Odds.of(Chance(count, 100)).name for count in (65, 55, 35)]
        ['LIKELIER', 'DOUBTFUL', 'UNLIKELIER']
        """
        return cls.between(*chance.interval)

    @classmethod
    def between(cls, low: float, high: float) -> Odds:
        """Return the side of an interval."""
        if low > EVEN:
            return cls.LIKELIER
        return cls.UNLIKELIER if high < EVEN else cls.DOUBTFUL


def runs(odds: list[Odds]) -> list[tuple[Odds, int, int]]:
    """Return neighbours on the same side: the side, the number of the first and that of the last.

    Examples
    --------
    >>> [(side.name, first, last) for side, first, last in runs([Odds.LIKELIER, Odds.LIKELIER, Odds.DOUBTFUL])]
    [('LIKELIER', 0, 1), ('DOUBTFUL', 2, 2)]
    """
    found, start = [], 0
    for side, neighbours in groupby(odds):
        end = start + len(list(neighbours))
        found.append((side, start, end - 1))
        start = end
    return found
