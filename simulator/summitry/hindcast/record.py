"""What came of talks, as questions that a chance answers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from summitry.scenario.library import shipped
from summitry.scenario.problems import Problem, ScenarioError
from summitry.scenario.scenario import Scenario


def cases(files: Iterable[str | Path | Scenario]) -> list[Scenario]:
    """Return the talks of some files, or of all that ship, whose outcome is on record.

    Of the files named each must have one; of those that ship those without are left out.

    Raises
    ------
    ScenarioError
        A file can't be used, has no outcome, or is named twice; or there is only one.
    """
    named = [Scenario.of(name) for name in files]
    if not named:
        talks = [Scenario.load(path) for path in shipped().values()]
        return [each for each in talks if each.spec.outcome is not None]
    problems = [
        Problem("found no outcome, expected one to hold the chances against", source=each.id)
        for each in named
        if each.spec.outcome is None
    ]
    ids = [each.id for each in named]
    twice = [id_ for place, id_ in enumerate(ids) if id_ in ids[:place]]
    if len(named) == 1:
        problems.append(
            Problem("found 1 case, expected at least 2: one alone tells nobody from anybody", source=named[0].id)
        )
    problems += [Problem(f"found '{id_}' twice, expected every case once") for id_ in twice]
    if problems:
        raise ScenarioError(problems)
    return named


def agreed(scenario: Scenario) -> bool:
    """Tell whether an agreement came into force: something was agreed, and not refused at home."""
    outcome = scenario.spec.outcome
    return outcome is not None and outcome.agreed and outcome.ratified is not False


def settled(scenario: Scenario) -> dict[str, bool]:
    """Return by issue whether an agreement in force settled it; issues not on record are left out.

    Where nothing came into force no issue was settled. (That an issue was not settled at its status quo is checked
    when a file is read.)
    """
    outcome = scenario.spec.outcome
    if outcome is None:
        return {}
    if not agreed(scenario):
        return dict.fromkeys(scenario.issues, False)
    return {issue: option is not None for issue, option in outcome.issues.items()}
