"""The order of issues: all at once, one after the other, the easy or the hard ones first, or one left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from summitry.leverage.lever import Lever
from summitry.leverage.setting import as_a_whole
from summitry.leverage.side import Side

MOST_LEFT_OUT = 3
"""How many of the most contested issues are tried without."""


def order(side: Side) -> Iterator[Lever]:
    """Yield other agendas, and issues that the state can leave out."""
    yield from _agendas(side)
    yield from _left_out(side)


def _agendas(side: Side) -> Iterator[Lever]:
    issues = side.scenario.issues
    hard = _whole(side, side.contested()[: max(1, len(issues) // 3)])
    easy = [issue for issue in issues if issue not in hard]
    p = side.scenario.states.index(side.state)
    first = _whole(side, [side.weight[p].argmax()])
    rest = [issue for issue in issues if issue not in first]
    choices: list[tuple[str, str, Any]] = [
        ("package", "All issues are negotiated as one package", "package"),
        ("issue_by_issue", "Issues are negotiated one after the other", "issue_by_issue"),
    ]
    if hard and easy:
        names = _titles(side, hard)
        choices += [
            ("easy_first", f"The hardest issues come last: {names}", {"in_order": [easy, hard]}),
            ("hard_first", f"The hardest issues come first: {names}", {"in_order": [hard, easy]}),
            ("side_by_side", f"The hardest issues have a table of their own: {names}", {"side_by_side": [easy, hard]}),
        ]
    if rest:
        says = f"What weighs most for {side.title} comes first: {_titles(side, first)}"
        choices.append(("own_first", says, {"in_order": [first, rest]}))
    for name, says, choice in choices:
        yield Lever(f"order.{name}", "order", says, as_a_whole(side.scenario, "agenda", choice), side.others)


def _left_out(side: Side) -> Iterator[Lever]:
    """Yield issues on which the state's envoy is told to leave everything as it is."""
    path, named = side.spoken_for(side.state)
    limited = side.scenario.speaker(side.state, "envoys")[1].mandate.limits
    for issue in side.contested()[:MOST_LEFT_OUT] if "envoys" in side.scenario.levels else ():
        question, standing = side.question(issue), side.status_quo[issue]
        if question.id in limited or question.kind == "division" or len(side.scenario.issues) == 1 or standing < 0:
            continue
        never = [option for option in question.options if option != question.options[standing]]
        says = f"{side.title} leaves {side.titled(issue)} as it is"
        values = {**named, f"{path}.mandate.limits.{question.id}": {"never": never}}
        yield Lever(f"order.without.{question.id}", "order", says, values)


def _whole(side: Side, issues: Iterable[int]) -> list[str]:
    """Return ids of issues, with all that are linked to one of them: they can't be negotiated apart."""
    groups = [group for issue in issues for group in side.scenario.layout.members if issue in group]
    return [side.scenario.issues[issue] for issue in dict.fromkeys(issue for group in groups for issue in group)]


def _titles(side: Side, issues: Sequence[str]) -> str:
    return ", ".join(side.titled(side.scenario.issues.index(issue)) for issue in issues)
