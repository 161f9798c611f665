"""Every chart at the sizes at which it must be readable, and how it is drawn for comparison.

``python -m tests.simulator.pictures.sheets`` draws the expected pictures anew, after somebody has looked at them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from matplotlib.figure import Figure

from summitry import EnsembleResult, Scenario, SweepResult, compare, run
from summitry.charts import look
from summitry.hindcast import hindcast
from summitry.registry import registered
from summitry.reports.pictures import NARROW
from tests.simulator import synthetic
from tests.simulator.sweeps import falling, made_up
from tests.simulator.test_drivers import made_up as made_up_drivers
from tests.simulator.test_hindcast import CASES

FOLDER = Path(__file__).parent
DOTS_PER_INCH = 45
"""Enough to see that something moved, and few enough to keep dozens of pictures small."""

PREMIUM, PATIENCE = "states.russia.premium", "states.russia.patience"
VARIED = Scenario.load("reykjavik-2021")


@cache
def flagship() -> EnsembleResult:
    """Two states and 15 issues, really played."""
    return run("reykjavik-2021", worlds=150)


BRIEF = {"talks.rounds": 8}
"""Enough to see sides move, and few enough to play in no time."""
LONG_ROAD = {
    **BRIEF,
    "talks.meetings": [{"title": "Geneva"}, {"title": "Vienna"}, {"title": "Reykjavik"}],
    "talks.trust_moves": True,
    "issues.issue_00.performed_by": "state_00",
}
"""Trust has something to move by, and meetings between which it moves."""


TALKS: dict[str, Callable[[], EnsembleResult]] = {
    "flagship": flagship,
    "three-issues": cache(lambda: synthetic.result(synthetic.talks(3))),
    "fifteen-issues": cache(lambda: synthetic.result(synthetic.talks(15, 3).with_values(BRIEF))),
    "twelve-states": cache(lambda: synthetic.result(synthetic.talks(4, 12).with_values(BRIEF))),
}

SWEEPS: dict[str, Callable[[], SweepResult]] = {
    "line": lambda: made_up({PREMIUM: [0, 0.1, 0.2, 0.3]}, [0.8, 0.51, 0.4, 0.1], scenario=VARIED),
    "names": lambda: made_up({PREMIUM: ["low", "medium", "high"]}, [0.7, 0.5, 0.1], scenario=VARIED),
    "map": lambda: made_up({PREMIUM: [0, 0.1, 0.2], PATIENCE: [0.8, 0.9, 1]}, falling(9), scenario=VARIED),
    "fine-map": lambda: made_up({PREMIUM: list(range(20)), PATIENCE: list(range(16))}, falling(320), scenario=VARIED),
    "points": lambda: made_up({PREMIUM: falling(12), PATIENCE: list(range(12))}, falling(12), True, scenario=VARIED),
    "panels": lambda: made_up(
        {PREMIUM: falling(12), PATIENCE: list(range(12)), "talks.rounds": [3] * 12}, falling(12), True, scenario=VARIED
    ),
}


LIBRARY = [Scenario.from_dict(data, name) for name, data in CASES.items()]


def _of_result(chart: str, talks: str, inches: float | None = None) -> Callable[[], Figure]:
    def drawn() -> Figure:
        figure: Figure = getattr(TALKS[talks]().plot, chart)(**({} if inches is None else {"inches": inches}))
        return figure

    return drawn


def _swept(name: str) -> Callable[[], Figure]:
    return lambda: SWEEPS[name]().plot()


def _compared() -> Figure:
    talks = Scenario.load("reykjavik-2021")
    return compare({"as it is": talks, "patient": talks.vary(PATIENCE, 1.0)}, worlds=100).plot()


def _trusting() -> Figure:
    return synthetic.result(synthetic.talks(4, 3).with_values(LONG_ROAD)).plot.trust()


SHEETS: dict[str, Callable[[], Figure]] = {
    **{f"{chart}-{talks}": _of_result(chart, talks) for chart in registered("charts") for talks in TALKS},
    **{f"narrow-{chart}": _of_result(chart, "flagship", NARROW) for chart in registered("charts")},
    "narrow-levers": lambda: synthetic.levers(2, 9).plot(NARROW),
    "narrow-tornado": lambda: made_up_drivers(15, clear=True).plot(NARROW),
    "dance-of-one-world": lambda: flagship().plot.dance(world=0),
    "trust-that-moves": _trusting,
    "differences": _compared,
    "levers": lambda: synthetic.levers(2, 9).plot(),
    **{f"sweep-{name}": _swept(name) for name in SWEEPS},
    "tornado": lambda: made_up_drivers(15, clear=True).plot(),
    "reliability": lambda: hindcast(
        (Scenario.from_dict(data, name) for name, data in CASES.items()), worlds=100
    ).plot(),
}


def draw(name: str, path: Path) -> None:
    """Draw a chart as PNG."""
    draw_figure(SHEETS[name](), path)


def draw_figure(figure: Figure, path: Path) -> None:
    """Draw a figure in the colours and letters of the package."""
    with look.style():
        figure.savefig(path, dpi=DOTS_PER_INCH, metadata={"Software": None})


if __name__ == "__main__":
    for known in FOLDER.glob("*.png"):
        known.unlink()
    for name in SHEETS:
        draw(name, FOLDER / f"{name}.png")
