"""The issues of a scenario as arrays: which options each has and where they lie on its scale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from summitry.scenario.field_types import OFF_SCALE, spelt
from summitry.scenario.issue import Issue
from summitry.scenario.quantity import FloatArray, Quantity, label
from summitry.scenario.schema import ScenarioSpec

UNDIVIDED = "nobody gets anything"


@dataclass(frozen=True)
class Question:
    """One issue, with its options in order.

    Parameters
    ----------
    id, title, unit
        How the scenario calls it, and what a numeric range counts.
    kind
        ``options``, ``range`` or ``division``.
    ordered
        Whether the options lie on a scale.
    options
        Names of the K options.
    place
        Shape (K,): where each lies on the issue's scale, from 0 to 1.
    low, high
        The numbers at the ends of the scale: those of a range, 0 and 1 otherwise.
    status_quo
        An option, a distribution over them, or None where failure lies off the scale.
    shares
        Shape (K, P) for a division: what each state gets. Empty otherwise.
    """

    id: str
    title: str
    unit: str
    kind: str
    ordered: bool
    options: tuple[str, ...]
    place: FloatArray
    low: float
    high: float
    status_quo: Quantity | None
    shares: FloatArray

    @property
    def numbers(self) -> FloatArray:
        """The K options of a range as numbers."""
        return self.low + self.place * (self.high - self.low)

    def placed(self, quantity: Quantity) -> tuple[Quantity, float, float]:
        """Return a quantity in the numbers of this issue, with their lowest and highest.

        For named options these are their places. Raises `KeyError` for an option that the issue does not have.
        """
        if self.kind == "range":
            return quantity, self.low, self.high
        places = dict(zip(self.options, (float(place) for place in self.place), strict=True))
        canonical = Quantity(quantity.kind, tuple(spelt(value) for value in quantity.values), quantity.weights)
        return canonical.named(places), 0.0, 1.0

    def scaled(self, numbers: FloatArray) -> FloatArray:
        """Return where numbers of this issue lie on its scale from 0 to 1."""
        return (numbers - self.low) / (self.high - self.low)


def read_issue(id_: str, issue: Issue, states: Sequence[str]) -> Question:
    """Return the question that an issue of a scenario puts.

    Parameters
    ----------
    id_, issue
        The issue as it stands in the file, its own keys already checked.
    states
        Ids of all states in order, who share a division.
    """
    title = issue.title or id_.replace("_", " ").capitalize()
    none = np.empty((0, len(states)))
    status_quo = None if _off_scale(issue) else issue.status_quo
    if issue.range is not None:
        low, high = issue.range.start, issue.range.end
        numbers = np.linspace(low, high, issue.range.steps)
        if isinstance(status_quo, dict) or (status_quo is None and not _off_scale(issue)):
            status_quo = Quantity.fixed(low)
        options = tuple(label(float(number)) for number in numbers)
        place = np.linspace(0, 1, len(options))
        return Question(id_, title, issue.range.unit, "range", True, options, place, low, high, status_quo, none)
    if issue.kind == "division":
        shares, status_quo = _divide(issue, states)
        options = tuple(_split(row, states) for row in shares)
        place = shares[:, 0] if len(states) == 2 else np.linspace(0, 1, len(options))
        return Question(id_, title, "", "division", False, options, place, 0.0, 1.0, status_quo, shares)
    options = tuple(issue.options or ())
    if isinstance(status_quo, dict) or (status_quo is None and not _off_scale(issue)):
        status_quo = Quantity.fixed(options[0])
    place = np.linspace(0, 1, len(options))
    return Question(id_, title, "", "options", issue.ordered, options, place, 0.0, 1.0, status_quo, none)


def _off_scale(issue: Issue) -> bool:
    return isinstance(issue.status_quo, Quantity) and issue.status_quo.values == (OFF_SCALE,)


def pieces(issue: Issue) -> int:
    """Return in how many equal pieces the pie of a division is cut."""
    return issue.steps if issue.steps is not None else 100


def ways_to_divide(issue: Issue, states: int) -> int:
    """Return how many ways there are to give all pieces of the pie away."""
    return comb(pieces(issue) + states - 1, states - 1)


def _divide(issue: Issue, states: Sequence[str]) -> tuple[FloatArray, Quantity | None]:
    """Return all ways to share the whole pie, with the status quo among them unless it is off the scale.

    A deal that leaves part of the pie to nobody is worse for somebody and better for none, so only the status quo
    may do so.
    """
    whole = pieces(issue)
    shares = np.array(list(_compositions(whole, len(states))), dtype=float) / whole
    if _off_scale(issue):
        return shares, None
    given = issue.status_quo if isinstance(issue.status_quo, dict) else {}
    standing = np.array([float(given[state].values[0]) if state in given else 0.0 for state in states])
    if not (np.abs(shares - standing).max(axis=1) < 1e-9).any():
        shares = np.vstack([standing, shares])
    return shares, Quantity.fixed(_split(standing, states))


def _compositions(whole: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (whole,)
        return
    for first in range(whole + 1):
        for rest in _compositions(whole - first, parts - 1):
            yield (first, *rest)


def _split(shares: FloatArray, states: Sequence[str]) -> str:
    if not shares.any():
        return UNDIVIDED
    return ", ".join(f"{state} {share:.4g}" for state, share in zip(states, shares, strict=True))


@dataclass(frozen=True)
class Agenda:
    """All issues, in the order of their ids, padded to the largest number of options.

    Parameters
    ----------
    states
        Ids of the P states in order.
    questions
        The I issues in order.
    valid
        Shape (I, K): which of the K columns are options of the issue.
    """

    states: tuple[str, ...]
    questions: tuple[Question, ...]
    valid: NDArray[np.bool_]

    @classmethod
    def of(cls, spec: ScenarioSpec) -> Agenda:
        """Return the agenda of a scenario whose contents were checked."""
        states = tuple(sorted(spec.states))
        return cls.asking(states, [read_issue(id_, spec.issues[id_], states) for id_ in spec.issues])

    @classmethod
    def asking(cls, states: Sequence[str], asked: Iterable[Question]) -> Agenda:
        """Return the agenda of questions that may be in any order."""
        questions = tuple(sorted(asked, key=lambda question: question.id))
        sizes = np.array([len(question.options) for question in questions])
        return cls(tuple(states), questions, np.arange(sizes.max()) < sizes[:, None])

    @property
    def issues(self) -> tuple[str, ...]:
        """Ids of the I issues in order."""
        return tuple(question.id for question in self.questions)

    def question(self, issue: str) -> Question:
        """Return the issue of that id."""
        return self.questions[self.issues.index(issue)]
