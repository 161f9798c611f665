"""Which numbers and styles of a scenario can be set on the page, and within which range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import floor, log10
from typing import Any

import numpy as np

from summitry import registry
from summitry.assumptions import shared_prior
from summitry.ensembles.ensemble import release
from summitry.ensembles.summary_words import words
from summitry.scenario.conduct_choice import ConductChoice
from summitry.scenario.judgement_words import OF_PATIENCE
from summitry.scenario.meeting import Level
from summitry.scenario.problems import Path, dotted
from summitry.scenario.quantity import Quantity, label
from summitry.scenario.scenario import Scenario
from summitry.scenario.state import State
from summitry.talks.model import SummitModel

STEPS = 50
"""How many steps a slider has at least."""
FEWEST_ROUNDS = 20
"""How far the slider of rounds goes at least."""
ROUNDS = ("talks", "rounds")
TITLES = {"premium": "Premium", "walk_away": "Walk-away value", "patience": "Patience"}
"""The numbers of a state that have sliders."""
OF_FAILURE = "worth of the status quo"
OF_PRIOR = "shared prior"


@dataclass(frozen=True)
class Slider:
    """A number that can be set.

    Parameters
    ----------
    path
        Where it stands in the file.
    title
        What it is called.
    low, high, step
        Its range.
    start
        Where the slider stands as long as nothing is set: the known number, or the middle (median) of an uncertain one.
    stands
        What the file says, in words.
    known
        The number that the file gives, if it is known.
    whole
        Whether it counts something.
    """

    path: Path
    title: str
    low: float
    high: float
    step: float
    start: float
    stands: str
    known: float | None
    whole: bool = False

    @property
    def key(self) -> str:
        """What the page calls it: its path with dots."""
        return dotted(self.path)


@dataclass(frozen=True)
class Menu:
    """A style that can be chosen.

    Parameters
    ----------
    path
        Where it stands in the file.
    title
        What it is called.
    options
        Names of styles.
    stands
        What the file says, in words.
    known
        The style that the file names without setting any of its parameters.
    with_it
        What the file does not say of that envoy yet, and must if a style is set.
    """

    path: Path
    title: str
    options: tuple[str, ...]
    stands: str
    known: str | None
    with_it: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def key(self) -> str:
        """What the page calls it: its path with dots."""
        return dotted(self.path)


@dataclass(frozen=True)
class Group:
    """Controls that belong together: those of one state, or of the talks."""

    id: str
    title: str
    menus: tuple[Menu, ...]
    sliders: tuple[Slider, ...]
    saliences: tuple[Slider, ...] = ()


def groups(scenario: Scenario) -> tuple[Group, ...]:
    """Return the controls that a scenario has: those of the talks, then state by state."""
    with_rounds = any(not (meeting.rounds or meeting.answers_only) for meeting in scenario.spec.talks.meetings)
    of_talks = [Group("talks", "The talks", (), (_rounds(scenario),))] if with_rounds else []
    failure = _worth_of_failure(scenario)
    return (*of_talks, *(_of_state(scenario, state, failure) for state in scenario.states))


def _rounds(scenario: Scenario) -> Slider:
    rounds = scenario.spec.talks.rounds
    prior = shared_prior()["rounds"]
    high = max(each.extremes(prior.low, prior.high)[1] for each in _possible(rounds, "rounds"))
    longest = float(np.ceil(max(high, FEWEST_ROUNDS)))
    start = round(_middle(rounds, "rounds", prior.low, prior.high))
    known = _known(rounds)
    return Slider(ROUNDS, "Rounds", 1.0, longest, 1.0, start, _in_words(rounds), known, whole=True)


def _of_state(scenario: Scenario, state: str, failure: Mapping[str, float]) -> Group:
    spec = scenario.spec.states[state]
    numbers = [_number(state, spec, name, failure[state]) for name in TITLES]
    saliences = [
        _slider(("states", state, "positions", issue, "salience"), _title(scenario, issue), position.salience, 0.0, 1.0)
        for issue, position in spec.positions.items()
        if spec.points is None
    ]
    saliences.sort(key=lambda slider: (-slider.start, slider.path))
    menus = tuple(_menu(scenario, state, level) for level in scenario.levels)
    return Group(state, scenario.title_of(state), menus, tuple(numbers), tuple(saliences))


def _number(state: str, spec: State, name: str, failure: float) -> Slider:
    """Return the slider of one of `TITLES`; of what is worth something, in the state's own numbers."""
    path, unit, quantity = ("states", state, name), spec.unit, getattr(spec, name)
    low, high, start = 0.0, unit, None
    if name == "patience":
        certain_to_be = quantity is None or quantity.extremes(0.0, 1.0)[0] >= OF_PATIENCE[0]
        low, high = OF_PATIENCE if certain_to_be else (0.0, 1.0)
    elif quantity is None:
        start = unit * (failure if name == "walk_away" else _middle(None, name, 0.0, 1.0))
    stands = OF_FAILURE if name == "walk_away" and quantity is None else _in_words(quantity)
    return _slider(path, TITLES[name], quantity, low, high, start, stands)


