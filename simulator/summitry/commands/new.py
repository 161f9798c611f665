"""``summitry new``: a first scenario file."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(short_help="Write a first scenario file.")
@click.argument("name")
@click.option(
    "--template", metavar="NAME", help="Begin with a template: bilateral, mediated, multilateral, prisoner-swap."
)
@click.option(
    "--from-csv",
    "tables",
    type=click.Path(path_type=Path),
    metavar="FILE",
    multiple=True,
    help="Begin with a forecaster's table (actor, issue, position, salience, capability), or one per coder.",
)
def new(name: str, template: str | None, tables: tuple[Path, ...]) -> None:
    """Write NAME.yaml: from a template, from forecasters' tables, or by asking who wants what."""
    from summitry.writing.draft import check_place, write
    from summitry.writing.interview import interview
    from summitry.writing.templates import from_template

    if template is not None and tables:
        raise click.UsageError("found --template and --from-csv, expected one of them")
    path = Path(name if name.endswith((".yaml", ".yml")) else f"{name}.yaml")
    check_place(path)
    report = ""
    if tables:
        from summitry.tables.reading import scenario_from_csv

        text, told = scenario_from_csv(tables)
        report = str(told)
    elif template is not None:
        text = from_template(template)
    else:
        text = interview().to_yaml()
    write(path, text)
    if report:
        click.echo(report)
    click.echo(f"wrote {path}; next: summitry check {path}, summitry show {path}, summitry run {path}")
