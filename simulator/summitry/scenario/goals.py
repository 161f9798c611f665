"""Goals: conditions on a deal, in a small language of comparisons.

``troops >= 60 and prisoners == both`` is the whole of it: an issue compared with one of its options or numbers
(``== != < <= > >=``, chains as in ``20 <= troops <= 60``), ``settled(issue)``, ``and``, ``or``, ``not`` and
parentheses. Options that are not one plain word stand in quotes. The text is parsed, never executed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from summitry.scenario.agenda import Agenda, Question
from summitry.scenario.field_types import spelt
from summitry.scenario.problems import did_you_mean, expected_one_of
from summitry.scenario.quantity import found

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Condition:
    """A condition on deals; called with deals (n, I) and which issues each settles (n, I), it tells which meet it (n,).

    An option of -1 stands for an issue whose failure lies off the scale and that is not settled: no comparison of it
    holds.

    Parameters
    ----------
    test
        What does so.
    issues
        Indices of the issues that the condition names.
    """

    test: Callable[[NDArray[np.intp], BoolArray], BoolArray]
    issues: frozenset[int]

    def __call__(self, deal: NDArray[np.intp], settled: BoolArray) -> BoolArray:
        """Return which deals (n,) meet the condition."""
        return self.test(deal, settled)


COMPARISONS: dict[type[ast.cmpop], Callable[[NDArray[np.float64], float], BoolArray]] = {
    ast.Eq: lambda left, right: np.abs(left - right) < 1e-9,
    ast.NotEq: lambda left, right: np.abs(left - right) >= 1e-9,
    ast.Lt: lambda left, right: left < right - 1e-9,
    ast.LtE: lambda left, right: left <= right + 1e-9,
    ast.Gt: lambda left, right: left > right + 1e-9,
    ast.GtE: lambda left, right: left >= right - 1e-9,
}
MIRRORED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt,
    ast.Gt: ast.Lt,
    ast.LtE: ast.GtE,
    ast.GtE: ast.LtE,
}
LONGEST = 2000
"""Characters in a goal; more is no longer a condition that a person can read."""


class GoalError(ValueError):
    """A condition that can't be read, in words for its author."""


def condition(text: str, agenda: Agenda) -> Condition:
    """Return the condition that `text` puts on a deal.

    Raises
    ------
    GoalError
        What was found in its place and what was expected.
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise GoalError(f"found {len(text)} characters, expected at most {LONGEST}")
    try:
        tree = ast.parse(text, mode="eval")
        return _read(tree.body, agenda)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        if isinstance(error, GoalError):
            raise
        wanted = "comparisons such as 'troops >= 60 and prisoners == both' (== for equal)"
        raise GoalError(f"found {found(text)}, expected {wanted}") from error


def complaint_about(text: str, agenda: Agenda, unread: Set[str] = frozenset()) -> str | None:
    """Return what is wrong with a condition, or None; one that names an issue with mistakes can't be judged yet.

    Parameters
    ----------
    text, agenda
        The condition, and the issues that could be read.
    unread
        Ids of the other issues in the file.
    """
    if unread & set(re.findall(r"\w+", text)):
        return None
    try:
        condition(text, agenda)
    except GoalError as mistake:
        return str(mistake)
    return None


def _read(node: ast.expr, agenda: Agenda) -> Condition:
    if isinstance(node, ast.BoolOp):
        parts = [_read(value, agenda) for value in node.values]
        return _joined(parts, np.logical_and if isinstance(node.op, ast.And) else np.logical_or)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = _read(node.operand, agenda)
        return Condition(lambda deal, settled: ~inner(deal, settled), inner.issues)
    if isinstance(node, ast.Call):
        return _read_settled(node, agenda)
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        parts = [
            _comparison(left, kind, right, agenda)
            for (left, right), kind in zip(pairwise(sides), node.ops, strict=True)
        ]
        return _joined(parts, np.logical_and)
    raise GoalError(f"found '{ast.unparse(node)}', expected a comparison of an issue with one of its options")


def _joined(parts: Sequence[Condition], combine: np.ufunc) -> Condition:
    return Condition(
        lambda deal, settled: np.asarray(combine.reduce([part(deal, settled) for part in parts])),
        frozenset[int]().union(*(part.issues for part in parts)),
    )


def _read_settled(node: ast.Call, agenda: Agenda) -> Condition:
    named = isinstance(node.func, ast.Name) and node.func.id == "settled" and not node.keywords
    if not named or len(node.args) != 1 or not isinstance(node.args[0], ast.Name):
        raise GoalError(f"found '{ast.unparse(node)}', expected settled(issue)")
    position = agenda.issues.index(_issue(node.args[0].id, agenda).id)
    return Condition(lambda _, settled: settled[:, position], frozenset([position]))


def _comparison(left: ast.expr, kind: ast.cmpop, right: ast.expr, agenda: Agenda) -> Condition:
    operation = type(kind)
    if not (isinstance(left, ast.Name) and left.id in agenda.issues) and (
        isinstance(right, ast.Name) and right.id in agenda.issues
    ):
        left, right, operation = right, left, MIRRORED.get(operation, operation)
    if operation not in COMPARISONS:
        raise GoalError(f"found '{ast.unparse(left)} ... {ast.unparse(right)}', expected one of == != < <= > >=")
    if not isinstance(left, ast.Name):
        raise GoalError(f"found '{ast.unparse(left)}', expected {expected_one_of('an issue', agenda.issues)}")
    question = _issue(left.id, agenda)
    met = COMPARISONS[operation](*_measured(question, _constant(right), operation))
    met = np.append(met, False)  # the last one is what -1 finds: no option
    position = agenda.issues.index(question.id)
    return Condition(lambda deal, _: met[deal[:, position]], frozenset([position]))


def _issue(name: str, agenda: Agenda) -> Question:
    if name not in agenda.issues:
        hint = did_you_mean(name, agenda.issues)
        raise GoalError(f"found '{name}', expected {expected_one_of('an issue', agenda.issues)}{hint}")
    return agenda.question(name)


def _constant(node: ast.expr) -> str | float:
    if isinstance(node, ast.Name):
        return node.id
    sign = 1
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        sign, node = -1, node.operand
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return sign * node.value
    if isinstance(node, ast.Constant) and isinstance(node.value, str | bool):
        return str(node.value)
    raise GoalError(f"found '{ast.unparse(node)}', expected an option or a number")


def _measured(
    question: Question, constant: str | float, operation: type[ast.cmpop]
) -> tuple[NDArray[np.float64], float]:
    """Return the number of each option, and the number that the constant stands for."""
    if question.kind == "range":
        if isinstance(constant, str):
            raise GoalError(f"found '{constant}', expected a number from {question.low:g} to {question.high:g}")
        if not question.low <= constant <= question.high:
            wanted = f"a number from {question.low:g} to {question.high:g}"
            raise GoalError(f"found {constant:g}, expected {wanted}")
        return question.numbers, float(constant)
    if question.kind == "division":
        raise GoalError(f"found a comparison with '{question.id}', a division, expected settled({question.id})")
    name = spelt(constant)
    if name not in question.options:
        hint = did_you_mean(name, question.options)
        wanted = expected_one_of(f"an option of {question.id}", question.options)
        raise GoalError(f"found '{name}', expected {wanted}{hint}")
    if not question.ordered and operation not in (ast.Eq, ast.NotEq):
        raise GoalError(f"found an order among the options of '{question.id}', which have none; expected == or !=")
    index = np.arange(len(question.options), dtype=float)
    return index, float(question.options.index(name))
