"""``summitry show``: what a scenario says, in words."""

from __future__ import annotations

import click


@click.command(short_help="Show who wants what in a scenario.")
@click.argument("scenario")
def show(scenario: str) -> None:
    """Show SCENARIO: who wants what, how strongly, where the status quo and the red lines lie."""
    from summitry.scenario.scenario import Scenario
    from summitry.summary import print_scenario

    print_scenario(Scenario.load(scenario))
