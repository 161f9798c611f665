"""``summitry run``: the chances of agreement."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(short_help="Play talks in many worlds: the chances.")
@click.argument("scenario")
@click.option(
    "--worlds", type=click.IntRange(1, 1_000_000_000), default=10_000, show_default=True, help="Worlds to play."
)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Seed of the ensemble.")
@click.option(
    "--set",
    "settings",
    metavar="PATH=VALUE",
    multiple=True,
    help="Replace a value of the scenario, e.g. states.russia.patience=0.9. Can be repeated.",
)
@click.option(
    "--out",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write summary, per-world table, charts and the resolved scenario to this folder.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of tables.")
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes to use.")
def run(
    scenario: str,
    worlds: int,
    seed: int,
    settings: tuple[str, ...],
    folder: Path | None,
    as_json: bool,
    workers: int,
) -> None:
    """Play SCENARIO, a file or the name of one that ships, in many worlds and tell the chances."""
    from summitry import ensemble, output, terminal
    from summitry.scenario.scenario import Override, Scenario

    talks = Scenario.load(scenario, [Override.parse(setting) for setting in settings])
    if folder is not None:
        output.check_folder(folder)
    with terminal.progress("worlds", worlds) as advance:
        result = ensemble.run(
            talks, worlds, seed, workers, keep_rows=True if folder is not None else None, progress=advance
        )
    if folder is not None:
        output.write(result, folder)
    if as_json:
        click.echo(output.to_json(result.to_dict()), nl=False)
    else:
        terminal.print_result(result)
    if folder is not None:
        click.echo(f"written to {folder}", err=True)