def _slider(
    path: Path,
    title: str,
    quantity: Quantity | None,
    low: float,
    high: float,
    start: float | None = None,
    stands: str | None = None,
) -> Slider:
    step = 10.0 ** floor(log10((high - low) / STEPS) + 1e-9)
    middle = _middle(quantity, str(path[-1]), low, high) if start is None else start
    placed = min(max(low + round((middle - low) / step) * step, low), high)
    said = _in_words(quantity) if stands is None else stands
    return Slider(path, title, low, high, step, float(f"{placed:.9g}"), said, _known(quantity))


def _possible(quantity: Quantity | None, name: str) -> list[Quantity]:
    """Return what a number is drawn from: what the file says, or the strata of the shared prior."""
    return [stratum.value for stratum in shared_prior()[name].strata] if quantity is None else [quantity]


def _middle(quantity: Quantity | None, name: str, low: float, high: float) -> float:
    """Return the median of a number, whose range is [low, high], or that of the shared prior."""
    if quantity is not None:
        return float(quantity.quantile(np.array([0.5]), low, high)[0])
    prior = shared_prior()[name]
    grid = np.linspace(0.005, 0.995, 100)
    stratum, uniform = np.meshgrid(prior.stratum(grid), grid)
    return float(np.median(prior.quantile(stratum.ravel(), uniform.ravel())))


def _worth_of_failure(scenario: Scenario) -> dict[str, float]:
    """Return the median over some worlds of the utility that each state has if the talks fail."""
    model = SummitModel(scenario, worlds=100, rng=1)
    medians = np.median(model.worlds.walk_away, axis=0)
    release(model)
    return dict(zip(scenario.states, medians.tolist(), strict=True))


def _known(quantity: Quantity | None) -> float | None:
    return float(quantity.values[0]) if quantity is not None and quantity.kind == "fixed" else None


def _in_words(quantity: Quantity | None) -> str:
    return OF_PRIOR if quantity is None else words(quantity)


def _title(scenario: Scenario, issue: str) -> str:
    return scenario.agenda.question(issue).title


def _menu(scenario: Scenario, state: str, level: Level) -> Menu:
    id_, envoy = scenario.speaker(state, level)
    speaks = f"{'envoy' if level == 'envoys' else 'leader'}_{state}"
    while not id_ and speaks in scenario.spec.envoys:
        speaks += "_"
    with_it = {} if id_ else {"of": state, **({} if level == "envoys" else {"level": level})}
    named = envoy.title or id_.replace("_", " ")
    who = "Envoy's style" if level == "envoys" else "Leader's style"
    return Menu(
        path=("envoys", id_ or speaks, "style"),
        title=f"{who} ({named})" if named else who,
        options=tuple(registry.registered("styles")),
        stands=OF_PRIOR if envoy.style is None else _style(envoy.style),
        known=None if envoy.style is None or envoy.style.parameters or envoy.style.later else envoy.style.name,
        with_it=with_it,
    )


def _style(choice: ConductChoice) -> str:
    """Return a style as the file names it."""
    numbers = ", ".join(f"{name} {quantity}" for name, quantity in choice.parameters.items())
    later = ", then " + _style(choice.later[0]) if choice.later else ""
    return choice.name.replace("_", " ") + (f" ({numbers})" if numbers else "") + later


def controls(groups_: tuple[Group, ...]) -> Iterator[Slider | Menu]:
    """Yield every control."""
    for group in groups_:
        yield from group.menus
        yield from group.sliders
        yield from group.saliences


def shown(slider: Slider) -> str:
    """Return what the page says of a slider that nobody moved."""
    return label(slider.known) if slider.known is not None else slider.stands
