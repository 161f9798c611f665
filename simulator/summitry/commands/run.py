"""``summitry run``: the chances of agreement."""

from __future__ import annotations

from pathlib import Path

import click

from summitry.commands import options


@click.command(short_help="Play talks in many worlds: the chances.")
@click.argument("scenario")
@options.worlds(10_000, 1_000_000_000)
@options.seed
@options.settings
@options.out("summary, per-world table, charts and the resolved scenario")
@options.resume
@options.as_json
@options.workers
@options.dask
def run(
    scenario: str,
    worlds: int,
    seed: int,
    settings: tuple[str, ...],
    folder: Path | None,
    resume: bool,
    as_json: bool,
    workers: int | None,
    dask: str | None,
) -> None:
    """Play SCENARIO, a file or the name of one that ships, in many worlds and tell the chances."""
    options.check(folder, resume, workers, dask)
    options.prepare(worlds, workers, dask)
    from summitry import terminal
    from summitry.ensembles import ensemble
    from summitry.kept import folders, unfinished
    from summitry.kept.kept_run import KeptRun

    talks = options.talks(scenario, settings)
    if folder is None:
        with options.executor(dask) as executor, terminal.progress("worlds", worlds) as advance:
            result = ensemble.run(talks, worlds, seed, workers, progress=advance, executor=executor)
    else:
        kept = unfinished.look(folder, KeptRun.record(talks, worlds, seed), resume)
        if kept is None:
            options.tell_complete(folder, folders.SUMMARY, as_json)
            return
        work = KeptRun(talks, worlds, seed, kept)
        with kept.resumable(lambda: f"{work.done:,} of {worlds:,} worlds"):
            with options.executor(dask) as executor, terminal.progress("worlds", worlds, work.done) as advance:
                kept.begin()
                work.play(workers, executor, advance)
            with terminal.progress("worlds written", worlds) as advance:
                result = work.finish(advance)
    options.tell(result, terminal.print_result, as_json, folder)
