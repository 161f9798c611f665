"""What an event does: each kind of effect acts on the circumstances of some worlds, or on the talks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from summitry.scenario.changeable import range_of
from summitry.scenario.event import Change, Effect
from summitry.talks.wishes import value_around
from summitry_agents.deals import Floats, Ints

if TYPE_CHECKING:
    from summitry.scenario.scenario import Scenario
    from summitry.talks.draws import Draws
    from summitry.talks.model import SummitModel

Act = Callable[["SummitModel", Ints], None]


@dataclass(frozen=True, eq=False)
class ActsOn:
    """An effect of an event, ready to act on the talks in some worlds.

    Parameters
    ----------
    act
        Does it.
    changes_circumstances
        Whether it changes what options are worth or who would sign.
    breaks_off
        Whether it ends the talks; what else the event does comes first.
    """

    act: Act
    changes_circumstances: bool = True
    breaks_off: bool = False

    def __call__(self, talks: SummitModel, worlds: Ints) -> None:
        """Act in the worlds (n,)."""
        self.act(talks, worlds)


def action(scenario: Scenario, draws: Draws, effect: Effect, path: str) -> ActsOn:
    """Return what an effect does; its numbers are drawn once for each world.

    Parameters
    ----------
    scenario, draws
        The talks, and where numbers come from.
    effect
        As the file has it, its path checked.
    path
        Of the event's effects in the file.
    """
    here = f"{path}.{'.'.join(effect.path)}.{effect.change}"
    if effect.is_switch:
        breaks_off = effect.path == ("break_off",)
        return ActsOn(_nothing if breaks_off else _leak, not breaks_off, breaks_off)
    section, name, *rest = effect.path
    if section == "talks":
        return ActsOn(_deadline(effect.change, draws.quantity(here, effect.value, *range_of(effect))), False)
    if section == "issues":
        return ActsOn(_status_quo(scenario, draws, effect, name, here))
    state = scenario.states.index(name)
    if rest[-1] == "ideal":
        return ActsOn(_ideal(scenario, draws, effect, state, rest[1], here))
    value = draws.quantity(here, effect.value, *range_of(effect))
    if rest[0] == "positions":
        return ActsOn(_number("salience", (state, scenario.issues.index(rest[1])), effect.change, value, 0.0, 1.0))
    if rest[0] == "trust":
        return ActsOn(_number("trust", (state, scenario.states.index(rest[1])), effect.change, value, 0.0, 1.0))
    if rest[0] == "walk_away":
        return ActsOn(_walk_away(state, effect.change, value))
    most = 1.0 if rest[0] == "patience" else np.inf
    return ActsOn(_number(rest[0], (state,), effect.change, value, 0.0, most))


def changed(old: Floats, change: Change, by: Floats) -> Floats:
    """Return numbers (n,) set ``to``, raised by what is to ``add``, or multiplied (``times``)."""
    if change == "to":
        return by
    return old + by if change == "add" else old * by


def _number(name: str, index: tuple[int, ...], change: Change, value: Floats, low: float, high: float) -> Act:
    """Return a change of one number of the circumstances, which stays within its range.

    Below the range it can only have been put by a mediator's carrots, and stays as low as it was.
    """

    def act(talks: SummitModel, worlds: Ints) -> None:
        numbers = getattr(talks.worlds.circumstances, name)
        here = (worlds, *index)
        old = numbers[here]
        numbers[here] = np.clip(changed(old, change, value[worlds]), np.minimum(old, low), high)

    return act


def _walk_away(state: int, change: Change, value: Floats) -> Act:
    """Return a change of what failure is worth; what is added to the worth of the status quo comes on top of it."""

    def act(talks: SummitModel, worlds: Ints) -> None:
        circumstances = talks.worlds.circumstances
        if change == "add":
            circumstances.walk_away_shift[worlds, state] += value[worlds]
        elif change == "to":
            circumstances.walk_away[worlds, state] = value[worlds]
            circumstances.walk_away_shift[worlds, state] = 0.0
        else:
            circumstances.walk_away[worlds, state] *= value[worlds]

    return act


def _status_quo(scenario: Scenario, draws: Draws, effect: Effect, issue: str, path: str) -> Act:
    question = scenario.agenda.question(issue)
    place = np.rint(draws.placed(path, effect.value, question) * (len(question.options) - 1)).astype(np.intp)
    column = scenario.issues.index(issue)

    def act(talks: SummitModel, worlds: Ints) -> None:
        talks.worlds.circumstances.status_quo[worlds, column] = place[worlds]

    return act


def _ideal(scenario: Scenario, draws: Draws, effect: Effect, state: int, issue: str, path: str) -> Act:
    question = scenario.agenda.question(issue)
    ideal = draws.placed(path, effect.value, question)
    shape = scenario.spec.states[scenario.states[state]].positions[issue].shape
    value = value_around(ideal, question, shape)
    column = scenario.issues.index(issue)

    def act(talks: SummitModel, worlds: Ints) -> None:
        circumstances = talks.worlds.circumstances
        circumstances.ideal[worlds, state, column] = ideal[worlds]
        circumstances.value[worlds, state, column, : value.shape[1]] = value[worlds]

    return act


def _deadline(change: Change, value: Floats) -> Act:
    """Return a change of the number of rounds of the meeting that goes on, or of the next."""

    def act(talks: SummitModel, worlds: Ints) -> None:
        if talks.talking.size:
            rounds = talks.meeting.rounds[worlds]
            talks.meeting.move_deadline(worlds, _whole(changed(rounds.astype(float), change, value[worlds])))
            return
        number = len(talks.meetings)
        rounds = talks.worlds.rounds[worlds, number]
        talks.worlds.rounds[worlds, number] = _whole(changed(rounds.astype(float), change, value[worlds]))

    return act


def _whole(rounds: Floats) -> Ints:
    return np.maximum(np.rint(rounds), 1).astype(np.intp)


def _leak(talks: SummitModel, worlds: Ints) -> None:
    """Let the public know what is signed away from now on."""
    talks.worlds.circumstances.overheard[worlds] = True


def _nothing(talks: SummitModel, worlds: Ints) -> None:
    """Leave everything as it is; the talks end."""
