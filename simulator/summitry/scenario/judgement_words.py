"""The words in which analysts judge ("high", "very low"), and the distribution that each of them means.

A word is a place on a rating scale, as in the five-point scales of surveys (Likert 1932): five words, equal steps. It
is no chance, so the numbers that people give to words of probability are not taken over here. Two findings about
those words do carry over. What a group means by one on average hardly differs from study to study (Mosteller and Youtz
1990, 20 studies), so one table can serve everybody. But what one person means by it differs widely from what another
does (Beyth-Marom 1982; Budescu and Wallsten 1985), and more widely than either thinks, so a word must not be read as a
number. How wide it must be read has not been measured for saliences or trust; that one coder's word reaches as far as
the neighbouring words of another, and no further, is a judgement. Hence: each word is a triangle around its place,
which ends where the next word on either side has its own. Two readings of one word then lie half a step apart on
average (0.09), about what two readers of the same statements differ by.

Where less than the whole scale from 0 to 1 is conceivable, the five steps divide that part (`Within.words`).
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

Triangle = tuple[float, float, float]

WORDS: Mapping[str, Triangle] = {
    "very low": (0.0, 0.0, 0.3),
    "low": (0.1, 0.3, 0.5),
    "medium": (0.3, 0.5, 0.7),
    "high": (0.5, 0.7, 0.9),
    "very high": (0.7, 1.0, 1.0),
}
"""Lowest, likeliest and highest value; their means are 0.1, 0.3, 0.5, 0.7 and 0.9."""

Scale = tuple[float, float]
WHOLE: Scale = (0.0, 1.0)
OF_PATIENCE: Scale = (0.95, 1.0)
"""A round that costs more than a twentieth of what is at stake is not conceivable between states: the shared prior."""
OF_TRUST_SPEED: Scale = (0.0, 0.5)
"""From no move at all to half of the way at once: the shared prior."""


def meaning(word: str, scale: Scale = WHOLE) -> Triangle:
    """Return lowest, likeliest and highest value of a word on a scale.

    Examples
    --------
    >>> meaning("high"), meaning("high", OF_PATIENCE)
    ((0.5, 0.7, 0.9), (0.975, 0.985, 0.995))
    """
    low, high = scale
    first, mode, last = (round(low + share * (high - low), 9) for share in WORDS[word])
    return first, mode, last


def mean_and_spread(triangle: Triangle) -> tuple[float, float]:
    """Return mean and standard deviation of a triangular distribution.

    Examples
    --------
    >>> mean, spread = mean_and_spread(WORDS["high"])
    >>> f"{mean:.3g} {spread:.2g}"
    '0.7 0.082'
    """
    a, c, b = triangle
    return (a + b + c) / 3, sqrt((a * a + b * b + c * c - a * b - a * c - b * c) / 18)


def in_numbers(triangle: Triangle) -> str:
    """Return a triangle as mean and spread: ``0.7 ± 0.08``."""
    mean, spread = mean_and_spread(triangle)
    return f"{mean:.4g} ± {spread:.1g}"
