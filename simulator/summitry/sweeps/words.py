"""What may be said of a sweep, the same at the terminal and in charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import yaml

from summitry.charts.words import listed, short
from summitry.ensembles.headline import percent
from summitry.scenario.scenario import Scenario
from summitry.sweeps.axis import Axis
from summitry.sweeps.design import Grid
from summitry.sweeps.odds import Odds, runs
from summitry.sweeps.result import SweepResult
from summitry.sweeps.trend import Trend, trends

_MOST_NAMES, _MOST_TRENDS = 3, 2
"""How many values, and trends, a sentence names."""
_LONGEST = 40
"""Letters of a title in a sentence."""


def path_in_words(scenario: Scenario, path: str) -> str:
    """Return what is varied, as it stands in a sentence.

    Examples
    --------
    >>> talks = Scenario.load("reykjavik-2021")
    >>> path_in_words(talks, "states.russia.premium"), path_in_words(talks, "talks.rounds")
    ('premium of Russia', 'number of rounds')
    >>> path_in_words(talks, "states.russia.positions.troops.salience")
    'salience of Russian troops near Ukraine for Russia'
    """
    match path.split("."):
        case ["talks", "rounds"]:
            return "number of rounds"
        case ["states", state, "trust", other]:
            return f"trust of {_state(scenario, state)} in {_state(scenario, other)}"
        case parts:
            owner, rest = _owner(scenario, parts)
            words = " ".join(rest).replace("_", " ")
            return f"{words} of {owner}" if words else owner


def _owner(scenario: Scenario, parts: list[str]) -> tuple[str, list[str]]:
    """Return whose or what's a value is, in words, and the parts of its path after that."""
    match parts:
        case ["states", state, "positions", issue, *rest]:
            return f"{_issue(scenario, issue)} for {_state(scenario, state)}", rest
        case ["states", state, *rest]:
            return _state(scenario, state), rest
        case ["issues", issue, *rest]:
            return _issue(scenario, issue), rest
        case ["envoys", envoy, *rest]:
            return short(scenario.spec.envoys[envoy].title or envoy.replace("_", " "), _LONGEST), rest
        case ["events", event, *rest]:
            return short(scenario.spec.events[event].title or event.replace("_", " "), _LONGEST), rest
    return "the talks", [part for part in parts if part != "talks"]


def _state(scenario: Scenario, state: str) -> str:
    return short(scenario.title_of(state), _LONGEST)


def _issue(scenario: Scenario, issue: str) -> str:
    return short(scenario.agenda.question(issue).title, _LONGEST)


