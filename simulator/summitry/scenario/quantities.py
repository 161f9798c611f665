"""Every number of a scenario, with its place in the file and the range that it is cut off to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple, get_args

from summitry import registry
from summitry.scenario.agenda import Agenda
from summitry.scenario.conduct_choice import ConductChoice
from summitry.scenario.part import Part
from summitry.scenario.problems import Path
from summitry.scenario.quantity import Quantity
from summitry.scenario.schema import ScenarioSpec
from summitry.scenario.within import Within

GROUPS = {"style": "styles", "acceptance": "acceptance", "learning": "learning"}


class Placed(NamedTuple):
    """A quantity, where it stands, and the range from which it is drawn."""

    path: Path
    quantity: Quantity
    low: float
    high: float


def quantities(spec: ScenarioSpec, agenda: Agenda) -> Iterator[Placed]:
    """Yield all quantities but those of effects, whose ranges are those of what they change."""
    for path, quantity, within in _inside(spec, (), ScenarioSpec):
        yield Placed(path, quantity, *_range(spec, agenda, path, within))


def _inside(value: Any, path: Path, kind: Any) -> Iterator[tuple[Path, Quantity, Within]]:
    """Yield path, quantity and its annotated range, for all in a value of an annotated kind."""
    if isinstance(value, Part):
        for name, field in type(value).model_fields.items():
            annotation = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
            yield from _inside(getattr(value, name), (*path, field.alias or name), annotation)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _inside(item, (*path, key), kind)
    elif isinstance(value, list | tuple):
        for place, item in enumerate(value):
            yield from _inside(item, (*path, place), kind)
    elif isinstance(value, ConductChoice):
        yield from _of_conduct(value, path)
    elif isinstance(value, Quantity):
        yield path, value, next(_ranges(kind), Within())


def _of_conduct(choice: ConductChoice, path: Path) -> Iterator[tuple[Path, Quantity, Within]]:
    for part in (choice, *choice.later):
        known = registry.conduct(GROUPS[str(path[-1])], part.name).parameters
        for name, quantity in part.parameters.items():
            yield (*path, part.name, name), quantity, Within(known[name].low, known[name].high)


def _ranges(kind: Any) -> Iterator[Within]:
    """Yield the ranges in an annotation, the outermost first."""
    for part in get_args(kind):
        if isinstance(part, Within):
            yield part
    for part in get_args(kind):
        yield from _ranges(part)


def _range(spec: ScenarioSpec, agenda: Agenda, path: Path, within: Within) -> tuple[float, float]:
    by_issue = next((place for place, part in enumerate(path) if part in ("issues", "positions", "limits")), None)
    on_the_issue = within.low is None or path[-1] == "status_quo"
    if by_issue is not None and on_the_issue:
        question = agenda.question(str(path[by_issue + 1]))
        return question.low, question.high
    if within.later and path[0] == "states" and "constituencies" not in path:
        return 0.0, spec.states[str(path[1])].unit
    if within.later or within.low is None or within.high is None:
        return 0.0, 1.0
    return within.low, within.high
