"""A mediator, in each of the three styles of Touval and Zartman (1985) that the talks do not have yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from summitry.leverage.lever import Lever
from summitry.leverage.setting import as_a_whole
from summitry.leverage.side import Side

AMOUNT = 0.05
"""What carrots add to a deal, and sticks take from failure, in utility, before leverage: a twentieth of everything."""
GUARANTEED = 0.5
"""What share of the missing trust a guarantor stands surety for, before leverage."""

SINGLE_TEXT = "single_text"


def mediator(side: Side) -> Iterator[Lever]:
    """Yield mediators that take nobody's side."""
    scenario = side.scenario
    there = {each.style for each in scenario.spec.mediators.values()}
    leverage = "How much is made good: shared prior. Gains do not count what the mediator gives for a deal."
    if "facilitator" not in there:
        says = "A facilitator carries messages, so that the envoys read each other better"
        yield _mediator(side, "facilitator", says, {"style": "facilitator"}, "What it knows: shared prior.")
    if "formulator" not in there and any(leg.protocol != SINGLE_TEXT for leg in scenario.road if not leg.answers_only):
        says = "A mediator drafts a single text, which the envoys amend"
        values = as_a_whole(scenario, "protocol", SINGLE_TEXT)
        yield _mediator(side, "formulator", says, {"style": "formulator"}, "What it knows: shared prior.", values)
    if "manipulator" not in there:
        everybody = dict.fromkeys(scenario.states, AMOUNT)
        for key, says in (
            ("carrots", f"A mediator rewards each side for a deal ({AMOUNT:g} of utility)"),
            ("sticks", f"A mediator makes failure cost each side {AMOUNT:g} of utility"),
            ("guarantees", f"A mediator stands surety for {100 * GUARANTEED:.0f} % of the missing trust"),
        ):
            what = GUARANTEED if key == "guarantees" else everybody
            yield _mediator(side, key, says, {"style": "manipulator", key: what}, leverage)


def _mediator(
    side: Side, name: str, says: str, said: dict[str, Any], assumes: str, values: dict[str, Any] | None = None
) -> Lever:
    return Lever(
        f"mediator.{name}",
        "mediator",
        says,
        {**(values or {}), f"mediators.lever_{name}": said},
        side.others,
        assumes,
    )
