"""What those at a table see of the others: red lines, patience, and a picture of their wishes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from summitry.ensembles.worlds import Worlds
from summitry.scenario.meeting import Level
from summitry.scenario.scenario import Scenario
from summitry.talks.baskets import Basket, share_of
from summitry.talks.common_prior import common_prior, fine_hypotheses, hypotheses
from summitry.talks.delegation import Delegation
from summitry.talks.linking import joined_bars
from summitry.talks.randomness import uniform
from summitry.talks.situation import Situation
from summitry_agents.deals import MARGIN, Bools, Floats, Ints, utility
from summitry_agents.decision_rule import DecisionRule
from summitry_agents.learning.learning import Learning
from summitry_agents.picture import Picture
from summitry_agents.preferences import Preferences, is_status_quo


@dataclass(frozen=True, eq=False)
class Sight:
    """What is seen at one table, in some of the worlds.

    Parameters
    ----------
    situation
        The talks, their worlds as drawn, what is signed; and which meeting it is.
    seed
        Of the ensemble.
    level
        Who meets.
    rule
        Whose yes a deal needs.
    issues
        (J,) of those on the table as a whole the ones on this table.
    there
        (n,) which worlds are meant.
    before
        The tables of the meeting before, whose envoys told what they learned.
    """

    situation: Situation
    seed: int
    level: Level
    rule: DecisionRule
    issues: Ints
    there: Ints
    before: Sequence[Basket] = ()
    _seen: dict[int | None, Bools] = field(default_factory=dict, init=False)

    @property
    def scenario(self) -> Scenario:
        """The talks."""
        return self.situation.scenario

    @property
    def worlds(self) -> Worlds:
        """What was drawn."""
        return self.situation.worlds

    @cached_property
    def _delegation(self) -> Delegation:
        return self.worlds.delegations[self.level]

    def others(self, p: int | None) -> Ints:
        """Return (Q,): all states but one; all for a chair, who is none of them."""
        states = np.arange(len(self.scenario.states))
        return states if p is None else np.delete(states, p)

    def red_lines(self, p: int | None) -> Bools:
        """Return (n, Q, J, K): the others' red lines, as far as a state's envoy or a chair knows them."""
        if p not in self._seen:
            others = [int(q) for q in self.others(p)]
            lines = [self._public_red_lines(q) if p is None else self._red_lines_of(q, p) for q in others]
            self._seen[p] = np.stack([each[:, self.issues] for each in lines], axis=1)
        return self._seen[p]

    def allowed(self, p: int, wants: Preferences, open_: Bools) -> Bools:
        """Return (n, J, K): what a state's envoy may offer of what is open (n, all issues, K)."""
        allowed = ~wants.barred & open_[:, self.issues]
        return allowed & ~self.red_lines(p).any(axis=1) if self.rule.is_unanimity else allowed

    def open_to_all(self, open_: Bools) -> Bools:
        """Return (n, J, K): what a chair may draft of what is open (n, all issues, K)."""
        allowed = open_[:, self.issues].copy()
        return allowed & ~self.red_lines(None).any(axis=1) if self.rule.is_unanimity else allowed

    def patience(self, p: int) -> Floats:
        """Return (n, P): a state's own patience, and that of others as its envoy's insight blends prior and truth."""
        insight = self._delegation.insight[self.there, p, None]
        true = self.worlds.patience[self.there]
        believed = (1.0 - insight) * common_prior(self.scenario).patience + insight * true
        believed[:, p] = true[:, p]
        return np.asarray(believed)

    def picture(self, p: int | None, wants: Sequence[Preferences], learning: Learning, learns: Bools) -> Picture:
        """Return the picture that a state's envoy, or a chair, has of the others; for all worlds."""
        chair_insight = self.worlds.chair_insight[:, self.situation.meeting]
        expected, expected_needs = self.situation.expected_at_first
        picture = Picture(
            others=self.others(p),
            insight=chair_insight if p is None else self._delegation.insight[:, p],
            expected_contributions=expected[:, :, self.issues],
            contributions=np.stack([whole.contributions for whole in wants], axis=1),
            expected_reservation=self._part(self.there, self.others(None), expected, expected_needs),
            reservation=np.stack([whole.reservation for whole in wants], axis=1),
            barred=self.red_lines(p),
            status_quo=wants[0].status_quo.copy(),
            could=hypotheses(self.scenario).on(self.issues),
            could_finely=lambda: fine_hypotheses(self.scenario).on(self.issues),
            learning=learning,
            learns=learns,
            earlier=self._learned(p),
        )
        if self.before or self.worlds.circumstances.changing:
            self._tell_what_happened(picture, p)
        return picture

    def _learned(self, p: int | None) -> list[Learning]:
        """Return what a state's envoys learned in the meeting before, table by table; chairs learn nothing."""
        tables = [] if p is None else [basket.protocol.table for basket in self.before]
        return [table.envoys[int(p or 0)].brief.picture.learning for table in tables]

    def _tell_what_happened(self, picture: Picture, p: int | None) -> None:
        """Let the picture begin with what was learned in the meeting before, with what events changed and was signed.

        What changed since the talks were prepared everybody saw (`Picture.see_change`).
        """
        there, others = self.there if self.before else np.flatnonzero(self.worlds.changed), self.others(p)
        if not there.size:
            return
        at, first, now = np.ix_(there, others), self.worlds.first, self.worlds
        contributions, needs = (array[at] for array in self.situation.expected_at_first)
        if p is not None:
            for basket, earlier in zip(self.before, self._learned(p), strict=True):
                contributions[:, :, basket.issues] = earlier.contributions(there)
                if len(self.before) == 1:
                    needs = earlier.reservation(there)
        contributions += now.joined.contributions[at] - first.contributions[at]
        needs = needs + (now.signs_above[at] - first.signs_above[at])
        signatures = self.situation.signatures
        has = utility(contributions, np.maximum(signatures.terms(there), 0))
        bound = signatures.some[there, None] & ~signatures.aside[at]
        needs = np.where(bound, has - 2 * MARGIN * now.signs_if_indifferent[others], needs)
        picture.tell(
            there,
            contributions[:, :, self.issues] - picture.learning.contributions(there),
            self._part(there, others, contributions, needs) - picture.learning.reservation(there),
        )

    def _part(self, there: Ints, states: Ints, contributions: Floats, needs: Floats) -> Floats:
        """Return (n, Q): what some states need of this table, given wishes (n, Q, all issues, K) and needs (n, Q).

        What a basket must earn follows from the believed wishes as it does from the true ones.
        """
        if len(self.issues) == contributions.shape[2]:
            return needs
        open_ = self.situation.open(there)
        parts = []
        for place, state in enumerate(states):
            known = self.situation.preferences(int(state), there, open_)
            believed = replace(known, contributions=contributions[:, place], reservation=needs[:, place])
            parts.append(share_of(believed, self.issues, open_).reservation)
        return np.stack(parts, axis=1)

    def _public_red_lines(self, q: int) -> Bools:
        """Return (n, all issues, K): a state's red lines that everybody knows. Deferring crosses none."""
        return self._on_the_table(self.worlds.barred[self.there, q] & ~self.worlds.private[q][:, None])

    def _red_lines_of(self, q: int, seen_by: int) -> Bools:
        """Return (n, all issues, K): a state's red lines that are public, or that another's envoy sees through."""
        worlds, names = self.worlds, self.scenario.states
        known = worlds.barred[self.there, q].copy()
        for i in np.flatnonzero(worlds.private[q]):
            purpose = f"states.{names[seen_by]}.sees.{names[q]}.{self.scenario.issues[i]}"
            sees = uniform(self.seed, purpose, worlds.number) < self._delegation.insight[:, seen_by]
            known[:, i] &= sees[self.there, None]
        return self._on_the_table(known)

    def _on_the_table(self, known: Bools) -> Bools:
        """Return (n, all issues, K): what known red lines (n, I, K) on the file's issues bar on the table."""
        worlds = self.worlds
        known = joined_bars(worlds.layout, known[:, None], worlds.status_quo[self.there]).squeeze(axis=1)
        return np.asarray(known & ~is_status_quo(self.situation.signatures.terms(self.there), known.shape[-1]))
