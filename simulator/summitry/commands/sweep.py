"""``summitry sweep``: the chances over values that are varied."""

from __future__ import annotations

from pathlib import Path

import click

from summitry.commands import options

MOST_AXES = 2
"""A table, and a chart, has two sides."""


@click.command(short_help="Vary one or two values: the chances over all of them.")
@click.argument("scenario")
@click.option(
    "--vary",
    metavar="PATH=LO:HI[:N]",
    multiple=True,
    required=True,
    help="Give a value of the scenario N values from LO to HI, e.g. states.russia.patience=0.8:1:5. Once or twice.",
)
@click.option(
    "--latin",
    metavar="N",
    type=click.IntRange(2, 10_000),
    help="Play N points of a Latin hypercube instead of every combination; --vary PATH=LO:HI, as often as you like.",
)
@options.worlds(2_000, 1_000_000)
@options.seed
@options.settings
@options.out("answer, table of cells, chart and the resolved scenario")
@options.resume
@options.as_json
@options.workers
@options.dask
def sweep(
    scenario: str,
    vary: tuple[str, ...],
    latin: int | None,
    worlds: int,
    seed: int,
    settings: tuple[str, ...],
    folder: Path | None,
    resume: bool,
    as_json: bool,
    workers: int | None,
    dask: str | None,
) -> None:
    """Play SCENARIO with every combination of one or two values that are varied, all with the same seed.

    With --latin: at so many points spread evenly over the ranges of any number of values.
    """
    options.check(folder, resume, workers, dask)
    if latin is None and len(vary) > MOST_AXES:
        raise click.UsageError(f"found {len(vary)} times --vary, expected it once or twice, or --latin N with it")
    options.prepare(2 * worlds, workers, dask)  # in two cells at least
    from summitry import terminal
    from summitry.kept import folders, unfinished
    from summitry.kept.kept_sweep import KeptSweep
    from summitry.sweeps import table as sweep_table
    from summitry.sweeps.axis import Axis, Span
    from summitry.sweeps.design import Design, Grid, LatinHypercube
    from summitry.sweeps.sweeping import check, play

    talks = options.talks(scenario, settings)
    design: Design
    if latin is None:
        design = Grid(tuple(Axis.parse(text) for text in vary))
    else:
        design = LatinHypercube.of(talks, [Span.parse(text) for text in vary], latin, seed)
    paths = [axis.path for axis in design.axes]
    if twice := [path for path in paths if paths.count(path) > 1]:
        raise click.UsageError(f"found --vary {twice[0]} twice, expected different values to vary")
    if folder is None:
        total = design.size * worlds
        with options.executor(dask) as executor, terminal.progress("worlds", total) as advance:
            result = play(talks, design, worlds, seed, workers, advance, executor)
    else:
        kept = unfinished.look(folder, KeptSweep.record(talks, vary, worlds, seed, latin), resume)
        if kept is None:
            options.tell_complete(folder, folders.SWEEP, as_json)
            return
        check(talks, design, worlds)
        work = KeptSweep(talks, design, worlds, seed, kept)
        with kept.resumable(lambda: f"{work.done:,} of {work.cells:,} cells"):
            with (
                options.executor(dask) as executor,
                terminal.progress("worlds", work.cells * worlds, work.done * worlds) as advance,
            ):
                kept.begin()
                work.play(workers, executor, advance)
            result = work.finish()
    options.tell(result, sweep_table.print_sweep, as_json, folder)
