"""``summitry forecast``: what simple models say, beside our own settlements."""

from __future__ import annotations

import click

from summitry.commands import options


@click.command(short_help="Hold our settlements against simple models of the literature.")
@click.argument("scenario")
@options.worlds(10_000, 1_000_000)
@options.seed
@options.settings
@options.as_json
@options.workers
def forecast(
    scenario: str, worlds: int, seed: int, settings: tuple[str, ...], as_json: bool, workers: int | None
) -> None:
    """Play SCENARIO, and print for each issue where it is settled and where simple models expect it to be.

    The models: the compromise model, the mean by salience, the median voter and the challenge model.
    """
    options.prepare(worlds, workers, None)
    from summitry import terminal
    from summitry.forecasts import forecasting
    from summitry.forecasts.table import print_forecast

    talks = options.talks(scenario, settings)
    with terminal.progress("worlds", worlds) as advance:
        made = forecasting.forecast(talks, worlds, seed, workers, progress=advance)
    options.tell(made, print_forecast, as_json)
