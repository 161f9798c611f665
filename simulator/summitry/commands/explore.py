"""``summitry explore``: a page on which talks are tried out."""

from __future__ import annotations

import asyncio
import webbrowser
from threading import Thread

import click

from summitry.commands import options


@click.command(short_help="Open a page to try talks out.")
@click.argument("scenario", default="reykjavik-2021")
@click.option("--port", type=click.IntRange(0, 65535), default=8521, show_default=True, help="0: any that is free.")
@click.option("--open/--no-open", "opens", default=True, show_default=True, help="Whether a browser opens it.")
@options.worlds(2_000, 100_000)
@options.seed
def explore(scenario: str, port: int, opens: bool, worlds: int, seed: int) -> None:
    """Serve a page to this machine on which SCENARIO, a file or the name of one that ships, is tried out.

    Sliders, chances, charts, one world told round by round. Nobody else can reach it. Ctrl-C ends it.
    """
    options.prepare(worlds, None, None)
    from summitry.explorer.case import Case
    from summitry.scenario.problems import Problem, ScenarioError

    try:
        from summitry.explorer import serving
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] != "tornado":
            raise
        wanted = "the extra 'explore': pip install 'summitry[explore]'"
        raise ScenarioError([Problem(f"found no Tornado here, expected {wanted}", source="explore")]) from None

    from rich.console import Console

    # In the first run of all, what is compiled then takes some seconds.
    status = Console(stderr=True).status("Getting the page ready ...")

    def ready(address: str) -> None:
        status.stop()
        click.echo(f"{address}  (Ctrl-C ends it)")
        if opens:
            # A browser of the terminal's own would hold everything up until it is left.
            Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    with status:
        asyncio.run(serving.serve(Case.load(scenario), worlds, seed, port, ready))
