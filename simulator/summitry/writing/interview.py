"""Asks a person at the terminal what the talks are about."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import click

from summitry.scenario.judgement_words import WORDS
from summitry.writing.answers import Answers, IssueAnswer, key_of, listed, word_of

Read = TypeVar("Read")


def interview() -> Answers:
    """Ask for title, states, issues, and who wants what how much; an answer that can't be used is asked for again.

    Raises
    ------
    Abort
        The person gave up.
    UsageError
        There is nobody to answer.
    """
    answers = Answers(_asked("What are the talks called?", _some))
    for name in _asked("Who talks? Names, with commas between", _at_least_two):
        answers.states[key_of(name, list(answers.states))] = name
    for name in _asked("What about? Names of the issues, with commas between", _names):
        id_ = key_of(name, list(answers.issues))
        options = f"{name}: options from what stands today to the farthest asked for, or a range (0 to 100 per cent)"
        answers.issues[id_] = _asked(options, partial(IssueAnswer.read, id_, name))
    words = ", ".join(WORDS)
    for state, title in answers.states.items():
        click.echo(f"\n{title}: what does it want? (Enter alone: it does not care.)")
        for id_, issue in answers.issues.items():
            scale = ", ".join(issue.options) or f"{issue.low:g} to {issue.high:g} {issue.unit}".strip()
            ideal = _asked(f"  {issue.title} ({scale})", partial(_option_or_nothing, issue), "")
            if ideal != "":
                salience = _asked(f"  how much does it matter? ({words})", word_of, "medium")
                answers.positions[state, id_] = ideal, salience
    return answers


def _asked(question: str, read: Callable[[str], Read], default: str | None = None) -> Read:
    """Ask until the answer can be read."""
    while True:
        try:
            text = click.prompt(question, default=default, show_default=bool(default), type=str, err=True)
        except click.Abort:
            if sys.stdin.isatty():
                raise
            wanted = "answers at a terminal, or --template NAME, or --from-csv FILE"
            raise click.UsageError(f"found nobody to ask, expected {wanted}") from None
        try:
            return read(text)
        except ValueError as error:
            click.echo(f"  {error}", err=True)


def _option_or_nothing(issue: IssueAnswer, text: str) -> str | float:
    return issue.option(text) if text.strip() else ""


def _some(text: str) -> str:
    if not text.strip():
        raise ValueError("found nothing, expected a name")
    return text.strip()


def _names(text: str) -> list[str]:
    names = listed(text)
    if not names:
        raise ValueError("found nothing, expected at least one name")
    return names


def _at_least_two(text: str) -> list[str]:
    names = listed(text)
    if len(names) < 2:
        raise ValueError("found one name, expected at least two, with commas between")
    return names
