"""Envoys take their seats: the tables of a model, made from the worlds that were drawn."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property

import mesa
import numpy as np

from summitry import registry
from summitry.baskets import Basket, divide, share_of
from summitry.common_prior import common_prior, fine_hypotheses, hypotheses
from summitry.linking import joined_bars
from summitry.protocols.protocol import Protocol, Table
from summitry.protocols.vote import Vote
from summitry.randomness import uniform
from summitry.rule import performers
from summitry.scenario.scenario import Scenario
from summitry.worlds import Worlds
from summitry_agents.brief import Brief, Chance
from summitry_agents.chair import Chair
from summitry_agents.deals import Bools, Floats, Ints
from summitry_agents.decision_rule import DecisionRule
from summitry_agents.envoy import Envoy
from summitry_agents.hypotheses import Hypotheses
from summitry_agents.learning.learning import Learning
from summitry_agents.learning.none import Unmoved
from summitry_agents.picture import Picture
from summitry_agents.preferences import Preferences, is_status_quo
from summitry_agents.state import State


@dataclass(frozen=True)
class Seats:
    """Makes the baskets of a model, each with its table, its envoys and its protocol.

    Parameters
    ----------
    model
        The model that the agents belong to.
    scenario, worlds, seed
        The talks; their worlds as drawn; the seed of the ensemble.
    states
        The agents of the states, in order.
    rule
        Whose yes a deal needs.
    """

    model: mesa.Model
    scenario: Scenario
    worlds: Worlds
    seed: int
    states: tuple[State, ...]
    rule: DecisionRule

    def baskets(self) -> tuple[Basket, ...]:
        """Return the baskets in the order in which they are negotiated."""
        names = self.scenario.issues
        columns = [tuple(names[issue] for issue in members) for members in self.worlds.layout.members]
        divided = divide(self.scenario.spec.talks.agenda, columns)
        return tuple(self._basket(place, issues, len(divided)) for place, issues in enumerate(divided))

    def _basket(self, place: int, issues: Ints, baskets: int) -> Basket:
        purpose = f"talks.basket.{place}" if baskets > 1 else "talks"
        wants = [state.preferences for state in self.states]
        if baskets > 1:
            wants = [share_of(whole, issues, self.worlds.joined.open) for whole in wants]
        rounds = self._protocol.length(self.worlds.rounds)
        envoys = [self._envoy(p, wants, issues, purpose) for p in range(len(self.states))]
        vote = Vote(
            envoys=envoys,
            rule=self.rule,
            performers=performers(self.scenario)[:, issues],
            status_quo=self.worlds.joined.status_quo[:, issues],
        )
        table = Table(
            envoys=envoys,
            seating=self.worlds.seating,
            rounds=rounds.copy(),
            vote=vote,
            issues=[self._name_of(issue) for issue in issues],
            ordered=np.array([self._is_ordered(issue) for issue in issues]),
            chance=self._chance(purpose),
            chair=self._chair(wants, issues) if self._protocol.needs_chair else None,
        )
        return Basket(issues, self._protocol(table))

    def _name_of(self, issue: int) -> str:
        """Return the name of an issue on the table: of several that are linked, all their names."""
        return "+".join(self.scenario.issues[member] for member in self.worlds.layout.members[issue])

    def _is_ordered(self, issue: int) -> bool:
        """Tell whether the options of an issue on the table lie on a scale; combinations of several issues do not."""
        members = self.worlds.layout.members[issue]
        return len(members) == 1 and self.scenario.agenda.questions[members[0]].ordered

    @cached_property
    def _protocol(self) -> type[Protocol]:
        return registry.protocol(self.scenario.spec.talks.protocol)

    def _chance(self, key: str) -> Chance:
        """Return a source of uniform draws of that key, the same for a world whichever others are played with it."""
        return lambda purpose, worlds: uniform(self.seed, f"{key}.{purpose}", self.worlds.number[worlds])

    def _envoy(self, p: int, wants: list[Preferences], issues: Ints, purpose: str) -> Envoy:
        worlds, state = self.worlds, self.scenario.states[p]
        speaks = {envoy.of: id_ for id_, envoy in self.scenario.spec.envoys.items()}
        others = np.delete(np.arange(len(self.states)), p)
        known = np.stack([self._red_lines_of(int(q), p)[:, issues] for q in others], axis=1)
        allowed = ~wants[p].barred & worlds.joined.open[:, issues]
        if self.rule.is_unanimity:
            allowed &= ~known.any(axis=1)
        picture = self._picture(others, worlds.insight[:, p], wants, issues, known, copy(worlds.learning[p]), p)
        brief = Brief(
            place=p,
            preferences=wants[p],
            picture=picture,
            patience=self._believed_patience(p),
            options=np.asarray(worlds.layout.sizes)[issues],
            open=worlds.joined.open[:, issues],
            allowed=allowed,
            rule=self.rule,
            speakers=lambda number, there: self._protocol.speakers(worlds.seating[there], number),
            chance=self._chance(f"{purpose}.states.{state}.envoy"),
        )
        return Envoy(
            self.model,
            speaks.get(state, f"envoy_of_{state}"),
            brief,
            [(start, copy(style)) for start, style in worlds.styles[p]],
            worlds.acceptance[p],
            worlds.reach[:, p],
            worlds.last_moment[:, p],
        )

    def _chair(self, wants: list[Preferences], issues: Ints) -> Chair:
        """Return a chair who knows what is public, and of the rest what its insight gives."""
        states = np.arange(len(wants))
        public = np.stack([self._public_red_lines(int(p))[:, issues] for p in states], axis=1)
        picture = self._picture(states, self.worlds.chair_insight, wants, issues, public, Unmoved(), None)
        allowed = self.worlds.joined.open[:, issues].copy()
        if self.rule.is_unanimity:
            allowed &= ~public.any(axis=1)
        return Chair(self.model, picture, allowed, self.worlds.joined.status_quo[:, issues])

    def _picture(
        self,
        others: Ints,
        insight: Floats,
        wants: list[Preferences],
        issues: Ints,
        known: Bools,
        learning: Learning,
        learner: int | None,
    ) -> Picture:
        worlds = self.worlds
        truth = np.stack([whole.contributions for whole in wants], axis=1)
        needs = np.stack([whole.reservation for whole in wants], axis=1)
        expected, expected_needs = self._expected
        if len(issues) < worlds.joined.status_quo.shape[1]:
            # What a basket must earn follows from the believed wishes as it does from the true ones.
            shares = [
                share_of(
                    replace(state.preferences, contributions=expected[:, p], reservation=expected_needs[:, p]),
                    issues,
                    worlds.joined.open,
                ).reservation
                for p, state in enumerate(self.states)
            ]
            expected, expected_needs = expected[:, :, issues], np.stack(shares, axis=1)
        return Picture(
            others=others,
            insight=insight,
            expected_contributions=expected,
            contributions=truth,
            expected_reservation=expected_needs,
            reservation=needs,
            barred=known,
            status_quo=worlds.joined.status_quo[:, issues],
            could=self._hypotheses.on(issues),
            could_finely=lambda: fine_hypotheses(self.scenario).on(issues),
            learning=learning,
            learns=worlds.learns[:, learner] if learner is not None else np.zeros(len(insight), dtype=bool),
        )

    def _believed_patience(self, p: int) -> Floats:
        """Return (W, P): a state's own patience, and that of others as its envoy's insight blends prior and truth."""
        insight = self.worlds.insight[:, p, None]
        believed = (1.0 - insight) * common_prior(self.scenario).patience + insight * self.worlds.patience
        believed[:, p] = self.worlds.patience[:, p]
        return np.asarray(believed)

    @cached_property
    def _expected(self) -> tuple[Floats, Floats]:
        prior = common_prior(self.scenario)
        return prior.contributions(self.worlds.status_quo), prior.signs_above(self.worlds.status_quo)

    @cached_property
    def _hypotheses(self) -> Hypotheses:
        return hypotheses(self.scenario)

    def _public_red_lines(self, p: int) -> Bools:
        """Return (W, J, K): a state's red lines that everybody knows. Deferring crosses none."""
        return self._on_the_table(self.worlds.barred[:, p] & ~self.worlds.private[p][:, None])

    def _red_lines_of(self, q: int, seen_by: int) -> Bools:
        """Return (W, J, K): a state's red lines that are public, or that another's envoy sees through."""
        worlds, names = self.worlds, self.scenario.states
        known = worlds.barred[:, q].copy()
        for i in np.flatnonzero(worlds.private[q]):
            purpose = f"states.{names[seen_by]}.sees.{names[q]}.{self.scenario.issues[i]}"
            sees = uniform(self.seed, purpose, worlds.number) < worlds.insight[:, seen_by]
            known[:, i] &= sees[:, None]
        return self._on_the_table(known)

    def _on_the_table(self, known: Bools) -> Bools:
        """Return (W, J, K): what known red lines (W, I, K) on the file's issues bar on the table."""
        worlds = self.worlds
        known = joined_bars(worlds.layout, known[:, None], worlds.status_quo).squeeze(axis=1)
        return np.asarray(known & ~is_status_quo(worlds.joined.status_quo, known.shape[-1]))
