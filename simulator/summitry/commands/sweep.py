"""``summitry sweep``: the chances over values that are varied."""

from __future__ import annotations

from math import prod
from pathlib import Path

import click

from summitry.commands import options

MOST_AXES = 2
"""A table, and a chart, has two sides."""


@click.command(short_help="Vary one or two values: the chances over all of them.")
@click.argument("scenario")
@click.option(
    "--vary",
    metavar="PATH=LO:HI:N",
    multiple=True,
    required=True,
    help="Give a value of the scenario N values from LO to HI, e.g. states.russia.patience=0.8:1:5. Once or twice.",
)
@options.worlds(2_000, 1_000_000)
@options.seed
@options.settings
@options.out("answer, table of cells and the resolved scenario")
@options.resume
@options.as_json
@options.workers
@options.dask
def sweep(
    scenario: str,
    vary: tuple[str, ...],
    worlds: int,
    seed: int,
    settings: tuple[str, ...],
    folder: Path | None,
    resume: bool,
    as_json: bool,
    workers: int | None,
    dask: str | None,
) -> None:
    """Play SCENARIO with every combination of one or two values that are varied, all with the same seed."""
    options.check(folder, resume, workers, dask)
    if len(vary) > MOST_AXES:
        raise click.UsageError(f"found {len(vary)} times --vary, expected it once or twice")
    options.prepare(2 * worlds, workers, dask)  # in two cells at least
    from summitry import terminal
    from summitry.kept import folders, unfinished
    from summitry.kept.kept_sweep import KeptSweep
    from summitry.sweeps import table as sweep_table
    from summitry.sweeps.axis import Axis
    from summitry.sweeps.sweeping import check
    from summitry.sweeps.sweeping import sweep as play

    talks = options.talks(scenario, settings)
    axes = [Axis.parse(text) for text in vary]
    values = {axis.path: axis.values for axis in axes}
    if len(values) < len(axes):
        raise click.UsageError(f"found --vary {axes[0].path} twice, expected two different values to vary")
    if folder is None:
        total = prod(map(len, values.values())) * worlds
        with options.executor(dask) as executor, terminal.progress("worlds", total) as advance:
            result = play(talks, values, worlds, seed, workers, advance, executor)
    else:
        kept = unfinished.look(folder, KeptSweep.record(talks, vary, worlds, seed), resume)
        if kept is None:
            options.tell_complete(folder, folders.SWEEP, as_json)
            return
        check(talks, axes, worlds)
        work = KeptSweep(talks, axes, worlds, seed, kept)
        with kept.resumable(lambda: f"{work.done:,} of {work.cells:,} cells"):
            with (
                options.executor(dask) as executor,
                terminal.progress("worlds", work.cells * worlds, work.done * worlds) as advance,
            ):
                kept.begin()
                work.play(workers, executor, advance)
            result = work.finish()
    options.tell(result, sweep_table.print_sweep, as_json, folder)
