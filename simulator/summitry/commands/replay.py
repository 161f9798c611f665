"""``summitry replay``: one world's talks, round by round."""

from __future__ import annotations

import click

from summitry.commands import options


@click.command(short_help="Tell one world's talks round by round.")
@click.argument("scenario")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Seed of the ensemble.")
@click.option("--world", type=click.IntRange(min=0), required=True, help="Number of the world, from 0.")
@click.option("--set", "settings", metavar="PATH=VALUE", multiple=True, help="As in `summitry run`.")
def replay(scenario: str, seed: int, world: int, settings: tuple[str, ...]) -> None:
    """Tell one world's talks on SCENARIO: who offered what, how each side took it, how it ended."""
    from summitry.stories import transcript

    talks = options.talks(scenario, settings)
    click.echo(transcript.transcript(transcript.replay(talks, world, seed)), nl=False)
