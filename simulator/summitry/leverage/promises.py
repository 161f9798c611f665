"""Promises that can be believed: checks on what is promised, and trust that a state earns."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from summitry.leverage.lever import Lever
from summitry.leverage.side import Side

MOST_CHECKED = 4
"""How many issues, those that weigh most for the state, are checked one by one."""

CHECKED, TRUSTED = "very high", "high"


def promises(side: Side) -> Iterator[Lever]:
    """Yield checks on promises, and the trust of others in the state."""
    spec = side.scenario.spec
    doubted = spec.talks.performance or any(state.trust for state in spec.states.values())
    p = side.scenario.states.index(side.state)
    weight = [float(side.weight[p, issue]) for issue in range(len(side.scenario.issues))]
    promised = [
        issue
        for issue in np.argsort(-np.array(weight), kind="stable")
        if spec.issues[side.question(issue).id].performed_by and doubted
    ]
    one_by_one = [[issue] for issue in promised[:MOST_CHECKED]] if len(promised) > 1 else []
    for issues in [promised, *one_by_one] if promised else ():
        ids = [side.question(issue).id for issue in issues]
        says = f"Checks on {side.titled(issues[0])}" if len(issues) == 1 else "Checks on every promise"
        performers = {state for issue in ids for state in spec.issues[issue].performed_by}
        yield Lever(
            f"promise.checks.{ids[0] if len(ids) == 1 else 'all'}",
            "promise",
            f"{says} leave little doubt that it is kept",
            {f"issues.{issue}.verification": CHECKED for issue in ids},
            tuple(state for state in side.others if state in performers),
            "A judgement: checks make up for about nine tenths of the missing trust.",
        )
    heard = [other for other in side.others if side.state in spec.states[other].trust]
    if heard and any(side.state in spec.issues[issue].performed_by for issue in spec.issues):
        yield Lever(
            "promise.trust",
            "promise",
            f"{side.title} earns the trust of others",
            {f"states.{other}.trust.{side.state}": TRUSTED for other in heard},
            tuple(heard),
            "A judgement: a trust of about 0.7. By which deeds, and at what cost, is left open.",
        )
