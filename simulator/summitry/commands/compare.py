"""``summitry compare``: what is different, and for whom."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from summitry.commands import options

if TYPE_CHECKING:
    from summitry.scenario.overrides import Override


@click.command(short_help="Compare scenarios, or variants: what differs.")
@click.argument("scenarios", metavar="SCENARIO...", nargs=-1, required=True)
@click.option(
    "--variant",
    "variants",
    metavar="PATH=VALUE[; PATH=VALUE]...",
    multiple=True,
    help='Compare SCENARIO with itself after these are set, e.g. "states.russia.premium=0.1". Can be repeated.',
)
@options.worlds(10_000, 100_000_000)
@options.seed
@options.settings
@options.out("answer, table, chart and the resolved scenarios")
@options.as_json
@options.workers
@options.dask
def compare(
    scenarios: tuple[str, ...],
    variants: tuple[str, ...],
    worlds: int,
    seed: int,
    settings: tuple[str, ...],
    folder: Path | None,
    as_json: bool,
    workers: int | None,
    dask: str | None,
) -> None:
    """Play two or more SCENARIOs, or one and its --variants, with the same draws, and tell by how much they differ.

    The others are compared with the first, world by world. --set holds for all of them.
    """
    from summitry import terminal
    from summitry.comparisons import comparing
    from summitry.comparisons import folder as comparison_folder
    from summitry.comparisons import table as comparison_table
    from summitry.scenario.overrides import Override
    from summitry.scenario.scenario import Scenario

    options.check(folder, False, workers, dask)
    if variants and len(scenarios) > 1:
        raise click.UsageError(f"found {len(scenarios)} scenarios and --variant, expected one whose variants these are")
    if not variants and len(scenarios) == 1:
        raise click.UsageError("found one scenario, expected another to compare it with, or --variant PATH=VALUE")
    if len(set(variants)) < len(variants):
        raise click.UsageError("found the same --variant twice, expected different ones")
    if folder is not None:
        comparison_folder.FOLDER.check(folder)
    options.prepare(2 * worlds, workers, dask)  # of two scenarios at least
    everywhere = [Override.parse(setting) for setting in settings]
    talks = [Scenario.load(name, everywhere) for name in scenarios]
    called = dict(zip(comparing.names(talks), talks, strict=True))
    for text in variants:
        called[text] = Scenario.load(scenarios[0], [*everywhere, *_settings(text)])
    with options.executor(dask) as executor, terminal.progress("worlds", worlds * len(called)) as advance:
        result = comparing.compare(called, worlds, seed, workers, advance, executor)
    if folder is not None:
        comparison_folder.write(result, folder)
    options.tell(result, comparison_table.print_comparison, as_json, folder)


def _settings(text: str) -> list[Override]:
    """Return what a --variant sets; its mistakes are told as those of --variant."""
    from summitry.scenario.overrides import Override
    from summitry.scenario.problems import ScenarioError

    source = f"--variant {text}"
    try:
        return [replace(Override.parse(setting), source=source) for setting in text.split(";")]
    except ScenarioError as error:
        raise ScenarioError([replace(problem, source=source) for problem in error.problems]) from None
