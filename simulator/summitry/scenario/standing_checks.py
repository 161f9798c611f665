"""Whether what stands if an issue is not settled is one of its options or numbers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from summitry.scenario.agenda import Question
from summitry.scenario.position_checks import check_placed
from summitry.scenario.problems import Path, Problem
from summitry.scenario.quantity import Quantity, label


def check_standing(quantity: Quantity, question: Question, here: Path) -> Iterator[Problem]:
    """Check what can stand if an issue is not settled: like `check_placed`, and a number is one of the grid."""
    yield from check_placed(quantity, question, here)
    if question.kind != "range" or quantity.kind not in ("fixed", "choice"):
        return
    for value in quantity.values:
        if isinstance(value, str) or not question.low <= value <= question.high:
            continue
        nearest = np.argsort(np.abs(question.numbers - value), kind="stable")[:2]
        if abs(question.numbers[nearest[0]] - value) > 1e-9 * (question.high - question.low):
            close = " or ".join(question.options[place] for place in sorted(nearest))
            text = f"found {label(value)}, which is not on the grid of the range, expected for instance {close}"
            yield Problem(text, here)
