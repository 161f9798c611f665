"""Simple rules that a model of talks has to beat: each says yes or no, from a file's expected numbers alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from summitry.ensembles.worlds import Worlds
from summitry.forecasts.standings import Standings, has_scale, weighted_mean
from summitry.scenario.scenario import Scenario
from summitry.talks.drawing import draw_evenly
from summitry.talks.ground import Ground
from summitry.talks.rule import decision_rule, zone_under_rule
from summitry_agents.verdict import Verdict

EVENLY = 256
"""Worlds, spread evenly over a file's distributions, whose mean is what is expected."""


@dataclass(frozen=True)
class Answer:
    """What a rule says of one case.

    Parameters
    ----------
    agreement
        Whether there will be one.
    issues
        By issue: whether it will be settled.
    """

    agreement: bool
    issues: dict[str, bool]


Rule = Callable[[Scenario], Answer]


def zone_at_expected_positions(scenario: Scenario) -> Answer:
    """Expect agreement where a deal exists that those whose yes it takes like better than walking away, on average.

    What each option is worth to a state, and walking away to it, is the mean over the file's distributions, without
    what signing costs, of which the file says nothing; an option is barred if it is in most worlds. Issues are expected
    to be settled as the deal found settles them.
    """
    worlds = _expected(scenario)
    every = Ground.now(scenario, worlds, np.arange(EVENLY))
    ground = Ground(
        there=np.zeros(1, dtype=np.intp),
        contributions=every.contributions.mean(axis=0, keepdims=True),
        barred=every.barred.mean(axis=0, keepdims=True) > 0.5,
        open=every.open.mean(axis=0, keepdims=True) > 0.5,
        reservation=(every.reservation - worlds.premium).mean(axis=0, keepdims=True),
        status_quo=np.median(every.status_quo, axis=0, keepdims=True).astype(np.intp),
    )
    rule = decision_rule(scenario, worlds.capability.mean(axis=0, keepdims=True))
    zone = zone_under_rule(scenario, ground, rule)
    exists = bool(zone.verdict[0] == Verdict.EXISTS)
    deal = worlds.layout.apart(np.where(exists, zone.deal, ground.status_quo))[0]
    stands = np.median(worlds.status_quo, axis=0)
    return Answer(exists, {issue: bool(exists and deal[i] != stands[i]) for i, issue in enumerate(scenario.issues)})


def weighted_mean_off_the_status_quo(scenario: Scenario) -> Answer:
    """Expect an issue to be settled where the mean position, weighted by capability x salience, is off its status quo.

    Off means nearer to another option. Agreement is expected where that holds for issues that carry most of the
    salience. An issue on no scale, or whose failure is off it, counts as settled if anybody wants it to be.
    """
    worlds = _expected(scenario)
    ideal, salience = worlds.circumstances.ideal, worlds.circumstances.salience
    found, carried, whole = {}, 0.0, 0.0
    for i, question in enumerate(scenario.agenda.questions):
        stands = int(np.median(worlds.status_quo[:, i]))
        table = Standings(ideal[:, :, i], salience[:, :, i], worlds.capability)
        mean = weighted_mean(table.place, table.weight)
        if stands < 0 or not has_scale(question) or np.isnan(mean).any():
            moved = bool(salience[:, :, i].any())
        else:
            moved = bool(np.abs(question.place - mean.mean()).argmin() != stands)
        found[question.id] = moved
        weight = float((worlds.capability * salience[:, :, i]).mean(axis=0).sum())
        carried, whole = carried + weight * moved, whole + weight
    return Answer(carried > 0.5 * whole, found)


RULES: Mapping[str, Rule] = {
    "zone": zone_at_expected_positions,
    "weighted_mean": weighted_mean_off_the_status_quo,
}


def _expected(scenario: Scenario) -> Worlds:
    return draw_evenly(scenario, EVENLY)
