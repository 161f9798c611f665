"""Events: what may happen between meetings and in them, and what it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from summitry.mechanisms.effects import ActsOn, action
from summitry.mechanisms.mechanism import Mechanism
from summitry.scenario.event import Event
from summitry.scenario.goals import Condition, condition
from summitry_agents.deals import Bools, Floats, Ints

if TYPE_CHECKING:
    from summitry.scenario.scenario import Scenario
    from summitry.talks.draws import Draws
    from summitry.talks.model import SummitModel


@dataclass(frozen=True, eq=False)
class Drawn:
    """An event with what was drawn of it.

    Parameters
    ----------
    id, said
        Its name, and what the file says.
    chance
        (W,) of happening, on its day, before a meeting or before a round.
    only_if
        What must hold of what was signed.
    actions
        What it does.
    """

    id: str
    said: Event
    chance: Floats
    only_if: Condition | None
    actions: Sequence[ActsOn]


@dataclass(frozen=True, eq=False)
class Happened:
    """Where an event happened: before the round that would have come after those played (n,), in the worlds (n,)."""

    id: str
    meeting: int
    after_round: Ints
    worlds: Ints


class Events(Mechanism):
    """What may happen while the talks go on, and is seen by all: it changes what they rest on, or ends them.

    By date, once, before the first meeting on that day or later; or by chance, before each meeting or each round, once
    at most unless it repeats. Each time has its own draw, so that one event shifts no other. Of several at the same
    time all take effect, in the order of their ids.
    """

    changes_circumstances: ClassVar[bool] = True

    @classmethod
    def used_in(cls, scenario: Scenario) -> bool:
        """Tell whether the scenario names any."""
        return bool(scenario.spec.events)

    def __init__(self, scenario: Scenario, draws: Draws) -> None:
        super().__init__(scenario, draws)
        self.events = [_drawn(scenario, draws, id_) for id_ in sorted(scenario.spec.events)]
        self.times = {event.id: np.zeros(len(draws.number), dtype=np.intp) for event in self.events}
        """By event: (W,) how often it has happened."""
        self.log: list[Happened] = []

    def enter(self, talks: SummitModel) -> None:
        """Let the worlds remember how they were at first: an event may come before anybody has taken a seat."""
        talks.worlds.first  # noqa: B018 worked out when it is first asked for, and kept

    def before_meeting(self, talks: SummitModel, worlds: Ints) -> None:
        """Let events of the days since the last meeting happen, and those that come by chance before one."""
        number = len(talks.meetings)
        due = [each for each in self.events if each.said.per_meeting is not None or self._is_due(each, number)]
        self._happen(talks, due, worlds, number, f"meeting.{number}")

    def before_round(self, talks: SummitModel, worlds: Ints) -> None:
        """Let events happen that come by chance before a round."""
        due = [each for each in self.events if each.said.per_round is not None]
        if due and worlds.size:
            # Worlds that talk in a meeting began it together.
            played, number = int(talks.meeting.played[worlds[0]]), talks.meeting.number
            self._happen(talks, due, worlds, number, f"meeting.{number}.round.{played + 1}")

    def columns(self, talks: SummitModel) -> dict[str, NDArray[Any]]:
        """Return which events happened."""
        return {f"event.{id_}": times > 0 for id_, times in self.times.items()}

    def _is_due(self, event: Drawn, number: int) -> bool:
        """Tell whether an event's day lies before this meeting, and after the one before it."""
        road = self.scenario.road
        day, on = road[number].day, event.said.on
        before = None if number == 0 else road[number - 1].day
        return on is not None and day is not None and on <= day and (before is None or on > before)

    def _happen(self, talks: SummitModel, due: Sequence[Drawn], worlds: Ints, meeting: int, time: str) -> None:
        changed = np.zeros(len(talks.rounds), dtype=bool)
        broken: list[Ints] = []
        for event in due:
            happens = self._happens(talks, event, worlds, time)
            there = worlds[happens]
            if not there.size:
                continue
            self.times[event.id][there] += 1
            self.log.append(Happened(event.id, meeting, talks.rounds[there].copy(), there))
            acts = [act for act in event.actions if act.changes_circumstances]
            if acts and not changed[there].all():
                talks.circumstances_change(there[~changed[there]])
            for act in acts:
                act(talks, there)
            changed[there] |= bool(acts)
            broken += [there for act in event.actions if act.breaks_off]
            for act in event.actions:
                if not act.changes_circumstances and not act.breaks_off:
                    act(talks, there)
        if changed.any():
            talks.circumstances_changed(np.flatnonzero(changed))
        for there in broken:
            talks.break_off(there)

    def _happens(self, talks: SummitModel, event: Drawn, worlds: Ints, time: str) -> Bools:
        """Return (n,): in which of the worlds (n,) it happens this time."""
        happens = self.draws.source(f"events.{event.id}.{time}")[worlds] < event.chance[worlds]
        if not event.said.repeats:
            happens &= self.times[event.id][worlds] == 0
        if event.only_if is not None:
            signatures = talks.signatures
            happens &= event.only_if(signatures.standing(worlds), signatures.settled[worlds])
        return np.asarray(happens)


def _drawn(scenario: Scenario, draws: Draws, id_: str) -> Drawn:
    said, path = scenario.spec.events[id_], f"events.{id_}"
    chance = np.ones(draws.number.shape)
    for name in ("chance", "per_meeting", "per_round"):
        quantity = getattr(said, name)
        if quantity is not None:
            chance = draws.quantity(f"{path}.{name}", quantity, 0.0, 1.0)
    return Drawn(
        id=id_,
        said=said,
        chance=chance,
        only_if=None if said.only_if is None else condition(said.only_if, scenario.agenda),
        actions=[action(scenario, draws, effect, f"{path}.effects") for effect in said.effects.changes],
    )
