"""What the form of linkages can't say: which keys belong together, names that must exist, and sizes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from math import prod

from summitry.scenario.agenda import Agenda
from summitry.scenario.agenda_choice import AgendaChoice
from summitry.scenario.goals import GoalError, condition
from summitry.scenario.linkage import MOST_COMBINATIONS, Linkage
from summitry.scenario.linkages import Layout, Linkages
from summitry.scenario.meeting_checks import agendas_of
from summitry.scenario.problems import Path, Problem, unknown
from summitry.scenario.quantity import Quantity
from summitry.scenario.schema import MOST_CELLS, ScenarioSpec

FORMS = (("bundle",), ("issue", "only_if"), ("when", "worth"))
"""The keys that make a linkage, one of these sets in each."""


def check_linkages(spec: ScenarioSpec, agenda: Agenda, issues: Sequence[str], unread: Set[str]) -> list[Problem]:
    """Return the mistakes in the linkages of a scenario.

    Parameters
    ----------
    spec
        The scenario, as far as its form is right.
    agenda
        The issues that could be read, and the states.
    issues
        Ids of all issues in the file.
    unread
        Those of issues that have mistakes of their own; what names them cannot be judged yet.
    """
    problems: list[Problem] = []
    sound: dict[str, Linkage] = {}
    for id_, linkage in spec.linkages.items():
        found = list(_check_linkage(("linkages", id_), linkage, agenda, issues, unread))
        problems += found
        named = (*(linkage.bundle or ()), linkage.issue or "", linkage.only_if or "", linkage.when or "")
        if not found and not unread & _names(" ".join(named)):
            sound[id_] = linkage
    problems += _check_sums(spec.linkages, agenda.states)
    problems += _check_points(spec)
    joined = Linkages.of(sound, agenda)
    problems += _check_sizes(joined, agenda)
    for here, choice in agendas_of(spec):
        problems += _check_baskets(joined, agenda, choice, here)
    return problems


def _check_linkage(
    here: Path, linkage: Linkage, agenda: Agenda, issues: Sequence[str], unread: Set[str]
) -> Iterator[Problem]:
    given = tuple(key for form in FORMS for key in form if getattr(linkage, key) is not None)
    if given not in FORMS:
        written = " and ".join(given) or "none of them"
        yield Problem(f"found {written}, expected one of bundle, issue with only_if, or when with worth", here)
    if linkage.bundle is not None:
        yield from _check_bundle(linkage.bundle, issues, (*here, "bundle"))
    if linkage.issue is not None and linkage.issue not in issues:
        yield unknown(linkage.issue, "an issue", issues, (*here, "issue"))
    for key in ("only_if", "when"):
        text = getattr(linkage, key)
        if text is not None and not unread & _names(text):
            itself = linkage.issue if key == "only_if" else None
            yield from _check_condition(text, itself, agenda, (*here, key))
    if linkage.worth is not None:
        yield from _check_worth(linkage.worth, agenda.states, (*here, "worth"))


def _check_bundle(bundle: Sequence[str], issues: Sequence[str], here: Path) -> Iterator[Problem]:
    for place, issue in enumerate(bundle):
        if issue not in issues:
            yield unknown(issue, "an issue", issues, (*here, place))
        elif issue in bundle[:place]:
            yield Problem(f"found '{issue}' twice, expected different issues", (*here, place))
    if len(bundle) < 2:
        yield Problem(f"found a bundle of {len(bundle)}, expected at least two issues", here)


def _check_condition(text: str, itself: str | None, agenda: Agenda, here: Path) -> Iterator[Problem]:
    try:
        named = {agenda.issues[issue] for issue in condition(text, agenda).issues}
    except GoalError as mistake:
        yield Problem(str(mistake), here)
    else:
        if itself in named:
            yield Problem(f"found '{itself}' in its own condition, expected other issues", here)


def _check_worth(worth: Mapping[str, Quantity], states: Sequence[str], here: Path) -> Iterator[Problem]:
    for state in worth:
        if state not in states:
            yield unknown(state, "a state", states, (*here, state))
    if not worth:
        yield Problem("found nothing in it, expected what the condition is worth, by state", here)


def _names(text: str) -> set[str]:
    """Return the words in a text; some of them are names of issues."""
    return set(re.findall(r"\w+", text))


def _check_sums(linkages: Mapping[str, Linkage], states: Sequence[str]) -> Iterator[Problem]:
    """Check that what all conditions are worth to a state leaves its issues a share of the scale, in every world."""
    for state in states:
        worths = ((id_, (linkage.worth or {}).get(state)) for id_, linkage in linkages.items())
        most = {id_: _farthest(worth) for id_, worth in worths if worth is not None}
        if sum(most.values()) > 1 + 1e-9:
            parts = ", ".join(f"{id_} {value:.3g}" for id_, value in most.items())
            text = (
                f"found up to {sum(most.values()):.4g} in all for {state} ({parts}, bonuses and penalties alike), "
                "expected at most 1: the whole scale of utility"
            )
            yield Problem(text, ("linkages", max(most, key=lambda id_: most[id_]), "worth", state))


def _check_points(spec: ScenarioSpec) -> Iterator[Problem]:
    """Check that no state which counts in points has its issues share the scale with what conditions are worth."""
    for id_, linkage in spec.linkages.items():
        for state in linkage.worth or ():
            if state in spec.states and spec.states[state].points is not None:
                text = f"found {state}, which counts in points, expected a state that counts in utility"
                yield Problem(text, ("linkages", id_, "worth", state), about_key=True)


def _farthest(quantity: Quantity) -> float:
    return max(abs(value) for value in quantity.extremes(-1.0, 1.0))


def _check_sizes(linkages: Linkages, agenda: Agenda) -> Iterator[Problem]:
    """Check that linked issues have few enough combinations, each issue for itself and all together."""
    too_many = False
    for group in linkages.groups():
        count = prod(len(agenda.questions[issue].options) for issue in group)
        if count > MOST_COMBINATIONS:
            too_many = True
            names, by = ", ".join(agenda.issues[issue] for issue in group), _joining(group, linkages)
            text = (
                f"found {count:,} combinations of {names}, joined by {', '.join(by)}, expected at most "
                f"{MOST_COMBINATIONS:,}: fewer options, or fewer issues linked"
            )
            yield Problem(text, ("linkages", by[0]))
    if linkages.every and not too_many:
        issues, options = Layout.of(agenda, linkages).shape
        cells, before = len(agenda.states) * issues * options, len(agenda.states) * agenda.valid.size
        if before <= MOST_CELLS < cells:
            text = (
                f"found {cells:,} (states x issues x options of the longest issue, linked issues joined into one), "
                f"expected at most {MOST_CELLS:,}"
            )
            yield Problem(text, ("linkages",))


def _check_baskets(linkages: Linkages, agenda: Agenda, choice: AgendaChoice, here: Path) -> Iterator[Problem]:
    """Check that issues which are linked are negotiated together."""
    basket_of = {issue: place for place, basket in enumerate(choice.baskets) for issue in basket}
    for group in linkages.groups():
        issues = [agenda.issues[issue] for issue in group]
        if len({basket_of[issue] for issue in issues if issue in basket_of}) > 1:
            by = _joining(group, linkages)
            text = (
                f"found {', '.join(issues)} in different baskets, expected them in one: they are linked by "
                f"{', '.join(by)}"
            )
            yield Problem(text, (*here, choice.kind))


def _joining(group: Sequence[int], linkages: Linkages) -> list[str]:
    """Return the ids of the linkages that join a group of issues."""
    return sorted(linkage.id for linkage in linkages.every if linkage.issues <= set(group))
