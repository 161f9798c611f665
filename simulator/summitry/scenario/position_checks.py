"""Whether what a state or constituency wants on an issue, and where limits lie on it, belongs to that issue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from summitry.scenario.agenda import Question
from summitry.scenario.field_types import spelt
from summitry.scenario.points import matters
from summitry.scenario.position import Position
from summitry.scenario.problems import Path, Problem, expected_one_of, unknown
from summitry.scenario.quantity import Quantity, complaint_about_range


def check_placed(quantity: Quantity, question: Question, here: Path) -> Iterator[Problem]:
    """Check that a quantity is an option or number of the issue, or a distribution over them."""
    if question.kind == "range":
        complaint = complaint_about_range(quantity, question.low, question.high)
        if complaint:
            yield Problem(complaint, here)
    elif quantity.kind not in ("fixed", "choice"):
        yield Problem(f"found {quantity}, expected an option or a choice of options: this issue has no numbers", here)
    else:
        for value in quantity.values:
            if spelt(value) not in question.options:
                yield unknown(spelt(value), f"an option of {question.id}", question.options, here)


def check_position(
    position: Position, question: Question, here: Path, points: float | None = None
) -> Iterator[Problem]:
    """Check what a position says of its issue.

    Parameters
    ----------
    position, question
        The position, and the issue that it is about.
    here
        Where the position stands.
    points
        What utility 1 is, if its state counts in points.
    """
    if question.kind == "division":
        yield from _check_share(position, here)
    else:
        yield from _check_wish(position, question, here, points)
    if position.red_lines is not None:
        yield from check_bounds(position.red_lines, question, (*here, "red_lines"), "red line")


def _check_share(position: Position, here: Path) -> Iterator[Problem]:
    for name in ("ideal", "values"):
        if getattr(position, name) is not None:
            text = f"found '{name}', expected none: of a division, each state wants as much as it can get"
            yield Problem(text, (*here, name))
    if position.shape == "step":
        yield Problem("found 'step', expected linear or quadratic for a division", (*here, "shape"))


def _check_wish(position: Position, question: Question, here: Path, points: float | None) -> Iterator[Problem]:
    given = [name for name in ("ideal", "values") if getattr(position, name) is not None]
    if len(given) == 2:
        yield Problem("found ideal and values, expected one of them", (*here, "values"))
    if not given and matters(position, points):
        yield Problem("found neither ideal nor values, expected one of them", here)
    if position.ideal is not None:
        yield from check_placed(position.ideal, question, (*here, "ideal"))
    if position.values is not None:
        yield from _check_table(position.values, question, (*here, "values"))
        if position.shape != "linear":
            yield Problem("found shape beside values, expected it beside an ideal", (*here, "shape"))


def _check_table(values: dict[str, Quantity], question: Question, here: Path) -> Iterator[Problem]:
    for option in values:
        if option not in question.options:
            yield unknown(option, f"an option of {question.id}", question.options, (*here, option))
    missing = [option for option in question.options if option not in values]
    if missing:
        yield Problem(f"found no value for {expected_one_of('', missing).strip()}, expected one for each option", here)


class Bounds(Protocol):
    """Options that lie beyond a limit: what red lines and mandates have in common."""

    @property
    def above(self) -> Quantity | None:
        """Nothing beyond this option or number."""

    @property
    def below(self) -> Quantity | None:
        """Nothing short of this option or number."""

    @property
    def never(self) -> Sequence[str]:
        """These options by name."""


def check_bounds(lines: Bounds, question: Question, here: Path, what: str) -> Iterator[Problem]:
    """Check red lines or the limits of a mandate (`what` is the word for one of them) on an issue."""
    for name, limit in (("above", lines.above), ("below", lines.below)):
        if limit is None:
            continue
        if question.kind == "division":
            complaint = complaint_about_range(limit, 0.0, 1.0)
            if complaint:
                yield Problem(complaint, (*here, name))
        elif not question.ordered:
            text = f"found '{name}', expected `never: [options]`: these options have no order"
            yield Problem(text, (*here, name))
        else:
            yield from check_placed(limit, question, (*here, name))
    for place, option in enumerate(lines.never):
        if option not in question.options:
            yield unknown(option, f"an option of {question.id}", question.options, (*here, "never", place))
    if lines.above is None and lines.below is None and not lines.never:
        yield Problem(f"found no {what}, expected above, below or never", here)