def value_in_words(value: Any) -> str:
    """Return a value that is varied; what is no number and no text as YAML.

    Examples
    --------
    >>> value_in_words(0.30000000000000004), value_in_words("boulware"), value_in_words(True)
    ('0.3', 'boulware', 'true')
    >>> value_in_words({"boulware": {"exponent": 4}})
    '{boulware: {exponent: 4}}'
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.4g}"
    if isinstance(value, str):
        return value
    text: str = yaml.safe_dump(value, default_flow_style=True, sort_keys=False, width=10_000)
    return text.removesuffix("...\n").strip()


def in_words(result: SweepResult) -> str:
    """Return where agreement is likelier than not; where the interval contains one half nothing is claimed."""
    odds = [Odds.of(cell.agreement) for cell in result.cells]
    if len(result.axes) == 1:
        return _along_one(result, odds)
    if len(set(odds)) == 1:
        chances = sorted(cell.agreement.chance for cell in result.cells)
        ends = dict.fromkeys(percent(chance) for chance in (chances[0], chances[-1]))
        return f"{_everywhere(odds[0])} everywhere ({' to '.join(ends)})"
    if isinstance(result.design, Grid) and len(result.axes) == 2:
        return _over_two(result, odds)
    crossed = isinstance(result.design, Grid)
    said = f"Agreement is likelier than not at {odds.count(Odds.LIKELIER)} of {len(odds)} "
    said += f"{'combinations' if crossed else 'points'}, less likely than not at {odds.count(Odds.UNLIKELIER)}"
    shown = [] if crossed else [each for each in trends(result) if each.shown][:_MOST_TRENDS]
    return f"{said}; it {listed(_trends(result.scenario, shown))}" if shown else said


def _along_one(result: SweepResult, odds: list[Odds]) -> str:
    [axis] = result.axes
    found = runs([odds[at] for at in axis.order])
    if len(found) == 1:
        values = _values(axis)
        ends = f"from {values[0]} to {values[-1]}" if axis.numeric else f"{len(values)} values"
        return f"{_everywhere(odds[0])}, whatever the {path_in_words(result.scenario, axis.path)} ({ends})"
    where = {side: _spans(axis, [run[1:] for run in found if run[0] is side]) for side, *_ in found}
    first, *others = [side for side in Odds if side in where]
    start = f"Agreement is {first.value} with {_varied(result.scenario, axis, where[first])}"
    return ", ".join([start, *(f"{side.value} {'' if axis.numeric else 'with '}{where[side]}" for side in others)])


def _over_two(result: SweepResult, odds: list[Odds]) -> str:
    likelier = np.array([side is Odds.LIKELIER for side in odds]).reshape(result.design.shape)
    count = int(likelier.sum())
    if not count:
        less = odds.count(Odds.UNLIKELIER)
        return f"Agreement is nowhere shown to be likelier than not; less likely in {less} of {len(odds)} combinations"
    within, size = [], 1
    for axis, other in zip(result.axes, (1, 0), strict=True):
        inside = np.asarray(likelier.any(axis=other))
        size *= int(inside.sum())
        if not inside.all():
            found = runs([Odds.LIKELIER if inside[at] else Odds.UNLIKELIER for at in axis.order])
            where = _spans(axis, [run[1:] for run in found if run[0] is Odds.LIKELIER])
            within.append(_varied(result.scenario, axis, where))
    said = f"Agreement is likelier than not in {count} of {len(odds)} combinations"
    if not within:
        return said
    return f"{said}: {'all those' if size == count else 'only'} with {listed(within)}"


def _everywhere(side: Odds) -> str:
    """Return what begins a sentence about cells that are all on one side."""
    if side is Odds.DOUBTFUL:
        return "Whether agreement is likelier than not is in doubt"
    return f"Agreement is {side.value}"


def _varied(scenario: Scenario, axis: Axis, where: str) -> str:
    """Return what follows on "with": "the premium of Russia up to 0.1", "boulware or linear as style of Lavrov"."""
    name = path_in_words(scenario, axis.path)
    return f"the {name} {where}" if axis.numeric else f"{where} as {name}"


def _values(axis: Axis) -> list[str]:
    return [value_in_words(axis.values[at]) for at in axis.order]


def _spans(axis: Axis, stretches: Sequence[tuple[int, int]]) -> str:
    """Return stretches of values in words: "up to 0.1", "from 3 to 5 and from 8 on"; names are listed."""
    values = _values(axis)
    if axis.numeric:
        return listed(_span(values, first, last) for first, last in stretches)
    names = [values[at] for first, last in stretches for at in range(first, last + 1)]
    if len(names) > _MOST_NAMES:
        return f"{len(names)} of {len(values)} values"
    return " or ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _span(values: Sequence[str], first: int, last: int) -> str:
    if first == last:
        return f"at {values[first]}"
    if first == 0:
        return f"up to {values[last]}"
    return f"from {values[first]} on" if last == len(values) - 1 else f"from {values[first]} to {values[last]}"


def _trends(scenario: Scenario, shown: Sequence[Trend]) -> list[str]:
    """Return with what the chance rises, and with what it falls."""
    found: dict[str, list[str]] = {}
    for trend in shown:
        name = f"the {path_in_words(scenario, trend.path)}"
        found.setdefault("rises" if trend.correlation > 0 else "falls", []).append(name)
    return [f"{how} with {listed(names)}" for how, names in found.items()]
