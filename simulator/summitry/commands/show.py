"""``summitry show``: what a scenario says, in words."""

from __future__ import annotations

import click


@click.command(short_help="Show who wants what in a scenario.")
@click.argument("scenario")
@click.option("--resolved", is_flag=True, help="Print it as YAML that is valid on its own, with all that it extends.")
@click.option("--csv", "as_csv", is_flag=True, help="Print the forecasters' table: actor, issue, position, salience.")
def show(scenario: str, resolved: bool, as_csv: bool) -> None:
    """Show SCENARIO: who wants what, how strongly, where the status quo and the red lines lie."""
    from summitry.ensembles.summary import print_scenario
    from summitry.scenario.scenario import Scenario

    if resolved and as_csv:
        raise click.UsageError("found --resolved and --csv, expected one of them")
    talks = Scenario.load(scenario)
    if as_csv:
        from summitry.tables.writing import table_as_csv

        table, left_out = table_as_csv(talks)
        click.echo(table, nl=False)
        if left_out:
            click.echo(f"left out, for their options lie on no scale: {', '.join(left_out)}", err=True)
    elif resolved:
        click.echo(talks.to_yaml(), nl=False)
    else:
        print_scenario(talks)
