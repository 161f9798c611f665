"""Goals: conditions on a deal, in a small language of comparisons.

``troops >= 60 and prisoners == both`` is the whole of it: an issue compared with one of its options or numbers
(``== != < <= > >=``, chains as in ``20 <= troops <= 60``), ``settled(issue)``, ``and``, ``or``, ``not`` and
parentheses. Options that are not one plain word stand in quotes. The text is parsed, never executed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from summitry.scenario.agenda import Agenda, Question
from summitry.scenario.problems import did_you_mean, expected_one_of
from summitry.scenario.quantity import found
from summitry.scenario.schema import option_name

BoolArray = NDArray[np.bool_]
Condition = Callable[[NDArray[np.intp], BoolArray], BoolArray]
"""Takes deals (n, I) and which issues each settles (n, I), returns which deals meet the condition (n,)."""

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
    """A goal that can't be read, in words for its author."""


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


def _read(node: ast.expr, agenda: Agenda) -> Condition:
    if isinstance(node, ast.BoolOp):
        parts = [_read(value, agenda) for value in node.values]
        combine = np.logical_and if isinstance(node.op, ast.And) else np.logical_or
        return lambda deal, settled: combine.reduce([part(deal, settled) for part in parts])
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = _read(node.operand, agenda)
        return lambda deal, settled: ~inner(deal, settled)
    if isinstance(node, ast.Call):
        return _read_settled(node, agenda)
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        parts = [
            _comparison(left, kind, right, agenda)
            for (left, right), kind in zip(pairwise(sides), node.ops, strict=True)
        ]
        return lambda deal, settled: np.logical_and.reduce([part(deal, settled) for part in parts])
    raise GoalError(f"found '{ast.unparse(node)}', expected a comparison of an issue with one of its options")


def _read_settled(node: ast.Call, agenda: Agenda) -> Condition:
    named = isinstance(node.func, ast.Name) and node.func.id == "settled" and not node.keywords
    if not named or len(node.args) != 1 or not isinstance(node.args[0], ast.Name):
        raise GoalError(f"found '{ast.unparse(node)}', expected settled(issue)")
    position = agenda.issues.index(_issue(node.args[0].id, agenda).id)
    return lambda _, settled: settled[:, position]


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
    position = agenda.issues.index(question.id)
    return lambda deal, _: met[deal[:, position]]


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
    name = option_name(constant)
    if name not in question.options:
        hint = did_you_mean(name, question.options)
        wanted = expected_one_of(f"an option of {question.id}", question.options)
        raise GoalError(f"found '{name}', expected {wanted}{hint}")
    if not question.ordered and operation not in (ast.Eq, ast.NotEq):
        raise GoalError(f"found an order among the options of '{question.id}', which have none; expected == or !=")
    index = np.arange(len(question.options), dtype=float)
    return index, float(question.options.index(name))
