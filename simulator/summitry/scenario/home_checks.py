"""What the form of mandates and constituencies can't say: names that must exist, what must belong to its issue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from summitry.scenario.agenda import Question
from summitry.scenario.constituency import Constituency
from summitry.scenario.mandate import Mandate
from summitry.scenario.points import is_nothing, matters
from summitry.scenario.position_checks import check_bounds, check_position
from summitry.scenario.problems import Path, Problem, unknown
from summitry.scenario.schema import ScenarioSpec


def check_home(spec: ScenarioSpec, questions: Mapping[str, Question], issues: Sequence[str]) -> Iterator[Problem]:
    """Yield the mistakes in mandates and constituencies.

    Parameters
    ----------
    spec
        The scenario, as far as its form is right.
    questions
        Its issues that could be read, by id.
    issues
        Ids of all issues in the file.
    """
    for id_, envoy in spec.envoys.items():
        here: Path = ("envoys", id_, "mandate")
        if envoy.level == "leaders" and envoy.mandate != Mandate():
            yield Problem("found a mandate, expected none: a leader has nobody to ask", here, about_key=True)
        else:
            yield from _check_mandate(envoy.mandate, questions, issues, here)
    for id_, state in spec.states.items():
        groups, here = state.constituencies, ("states", id_, "constituencies")
        for name, group in groups.items():
            yield from _check_constituency(group, questions, issues, (*here, name))
        if groups and all(is_nothing(group.weight) for group in groups.values()):
            yield Problem("found no weight above 0, expected a constituency whose vote counts", here)


def _check_mandate(
    mandate: Mandate, questions: Mapping[str, Question], issues: Sequence[str], here: Path
) -> Iterator[Problem]:
    for issue, limit in mandate.limits.items():
        if issue not in issues:
            yield unknown(issue, "an issue", issues, (*here, "limits", issue))
        elif issue in questions:
            yield from check_bounds(limit, questions[issue], (*here, "limits", issue), "limit")
    for place, issue in enumerate(mandate.reserved):
        if issue not in issues:
            yield unknown(issue, "an issue", issues, (*here, "reserved", place))
        elif issue in mandate.reserved[:place]:
            yield Problem(f"found '{issue}' twice, expected different issues", (*here, "reserved", place))


def _check_constituency(
    group: Constituency, questions: Mapping[str, Question], issues: Sequence[str], here: Path
) -> Iterator[Problem]:
    for issue, position in group.positions.items():
        path: Path = (*here, "positions", issue)
        if issue not in issues:
            yield unknown(issue, "an issue", issues, path)
        elif issue in questions:
            yield from check_position(position, questions[issue], path)
    if not any(matters(position) for position in group.positions.values()):
        yield Problem("found no issue with a salience above 0, expected one that matters", (*here, "positions"))
