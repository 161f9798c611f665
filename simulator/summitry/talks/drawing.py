"""From a scenario to worlds: every uncertain quantity drawn, as arrays over worlds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

import numpy as np
from numpy.typing import NDArray

from summitry import registry
from summitry.ensembles.worlds import Worlds
from summitry.mechanisms.mechanism import Mechanism
from summitry.scenario.agenda import Question
from summitry.scenario.quantity import FloatArray
from summitry.scenario.scenario import Scenario
from summitry.talks.circumstances import Circumstances, Form
from summitry.talks.conduct import ConductDrawing
from summitry.talks.draws import Draws
from summitry.talks.home import Home
from summitry.talks.mandates import draw_limits
from summitry.talks.randomness import evenly_spread, uniform
from summitry.talks.wishes import Wishes, draw_wishes

IntArray = NDArray[np.intp]
Streams = Callable[[int, str, IntArray], FloatArray]
"""Gives one uniform draw per world for a seed, a purpose and the numbers of worlds, as `uniform` does."""

_streams: ContextVar[Streams] = ContextVar("streams", default=uniform)


def draw(scenario: Scenario, seed: int, worlds: IntArray) -> Worlds:
    """Return the worlds of those numbers, the same ones whichever others are drawn with them."""
    streams = _streams.get()
    return _Drawing(scenario, Draws(worlds, lambda purpose: streams(seed, purpose, worlds))).worlds()


@contextmanager
def drawn_from(streams: Streams) -> Iterator[None]:
    """Let all worlds that are drawn meanwhile draw from given streams: to exchange what is uncertain, or to hold it."""
    before = _streams.set(streams)
    try:
        yield
    finally:
        _streams.reset(before)


def draw_evenly(scenario: Scenario, size: int) -> Worlds:
    """Return worlds that spread evenly over each distribution, the same for every seed."""
    return _evenly(scenario, size).worlds()


def circumstances_drawn_evenly(scenario: Scenario, size: int) -> Circumstances:
    """Return what the talks rest on in the worlds of `draw_evenly`, without drawing who speaks and how."""
    drawing = _evenly(scenario, size)
    return drawing.circumstances(drawing.mechanisms(), drawing.wishes())


def _evenly(scenario: Scenario, size: int) -> _Drawing:
    return _Drawing(scenario, Draws(np.arange(size), lambda purpose: evenly_spread(purpose, size)))


class _Drawing:
    """One pass over a scenario."""

    def __init__(self, scenario: Scenario, draws: Draws) -> None:
        self.scenario = scenario
        self.agenda = scenario.agenda
        self.draws = draws

    def worlds(self) -> Worlds:
        """Return all that is drawn."""
        spec, draws = self.scenario.spec, self.draws
        mechanisms, wishes = self.mechanisms(), self.wishes()
        circumstances = self.circumstances(mechanisms, wishes)
        conduct = ConductDrawing(self.scenario, draws)
        delegations = {level: conduct.delegation(level) for level in self.scenario.levels}
        for mechanism in mechanisms:
            for level, delegation in delegations.items():
                mechanism.brief(level, delegation)
        capability = [
            draws.quantity(f"states.{name}.capability", spec.states[name].capability, 0.0, np.inf)
            for name in self.agenda.states
        ]
        return Worlds.of(
            circumstances.weighed(),
            number=draws.number,
            layout=self.scenario.layout,
            circumstances=circumstances,
            private=np.stack([each.private for each in wishes]),
            signs_if_indifferent=self.scenario.signs_if_indifferent,
            capability=np.stack(capability, axis=1),
            delegations=delegations,
            misjudged=conduct.misjudged(),
            limits=draw_limits(self.scenario, draws),
            home=Home(self.scenario, draws) if self.scenario.ratifies.any() else None,
            rounds=self._rounds(),
            chair_insight=self._chair_insight(),
            seating=self._seating(),
            mechanisms=mechanisms,
            strata=draws.strata,
            recorded=draws.recorded,
        )

    def mechanisms(self) -> tuple[Mechanism, ...]:
        """Return the mechanisms that the scenario has a use for, in the order of their names."""
        kinds = [registry.mechanism(name) for name in registry.registered("mechanisms")]
        return tuple(kind(self.scenario, self.draws) for kind in kinds if kind.used_in(self.scenario))

    def wishes(self) -> list[Wishes]:
        """Return what each state wants."""
        states = [(f"states.{name}", self.scenario.spec.states[name]) for name in self.agenda.states]
        return [
            draw_wishes(self.draws, self.agenda, path, state.positions, p, state.points)
            for p, (path, state) in enumerate(states)
        ]

    def circumstances(self, mechanisms: Sequence[Mechanism], wishes: Sequence[Wishes]) -> Circumstances:
        """Return what the talks rest on, as mechanisms shape it before they begin."""
        spec, agenda, draws = self.scenario.spec, self.agenda, self.draws
        states = [(f"states.{name}", spec.states[name]) for name in agenda.states]
        shape = (len(draws.number), len(states))
        walk_away, premium = np.full(shape, np.nan), np.empty(shape)
        for p, (path, state) in enumerate(states):
            if state.walk_away is not None:
                walk_away[:, p] = draws.worth(f"{path}.walk_away", state.walk_away, state.unit)
            if state.premium is not None:
                premium[:, p] = draws.worth(f"{path}.premium", state.premium, state.unit)
            else:
                premium[:, p] = draws.assumed("premium", path, path, None)
        patience = np.stack([draws.assumed("patience", path, path, state.patience) for path, state in states], axis=1)
        issues = [spec.issues[issue] for issue in agenda.issues]
        verification = [
            draws.quantity(f"issues.{name}.verification", issue.verification, 0.0, 1.0)
            for name, issue in zip(agenda.issues, issues, strict=True)
        ]
        circumstances = Circumstances(
            form=Form(
                layout=self.scenario.layout,
                valid=agenda.valid,
                in_points=np.array([[state.points is not None] for _, state in states]),
                performers=np.stack([np.isin(agenda.states, issue.performed_by) for issue in issues]),
                public=np.stack([each.public for each in wishes]),
            ),
            status_quo=np.stack([self._status_quo(question) for question in agenda.questions], axis=1),
            ideal=np.stack([each.ideal for each in wishes], axis=1),
            value=np.stack([each.value for each in wishes], axis=1),
            salience=np.stack([each.salience for each in wishes], axis=1),
            stakes=self._stakes(),
            barred=np.stack([each.barred for each in wishes], axis=1),
            trust=self._trust(),
            verification=np.stack(verification, axis=1),
            walk_away=walk_away,
            walk_away_shift=np.zeros(shape),
            premium=premium,
            patience=patience,
            audience_cost=np.zeros(shape),
            overheard=np.zeros(shape[0], dtype=bool),
            changing=any(each.changes_circumstances for each in mechanisms),
        )
        for mechanism in mechanisms:
            mechanism.shape(circumstances)
        return circumstances

    def _status_quo(self, question: Question) -> IntArray:
        if question.status_quo is None:
            return np.full(self.draws.number.shape, -1)
        if question.kind == "division":
            return np.full(self.draws.number.shape, question.options.index(str(question.status_quo.values[0])))
        place = self.draws.placed(f"issues.{question.id}.status_quo", question.status_quo, question)
        return np.rint(place * (len(question.options) - 1)).astype(np.intp)

    def _stakes(self) -> FloatArray:
        """Return (W, P, L, 2): what each condition is worth to each state if it fails, and if it holds."""
        stakes = self.scenario.layout.linkages.stakes
        worth = np.zeros((len(self.draws.number), len(self.agenda.states), len(stakes), 2))
        for place, stake in enumerate(stakes):
            written = self.scenario.spec.linkages[stake.id].worth or {}
            for p, state in enumerate(self.agenda.states):
                if state in written:
                    extremes = written[state].extremes(-1.0, 1.0)
                    drawn = self.draws.quantity(f"linkages.{stake.id}.worth.{state}", written[state], *extremes)
                    worth[:, p, place] = np.maximum(np.stack([-drawn, drawn], axis=-1), 0.0)
        return worth

    def _trust(self) -> FloatArray:
        """Return (W, P, P): at what share each state counts the promises of each other; its own fully."""
        states = self.agenda.states
        trust = np.ones((len(self.draws.number), len(states), len(states)))
        for p, state in enumerate(states):
            for other, quantity in sorted(self.scenario.spec.states[state].trust.items()):
                path = f"states.{state}.trust.{other}"
                trust[:, p, states.index(other)] = self.draws.quantity(path, quantity, 0.0, 1.0)
        return trust

    def _rounds(self) -> IntArray:
        """Return (W, M): how many rounds each meeting has at most."""
        drawn = [self.draws.assumed("rounds", leg.key, leg.path, leg.rounds) for leg in self.scenario.road]
        return np.rint(np.stack(drawn, axis=1)).astype(np.intp)

    def _chair_insight(self) -> FloatArray:
        """Return (W, M): what the chair of each meeting knows; 0 where it has none."""
        none = np.zeros(self.draws.number.shape)
        drawn = [
            self.draws.assumed("insight", f"{leg.key}.chair", f"{leg.path}.chair", leg.chair_insight)
            if registry.protocol(leg.protocol).needs_chair
            else none
            for leg in self.scenario.road
        ]
        return np.stack(drawn, axis=1)

    def _seating(self) -> IntArray:
        order = self.scenario.spec.talks.order
        if order is not None:
            seats = [self.agenda.states.index(state) for state in order]
            return np.broadcast_to(np.array(seats), (len(self.draws.number), len(seats)))
        lots = [self.draws.source(f"talks.order.{state}") for state in self.agenda.states]
        return np.argsort(np.stack(lots, axis=1), axis=1, kind="stable")
