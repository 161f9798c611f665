"""``summitry drivers``: what moves the chance of agreement most."""

from __future__ import annotations

from pathlib import Path

import click

from summitry.commands import options


@click.command(short_help="Find what moves the chance of agreement most.")
@click.argument("scenario")
@options.worlds(1_000, 1_000_000)
@options.seed
@options.settings
@options.out("answer, tables, tornado and the resolved scenario")
@options.as_json
@options.workers
@options.dask
def drivers(
    scenario: str,
    worlds: int,
    seed: int,
    settings: tuple[str, ...],
    folder: Path | None,
    as_json: bool,
    workers: int | None,
    dask: str | None,
) -> None:
    """Find which uncertain inputs of SCENARIO move the chance of agreement: Sobol indices, and a tornado.

    --worlds is how many are played for each group of inputs; all of them together are about fifty times as many.
    """
    options.check(folder, False, workers, dask)
    options.prepare(2 * worlds, workers, dask)  # two columns at least
    from summitry import terminal
    from summitry.sensitivity import driving
    from summitry.sensitivity import folder as drivers_folder
    from summitry.sensitivity import table as drivers_table

    if folder is not None:
        drivers_folder.FOLDER.check(folder)
    talks = options.talks(scenario, settings)
    with (
        options.executor(dask) as executor,
        terminal.progress("worlds, at most", driving.most_worlds(talks, worlds)) as advance,
    ):
        result = driving.drivers(talks, worlds, seed, workers, advance, executor)
    if folder is not None:
        drivers_folder.write(result, folder)
    options.tell(result, drivers_table.print_drivers, as_json, folder)
