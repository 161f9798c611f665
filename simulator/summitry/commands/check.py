"""``summitry check``: is a scenario file right?"""

from __future__ import annotations

import click


@click.command(short_help="Find the mistakes in scenario files.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def check(files: tuple[str, ...]) -> None:
    """Check scenario files (or shipped scenarios by name) and print every mistake with its line."""
    from summitry.scenario.problems import ScenarioError
    from summitry.scenario.scenario import Scenario

    problems = []
    for file in files:
        try:
            talks = Scenario.load(file)
        except ScenarioError as mistakes:
            problems += mistakes.problems
        else:
            states, issues = len(talks.states), len(talks.issues)
            click.echo(f"{file}: all right ({states} states, {issues} issue{'s' if issues > 1 else ''})")
    if problems:
        raise ScenarioError(problems)
