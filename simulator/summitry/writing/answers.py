"""A first scenario file from a person's answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import yaml

from summitry.scenario.judgement_words import WORDS

RANGE = re.compile(r"^\s*(-?[\d.]+)\s*(?:to|-|\.\.)\s*(-?[\d.]+)\s*(.*)$")
STEPS = 11
"""Into how many options a range is cut."""


@dataclass(frozen=True)
class IssueAnswer:
    """An issue as a person told it: options in order from what stands today, or a range of numbers.

    Parameters
    ----------
    id, title
        Its key, and its name in words.
    options
        Names; empty for a range.
    low, high, unit
        Of a range.
    """

    id: str
    title: str
    options: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 0.0
    unit: str = ""

    @classmethod
    def read(cls, id_: str, title: str, text: str) -> IssueAnswer:
        """Return the issue whose options are written with commas, or as a range: ``0 to 100 thousand``.

        Raises
        ------
        ValueError
            In words for the person who answered.
        """
        options = tuple(listed(text))
        whole = RANGE.match(text)
        if whole and len(options) == 1:
            low, high = float(whole[1]), float(whole[2])
            if low >= high:
                raise ValueError(f"found a range from {low:g} to {high:g}, expected it to rise")
            return cls(id_, title, (), low, high, whole[3].strip())
        if len(options) < 2:
            raise ValueError(
                "found one option, expected at least two, with commas between, or a range: 0 to 100 per cent"
            )
        if len(set(options)) < len(options):
            raise ValueError("found an option twice, expected different ones")
        return cls(id_, title, options)

    def option(self, text: str) -> str | float:
        """Return the option that a person means, by its name, its place in the list, or a number of the range.

        Raises
        ------
        ValueError
            In words for the person who answered.
        """
        text = text.strip()
        if not self.options:
            number = _number(text)
            if number is None or not self.low <= number <= self.high:
                raise ValueError(f"found '{text}', expected a number from {self.low:g} to {self.high:g}")
            return number
        if text in self.options:
            return text
        near = [option for option in self.options if option.lower().startswith(text.lower())]
        if text.isdigit() and 1 <= int(text) <= len(self.options):
            return self.options[int(text) - 1]
        if text and len(near) == 1:
            return near[0]
        raise ValueError(
            f"found '{text}', expected {', '.join(self.options)}, or its place from 1 to {len(self.options)}"
        )


@dataclass
class Answers:
    """Everything that was answered.

    Parameters
    ----------
    title
        Of the talks.
    states
        Title by id.
    issues
        By id.
    positions
        By state and issue: the option that it asks for, and how much it matters, in a word.
    """

    title: str
    states: dict[str, str] = field(default_factory=dict)
    issues: dict[str, IssueAnswer] = field(default_factory=dict)
    positions: dict[tuple[str, str], tuple[str | float, str]] = field(default_factory=dict)

    def to_yaml(self) -> str:
        """Return the scenario file, with comments on what to do next."""
        lines = [
            "# Who wants what, as a first draft. Next: sources and reasons, doubts as distributions, red lines, trust.",
            "# `summitry check FILE` finds every mistake, `summitry show FILE` shows what it says, `summitry run FILE`",
            "# plays it.",
            "",
            f"title: {_written(self.title)}",
            "",
            "issues:",
            "  # The first option stands if the talks fail.",
        ]
        for issue in self.issues.values():
            lines += [f"  {issue.id}:", f"    title: {_written(issue.title)}", f"    {_options(issue)}"]
        lines += ["", "states:", "  # ideal: what it asks for; salience: how much it matters."]
        for state, title in self.states.items():
            lines += [f"  {state}:", f"    title: {_written(title)}", "    positions:"]
            for issue_id in self.issues:
                if (state, issue_id) in self.positions:
                    ideal, salience = self.positions[state, issue_id]
                    lines.append(f"      {issue_id}: {{ideal: {_written(ideal)}, salience: {salience}}}")
            if not any(holder == state for holder, _ in self.positions):
                lines[-1] += " {}"
        return "\n".join(lines) + "\n"


def listed(text: str) -> list[str]:
    """Return the parts of a list that is written with commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def key_of(title: str, taken: Sequence[str]) -> str:
    """Return a key for a title: lower case, letters, digits and underscores, begun by a letter, not taken yet."""
    key = re.sub(r"\W+", "_", title.lower(), flags=re.ASCII).strip("_") or "item"
    key = key if key[0].isalpha() else f"item_{key}"
    found, number = key[:50], 2
    while found in taken:
        found, number = f"{key[:50]}_{number}", number + 1
    return found


def word_of(text: str) -> str:
    """Return the word of judgement that a person means; ``medium`` for nothing.

    Raises
    ------
    ValueError
        In words for the person who answered.
    """
    text = " ".join(text.lower().split()) or "medium"
    initials = {"".join(part[0] for part in word.split()): word for word in WORDS}
    word = initials.get(text, text)
    if word not in WORDS:
        raise ValueError(f"found '{text}', expected {', '.join(WORDS)}")
    return word


def _options(issue: IssueAnswer) -> str:
    if issue.options:
        return f"options: [{', '.join(_written(option) for option in issue.options)}]"
    unit = f", unit: {_written(issue.unit)}" if issue.unit else ""
    return f"range: {{from: {issue.low:g}, to: {issue.high:g}, steps: {STEPS}{unit}}}"


def _written(value: str | float) -> str:
    """Return a text or number as it is written within a line of YAML."""
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=1000)
    return text.removesuffix("...\n").strip()


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number.is_integer() else number
