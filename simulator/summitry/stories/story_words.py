"""How one world's story words states, speakers, issues, deals and events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import SupportsInt

import numpy as np

from summitry.scenario.meeting import Level
from summitry.scenario.road import Leg
from summitry.scenario.scenario import Scenario
from summitry_agents.deals import Bools, Ints

TAKE_THE = {"Emirates", "Federation", "Kingdom", "Netherlands", "Philippines", "Republic", "States", "Union"}
"""Words that give the title of a state an article."""


class Wording:
    """Words for what a scenario names.

    Parameters
    ----------
    scenario
        The talks.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.states = [scenario.title_of(state) for state in scenario.states]
        self.issues = [question.title for question in scenario.agenda.questions]

    def speaker(self, p: int, level: Level) -> str:
        """Return who speaks for a state at a level, in words."""
        id_, envoy = self.scenario.speaker(self.scenario.states[p], level)
        return envoy.title or id_ or f"the {level.removesuffix('s')}"

    def speaker_of(self, p: int, level: Level) -> str:
        """Return the same with the state in brackets."""
        return f"{self.speaker(p, level)} ({self.states[p]})"

    def deal(self, deal: Ints, standing: Ints) -> str:
        """Return what a deal (I,) changes of what stands (I,)."""
        return self.terms(deal, deal != standing)

    def terms(self, deal: Ints, those: Bools) -> str:
        """Return what a deal (I,) says of those issues (I,)."""
        return "; ".join(f"{self.issues[i]}: {self.option(i, deal[i])}" for i in np.flatnonzero(those))

    def option(self, issue: SupportsInt, option: SupportsInt) -> str:
        """Return an option of an issue."""
        return self.scenario.in_words(int(issue), int(option))

    def titles(self, those: Bools, between: str = ", ") -> str:
        """Return the titles of those issues (I,)."""
        return between.join(self.issues[i] for i in np.flatnonzero(those))

    def event(self, id_: str) -> str:
        """Return the title of an event."""
        return self.scenario.spec.events[id_].title or id_.replace("_", " ")

    def meeting(self, leg: Leg) -> str:
        """Return a meeting's title, its place where that says more, its day and its level."""
        place = [leg.place] if leg.place and leg.place != leg.title else []
        day = [] if leg.day is None else [f"{leg.day.day} {leg.day:%B %Y}"]
        return ", ".join([leg.title, *place, *day, leg.level])


def capital(text: str) -> str:
    """Return a text with its first letter in capitals."""
    return text[:1].upper() + text[1:]


def listed(parts: Sequence[str]) -> str:
    """Return parts as a list in a sentence; nothing for none.

    Examples
    --------
    >>> listed(["peace", "land", "bread"])
    'peace, land and bread'
    >>> listed(["law and order", "bread"])
    'law and order as well as bread'
    """
    *first, last = parts or [""]
    joint = "as well as" if any(" and " in part for part in parts) else "and"
    return f"{', '.join(first)} {joint} {last}" if first else last


def with_article(state: str) -> str:
    """Return the title of a state as a sentence has it.

    Examples
    --------
    >>> with_article("United States"), with_article("Russia")
    ('the United States', 'Russia')
    """
    return f"the {state}" if set(state.split()) & TAKE_THE else state


def within(title: str) -> str:
    """Return a title as it stands within a sentence.

    Examples
    --------
    >>> within("The League"), within("Antony Blinken")
    ('the League', 'Antony Blinken')
    """
    return title[:1].lower() + title[1:] if title.startswith("The ") else title
