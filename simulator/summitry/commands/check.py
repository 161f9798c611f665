"""``summitry check``: is a scenario file right, and does it say what its author means?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from summitry.scenario.scenario import Scenario


@click.command(short_help="Find the mistakes in scenario files.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--strict", is_flag=True, help="Treat warnings as mistakes: exit with 2.")
@click.option("--fix", is_flag=True, help="First correct, in place, what is safe to correct: spelling, schema line.")
def check(files: tuple[str, ...], strict: bool, fix: bool) -> None:
    """Check scenario files (or shipped scenarios by name) and print every mistake with its line.

    What is no mistake but hardly meant, such as an issue that nobody cares about, gives a warning.
    """
    from summitry.scenario.advice import advice
    from summitry.scenario.problems import ScenarioError
    from summitry.scenario.scenario import Scenario

    problems = []
    for file in files:
        try:
            if fix:
                _correct(file)
            talks = Scenario.load(file)
        except ScenarioError as mistakes:
            problems += mistakes.problems
            continue
        warnings = advice(talks)
        if strict and warnings:
            problems += warnings
            continue
        for warning in warnings:
            click.echo(str(warning), err=True)
        click.echo(f"{file}: {_verdict(talks, len(warnings))}")
    if problems:
        raise ScenarioError(problems)


def _correct(file: str) -> None:
    """Correct a file and say what was changed, one line each."""
    from summitry.scenario.corrections import correct
    from summitry.scenario.library import find

    path = find(file)
    for change in correct(path):
        click.echo(f"{path}:{change.line}:{change.column}: {change.text}")


def _verdict(talks: Scenario, warnings: int) -> str:
    states, issues = len(talks.states), len(talks.issues)
    said = f"all right ({states} states, {issues} issue{'s' if issues > 1 else ''})"
    return said + (f", {warnings} warning{'s' if warnings > 1 else ''}" if warnings else "")
