"""``summitry schema``: what scenario files can say, for editors and for readers."""

from __future__ import annotations

import click


@click.command(short_help="Print the JSON Schema of scenario files.")
@click.option("--markdown", is_flag=True, help="Print the reference page of all keys instead (scenarios/README.md).")
def schema(markdown: bool) -> None:
    """Print the JSON Schema of scenario files, with which editors complete and check them."""
    from summitry.kept.output import to_json
    from summitry.scenario.json_schema import json_schema
    from summitry.scenario.reference import reference

    click.echo(reference() if markdown else to_json(json_schema()), nl=False)
