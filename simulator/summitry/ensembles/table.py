"""Per-world rows as labelled tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from summitry.assumptions import shared_prior
from summitry.ensembles.reasons import explained
from summitry.ensembles.rows import Rows
from summitry.scenario.scenario import Scenario
from summitry.talks.gates import Gate
from summitry_agents.verdict import Verdict

NO_DEAL = ""
"""How a table shows the option of an issue where there is no deal."""


def frame(scenario: Scenario, rows: Rows) -> pd.DataFrame:
    """Return one row per world.

    Columns: ``world``, ``gate``, ``zone``, ``round``, ``joint_gain_captured``; ``deal.<issue>`` (the option, empty
    without a deal) and ``settled.<issue>``; ``gain.<state>``, ``surplus.<state>``, ``signed.<state>``,
    ``aside.<state>``, ``belief_error.<state>``; ``goal.<goal>``; ``carried_out``; ``blocker``, ``blocked_on`` and
    ``lacking`` (who stood in the way of a deal, on which issue, by how much); what mechanisms tell, such as
    ``event.<event>`` or ``votes_for.<state>.<constituency>``; ``assumption.<name>`` (the stratum); ``drawn.<path>`` for
    every uncertain quantity.

    Raises
    ------
    ValueError
        The rows are without reasons.
    """
    reasons = explained(rows.reasons)
    columns: dict[str, Any] = {
        "world": rows.world,
        "gate": _named(rows.gate, [gate.label for gate in Gate]),
        "zone": _named(rows.zone, [verdict.name.lower() for verdict in Verdict]),
        "round": rows.ended_in,
    }
    for i, question in enumerate(scenario.agenda.questions):
        columns[f"deal.{question.id}"] = _named(rows.deal[:, i], question.options)
        columns[f"settled.{question.id}"] = rows.settled[:, i]
    for p, state in enumerate(scenario.states):
        columns[f"gain.{state}"] = rows.gain[:, p]
        columns[f"surplus.{state}"] = rows.surplus[:, p]
        columns[f"signed.{state}"] = rows.signed[:, p]
        columns[f"aside.{state}"] = rows.aside[:, p]
        columns[f"belief_error.{state}"] = reasons.belief_error[:, p]
    columns["joint_gain_captured"] = reasons.joint_gain_captured
    for g, goal in enumerate(scenario.goals):
        columns[f"goal.{goal}"] = rows.goals[:, g]
    columns["carried_out"] = rows.carried_out
    columns["blocker"] = _named(reasons.blocker, scenario.states)
    columns["blocked_on"] = _named(reasons.blocked_on, scenario.issues)
    columns["lacking"] = reasons.lacking
    for e, name in enumerate(rows.happened_names):
        columns[name] = rows.happened[:, e]
    for n, name in enumerate(rows.measured_names):
        columns[name] = rows.measured[:, n]
    for a, assumption in enumerate(shared_prior().values()):
        if (rows.strata[:, a] >= 0).all():
            columns[f"assumption.{assumption.name}"] = _named(
                rows.strata[:, a], [stratum.label for stratum in assumption.strata]
            )
    for u, path in enumerate(rows.recorded_names):
        columns[f"drawn.{path}"] = rows.recorded[:, u]
    return pd.DataFrame(columns)


def dataset(scenario: Scenario, rows: Rows, agreed_by: Sequence[float]) -> xr.Dataset:
    """Return the rows as labelled arrays.

    Variables: ``gate``, ``zone``, ``ended_in``, ``joint_gain_captured`` (world); ``deal``, ``settled`` (world, issue);
    ``gain``, ``surplus``, ``signed``, ``aside``, ``belief_error`` (world, state); ``met`` (world, goal);
    ``carried_out``, ``blocker``, ``blocked_on``, ``lacking`` (world); ``held``, ``agreed_after`` (world, meeting);
    ``happened`` (world, mechanism); ``stratum`` (world, assumption); ``drawn`` (world, quantity); and ``agreed_by``
    (round), the share of worlds that had agreed by its end.

    Raises
    ------
    ValueError
        The rows are without reasons.
    """
    reasons = explained(rows.reasons)
    options = [question.options for question in scenario.agenda.questions]
    deal = [_named(rows.deal[:, i], names).to_numpy() for i, names in enumerate(options)]
    return xr.Dataset(
        {
            "gate": ("world", np.asarray([gate.label for gate in Gate], dtype=object)[rows.gate]),
            "zone": ("world", np.asarray([verdict.name.lower() for verdict in Verdict], dtype=object)[rows.zone]),
            "ended_in": ("world", rows.ended_in),
            "agreed_by": ("round", agreed_by),
            "deal": (("world", "issue"), np.stack(deal, axis=1)),
            "settled": (("world", "issue"), rows.settled),
            "gain": (("world", "state"), rows.gain),
            "surplus": (("world", "state"), rows.surplus),
            "signed": (("world", "state"), rows.signed),
            "aside": (("world", "state"), rows.aside),
            "belief_error": (("world", "state"), reasons.belief_error),
            "joint_gain_captured": ("world", reasons.joint_gain_captured),
            "met": (("world", "goal"), rows.goals),
            "carried_out": ("world", rows.carried_out),
            "blocker": ("world", _named(reasons.blocker, scenario.states).to_numpy()),
            "blocked_on": ("world", _named(reasons.blocked_on, scenario.issues).to_numpy()),
            "lacking": ("world", reasons.lacking),
            "held": (("world", "meeting"), rows.held),
            "agreed_after": (("world", "meeting"), rows.agreed_after),
            "happened": (("world", "mechanism"), rows.happened),
            "stratum": (("world", "assumption"), rows.strata),
            "drawn": (("world", "quantity"), rows.recorded),
        },
        coords={
            "world": rows.world,
            "issue": list(scenario.issues),
            "state": list(scenario.states),
            "goal": list(scenario.goals),
            "meeting": [leg.title for leg in scenario.road],
            "mechanism": list(rows.happened_names),
            "round": range(1, len(agreed_by) + 1),
            "assumption": list(shared_prior()),
            "quantity": list(rows.recorded_names),
        },
        attrs={"scenario": scenario.id, "title": scenario.title},
    )


def _named(codes: NDArray[np.integer[Any]], names: Sequence[str]) -> pd.Categorical[str]:
    """Return codes as names; -1, no deal, as the empty name."""
    known = np.where(codes < 0, len(names), codes)
    return pd.Categorical.from_codes(known, pd.Index([*names, NO_DEAL]))
