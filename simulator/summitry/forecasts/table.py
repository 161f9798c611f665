"""Forecasts at the terminal."""

from __future__ import annotations

from rich.padding import Padding
from rich.text import Text

from summitry import registry
from summitry.ensembles.headline import percent
from summitry.forecasts.forecasting import Forecast, in_hundred
from summitry.forecasts.standings import has_scale
from summitry.statistics import Spread
from summitry.terminal import Screen, console, table

NO_SCALE = "no scale"


def print_forecast(forecast: Forecast, screen: Screen | None = None) -> None:
    """Print, issue by issue, how often and where we settle it, and where models expect it."""
    screen, result = screen or console(), forecast.result
    screen.print(Text(result.scenario.title, style="bold"), Text(f"(seed {result.seed})", style="dim"))
    screen.print(
        f"Where each issue ends in {result.worlds:,} worlds, on its scale: 0 is its first option or lowest number, 100 "
        "its last. Ours: mean and standard deviation, where an agreement settles it. Models: mean, and 5 % to 95 % of "
        "worlds; they know of no failure, and so speak of every world."
    )
    models = registry.registered("forecasts")
    made = table("issue", ">settled", ">ours", *(f">{name.replace('_', ' ')}" for name in models))
    for question in result.scenario.agenda.questions:
        settled = percent(result.settled[question.id].chance)
        if not has_scale(question):
            made.add_row(question.title, settled, *[NO_SCALE] * (len(models) + 1))
            continue
        said = forecast.models[question.id]
        made.add_row(question.title, settled, _ours(forecast, question.id), *(_model(said[name]) for name in models))
    screen.print(Padding(made, (1, 0, 1, 0)))
    for name, entry in models.items():
        meaning = (entry.load().__doc__ or "").strip().partition("\n")[0]
        screen.print(Text(f"{name.replace('_', ' ')}: {meaning}", style="dim"))


def _ours(forecast: Forecast, issue: str) -> str:
    settlement = forecast.settlement(issue)
    return "never" if settlement is None else f"{settlement[0]:.0f} ± {settlement[1]:.0f}"


def _model(spread: Spread) -> str:
    places = in_hundred(spread)
    if places["mean"] is None:
        return "nobody cares"
    return f"{places['mean']:.0f} ({places['p05']:.0f}-{places['p95']:.0f})"
