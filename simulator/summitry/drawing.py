"""From a scenario to worlds: every uncertain quantity drawn, as arrays over worlds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from summitry import registry
from summitry.conduct import ConductDrawing
from summitry.draws import Draws
from summitry.linking import left_to_issues, live_stakes, off_the_table
from summitry.randomness import evenly_spread, uniform
from summitry.scenario.agenda import Question
from summitry.scenario.position import Position, RedLines
from summitry.scenario.quantity import FloatArray
from summitry.scenario.scenario import Scenario
from summitry.worlds import Worlds, trusted, utility_of_deferring
from summitry_agents.preferences import is_status_quo

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.intp]


def draw(scenario: Scenario, seed: int, worlds: IntArray) -> Worlds:
    """Return the worlds of those numbers, the same ones whichever others are drawn with them."""
    return _Drawing(scenario, Draws(worlds, lambda purpose: uniform(seed, purpose, worlds))).worlds()


def draw_evenly(scenario: Scenario, size: int) -> Worlds:
    """Return worlds that spread evenly over each distribution, the same for every seed."""
    return _Drawing(scenario, Draws(np.arange(size), lambda purpose: evenly_spread(purpose, size))).worlds()


class _Drawing:
    """One pass over a scenario."""

    def __init__(self, scenario: Scenario, draws: Draws) -> None:
        self.scenario = scenario
        self.agenda = scenario.agenda
        self.draws = draws

    def worlds(self) -> Worlds:
        agenda, spec = self.agenda, self.scenario.spec
        states = range(len(agenda.states))
        shape = (len(self.draws.number), len(agenda.states), *agenda.valid.shape)
        status_quo = np.stack([self._status_quo(question) for question in agenda.questions], axis=1)
        ideal, salience, value, in_points, barred, private = self._positions(shape)
        stakes = self._stakes()
        idle: BoolArray = salience.max(axis=1) <= 0
        off = off_the_table(self.scenario.layout, idle, live_stakes(stakes))
        status_quo[off & (status_quo < 0)] = 0
        total = salience.sum(axis=-1, keepdims=True)
        weight = np.divide(salience, total, out=np.zeros_like(salience), where=total > 0)
        # Points say at once how much an option is worth and how much its issue weighs.
        weight = np.where(in_points, 1.0, weight)
        full = value
        full *= (weight * left_to_issues(stakes)[..., None])[..., None]
        trust, trust_in_stakes = self._trust()
        contributions = trusted(full, trust, status_quo)
        walk_away = utility_of_deferring(self.scenario.layout, full, stakes, status_quo)
        premium, patience, capability = (np.empty(shape[:2]) for _ in range(3))
        for p in states:
            state, path = spec.states[agenda.states[p]], f"states.{agenda.states[p]}"
            if state.walk_away is not None:
                walk_away[:, p] = self.draws.worth(f"{path}.walk_away", state.walk_away, state.unit)
            if state.premium is not None:
                premium[:, p] = self.draws.worth(f"{path}.premium", state.premium, state.unit)
            else:
                premium[:, p] = self.draws.assumed("premium", path, path, None)
            patience[:, p] = self.draws.assumed("patience", path, path, state.patience)
            capability[:, p] = self.draws.quantity(f"{path}.capability", state.capability, 0.0, np.inf)
        conduct = ConductDrawing(self.scenario, self.draws)
        return Worlds(
            number=self.draws.number,
            layout=self.scenario.layout,
            status_quo=status_quo,
            ideal=ideal,
            contributions=contributions,
            contributions_at_full_trust=full,
            trust=trust,
            stakes=stakes,
            trust_in_stakes=trust_in_stakes,
            idle=idle,
            barred=barred,
            open=agenda.valid & (is_status_quo(status_quo, shape[3]) | ~off[..., None]),
            private=private,
            walk_away=walk_away,
            premium=premium,
            signs_if_indifferent=np.array([spec.states[state].signs_if_indifferent for state in agenda.states]),
            patience=patience,
            capability=capability,
            insight=conduct.numbers("insight"),
            reach=conduct.numbers("reach"),
            last_moment=conduct.takes_last(),
            styles=conduct.styles(),
            acceptance=conduct.acceptance(),
            learns=conduct.learns(),
            learning=conduct.learning(),
            chair_insight=self.draws.assumed("insight", "talks.chair", "talks.chair", spec.talks.chair.insight)
            if registry.protocol(spec.talks.protocol).needs_chair
            else np.zeros(self.draws.number.shape),
            rounds=np.rint(self.draws.assumed("rounds", "talks", "talks", spec.talks.rounds)).astype(np.intp),
            seating=self._seating(),
            strata=self.draws.strata,
            recorded=self.draws.recorded,
        )

    def _positions(
        self, shape: tuple[int, ...]
    ) -> tuple[FloatArray, FloatArray, FloatArray, BoolArray, BoolArray, BoolArray]:
        """Return what every state wants on every issue.

        Ideals and saliences (W, P, I), values (W, P, I, K), who counts in points (P, 1), options beyond red lines
        (W, P, I, K) and whether these are private (P, I).
        """
        agenda, spec = self.agenda, self.scenario.spec
        ideal = np.full(shape[:3], np.nan)
        salience = np.zeros(shape[:3])
        value = np.zeros(shape)
        in_points = np.zeros((len(agenda.states), 1), dtype=bool)
        barred = np.zeros(shape, dtype=bool)
        private = np.zeros(shape[1:3], dtype=bool)
        for p in range(len(agenda.states)):
            state = spec.states[agenda.states[p]]
            in_points[p] = state.points is not None
            for i, question in enumerate(agenda.questions):
                position = state.positions.get(question.id)
                if position is None:
                    continue
                path = f"states.{agenda.states[p]}.positions.{question.id}"
                size = len(question.options)
                if state.points is None:
                    salience[:, p, i] = self.draws.quantity(f"{path}.salience", position.salience, 0.0, 1.0)
                ideal[:, p, i], value[:, p, i, :size] = self._value(path, position, question, p, state.unit)
                if state.points is not None:
                    salience[:, p, i] = value[:, p, i].max(axis=-1)
                if position.red_lines is not None:
                    barred[:, p, i, :size] = self._barred(path, position.red_lines, question, p)
                    private[p, i] = position.red_lines.private
        return ideal, salience, value, in_points, barred, private

    def _status_quo(self, question: Question) -> IntArray:
        if question.status_quo is None:
            return np.full(self.draws.number.shape, -1)
        if question.kind == "division":
            return np.full(self.draws.number.shape, question.options.index(str(question.status_quo.values[0])))
        place = self.draws.placed(f"issues.{question.id}.status_quo", question.status_quo, question)
        return np.rint(place * (len(question.options) - 1)).astype(np.intp)

    def _value(
        self, path: str, position: Position, question: Question, p: int, unit: float
    ) -> tuple[FloatArray, FloatArray]:
        """Return the ideal's place (W,), and the value of each option (W, K) from 0 to 1."""
        nowhere = np.full(self.draws.number.shape, np.nan)
        if position.values is not None:
            named = [(f"{path}.values.{option}", position.values[option]) for option in question.options]
            values = np.stack([self.draws.worth(at, value, unit) for at, value in named], axis=1)
            return question.place[values.argmax(axis=1)], values
        if question.kind == "division":
            distance = np.broadcast_to(1.0 - question.shares[:, p], (len(self.draws.number), len(question.options)))
            return nowhere, shaped(distance, position.shape)
        if position.ideal is None:
            return nowhere, np.zeros((len(self.draws.number), len(question.options)))
        ideal = self.draws.placed(f"{path}.ideal", position.ideal, question)
        if position.shape == "step":
            # An ideal between two options of a grid means the nearer one, the lower of two that are equally near.
            nearest = np.ceil(ideal * (len(question.options) - 1) - 0.5 - 1e-9)
            return ideal, (np.arange(len(question.options)) == nearest[:, None]).astype(float)
        distance = np.abs(question.place - ideal[:, None])
        if not question.ordered:
            distance = (distance > 1e-9).astype(float)
        return ideal, shaped(distance, position.shape)

    def _barred(self, path: str, lines: RedLines, question: Question, p: int) -> BoolArray:
        place = question.shares[:, p] if question.kind == "division" else question.place
        barred = np.zeros((len(self.draws.number), len(place)), dtype=bool)
        for name, limit in (("above", lines.above), ("below", lines.below)):
            if limit is None:
                continue
            at = f"{path}.red_lines.{name}"
            if question.kind == "division":
                drawn = self.draws.quantity(at, limit, 0.0, 1.0)
            else:
                drawn = self.draws.placed(at, limit, question)
            beyond = place - drawn[:, None] if name == "above" else drawn[:, None] - place
            barred |= beyond > 1e-9
        barred[:, [question.options.index(option) for option in lines.never]] = True
        return barred

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

    def _trust(self) -> tuple[FloatArray, FloatArray]:
        """Return (W, P, I) and (W, P, L): at what share each state counts moves on issues, and changes of conditions.

        The product of its trust in each performer; its own part counts fully.
        """
        trust = {
            (state, other): self.draws.quantity(f"states.{state}.trust.{other}", quantity, 0.0, 1.0)
            for state in self.agenda.states
            for other, quantity in sorted(self.scenario.spec.states[state].trust.items())
        }
        performers = [self.scenario.spec.issues[issue].performed_by for issue in self.agenda.issues]
        together = [
            sorted({performer for issue in stake.issues for performer in performers[issue]})
            for stake in self.scenario.layout.linkages.stakes
        ]
        shape = len(self.draws.number), len(self.agenda.states)
        factors = np.ones((*shape, len(performers))), np.ones((*shape, len(together)))
        for factor, groups in zip(factors, (performers, together), strict=True):
            for place, names in enumerate(groups):
                for performer in names:
                    for p, state in enumerate(self.agenda.states):
                        if (state, performer) in trust:
                            factor[:, p, place] *= trust[state, performer]
        return factors

    def _seating(self) -> IntArray:
        order = self.scenario.spec.talks.order
        if order is not None:
            seats = [self.agenda.states.index(state) for state in order]
            return np.broadcast_to(np.array(seats), (len(self.draws.number), len(seats)))
        lots = [self.draws.source(f"talks.order.{state}") for state in self.agenda.states]
        return np.argsort(np.stack(lots, axis=1), axis=1, kind="stable")


def shaped(distance: FloatArray, shape: str) -> FloatArray:
    """Return the value of options at a distance from the ideal, both from 0 to 1.

    `linear`: 1 - d, `quadratic`: 1 - d squared (Euclidean preferences of spatial voting: Enelow and Hinich 1984).
    The third shape, `step`, is no function of distance: 1 at the option nearest to the ideal and 0 elsewhere.
    """
    return 1.0 - distance**2 if shape == "quadratic" else 1.0 - distance
