"""States that count in points: what their numbers may be, and what of a position matters."""

from __future__ import annotations

from collections.abc import Iterator

from summitry.scenario.agenda import Question
from summitry.scenario.constituency import Constituency
from summitry.scenario.position import Position
from summitry.scenario.problems import Path, Problem
from summitry.scenario.quantity import Quantity, complaint_about_range, label
from summitry.scenario.schema import ScenarioSpec
from summitry.scenario.state import State

_ROUNDING = 1e-9
"""How far, relative to all of them, points may sum to more: decimals such as 0.1 are not exact."""


def matters(position: Position, points: float | None = None) -> bool:
    """Tell whether a position can make a difference: a salience above 0, or an option with points."""
    if points is None:
        return not is_nothing(position.salience)
    return any(not is_nothing(value) for value in (position.values or {}).values())


def is_nothing(quantity: Quantity) -> bool:
    """Tell whether a quantity is known to be 0."""
    return quantity.kind == "fixed" and quantity.values[0] == 0


def most(quantity: Quantity, unit: float) -> float:
    """Return the largest number that a quantity between 0 and `unit` can come to.

    Examples
    --------
    >>> most(Quantity("uniform", (10.0, 30.0)), 100.0), most(Quantity("normal", (10.0, 1.0)), 100.0)
    (30.0, 100.0)
    """
    if quantity.kind == "choice":
        possible = zip(quantity.values, quantity.weights, strict=True)
        return max(float(value) for value, weight in possible if weight > 0)
    if quantity.kind in ("normal", "beta"):
        return unit
    return min(float(quantity.values[-1]), unit)


def most_of_table(position: Position, unit: float) -> float:
    """Return the most that any option of a position can be worth; 0 without a table."""
    return max((most(value, unit) for value in (position.values or {}).values()), default=0.0)


def check_ranges(spec: ScenarioSpec) -> Iterator[Problem]:
    """Yield the numbers that do not fit their state's scale: 0 to 1 in utility, 0 to N in points.

    Constituencies count in utility, also where their state does not.
    """
    for id_, state in spec.states.items():
        here: Path = ("states", id_)
        yield from _off_scale(here, state, state.unit, " points" if state.points is not None else "")
        for name, group in state.constituencies.items():
            yield from _off_scale((*here, "constituencies", name), group, 1.0)


def _off_scale(here: Path, party: State | Constituency, unit: float, said: str = "") -> Iterator[Problem]:
    for path, quantity in _on_scale(here, party):
        complaint = complaint_about_range(quantity, 0.0, unit)
        if complaint:
            yield Problem(complaint + said, path)


def check_points(id_: str, state: State, questions: dict[str, Question]) -> Iterator[Problem]:
    """Yield what else is wrong with a state that counts in points: saliences, ideals, more points than utility 1."""
    if state.points is None:
        return
    here: Path = ("states", id_, "positions")
    for issue, position in state.positions.items():
        if issue in questions and questions[issue].kind == "division":
            text = "found a position on a division, expected none: the ways to divide it can't be given points"
            yield Problem(text, (*here, issue))
            continue
        if "salience" in position.model_fields_set:
            text = "found salience, expected none beside `points`: the values say how much the issue weighs"
            yield Problem(text, (*here, issue, "salience"), about_key=True)
        if position.ideal is not None:
            text = "found ideal, expected `values`: a state that counts in points gives each option its own"
            yield Problem(text, (*here, issue, "ideal"), about_key=True)
        elif position.values is None:
            yield Problem("found no values, expected the points of each option", (*here, issue))
    yield from _check_sum(("states", id_), state)


def _check_sum(here: Path, state: State) -> Iterator[Problem]:
    values = [value for position in state.positions.values() for value in (position.values or {}).values()]
    if any(complaint_about_range(value, 0.0, state.unit) for value in values):
        return  # it cannot be judged before each is right
    largest = {issue: most_of_table(position, state.unit) for issue, position in state.positions.items()}
    total = sum(largest.values())
    if total > state.unit * (1 + _ROUNDING):
        parts = ", ".join(f"{issue} {label(points)}" for issue, points in largest.items())
        endless = any(value.kind in ("normal", "beta") for value in values)
        hint = f" (a normal or beta can reach {label(state.unit)}; a uniform ends where it says)" if endless else ""
        text = (
            f"found up to {label(total)} points in all ({parts}), expected at most the {label(state.unit)} that are "
            f"utility 1{hint}"
        )
        yield Problem(text, (*here, "points"))


def _on_scale(here: Path, party: State | Constituency) -> Iterator[tuple[Path, Quantity]]:
    """Yield path and quantity of all that a party says in utility or points."""
    for name in ("walk_away", "premium"):
        quantity = getattr(party, name)
        if quantity is not None:
            yield (*here, name), quantity
    for issue, position in party.positions.items():
        for option, quantity in (position.values or {}).items():
            yield (*here, "positions", issue, "values", option), quantity
