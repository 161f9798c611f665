"""``summitry report``: all that is to be said of talks, on one page."""

from __future__ import annotations

from pathlib import Path

import click

from summitry.commands import options


@click.command(short_help="Write a report on talks: one page of HTML.")
@click.argument("scenario")
@click.option(
    "--out", "file", type=click.Path(path_type=Path), metavar="FILE.html", required=True, help="The file to write."
)
@click.option(
    "--for",
    "states",
    metavar="STATE",
    multiple=True,
    help="Seek what this state could change, too (see levers). Can be repeated.",
)
@options.worlds(10_000, 1_000_000_000)
@options.seed
@options.settings
@options.workers
def report(
    scenario: str,
    file: Path,
    states: tuple[str, ...],
    worlds: int,
    seed: int,
    settings: tuple[str, ...],
    workers: int | None,
) -> None:
    """Play SCENARIO and write one page: the chances, on what, why not, what would change it, how sure we are.

    The page stands alone, without scripts, for a browser, a phone or paper. --worlds is how many its chances rest on;
    what moves them is looked for in as many for each group of inputs, at most 1,000.
    """
    options.prepare(2 * worlds, workers, None)  # those for the chances, and those for what moves them
    from summitry import terminal
    from summitry.reports import reporting
    from summitry.reports.file import replacing

    talks = options.talks(scenario, settings)
    with replacing(file) as place:
        with terminal.progress("worlds, at most", reporting.most_worlds(talks, worlds, states)) as advance:
            made = reporting.report(talks, worlds, seed, workers, advance, states)
        made.save(place)
    click.echo(f"written to {file}", err=True)
