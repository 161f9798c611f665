"""The talks as a Mesa model that holds all worlds of an ensemble at once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import mesa
import numpy as np
from numpy.typing import NDArray

from summitry.drawing import draw
from summitry.gates import Gate
from summitry.protocols.protocol import Exchange
from summitry.protocols.vote import stand_aside
from summitry.rule import decision_rule, performers, zone_under_rule
from summitry.scenario.scenario import Scenario
from summitry.seats import Seats
from summitry.yardsticks import Yardsticks, belief_error
from summitry_agents.deals import Bools, Floats, Ints, power, settled, utility
from summitry_agents.envoy import Envoy
from summitry_agents.preferences import Preferences
from summitry_agents.solutions import Point
from summitry_agents.state import State
from summitry_agents.verdict import Verdict

NOT_ENDED = -1
"""The gate of a world that still talks."""


class SummitModel(mesa.Model):
    """Talks between states, in one world or in thousands at once.

    Every quantity that differs between worlds is an array whose first axis is the world; one `step` is one round of
    talks in every world that still talks. With ``worlds=1`` it is an ordinary Mesa model.

    Parameters
    ----------
    scenario
        A scenario, the path of its file, or the name of one that ships.
    worlds
        How many worlds, from world 0 on; or the numbers of particular worlds. World 4711 of a seed is the same
        whichever others are played with it.
    rng
        Seed of the ensemble, at least 0; drawn from the operating system if left out.
    record
        Whether to keep what happened at the table in every round.

    Attributes
    ----------
    round
        Rounds played so far.
    talking
        (n,) indices of the worlds that still talk.
    deal
        (W, I) option of each issue in the deal that was signed; -1 without a deal.
    ended_in
        (W,) round in which the talks ended; 0 while they go on.
    baskets
        Issues that are negotiated together, with the table, envoys and protocol of each; one if all are a package.
    signed, aside
        (W, P) which states signed the deal, and which stood aside from it and are not bound.
    exchanges
        What happened at each table, round by round, with deals over the file's issues; empty without `record`.
    datacollector
        Per round: share of worlds still talking and agreed; per envoy its mean aspiration.

    Raises
    ------
    ScenarioError
        The scenario can't be used.
    ValueError
        No world is asked for, or the seed is negative.

    Examples
    --------
    >>> model = SummitModel("reykjavik-2021", rng=1)
    >>> model.run_model()
    >>> model.running
    False
    """

    def __init__(
        self,
        scenario: Scenario | str | Path,
        worlds: int | Sequence[int] | Ints = 1,
        rng: int | None = None,
        record: bool = True,
    ) -> None:
        if rng is not None and not isinstance(rng, int | np.integer):
            raise TypeError(f"rng: found {type(rng).__name__}, expected a whole number: it is the seed of every stream")
        number = np.arange(worlds) if isinstance(worlds, int | np.integer) else np.asarray(worlds, dtype=np.intp)
        if number.size == 0 or number.min() < 0:
            raise ValueError(f"worlds: found {worlds}, expected at least one, counted from 0")
        self.ensemble_seed = secrets.randbits(32) if rng is None else int(rng)
        if self.ensemble_seed < 0:
            raise ValueError(f"rng: found {rng}, expected a seed of at least 0")
        super().__init__(rng=self.ensemble_seed)
        self.running = True
        self.scenario = scenario if isinstance(scenario, Scenario) else Scenario.load(scenario)
        self.worlds = draw(self.scenario, self.ensemble_seed, number)
        self.states = self._make_states()
        rule = decision_rule(self.scenario, self.worlds.capability)
        self.baskets = Seats(self, self.scenario, self.worlds, self.ensemble_seed, self.states, rule).baskets()
        self._rule = rule
        self._record = record
        self.round = 0
        self.talking: Ints = np.arange(len(number))
        self.deal: Ints = np.full(self.worlds.status_quo.shape, -1)
        self.ended_in = np.zeros(len(number), dtype=np.intp)
        self.signed: Bools = np.zeros((len(number), len(self.states)), dtype=bool)
        self.aside: Bools = np.zeros((len(number), len(self.states)), dtype=bool)
        self.exchanges: list[Exchange] = []
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "round": "round",
                "talking": lambda model: model.talking.size / model.ended_in.size,
                "agreed": lambda model: float(model.agreed.mean()),
            },
            agenttype_reporters={Envoy: {"name": "name", "aspiration": lambda envoy: _mean(envoy.aspiration)}},
        )
        self._open_tables()

    def step(self) -> None:
        """Play one round in every world that still talks."""
        if not self.running:
            return
        self.round += 1
        for place, basket in enumerate(self.baskets):
            exchange = basket.play(self.round, self.talking)
            if exchange is not None and self._record:
                self.exchanges.append(basket.in_full(exchange, place, self.round, self.worlds))
        self._open_tables()
        over = np.logical_and.reduce([basket.over[self.talking] for basket in self.baskets])
        self._conclude(self.talking[over])
        self.talking = self.talking[~over]
        self.running = bool(self.talking.size)
        self.datacollector.collect(self)

    @property
    def envoys(self) -> tuple[Envoy, ...]:
        """All envoys: those of the first basket's table in the order of their states, then those of the next."""
        return tuple(envoy for basket in self.baskets for envoy in basket.protocol.table.envoys)

    @property
    def agreed(self) -> Bools:
        """(W,) whether a deal was signed."""
        return np.asarray(self.deal[:, 0] >= 0)

    @property
    def settled(self) -> Bools:
        """(W, I) which issues the deal settles; none without a deal."""
        return np.asarray(self.agreed[:, None] & settled(self.deal, self.worlds.status_quo))

    @property
    def zone(self) -> NDArray[np.int8]:
        """(W,) a `Verdict`: whether any deal exists that enough states like better than walking away to sign it.

        A signed deal proves that one exists, so only the other worlds are searched.
        """
        self._zone[self.agreed] = Verdict.EXISTS
        return self._zone

    @property
    def gate(self) -> NDArray[np.int8]:
        """(W,) the `Gate` at which each world ended; -1 where the talks go on.

        Where the search for a zone met its limit none was found, and the world counts as without one; the share of
        such worlds is reported as undecided.
        """
        gate = np.where(self.ended_in < self.worlds.rounds, Gate.MISSED, Gate.OUT_OF_TIME)
        gate[self.zone != Verdict.EXISTS] = Gate.NO_ZONE
        # An issue that matters to nobody in a world is not on its table, so leaving it open defers nothing.
        idle = self.worlds.open.sum(axis=-1) == 1
        all_settled = (self.settled | idle).all(axis=1)
        gate[self.agreed] = np.where(all_settled, Gate.AGREED_ALL, Gate.AGREED_SOME)[self.agreed]
        gate[self.talking] = NOT_ENDED
        return gate.astype(np.int8)

    @property
    def gain(self) -> Floats:
        """(W, P) what each state has over its status quo, at full trust, discounted to the first round.

        patience ^ (r - 1) x (U(deal) - U(status quo)); without agreement walk_away - U(status quo).
        """
        before = self.worlds.utility_of_status_quo
        signed = utility(self.worlds.joined.contributions_at_full_trust, self._terms) - before
        discount = power(self.worlds.patience, np.maximum(self.ended_in - 1, 0)[:, None])
        bound = self.agreed[:, None] & ~self.aside
        return np.where(bound, discount * signed, self.worlds.walk_away - before)

    @property
    def surplus(self) -> Floats:
        """(W, P) utility of the deal over the disagreement point, as each state counts it; 0 without a deal."""
        over = utility(self.worlds.joined.contributions, self._terms) - self.worlds.reservation
        return np.where(self.agreed[:, None] & ~self.aside, over, 0.0)

    @property
    def joint_gain_within_reach(self) -> Floats:
        """(W,) the largest sum of all states' surpluses found in a deal that every state would sign; 0 without a zone.

        It is that of the utilitarian deal, or of the signed one where this is better. Where fewer than all states can
        make a deal, so that others may lose by it, nothing is measured: 0.
        """
        most = self._yardsticks.joint_gain(self.surplus)[1] if self._rule.is_unanimity else np.zeros(len(self.deal))
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
        return Yardsticks(self.worlds, self._open, self.zone)

    @cached_property
    def _zone(self) -> NDArray[np.int8]:
        verdict = np.full(self.agreed.shape, Verdict.EXISTS, dtype=np.int8)
        rest = np.flatnonzero(~self.agreed)
        if rest.size:
            verdict[rest] = zone_under_rule(self.scenario, self.worlds, self._rule, rest).verdict
        return verdict

    @property
    def _terms(self) -> Ints:
        """(W, J) the deal over the issues on the table; option 0 throughout without one."""
        return self.worlds.layout.together(np.maximum(self.deal, 0))

    @cached_property
    def _open(self) -> Bools:
        """(W, J, K) the options on the table that lie beyond no state's red line."""
        return np.asarray(~np.logical_or.reduce([state.preferences.barred for state in self.states]))

    def _make_states(self) -> tuple[State, ...]:
        worlds, joined = self.worlds, self.worlds.joined
        return tuple(
            State(
                self,
                name,
                Preferences(
                    joined.contributions[:, p],
                    joined.barred[:, p] | ~joined.open,
                    joined.status_quo,
                    worlds.signs_above[:, p],
                    worlds.patience[:, p],
                ),
            )
            for p, name in enumerate(self.scenario.states)
        )

    def _open_tables(self) -> None:
        """Begin the talks on each basket whose time has come, in the worlds that still talk.

        Side by side all begin at once and have all rounds. In order, a basket begins when the one before it is over;
        what is left of the rounds is shared out evenly among those to come, the earlier ones rounded up.
        """
        worlds, rounds = self.talking, self.worlds.rounds
        free = worlds
        for place, basket in enumerate(self.baskets):
            waiting = free[basket.began[free] < 0]
            if waiting.size:
                left = rounds[waiting] - self.round
                share = left if self._side_by_side else -(-left // (len(self.baskets) - place))
                basket.begin(waiting, self.round, share)
            if not self._side_by_side:
                free = free[basket.over[free]]

    @property
    def _side_by_side(self) -> bool:
        return self.scenario.spec.talks.agenda.kind == "side_by_side"

    def _conclude(self, worlds: Ints) -> None:
        """Sign in the worlds (n,) whose talks are over what was agreed, if anything was.

        A package was signed at the table. Baskets were initialled; all of them together are signed now, or nothing
        is: by the same rule, every state judging the whole, also whether to stand aside from it.
        """
        layout = self.worlds.layout
        self.ended_in[worlds] = self.round
        if len(self.baskets) == 1:
            basket = self.baskets[0]
            self.deal[worlds], self.aside[worlds] = layout.apart(basket.text[worlds]), basket.aside[worlds]
            self.signed[worlds] = basket.yes[worlds]
            return
        standing = self.worlds.joined.status_quo[worlds]
        deal = standing.copy()
        for basket in self.baskets:
            text = basket.text[worlds]
            deal[:, basket.issues] = np.where(text >= 0, text, deal[:, basket.issues])

        def signs(p: int, those: Ints, text: Ints) -> Bools:
            return self.states[p].would_sign(worlds[those], text)

        whole = np.asarray((deal >= 0).all(axis=1))
        deal = np.maximum(deal, 0)
        deal, aside, whole = stand_aside(deal, whole, standing, self._rule.opt_out, performers(self.scenario), signs)
        everywhere = np.arange(len(worlds))
        yes = np.stack([signs(p, everywhere, deal) for p in range(len(self.states))], axis=1) & ~aside
        signed = whole & (deal != standing).any(axis=1) & self._rule.passes(worlds, yes, aside)
        there = worlds[signed]
        self.deal[there] = layout.apart(deal[signed])
        self.signed[there], self.aside[there] = yes[signed], aside[signed]


def _mean(values: Floats) -> float:
    """Return the mean of what is known so far."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")
