"""``summitry hindcast``: chances held against what came of real talks."""

from __future__ import annotations

from pathlib import Path

import click

from summitry.commands import options


@click.command(short_help="Hold chances against what came of real talks.")
@click.argument("files", nargs=-1)
@options.worlds(2_000, 1_000_000)
@options.seed
@options.out("scoreboard, its table and the reliability diagram")
@options.as_json
@options.workers
def hindcast(
    files: tuple[str, ...], worlds: int, seed: int, folder: Path | None, as_json: bool, workers: int | None
) -> None:
    """Play FILES, by default all scenarios that ship with an outcome, and score their chances against it."""
    options.prepare(2 * worlds, workers, None)  # two cases at least
    from summitry import terminal
    from summitry.hindcast.folder import FOLDER, write
    from summitry.hindcast.playing import hindcast as play
    from summitry.hindcast.playing import total
    from summitry.hindcast.record import cases
    from summitry.hindcast.told import print_board

    if folder is not None:
        FOLDER.check(folder)
    talks = cases(files)
    with terminal.progress("worlds", total(len(talks), worlds)) as advance:
        board = play(talks, worlds, seed, workers, advance)
    if folder is not None:
        write(board, folder)
    options.tell(board, print_board, as_json, folder)
