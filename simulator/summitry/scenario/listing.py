"""Styles that list all deals, and scenarios that have too many for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import prod
from typing import TYPE_CHECKING, cast

from summitry import registry
from summitry.scenario.agenda import Question
from summitry.scenario.agenda_choice import AgendaChoice
from summitry.scenario.problems import Problem
from summitry.scenario.schema import ScenarioSpec
from summitry_agents.outcomes import MOST_LISTED

if TYPE_CHECKING:
    from summitry_agents.styles.style import Style


def check_listing(spec: ScenarioSpec, questions: Mapping[str, Question]) -> Iterator[Problem]:
    """Yield a mistake for each envoy whose style would list more deals than it can.

    Parameters
    ----------
    spec
        The scenario.
    questions
        Its issues by id, those that could be read.
    """
    most = max((prod(map(len, basket)) for basket in _baskets(spec.talks.agenda, questions)), default=0)
    for id_, envoy in spec.envoys.items():
        choices = () if envoy.style is None else (envoy.style, *envoy.style.later)
        for choice in choices:
            style = cast("type[Style]", registry.conduct("styles", choice.name))
            if style.lists_deals and most > MOST_LISTED:
                text = (
                    f"found {most:,} combinations of options, expected at most {MOST_LISTED:,}: {choice.name} lists "
                    "all deals"
                )
                yield Problem(text, ("envoys", id_, "style"))


def _baskets(agenda: AgendaChoice, questions: Mapping[str, Question]) -> list[list[Sequence[str]]]:
    """Return the options of the issues that are negotiated together."""
    options = {id_: question.options for id_, question in questions.items()}
    if agenda.kind == "package":
        return [list(options.values())]
    if agenda.kind == "issue_by_issue":
        return [[names] for names in options.values()]
    return [[options[id_] for id_ in basket if id_ in options] for basket in agenda.baskets]
