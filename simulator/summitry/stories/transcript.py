"""One world's talks, told meeting by meeting and round by round."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from summitry.mechanisms.events import Happened
from summitry.scenario.scenario import Scenario
from summitry.stories.chronicle import Witness
from summitry.stories.readout import readout
from summitry.stories.rounds_told import Rounds
from summitry.stories.story_words import Wording
from summitry.talks.cast import Cast
from summitry.talks.endings import Ending
from summitry.talks.model import SummitModel


def replay(scenario: Scenario, world: int, seed: int = 1) -> SummitModel:
    """Return the model of one world of an ensemble, its talks played to the end."""
    model = Witness(scenario, [world], rng=seed)
    model.run_model()
    return model


def transcript(model: SummitModel) -> str:
    """Return the talks of the one world of a model as text: who offered what, how each side took it, how it ended.

    And, last, what each side says of it in public (`readout`).

    Raises
    ------
    ValueError
        The model holds more than one world.
    """
    return "\n".join(_Teller(Witness.of(model)).lines()) + "\n"


class _Teller:
    """Tells the talks of one world."""

    def __init__(self, talks: Witness) -> None:
        self.talks = talks
        self.scenario = talks.scenario
        self.wording = Wording(talks.scenario)
        self.on_a_road = len(talks.scenario.road) > 1

    def lines(self) -> Iterator[str]:
        talks = self.talks
        yield f"{self.scenario.title}: world {int(talks.worlds.number[0])} of seed {talks.ensemble_seed}"
        if self.on_a_road:
            span = f"{len(self.scenario.road)} meetings on the road"
        else:
            span = self._span(talks.gatherings[0].rounds)
        protocol = self.scenario.spec.talks.protocol.replace("_", " ")
        yield f"{span}; {protocol}. Utilities from 0 (nothing) to 1 (everything)."
        yield ""
        yield from Cast(talks, self.wording).lines()
        for number in range(len(self.scenario.road)):
            yield from self._meeting(number)
        yield ""
        if not self.on_a_road:
            yield from Rounds(talks, self.wording, 0).initialled()
        yield from Ending(talks, self.wording).lines()
        yield ""
        yield "What each side tells the press"
        for state, title in zip(self.scenario.states, self.wording.states, strict=True):
            yield ""
            yield f"{title}: {readout(talks, state)}"

    @staticmethod
    def _span(rounds: int) -> str:
        return "1 round" if rounds == 1 else f"At most {rounds} rounds"

    def _meeting(self, number: int) -> Iterator[str]:
        """Tell one meeting of the road, or why it did not take place, and what happened before it."""
        before = [each for each in self._happened(number) if self._between_meetings(each)]
        if before:
            yield ""
            yield from self._events("Before the talks" if number == 0 else "Before the meeting", before)
        leg, why_not = self.scenario.road[number], self._why_not(number)
        named = f"Meeting {number + 1}: {self.wording.meeting(leg)}"
        if why_not:
            if self.on_a_road:
                yield ""
                yield f"{named}; did not take place: {why_not}."
            return
        if self.on_a_road:
            yield ""
            yield f"{named}; {self._how(number)}."
        rounds = Rounds(self.talks, self.wording, number)
        answered = self.talks.gatherings[number].answered
        if answered is not None:
            yield ""
            yield from rounds.answers_of_leaders(answered)
        yield from self._rounds(rounds, number)
        if self.on_a_road and not leg.answers_only:
            left = [*rounds.initialled(), *self._left_behind(number)]
            yield from ["", *left] if left else []

    def _why_not(self, number: int) -> str:
        """Return why a meeting did not take place; nothing where it did."""
        if number < len(self.talks.gatherings):
            return self.talks.gatherings[number].why_not
        return "the talks had been broken off" if self.talks.broken_off[0] else "nothing was left to settle"

    def _how(self, number: int) -> str:
        """Return how a meeting is run, as far as it differs from others."""
        leg = self.scenario.road[number]
        if leg.answers_only:
            return "answers only"
        differs = leg.protocol != self.scenario.spec.talks.protocol
        protocol = f", {leg.protocol.replace('_', ' ')}" if differs else ""
        return self._span(self.talks.gatherings[number].rounds).lower() + protocol

    def _rounds(self, rounds: Rounds, number: int) -> Iterator[str]:
        """Tell the rounds of a meeting, each after the events that happened before it."""
        during = [each for each in self._happened(number) if not self._between_meetings(each)]
        for said in self.talks.said:
            if said.exchange.meeting != number:
                continue
            due = [happened for happened in during if happened.after_round[0] < said.exchange.round]
            during = during[len(due) :]
            if due:
                yield from rounds.rest()
                yield ""
                yield from self._events(f"Before round {said.exchange.round}", due)
            yield from rounds.lines(said)
        yield from rounds.rest()
        if during:
            yield ""
            yield from self._events(f"After round {during[0].after_round[0]}", during)

    def _happened(self, number: int) -> list[Happened]:
        return [happened for happened in self.talks.log if happened.meeting == number]

    def _between_meetings(self, happened: Happened) -> bool:
        return self.scenario.spec.events[happened.id].per_round is None

    def _events(self, when: str, events: list[Happened]) -> Iterator[str]:
        for happened in events:
            effects = self.scenario.spec.events[happened.id].effects.changes
            ends = any(effect.path == ("break_off",) for effect in effects)
            breaks_off = " The talks are broken off." if ends else ""
            yield f"{when}: {self.wording.event(happened.id)}.{breaks_off}"

    def _left_behind(self, number: int) -> Iterator[str]:
        """Tell what a meeting signed, and what it left in brackets."""
        gathering = self.talks.gatherings[number]
        signed = self.wording.terms(gathering.after, gathering.settled & (gathering.after != gathering.before))
        if signed:
            yield f"Signed: {signed}."
        elif gathering.answered is None or not gathering.answered.text.agreed[0]:
            yield "Nothing is signed."
        text = gathering.brackets
        if text is None:
            return
        waited = self.talks.gatherings[number - 1].brackets if number else None
        if waited is not None and np.array_equal(text, waited):
            yield "The text of an earlier meeting still waits for the leaders."
            return
        options = self.talks.worlds.layout.apart(text)
        yield f"Left in brackets for the leaders: {self.wording.deal(options, gathering.after)}."
