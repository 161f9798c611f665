"""``summitry list``: the scenarios that ship."""

from __future__ import annotations

import click


@click.command(name="list", short_help="List the scenarios that ship.")
def list_() -> None:
    """List the scenarios that ship with Summitry."""
    from summitry import terminal
    from summitry.scenario.library import shipped
    from summitry.scenario.scenario import Scenario

    made = terminal.table("scenario", "title", "date", "states", ">issues")
    for name, path in shipped().items():
        talks = Scenario.load(path)
        states = ", ".join(talks.title_of(state) for state in talks.states)
        made.add_row(name, talks.title, str(talks.spec.date or ""), states, str(len(talks.issues)))
    terminal.console().print(made)
