"""What came of the talks, read off the model that plays them."""

from __future__ import annotations

from functools import cached_property

import mesa
import numpy as np
from numpy.typing import NDArray

from summitry.ensembles.worlds import Worlds
from summitry.scenario.scenario import Scenario
from summitry.talks.baskets import Basket
from summitry.talks.gates import Gate
from summitry.talks.meeting import Meeting
from summitry.talks.signatures import Signatures
from summitry.talks.yardsticks import Yardsticks, belief_error
from summitry.talks.zones import Zones
from summitry_agents.deals import Bools, Floats, Ints
from summitry_agents.decision_rule import DecisionRule
from summitry_agents.solutions import Point
from summitry_agents.verdict import Verdict

NOT_ENDED = -1
"""The gate of a world whose talks go on."""


class Outcome(mesa.Model):
    """The part of a model that tells what came of the talks, in all worlds; it changes nothing.

    The attributes are those of `summitry.talks.model.SummitModel`, which plays the talks.
    """

    scenario: Scenario
    worlds: Worlds
    signatures: Signatures
    zones: Zones
    rule: DecisionRule
    meetings: list[Meeting]
    rounds: Ints
    under_way: Bools
    ratified: Bools
    broken_off: Bools

    @property
    def baskets(self) -> tuple[Basket, ...]:
        """What is negotiated together in the present meeting, with the table, envoys and protocol of each."""
        return self.meetings[-1].baskets

    @property
    def held(self) -> list[Bools]:
        """By meeting of the road: (W,) whether it took place."""
        never = [np.zeros(len(self.rounds), dtype=bool)] * (len(self.scenario.road) - len(self.meetings))
        return [*(meeting.held for meeting in self.meetings), *never]

    @property
    def agreed(self) -> Bools:
        """(W,) whether a deal was signed and, where it must be, ratified."""
        return self.signatures.some & self.ratified

    @property
    def carried_out(self) -> Bools:
        """(W,) whether a deal is in force and every promise in it is kept, as far as the mechanisms can tell."""
        verdicts = [mechanism.carried_out(self) for mechanism in self.worlds.mechanisms]
        kept = [verdict for verdict in verdicts if verdict is not None]
        return np.asarray(np.logical_and.reduce([self.agreed, *kept]))

    @property
    def deal(self) -> Ints:
        """(W, I) option of each issue in the deal that is in force; -1 without one."""
        every = np.arange(len(self.agreed))
        return np.where(self.agreed[:, None], self.signatures.standing(every), -1)

    @property
    def signed(self) -> Bools:
        """(W, P) which states signed a deal."""
        return self.signatures.signed

    @property
    def aside(self) -> Bools:
        """(W, P) which states stood aside from what others signed, and are not bound."""
        return self.signatures.aside

    @property
    def ended_in(self) -> Ints:
        """(W,) round in which the talks ended; 0 while they go on."""
        return np.where(self.under_way, 0, self.rounds)

    @property
    def settled(self) -> Bools:
        """(W, I) which issues the deal settles; none without a deal."""
        return self.agreed[:, None] & self.signatures.settled

    @property
    def zone(self) -> NDArray[np.int8]:
        """(W,) a `Verdict`: whether at any time a deal existed that enough states like better than walking away.

        A signed deal proves that one exists, so only the other worlds are searched.
        """
        return self.zones.verdict(self.signatures.some)

    @property
    def gate(self) -> NDArray[np.int8]:
        """(W,) the `Gate` at which each world ended; -1 where the talks go on.

        Where the search for a zone met its limit none was found, and the world counts as without one; the share of
        such worlds is reported as undecided.
        """
        in_time = np.zeros(len(self.agreed), dtype=bool)
        for meeting in self.meetings:
            in_time = np.where(meeting.held, meeting.played < meeting.rounds, in_time)
        gate = np.where(in_time, Gate.MISSED, Gate.OUT_OF_TIME)
        gate[self.zone != Verdict.EXISTS] = Gate.NO_ZONE
        gate[self.broken_off] = Gate.BROKEN_OFF
        gate[self.signatures.refused] = Gate.REFUSED_BY_LEADERS
        gate[self.signatures.some] = Gate.NOT_RATIFIED
        # An issue that matters to nobody in a world is not on its table, so leaving it open defers nothing.
        idle = self.worlds.open.sum(axis=-1) == 1
        all_settled = (self.settled | idle).all(axis=1)
        gate[self.agreed] = np.where(all_settled, Gate.AGREED_ALL, Gate.AGREED_SOME)[self.agreed]
        gate[self.under_way] = NOT_ENDED
        return gate.astype(np.int8)

    @property
    def gain(self) -> Floats:
        """(W, P) what each state has over its status quo, at full trust, discounted to the first round.

        patience ^ (r - 1) x (U(deal) - U(status quo)), summed over what was signed in each meeting; without agreement
        walk_away - U(status quo).
        """
        bound = self.agreed[:, None] & ~self.aside
        without = self.worlds.walk_away - self.worlds.utility_of_deferring(np.arange(len(self.deal)))
        return np.where(bound, self.signatures.gain, without)

    @property
    def surplus(self) -> Floats:
        """(W, P) utility of the deal over the disagreement point, as each state counted it when it signed, else 0."""
        return np.where(self.agreed[:, None] & ~self.aside, self.signatures.surplus, 0.0)

    @property
    def joint_gain_within_reach(self) -> Floats:
        """(W,) the largest sum of all states' surpluses found in a deal that every state would sign; 0 without a zone.

        It is that of the utilitarian deal, or of the signed one where this is better. Where fewer than all states can
        make a deal, so that others may lose by it, nothing is measured: 0.
        """
        most = self._yardsticks.joint_gain(self.surplus)[1] if self.rule.is_unanimity else np.zeros(len(self.deal))
        return np.asarray(most)

    @property
    def joint_gain_captured(self) -> Floats:
        """(W,) the share of `joint_gain_within_reach` in the deal, at most 1; 0 without a deal, NaN where that is 0."""
        most = self.joint_gain_within_reach
        signed = np.cumsum(self.surplus, axis=-1)[:, -1]
        return np.asarray(np.divide(signed, most, out=np.full(most.shape, np.nan), where=most > 0))

    @property
    def solution_points(self) -> dict[str, Point]:
        """By name, ``nash``, ``kalai_smorodinsky``, ``egalitarian`` and ``utilitarian``: the deals these would pick.

        Among the deals that every state likes better than walking away; `summitry_agents.solutions` defines them.
        """
        return self._yardsticks.points

    @property
    def belief_error(self) -> Floats:
        """(W, P) how far the beliefs of each state's envoys about the others are from the truth now (`yardsticks`)."""
        return belief_error(self.baskets, self.worlds)

    @cached_property
    def _yardsticks(self) -> Yardsticks:
        return Yardsticks(self.worlds, self.zones.open_to_all, self.zone)
