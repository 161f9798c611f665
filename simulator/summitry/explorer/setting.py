"""What a visitor set: a scenario and how it was changed."""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from summitry.explorer.case import Case
from summitry.explorer.controls import Menu, Slider, controls
from summitry.scenario.document import Document
from summitry.scenario.extends import EXTENDS, laid_over
from summitry.scenario.problems import Path, Problem, ScenarioError, did_you_mean
from summitry.scenario.scenario import Scenario
from summitry.scenario.yaml_writer import dump_yaml

Value = float | int | str


@dataclass(frozen=True)
class Setting:
    """Talks, and what is different.

    Parameters
    ----------
    case
        The talks.
    changes
        By path; only what differs from the file.
    """

    case: Case
    changes: tuple[tuple[Path, Value], ...] = ()

    @classmethod
    def of(cls, case: Case, said: Mapping[str, str]) -> Self:
        """Return what a page says, by the keys of its controls.

        Raises
        ------
        ScenarioError
            A key that no control of these talks has, or a value that it cannot have.
        """
        known = {control.key: control for control in controls(case.groups)}
        problems, changes = [], []
        for key, text in said.items():
            if key not in known:
                problems.append(Problem(f"found '{key}', expected a control of the page{did_you_mean(key, known)}"))
                continue
            control = known[key]
            try:
                value = _number(control, text) if isinstance(control, Slider) else _style(control, text)
            except ValueError as mistake:
                problems.append(Problem(str(mistake), control.path))
                continue
            if value != control.known:
                changes.append((control.path, value))
        if problems:
            raise ScenarioError(problems)
        return cls(case, tuple(sorted(changes)))

    @property
    def variant(self) -> dict[str, Any]:
        """The changes as a scenario file that extends the talks and says only what differs."""
        data: dict[str, Any] = {EXTENDS: self.case.extended_as}
        added = {control.path: control.with_it for control in controls(self.case.groups) if isinstance(control, Menu)}
        for path, value in self.changes:
            holder = data
            for part in path[:-1]:
                holder = holder.setdefault(str(part), {})
            holder |= copy.deepcopy(added.get(path, {}))
            holder[str(path[-1])] = value
        return data

    @property
    def yaml(self) -> str:
        """That file's text."""
        text = dump_yaml(self.variant)
        return text if self.changes else text.strip().strip("{}") + "\n"  # one key alone is written in brackets

    @cached_property
    def scenario(self) -> Scenario:
        """The talks as they were set.

        Raises
        ------
        ScenarioError
            What was set does not fit together.
        """
        if not self.changes:
            return self.case.scenario
        changed = {key: value for key, value in self.variant.items() if key != EXTENDS}
        try:
            return Scenario(self.case.scenario.id, laid_over(self.case.document, Document(changed, {}, "")))
        except ScenarioError as mistakes:
            # What is set stands on the page, not in a line of the file.
            placeless = [replace(problem, source="", line=None, column=None) for problem in mistakes.problems]
            raise ScenarioError(placeless) from None


def _number(slider: Slider, text: str) -> float | int:
    """Return a slider's number."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not slider.low <= number <= slider.high:
        raise ValueError(f"found '{text[:60]}', expected a number from {slider.low:g} to {slider.high:g}")
    return round(number) if slider.whole else float(f"{number:.9g}")


def _style(menu: Menu, text: str) -> str:
    """Return a menu's style."""
    if text not in menu.options:
        raise ValueError(f"found '{text[:60]}', expected a style{did_you_mean(text[:60], menu.options)}")
    return text
