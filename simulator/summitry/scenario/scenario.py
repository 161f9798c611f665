"""A set of talks, read and checked."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path as FilePath
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from summitry.scenario.agenda import Agenda
from summitry.scenario.document import Document
from summitry.scenario.envoy import Envoy
from summitry.scenario.extends import resolved
from summitry.scenario.goals import Condition, condition
from summitry.scenario.library import find
from summitry.scenario.linkages import Layout, Linkages
from summitry.scenario.meeting import LEVELS, Level
from summitry.scenario.overrides import Override, overridden, plain_data, split
from summitry.scenario.problems import Problem, ScenarioError
from summitry.scenario.road import Leg, road_of
from summitry.scenario.validation import validate
from summitry.scenario.yaml_reader import read_yaml_file
from summitry.scenario.yaml_writer import dump_yaml

MOST_ARRIVED = 8
"""How many scenarios a process remembers of those that travelled to it."""

MOST_SHARES_SAID = 3
"""How many shares of a division are named before the rest is summed up."""


class Scenario:
    """A set of talks: what is on the table, who wants what, how the talks are run.

    Made by `load` or `from_dict`; it never changes. `vary` returns a changed copy.

    Attributes
    ----------
    id
        Name of the file without its ending.
    spec
        Everything the file says, typed (`summitry.scenario.schema`).
    data
        The same as plain data, overrides applied; not to be modified.
    """

    def __init__(self, id_: str, document: Document, overrides: Iterable[Override] = ()) -> None:
        """Check the document; most callers want `load` or `from_dict`.

        Raises
        ------
        ScenarioError
            With every mistake found.
        """
        self.id = id_
        self._document = document
        self._overrides = tuple(overrides)
        self.data, problems = overridden(document.data, self._overrides)
        spec, mistakes = validate(self.data)
        unread = {problem.path for problem in document.problems}
        problems += [*document.problems, *(mistake for mistake in mistakes if mistake.path not in unread)]
        if spec is None or problems:
            raise ScenarioError(self.located(problem) for problem in problems)
        self.spec = spec

    @classmethod
    def load(cls, name: str | FilePath, overrides: Iterable[Override] = ()) -> Self:
        """Read a scenario file, or a shipped scenario by its name, and what it extends.

        Raises
        ------
        ScenarioError
            With every mistake found, each with file, line and column.
        """
        path = find(name)
        return cls(path.stem, resolved(read_yaml_file(path, lenient=True), path), overrides)

    @classmethod
    def of(cls, talks: Self | str | FilePath) -> Self:
        """Return a scenario as it is, or read the one of that path or name, as `load` does."""
        return talks if isinstance(talks, cls) else cls.load(talks)  # type: ignore[arg-type]

    @classmethod
    def from_dict(cls, data: dict[str, Any], id_: str = "scenario") -> Self:
        """Return the scenario that plain data describes, with the keys of a scenario file.

        Raises
        ------
        ScenarioError
            With every mistake found, each with its path.
        """
        return cls(id_, resolved(Document(plain_data(data), {}, "")))

    def vary(self, path: str, value: Any) -> Self:
        """Return a copy with one value replaced; this scenario stays as it is.

        Parameters
        ----------
        path
            Dotted path in the file: ``states.russia.positions.troops.salience``.
        value
            The new value: a number, an option, or a distribution such as ``{"uniform": [0, 1]}``.

        Raises
        ------
        ScenarioError
            The path does not exist or the value does not fit.
        """
        return self.with_values({path: value})

    def with_values(self, values: Mapping[str, Any]) -> Self:
        """Return a copy with several values replaced at once, each by its dotted path; see `vary`."""
        overrides = [Override(split(path), plain_data(value), "") for path, value in values.items()]
        return type(self)(self.id, self._document, (*self._overrides, *overrides))

    @property
    def title(self) -> str:
        """What the talks are called."""
        return self.spec.title or self.id

    @cached_property
    def agenda(self) -> Agenda:
        """The issues as arrays."""
        return Agenda.of(self.spec)

    @cached_property
    def goals(self) -> dict[str, Condition]:
        """The conditions whose chance is reported, by id in alphabetical order."""
        return {id_: condition(self.spec.goals[id_], self.agenda) for id_ in sorted(self.spec.goals)}

    @cached_property
    def linkages(self) -> Linkages:
        """What links the issues."""
        return Linkages.of(self.spec.linkages, self.agenda)

    @cached_property
    def layout(self) -> Layout:
        """The issues as they are negotiated, linked ones joined into one."""
        return Layout.of(self.agenda, self.linkages)

    @cached_property
    def road(self) -> tuple[Leg, ...]:
        """The meetings, in their order; one if the file names none."""
        return road_of(self.spec, self.agenda)

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """Who meets on the road: envoys, leaders, or both."""
        return tuple(level for level in LEVELS if any(leg.level == level for leg in self.road))

    @cached_property
    def reserved(self) -> NDArray[np.bool_]:
        """(I,) which issues an envoy's mandate reserves for leaders."""
        named = {issue for envoy in self.spec.envoys.values() for issue in envoy.mandate.reserved}
        return np.isin(self.issues, sorted(named))

    @property
    def can_leak(self) -> bool:
        """Whether an event may make private talks public."""
        return any(effect.path == ("leak",) for event in self.spec.events.values() for effect in event.effects.changes)

    @cached_property
    def ratifies(self) -> NDArray[np.bool_]:
        """(P,) which states have constituencies that must ratify a deal."""
        return np.array([bool(self.spec.states[state].constituencies) for state in self.states])

    @cached_property
    def signs_if_indifferent(self) -> NDArray[np.bool_]:
        """(P,) which states take a deal that is worth exactly what they could have without."""
        return np.array([self.spec.states[state].signs_if_indifferent for state in self.states])

    @cached_property
    def bracketed(self) -> NDArray[np.bool_]:
        """(M, I) on which issues a meeting of envoys prepares a text in brackets: reserved, and leaders meet later."""
        later = [any(leg.level == "leaders" for leg in self.road[place:]) for place in range(len(self.road))]
        envoys = [leg.level == "envoys" for leg in self.road]
        return np.logical_and(later, envoys)[:, None] & self.reserved

    @cached_property
    def out_of_reach(self) -> NDArray[np.bool_]:
        """(M, I) which issues are not on the table of a meeting of envoys: reserved, and no leaders meet later."""
        envoys = np.array([leg.level == "envoys" for leg in self.road])
        return envoys[:, None] & self.reserved & ~self.bracketed

    def speaker(self, state: str, level: Level) -> tuple[str, Envoy]:
        """Return the id of who speaks for a state at a level, and what the file says of it; none where it is silent."""
        for id_, envoy in self.spec.envoys.items():
            if (envoy.of, envoy.level) == (state, level):
                return id_, envoy
        return "", Envoy(of=state, level=level)

    @property
    def needed(self) -> str:
        """Whose yes a deal needs, as the subject of a sentence."""
        talks = self.spec.talks
        everybody = talks.rule.needs_every_yes and not talks.opt_out
        return "every state" if everybody or len(self.states) == 2 else "enough of the states"

    @property
    def likes(self) -> str:
        """What `needed` does to a deal of the zone: "every state likes", "enough of the states like"."""
        return f"{self.needed} {'likes' if self.needed == 'every state' else 'like'}"

    @property
    def states(self) -> tuple[str, ...]:
        """Ids of the states in order."""
        return self.agenda.states

    @property
    def issues(self) -> tuple[str, ...]:
        """Ids of the issues in order."""
        return self.agenda.issues

    def title_of(self, state: str) -> str:
        """Return how tables and charts call a state."""
        return self.spec.states[state].title or state.replace("_", " ").capitalize()

    def in_words(self, issue: int, option: int) -> str:
        """Return an option of an issue, both by index, in words: a number with its unit, or who gets what.

        Examples
        --------
        >>> talks = Scenario.load("reykjavik-2021")
        >>> talks.in_words(talks.issues.index("troops"), 3)
        '30 thousand withdrawn'
        """
        question = self.agenda.questions[issue]
        if question.kind != "division" or not question.shares[option].any():
            return f"{question.options[option]} {question.unit}".strip()
        shares = sorted(zip(question.shares[option], self.states, strict=True), key=lambda pair: -pair[0])
        said = [f"{100 * share:.4g} % to {self.title_of(state)}" for share, state in shares if share]
        rest = ["the rest to others"] if len(said) > MOST_SHARES_SAID else []
        return ", ".join([*said[:MOST_SHARES_SAID], *rest])

    def to_yaml(self) -> str:
        """Return the scenario as YAML, valid on its own: what it extends and overrides are in it.

        Reading it gives the same scenario.
        """
        return dump_yaml(self.data)

    @cached_property
    def _as_read(self) -> bytes:
        return pickle.dumps((type(self), self.id, self._document, self._overrides))

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to worker processes as what was read; each works out what follows from it once."""
        return _arrived, (self._as_read,)

    def __repr__(self) -> str:
        return f"<Scenario {self.id}: {', '.join(self.states)} on {len(self.issues)} issues>"

    def _repr_html_(self) -> str:
        from summitry.ensembles.summary import print_scenario
        from summitry.html_screen import as_html

        return as_html(print_scenario, self)

    def located(self, problem: Problem) -> Problem:
        """Return the problem with the place in the file, or the override, that it comes from."""
        if problem.source:
            return problem
        here = tuple(str(part) for part in problem.path)  # an override has the places in lists as text
        for override in self._overrides:
            below = override.path[: len(here)] == here
            new = problem.path not in self._document.marks
            if here[: len(override.path)] == override.path or (below and (new or len(here) > 3)):
                return replace(problem, source=override.source)
        if not self._document.marks:
            return replace(problem, source=self._document.source)
        source = self._document.source_of(problem.path)
        place, key = (self._document.locate(problem.path, key=about_key) for about_key in (False, True))
        # A block that starts on the line below its key is found by the key.
        if problem.about_key or place.line > key.line:
            place = key
        return replace(problem, source=source, line=place.line, column=place.column)


@lru_cache(MOST_ARRIVED)
def _arrived(as_read: bytes) -> Scenario:
    """Return the scenario that travelled here; the same one, which never changes, however often it comes."""
    kind, *read = pickle.loads(as_read)  # noqa: S301 made above, within what is being unpickled
    scenario: Scenario = kind(*read)
    return scenario
