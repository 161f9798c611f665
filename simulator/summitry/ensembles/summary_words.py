"""Parts of a scenario in a few words, for tables."""

from __future__ import annotations

from typing import cast

from summitry.scenario.agenda import Question
from summitry.scenario.agenda_choice import AgendaChoice
from summitry.scenario.judgement_words import Triangle, in_numbers
from summitry.scenario.position import Position
from summitry.scenario.position_checks import Bounds
from summitry.scenario.quantity import Quantity, label
from summitry.scenario.scenario import Scenario


def wanted(position: Position, question: Question) -> str:
    """Return what a position asks for."""
    if question.kind == "division":
        return "as much as it can get"
    if position.values is not None:
        return ", ".join(f"{option}: {words(position.values[option])}" for option in question.options)
    if position.ideal is None:
        return "nothing"
    shape = "" if position.shape == "linear" else f" ({position.shape})"
    return words(position.ideal) + shape


def beyond(limits: Bounds) -> str:
    """Return the options beyond a red line or a mandate."""
    said = [f"not {name} {words(limit)}" for name, limit in (("above", limits.above), ("below", limits.below)) if limit]
    return ", ".join([*said, *(f"never {option}" for option in limits.never)])


def agenda_in_words(scenario: Scenario, agenda: AgendaChoice) -> str:
    """Return which issues are negotiated together."""
    if not agenda.baskets:
        return "all issues in one package" if agenda.kind == "package" else "issue by issue"
    title = scenario.agenda.question
    baskets = [", ".join(title(issue).title for issue in basket) for basket in agenda.baskets]
    return ("; then " if agenda.kind == "in_order" else "; beside it ").join(baskets)


def words(quantity: Quantity) -> str:
    """Return a quantity in a few words: a number with its spread, or options with their chances.

    Examples
    --------
    >>> words(Quantity("normal", (0.7, 0.1))), words(Quantity("triangular", (0.5, 0.7, 0.9), word="high"))
    ('0.7 ± 0.1', 'high: 0.7 ± 0.08')
    """
    values = [label(value) for value in quantity.values]
    if quantity.word:
        return f"{quantity.word}: {in_numbers(cast('Triangle', quantity.values))}"
    if quantity.kind == "fixed":
        return values[0]
    if quantity.kind == "choice":
        return ", ".join(f"{value} {weight:.0%}" for value, weight in zip(values, quantity.weights, strict=True))
    if quantity.kind == "normal":
        return f"{values[0]} ± {values[1]}"
    if quantity.kind == "triangular":
        return f"{values[0]} to {values[2]}, likeliest {values[1]}"
    return f"{values[0]} to {values[1]}" if quantity.kind == "uniform" else f"beta({', '.join(values)})"
