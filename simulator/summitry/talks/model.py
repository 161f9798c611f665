"""The talks as a Mesa model that holds all worlds of an ensemble at once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

import mesa
import numpy as np

from summitry.protocols.protocol import Exchange
from summitry.scenario.scenario import Scenario
from summitry.talks.drawing import draw
from summitry.talks.meeting import Meeting
from summitry.talks.outcome import Outcome
from summitry.talks.refusals import Refusals
from summitry.talks.rule import decision_rule
from summitry.talks.seats import Seats
from summitry.talks.signatures import Signatures, Text
from summitry.talks.signing import Signing
from summitry.talks.situation import Situation
from summitry.talks.zones import Zones
from summitry_agents.deals import Bools, Floats, Ints
from summitry_agents.envoy import Envoy
from summitry_agents.preferences import is_status_quo
from summitry_agents.state import State


class SummitModel(Outcome):
    """Talks between states, in one world or in thousands at once.

    Every quantity that differs between worlds is an array whose first axis is the world; one `step` is one round of
    a meeting in every world that still talks in it. Worlds go down the road of meetings together: the next begins when
    the one before is over in all of them. With ``worlds=1`` it is an ordinary Mesa model.

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
    explain
        Whether to note in every round how near an offer came to a deal, without which nobody can tell afterwards who
        blocked one. Chances need none of it.

    Attributes
    ----------
    round
        Steps so far.
    rounds
        (W,) rounds that each world has played so far, in all meetings.
    talking
        (n,) indices of the worlds that talk in the present meeting.
    under_way
        (W,) whether the talks go on, in this meeting or in one to come.
    meeting
        The present meeting, or the last; `meetings` has all so far.
    signatures
        What has been signed.
    ratified
        (W,) whether what was signed is in force at home; always, where nobody has to ratify.
    broken_off
        (W,) whether the talks were broken off.
    agreed_after
        By meeting that is over: (W,) whether a deal was signed by then.
    exchanges
        What happened at each table, round by round, with deals over the file's issues; empty without `record`.
    answers_of_leaders
        What leaders made of texts in brackets: meeting, worlds, text; empty without `record`.
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
        explain: bool = True,
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
        self.scenario = Scenario.of(scenario)
        self.worlds = draw(self.scenario, self.ensemble_seed, number)
        self.round = 0
        self.rounds: Ints = np.zeros(len(number), dtype=np.intp)
        self.under_way: Bools = np.ones(len(number), dtype=bool)
        self.ratified: Bools = np.ones(len(number), dtype=bool)
        self.broken_off: Bools = np.zeros(len(number), dtype=bool)
        self.signatures = Signatures(self.worlds)
        self._signing = Signing(self.scenario, self.worlds, self.signatures)
        self.rule = decision_rule(self.scenario, self.worlds.capability)
        self.zones = Zones(self.scenario, self.worlds, self.rule)
        self.refusals = Refusals(self.rule, len(number))
        self.refusals_of_leaders = Refusals(self.rule, len(number))
        self.exchanges: list[Exchange] = []
        self.answers_of_leaders: list[tuple[int, Ints, Text]] = []
        self._played_since_change: Bools = np.zeros(len(number), dtype=bool)
        self._record = record
        self.explain = explain
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "round": "round",
                "talking": lambda model: model.talking.size / model.ended_in.size,
                "agreed": lambda model: float(model.agreed.mean()),
            },
            agenttype_reporters={Envoy: {"name": "name", "aspiration": lambda envoy: _mean(envoy.aspiration)}},
        )
        self.states: tuple[State, ...] = ()
        self.meetings: list[Meeting] = []
        self.agreed_after: list[Bools] = []
        self.talking: Ints = np.arange(0)
        for mechanism in self.worlds.mechanisms:
            mechanism.enter(self)
        self._go_on()

    def step(self) -> None:
        """Play one round of the meeting in every world that still talks in it."""
        if not self.running:
            return
        self.round += 1
        for mechanism in self.worlds.mechanisms:
            mechanism.before_round(self, self.talking)
        self.rounds[self.talking] += 1
        self._played_since_change[self.talking] = True
        for place, exchange in self.meeting.play(self.talking) if self.talking.size else ():
            if self.explain:
                self.refusals.note(self.baskets[place], exchange, self.worlds.layout)
            for mechanism in self.worlds.mechanisms:
                mechanism.heard(self, place, exchange)
            if self._record:
                standing = self.signatures.standing(exchange.worlds)
                basket, number = self.meeting.baskets[place], self.meeting.number
                in_full = basket.in_full(exchange, place, number, self.rounds, standing, self.worlds.layout)
                self.exchanges.append(in_full)
        over = self.meeting.over(self.talking)
        self._signing.conclude(self.meeting, self.talking[over], self.rounds)
        self.talking = self.talking[~over]
        if not self.talking.size:
            self._go_on()
        self.datacollector.collect(self)

    def circumstances_change(self, worlds: Ints) -> None:
        """Remember what was possible in those worlds (n,), before what the talks rest on changes; for mechanisms."""
        self.zones.remember(worlds, self._played_since_change[worlds])
        self._played_since_change[worlds] = False

    def circumstances_changed(self, worlds: Ints) -> None:
        """Let everybody see that what the talks rest on has changed in those worlds (n,); for mechanisms."""
        self.worlds.weigh_again(worlds)
        if self.talking.size:
            self._seats.renew(self.baskets, worlds)

    def break_off(self, worlds: Ints) -> None:
        """Break the talks off in those worlds (n,): what was signed before stands; for mechanisms."""
        self.broken_off[worlds] = True
        self.under_way[worlds] = False
        self.talking = np.setdiff1d(self.talking, worlds)

    @property
    def meeting(self) -> Meeting:
        """The present meeting, or the last one."""
        return self.meetings[-1]

    @property
    def envoys(self) -> tuple[Envoy, ...]:
        """All who speak in the present meeting: those of the first basket's table in the order of their states, ..."""
        return tuple(envoy for basket in self.baskets for envoy in basket.protocol.table.envoys)

    def _go_on(self) -> None:
        """Close the meeting that is over in all worlds, and open the next one that takes place in any."""
        while not self.talking.size and self.running:
            if self.meetings:
                self._close()
            number = len(self.meetings)
            if number == len(self.scenario.road) or not self.under_way.any():
                self._end()
                return
            self._open(number)

    def _open(self, number: int) -> None:
        """Open a meeting of the road in the worlds in which it takes place and something is left to settle."""
        for mechanism in self.worlds.mechanisms:
            mechanism.before_meeting(self, np.flatnonzero(self.under_way))
        situation = Situation(self.scenario, self.worlds, self.signatures, number)
        every = np.arange(len(self.rounds))
        open_ = situation.open(every)
        wants = [situation.preferences(p, every, open_) for p in range(len(self.scenario.states))]
        if self.states:
            for state, preferences in zip(self.states, wants, strict=True):
                state.preferences = preferences
        else:
            self.states = tuple(State(self, name, each) for name, each in zip(self.scenario.states, wants, strict=True))
        before = self.baskets if self.meetings else ()
        self._seats = Seats(self, situation, self.ensemble_seed, self.states, self.rule, before)
        self.meetings.append(self._seats.meeting())
        for envoy in (envoy for basket in before for envoy in basket.protocol.table.envoys):
            envoy.remove()
        held = self._takes_place(number, open_)
        if self.meeting.leg.level == "leaders":
            self._ask_leaders(held)
            self.meeting.held[held] = True
            if self.meeting.leg.answers_only:
                return
            # They met; where what they signed left nothing open they do not talk on.
            held = held[self._something_open(situation.open(every))[held]]
        self.meeting.open(held)
        self.talking = held
        for mechanism in self.worlds.mechanisms:
            mechanism.seated(self)

    def _takes_place(self, number: int, open_: Bools) -> Ints:
        """Return the worlds (n,) in which a meeting takes place, given what is open (W, J, K).

        The first always does; a later one where its condition holds of what was signed, and something is left to
        settle or waits for leaders.
        """
        every = np.arange(len(self.rounds))
        here = self.under_way.copy()
        waits = self.signatures.bracketed[:, 0] >= 0
        if self.scenario.road[number].answers_only:
            here &= waits
        elif number > 0:
            here &= self._something_open(open_) | waits
        only_if = self.scenario.road[number].only_if
        if only_if is not None:
            here &= only_if(self.signatures.standing(every), self.signatures.settled)
        return np.flatnonzero(here)

    def _something_open(self, open_: Bools) -> Bools:
        """Return (W,): whether anything can be moved off what stands, given what is open (W, J, K)."""
        stays = is_status_quo(self.signatures.terms(np.arange(len(self.rounds))), open_.shape[-1])
        return np.asarray((open_ & ~stays).any(axis=(1, 2)))

    def _ask_leaders(self, worlds: Ints) -> None:
        """Put the texts that envoys left in brackets to the leaders, in those of the worlds (n,) that have one."""
        asked, text = self._signing.ask_leaders(self.meeting, worlds, self.rounds)
        if not asked.size:
            return
        if self.explain:
            refused, wants = ~text.agreed, [state.preferences for state in self.states]
            open_, layout = self.worlds.joined.open, self.worlds.layout
            self.refusals_of_leaders.note_leaders(asked[refused], text.terms[refused], wants, open_, layout)
        self._seats.renew(self.baskets, asked[text.agreed])
        if self._record:
            self.answers_of_leaders.append((self.meeting.number, asked, text))

    def _close(self) -> None:
        """End the meeting, which is over in all worlds."""
        for mechanism in self.worlds.mechanisms:
            mechanism.after_meeting(self, np.flatnonzero(self.meeting.held))
        self.agreed_after.append(self.signatures.some.copy())
        idle = self.worlds.open.sum(axis=-1) == 1
        nothing_left = (self.signatures.settled | idle).all(axis=1) & (self.signatures.bracketed[:, 0] < 0)
        self.under_way &= ~nothing_left

    def _end(self) -> None:
        """End the talks."""
        self.running = False
        self.under_way[:] = False
        # Meetings that took place in no world changed nothing.
        self.agreed_after += [self.signatures.some.copy()] * (len(self.scenario.road) - len(self.meetings))
        for mechanism in self.worlds.mechanisms:
            mechanism.after_talks(self)


def _mean(values: Floats) -> float:
    """Return the mean of what is known so far."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")
