"""Envoys take their seats: the tables of a meeting, made from the worlds that were drawn."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy, deepcopy
from dataclasses import dataclass, field
from functools import cached_property

import mesa
import numpy as np

from summitry import registry
from summitry.ensembles.worlds import Worlds
from summitry.protocols.protocol import Protocol, Table
from summitry.protocols.vote import Vote
from summitry.scenario.road import Leg
from summitry.scenario.scenario import Scenario
from summitry.talks.baskets import Basket, divide, share_of
from summitry.talks.delegation import Delegation
from summitry.talks.home import Home
from summitry.talks.mandates import beyond_limits, mandate_of
from summitry.talks.meeting import Meeting
from summitry.talks.randomness import uniform
from summitry.talks.rule import performers
from summitry.talks.sight import Sight
from summitry.talks.situation import Situation
from summitry_agents.brief import Brief, Chance
from summitry_agents.chair import Chair
from summitry_agents.deals import Bools, Ints
from summitry_agents.decision_rule import DecisionRule
from summitry_agents.envoy import Envoy
from summitry_agents.learning.none import Unmoved
from summitry_agents.preferences import Preferences
from summitry_agents.state import State
from summitry_agents.win_set import WinSet


@dataclass(frozen=True)
class Seats:
    """Makes the tables of one meeting, each with its envoys and its protocol, and keeps them up to date.

    Parameters
    ----------
    model
        The model that the agents belong to.
    situation
        The talks, their worlds as drawn, what is signed; and which meeting it is.
    seed
        Of the ensemble.
    states
        The agents of the states, in order.
    rule
        Whose yes a deal needs.
    before
        The tables of the meeting before; none at the first.
    """

    model: mesa.Model
    situation: Situation
    seed: int
    states: tuple[State, ...]
    rule: DecisionRule
    before: Sequence[Basket] = field(default=())

    def meeting(self) -> Meeting:
        """Return the meeting, its baskets in the order in which they are negotiated."""
        columns = [tuple(self.scenario.issues[issue] for issue in members) for members in self.worlds.layout.members]
        divided = divide(self.leg.agenda, columns)
        baskets = [self._basket(place, issues, len(divided)) for place, issues in enumerate(divided)]
        number = self.situation.meeting
        rounds, must = self.worlds.rounds[:, number], performers(self.scenario)
        return Meeting(number, self.leg, baskets, rounds, self.states, self.rule, must)

    def renew(self, baskets: Sequence[Basket], worlds: Ints) -> None:
        """Bring all tables up to date in the worlds (n,): circumstances have changed there, and everybody saw it."""
        open_ = self.situation.open(worlds)
        for p, state in enumerate(self.states):
            state.preferences.change(worlds, self.situation.preferences(p, worlds, open_))
        for basket in baskets:
            wants = [self._part(state.preferences.of(worlds), basket.issues, open_) for state in self.states]
            table = basket.protocol.table
            sight = Sight(self.situation, self.seed, self.leg.level, self.rule, basket.issues, worlds)
            for p, envoy in enumerate(table.envoys):
                brief = envoy.brief
                if brief.preferences is not self.states[p].preferences:
                    brief.preferences.change(worlds, wants[p])
                brief.open[worlds] = open_[:, basket.issues]
                brief.picture.barred[worlds] = sight.red_lines(p)
                brief.allowed[worlds] = sight.allowed(p, wants[p], open_) & self._within(
                    p, envoy, basket.issues, worlds
                )
                brief.patience[worlds] = sight.patience(p)
                self._show(envoy, worlds, wants)
                if self.home is not None and brief.home is not None:
                    foresight = self._delegation.foresight[:, p]
                    brief.home.change(worlds, self.home.foreseen_by(self.worlds, p, foresight, basket.issues, worlds))
                envoy.reconsider(worlds)
            table.vote.status_quo[worlds] = wants[0].status_quo
            if table.chair is not None:
                table.chair.status_quo[worlds] = wants[0].status_quo
                table.chair.allowed[worlds] = sight.open_to_all(open_)
                self._show(table.chair, worlds, wants)

    @staticmethod
    def _show(who: Envoy | Chair, worlds: Ints, wants: Sequence[Preferences]) -> None:
        """Let an envoy or a chair see how what the states want has changed in the worlds (n,)."""
        picture = who.brief.picture if isinstance(who, Envoy) else who.picture
        truth = np.stack([whole.contributions for whole in wants], axis=1)
        needs = np.stack([whole.reservation for whole in wants], axis=1)
        picture.see_change(worlds, truth, needs, wants[0].status_quo)

    def _within(self, p: int, envoy: Envoy, issues: Ints, worlds: Ints) -> Bools:
        """Return (n, J, K) or a single truth: the options within a mandate, whose limits never bar the status quo."""
        if envoy.mandate is None:
            return np.array(True)
        beyond = beyond_limits(self.worlds, p, issues, worlds)
        envoy.mandate.beyond[worlds] = beyond
        return ~beyond

    @property
    def scenario(self) -> Scenario:
        """The talks."""
        return self.situation.scenario

    @property
    def worlds(self) -> Worlds:
        """What was drawn."""
        return self.situation.worlds

    @property
    def home(self) -> Home | None:
        """Who has to ratify; None: nobody."""
        return self.worlds.home

    @cached_property
    def leg(self) -> Leg:
        """What holds for the meeting."""
        return self.scenario.road[self.situation.meeting]

    @cached_property
    def _delegation(self) -> Delegation:
        return self.worlds.delegations[self.leg.level]

    @cached_property
    def _protocol(self) -> type[Protocol]:
        return registry.protocol(self.leg.protocol)

    @cached_property
    def _everywhere(self) -> Ints:
        return np.arange(len(self.worlds.number))

    @cached_property
    def _open(self) -> Bools:
        """(W, J, K) what can be put on the table."""
        return self.situation.open(self._everywhere)

    def _part(self, whole: Preferences, issues: Ints, open_: Bools) -> Preferences:
        """Return what a state wants of a basket of issues; all that it wants where that holds all issues."""
        return whole if len(issues) == open_.shape[1] else share_of(whole, issues, open_)

    def _basket(self, place: int, issues: Ints, baskets: int) -> Basket:
        purpose = f"{self.leg.key}.basket.{place}" if baskets > 1 else self.leg.key
        wants = [self._part(state.preferences, issues, self._open) for state in self.states]
        sight = Sight(self.situation, self.seed, self.leg.level, self.rule, issues, self._everywhere, self.before)
        envoys = [self._envoy(p, wants, sight, purpose) for p in range(len(self.states))]
        status_quo = wants[0].status_quo
        vote = Vote(
            envoys=envoys,
            rule=self.rule,
            performers=performers(self.scenario)[:, issues],
            status_quo=status_quo.copy(),
        )
        table = Table(
            envoys=envoys,
            seating=self.worlds.seating,
            rounds=self._protocol.length(self.worlds.rounds[:, self.situation.meeting]).copy(),
            vote=vote,
            issues=tuple(self._name(issue) for issue in issues),
            ordered=np.array([self._is_ordered(issue) for issue in issues]),
            chance=self._chance(purpose),
            chair=self._chair(wants, sight) if self._protocol.needs_chair else None,
        )
        return Basket(issues, self._protocol(table))

    def _name(self, issue: int) -> str:
        """Return how an issue on the table is called: by the ids of what is joined in it."""
        return "+".join(self.scenario.issues[member] for member in self.worlds.layout.members[issue])

    def _is_ordered(self, issue: int) -> bool:
        """Tell whether the options of an issue on the table lie on a scale; combinations of several issues do not."""
        members = self.worlds.layout.members[issue]
        return len(members) == 1 and self.scenario.agenda.questions[members[0]].ordered

    def _chance(self, key: str) -> Chance:
        """Return a source of uniform draws of that key, the same for a world whichever others are played with it."""
        return lambda purpose, worlds: uniform(self.seed, f"{key}.{purpose}", self.worlds.number[worlds])

    def _envoy(self, p: int, wants: list[Preferences], sight: Sight, purpose: str) -> Envoy:
        worlds, state, delegation = self.worlds, self.scenario.states[p], self._delegation
        issues = sight.issues
        allowed = sight.allowed(p, wants[p], self._open)
        mandate = mandate_of(self.scenario, worlds, self.situation.meeting, p, issues)
        if mandate is not None:
            allowed &= ~mandate.beyond
        brief = Brief(
            place=p,
            preferences=wants[p],
            picture=sight.picture(p, wants, copy(delegation.learning[p]), delegation.learns[:, p]),
            patience=sight.patience(p),
            options=np.asarray(worlds.layout.sizes)[issues],
            open=self._open[:, issues].copy(),
            allowed=allowed,
            rule=self.rule,
            speakers=lambda number, there: self._protocol.speakers(worlds.seating[there], number),
            chance=self._chance(f"{purpose}.states.{state}.envoy"),
            home=self._home(p, issues),
        )
        # Each table has an envoy of its own, who remembers nothing of the others.
        styles = [(start, deepcopy(style)) for start, style in delegation.styles[p]]
        return Envoy(
            self.model,
            delegation.names[p] or f"{self.leg.level.removesuffix('s')}_of_{state}",
            brief,
            styles,
            delegation.acceptance[p],
            delegation.reach[:, p],
            delegation.last_moment[:, p],
            mandate,
        )

    def _home(self, p: int, issues: Ints) -> WinSet | None:
        """Return what a state's envoy foresees of ratification; None where nobody has to ratify."""
        if self.home is None:
            return None
        foresight = self._delegation.foresight[:, p]
        return self.home.foreseen_by(self.worlds, p, foresight, issues, self._everywhere)

    def _chair(self, wants: list[Preferences], sight: Sight) -> Chair:
        """Return a chair who knows what is public, and of the rest what its insight gives."""
        nobody_learns = np.zeros(len(self.worlds.number), dtype=bool)
        picture = sight.picture(None, wants, Unmoved(), nobody_learns)
        return Chair(self.model, picture, sight.open_to_all(self._open), wants[0].status_quo.copy())
