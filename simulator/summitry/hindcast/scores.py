"""How well chances did: Brier and log score, their intervals, and what so many cases can show at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summitry.statistics import CONFIDENCE, Chance

Floats = NDArray[np.float64]

RESAMPLES = 10_000
SEED = 1
BINS = 5
POWER = 2.8
"""Standard errors that make a difference that four of five samples find, at 5 % (Cohen 1988): 1.96 + 0.84."""


@dataclass(frozen=True)
class Question:
    """What was forecast, and what came.

    Parameters
    ----------
    case
        Which of the cases it is about; questions of one case rise and fall together.
    chance
        From 0 to 1.
    came
        Whether it happened.
    """

    case: str
    chance: float
    came: bool


def brier(questions: Sequence[Question]) -> Floats:
    """Return (n,): the squared distances between chance and what came (Brier 1950): 0 is best, a coin has 0.25."""
    return np.array([(each.chance - each.came) ** 2 for each in questions])


def log_score(questions: Sequence[Question]) -> Floats:
    """Return (n,): minus the logarithm of the chance given to what came (Good 1952): 0 is best, a coin has 0.693."""
    return np.array([-np.log(each.chance if each.came else 1.0 - each.chance) for each in questions])


Score = Callable[[Sequence[Question]], Floats]
SCORES: dict[str, Score] = {"brier": brier, "log": log_score}


def estimate(values: Floats, cases: Sequence[str]) -> dict[str, float]:
    """Return the mean of scores, or of differences between them, with its 95 % interval over cases.

    By the percentile bootstrap (Efron 1979) that draws whole cases, because questions about one of them are not
    independent; always with the same seed.
    """
    names = sorted(set(cases))
    place = np.array([names.index(case) for case in cases])
    sums, counts = np.bincount(place, values, len(names)), np.bincount(place, minlength=len(names))
    drawn = np.random.default_rng(SEED).integers(0, len(names), (RESAMPLES, len(names)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    tail = 50 * (1 - CONFIDENCE)
    low, high = np.percentile(means, [tail, 100 - tail])
    return {"mean": float(values.mean()), "low": float(low), "high": float(high)}


def detectable(differences: Floats, cases: Sequence[str]) -> float | None:
    """Return how large a mean difference would have to be for so many cases to show it in four samples of five.

    `POWER` standard errors of the mean difference, over cases; None where one case alone cannot tell.
    """
    by_case = [differences[[case == name for case in cases]].mean() for name in sorted(set(cases))]
    return float(POWER * np.std(by_case, ddof=1) / np.sqrt(len(by_case))) if len(by_case) > 1 else None


def reliability(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Return for chances in `BINS` bins of equal width: how many, their mean, and how often what they spoke of came.

    Murphy and Winkler 1977: of all that is given a chance of 0.7, seven in ten should happen. Empty bins are left out.
    """
    found = []
    place = [min(int(each.chance * BINS), BINS - 1) for each in questions]
    for number in range(BINS):
        those = [each for each, at in zip(questions, place, strict=True) if at == number]
        if those:
            came = Chance(sum(each.came for each in those), len(those))
            mean = float(np.mean([each.chance for each in those]))
            found.append(
                {
                    "from": number / BINS,
                    "to": (number + 1) / BINS,
                    "n": len(those),
                    "mean": mean,
                    "came": came.to_dict(),
                }
            )
    return found


def after(yes: int, of: int) -> float:
    """Return the chance of one more yes after so many `of` so many: Laplace's rule of succession (1774)."""
    return (yes + 1) / (of + 2)
