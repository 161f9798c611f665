"""Options that commands share, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

if TYPE_CHECKING:
    from summitry.scenario.scenario import Scenario

Command = Callable[..., Any]


class _Told(Protocol):
    """What a command answers."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""


Answer = TypeVar("Answer", bound=_Told)

seed = click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Seed of the ensemble.")

settings = click.option(
    "--set",
    "settings",
    metavar="PATH=VALUE",
    multiple=True,
    help="Replace a value of the scenario, e.g. states.russia.patience=0.9. Can be repeated.",
)

resume = click.option("--resume", is_flag=True, help="Finish what was interrupted in the folder of --out.")

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of tables.")

workers = click.option(
    "--workers", type=click.IntRange(min=1), help="Processes to use.  [default: one a processor, if that pays]"
)

dask = click.option("--dask", metavar="ADDRESS", help="Play on the Dask cluster whose scheduler is at this address.")


def worlds(default: int, most: int) -> Callable[[Command], Command]:
    """Return the option for the number of worlds."""
    return click.option(
        "--worlds", type=click.IntRange(1, most), default=default, show_default=True, help="Worlds to play."
    )


def out(what: str) -> Callable[[Command], Command]:
    """Return the option for the folder that a command writes to."""
    return click.option(
        "--out", "folder", type=click.Path(path_type=Path), metavar="DIR", help=f"Write {what} to this folder."
    )


def check(folder: Path | None, resume: bool, workers: int | None, dask: str | None) -> None:
    """Raise if options do not go together.

    Raises
    ------
    UsageError
        In words for the command line.
    """
    if resume and folder is None:
        raise click.UsageError("found --resume alone, expected --out DIR with it: the folder to finish")
    if workers is not None and dask is not None:
        raise click.UsageError("found --workers and --dask, expected one of them: a cluster has its own workers")


def prepare(worlds: int, workers: int | None, dask: str | None) -> None:
    """Begin to load what workers need, if there will be any, beside what the command is about to load itself."""
    from summitry.talks.randomness import BLOCK
    from summitry.workers.processes import prepare as begin_to_load

    if worlds > BLOCK and workers != 1 and dask is None:
        begin_to_load()


@contextmanager
def executor(dask: str | None) -> Iterator[Executor | None]:
    """Give the executor that was asked for; None: this machine."""
    if dask is None:
        yield None
        return
    from summitry.workers.cluster import cluster

    with cluster(dask) as there:
        yield there


def talks(scenario: str, settings: Sequence[str]) -> Scenario:
    """Read the scenario that a command was given, with the values of --set in it.

    Raises
    ------
    ScenarioError
        With every mistake found.
    """
    from summitry.scenario.overrides import Override
    from summitry.scenario.scenario import Scenario

    return Scenario.load(scenario, [Override.parse(setting) for setting in settings])


def tell(answer: Answer, print_it: Callable[[Answer], None], as_json: bool, folder: Path | None = None) -> None:
    """Print an answer, as tables or as one JSON document, and say where it was written to."""
    if as_json:
        from summitry.kept.output import to_json

        click.echo(to_json(answer.to_dict()), nl=False)
    else:
        print_it(answer)
    if folder is not None:
        click.echo(f"written to {folder}", err=True)


def tell_complete(folder: Path, answer: str, as_json: bool) -> None:
    """Say that a folder's results are whole, and print the answer that lies there if it is asked for."""
    if as_json:
        click.echo((folder / answer).read_text(encoding="utf-8"), nl=False)
    click.echo(f"{folder} is complete", err=True)
