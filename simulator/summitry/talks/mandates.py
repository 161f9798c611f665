"""From the mandates that a scenario gives to those that envoys carry."""

from __future__ import annotations

import numpy as np

from summitry.ensembles.worlds import Worlds
from summitry.scenario.scenario import Scenario
from summitry.talks.draws import Draws
from summitry.talks.linking import joined_bars
from summitry.talks.wishes import beyond
from summitry_agents.deals import Bools, Ints
from summitry_agents.mandate import Mandate
from summitry_agents.preferences import is_status_quo


def draw_limits(scenario: Scenario, draws: Draws) -> tuple[Bools, ...]:
    """Return by state (W, I, K): the options of the file's issues beyond the limits of its envoy's mandate."""
    agenda = scenario.agenda
    found = []
    for p, state in enumerate(scenario.states):
        id_, envoy = scenario.speaker(state, "envoys")
        limits = np.zeros((len(draws.number), *agenda.valid.shape), dtype=bool)
        for issue, limit in envoy.mandate.limits.items():
            question = agenda.question(issue)
            outside = beyond(draws, f"envoys.{id_}.mandate.limits.{issue}", limit, question, p)
            limits[:, agenda.issues.index(issue), : len(question.options)] = outside
        found.append(limits)
    return tuple(found)


def mandate_of(scenario: Scenario, worlds: Worlds, meeting: int, state: int, issues: Ints) -> Mandate | None:
    """Return the mandate of a state's envoy at one table of a meeting; None where it may go as far as its state.

    Parameters
    ----------
    scenario, worlds
        The talks, and what was drawn.
    meeting
        Which of the road; leaders have no mandate.
    state
        Which of the P states.
    issues
        (J,) the issues on the table, linked ones joined.
    """
    if scenario.road[meeting].level == "leaders" or not worlds.limits[state].any():
        return None
    asks = scenario.speaker(scenario.states[state], "envoys")[1].mandate.asks_home
    every = np.arange(len(worlds.number))
    return Mandate(beyond_limits(worlds, state, issues, every), np.full(len(every), asks, dtype=np.intp))


def beyond_limits(worlds: Worlds, state: int, issues: Ints, there: Ints) -> Bools:
    """Return (n, J, K): what lies beyond a state's envoy's limits in those worlds (n,); never the status quo.

    Parameters
    ----------
    worlds, state, issues
        As in `mandate_of`.
    there
        (n,).
    """
    limits, status_quo = worlds.limits[state][there], worlds.status_quo[there]
    outside = limits & ~is_status_quo(status_quo, limits.shape[-1])
    return joined_bars(worlds.layout, outside[:, None], status_quo)[:, 0][:, issues]
