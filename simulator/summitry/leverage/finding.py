"""All levers of a state, as far as its talks have room for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from summitry.leverage.conduct import conduct
from summitry.leverage.home import home
from summitry.leverage.lever import Lever
from summitry.leverage.mediator import mediator
from summitry.leverage.offers import offers, requests
from summitry.leverage.order import order
from summitry.leverage.payments import payments
from summitry.leverage.promises import promises
from summitry.leverage.setting import setting
from summitry.leverage.side import Side
from summitry.scenario.problems import ScenarioError, unknown
from summitry.scenario.scenario import Scenario

KINDS: Sequence[Callable[[Side], Iterator[Lever]]] = (
    offers,
    requests,
    order,
    setting,
    mediator,
    conduct,
    payments,
    promises,
    home,
)
"""Each yields the levers of a kind or two; a new kind is a file and a line here."""


@dataclass(frozen=True)
class Found:
    """What a state could change.

    Parameters
    ----------
    levers
        Those for which the talks have room; conditions at home among them.
    left_out
        How many the scenario does not allow, because a key would have no effect, say, or contradict another.
    """

    levers: tuple[Lever, ...]
    left_out: int


def find(scenario: Scenario, state: str) -> Found:
    """Return the levers of a state, each of which makes a valid scenario that differs from all others.

    Raises
    ------
    ScenarioError
        The talks have no such state.
    """
    if state not in scenario.states:
        raise ScenarioError([replace(unknown(state, "a state", scenario.states, ("for",)), about_key=False)])
    side = Side.of(scenario, state)
    seen, levers, left_out = [scenario.data], [], 0
    for lever in (lever for kind in KINDS for lever in kind(side)):
        try:
            data = lever.pulled(scenario).data
        except ScenarioError:
            left_out += 1
            continue
        if data not in seen:
            seen.append(data)
            levers.append(lever)
    return Found(tuple(levers), left_out)
