"""``summitry schema``: the JSON Schema of scenario files."""

from __future__ import annotations

import click


@click.command(short_help="Print the JSON Schema of scenario files.")
def schema() -> None:
    """Print the JSON Schema of scenario files, with which editors complete and check them."""
    from summitry.output import to_json
    from summitry.scenario.json_schema import json_schema

    click.echo(to_json(json_schema()), nl=False)
