"""``summitry levers``: what one state could change."""

from __future__ import annotations

from pathlib import Path

import click

from summitry.commands import options


@click.command(short_help="Find what one state could change to raise the chance, or its gain.")
@click.argument("scenario")
@click.option("--for", "state", metavar="STATE", required=True, help="Id of the state whose levers are sought.")
@options.worlds(2_000, 1_000_000)
@options.seed
@options.settings
@options.out("answer, table, chart, the resolved scenario and a variant for each leading lever")
@options.as_json
@options.workers
@options.dask
def levers(
    scenario: str,
    state: str,
    worlds: int,
    seed: int,
    settings: tuple[str, ...],
    folder: Path | None,
    as_json: bool,
    workers: int | None,
    dask: str | None,
) -> None:
    """Find what STATE could change in SCENARIO, or get others to change, and rank what it would do.

    Offers, orders of issues, mediators, patience, side payments and others are played in the same worlds as the talks
    as they are; those that lead in a quarter of --worlds are measured anew in as many other worlds.
    """
    options.check(folder, False, workers, dask)
    options.prepare(worlds, workers, dask)
    from summitry import terminal
    from summitry.leverage import finding, levering
    from summitry.leverage import folder as levers_folder
    from summitry.leverage import table as levers_table

    if folder is not None:
        levers_folder.FOLDER.check(folder)
    talks = options.talks(scenario, settings)
    most = levering.most_worlds(finding.find(talks, state), worlds)
    with options.executor(dask) as executor, terminal.progress("worlds, at most", most) as advance:
        result = levering.levers(talks, state, worlds, seed, workers, advance, executor)
    if folder is not None:
        levers_folder.write(result, folder)
    options.tell(result, levers_table.print_levers, as_json, folder)
