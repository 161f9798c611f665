"""Side payments: a sum for signing, or an issue more, on which one state can pay another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from summitry.leverage.lever import Lever
from summitry.leverage.side import Side

MOST_PAID = 0.1
"""The largest payment, as a share of all that is at stake for a state in the talks as they are."""
STEPS = 11
NAME = "side_payment"
"""Of the issue, the event and the mediator."""
AMOUNTS = (0.02, 0.05, 0.1)
"""Sums that are paid for a deal, whatever is in it, in utility."""
MOST_PARTNERS = 2
"""With how many of the others, those who would lose most to the state, payments are tried, each way."""

EQUAL = "It counts as much for who pays as for who receives; gains include it."


def payments(side: Side) -> Iterator[Lever]:
    """Yield payments to others, and from them."""
    losing = sorted(side.others, key=lambda other: (-float(side.cost(other, side.state).sum()), other))
    for other in losing[:MOST_PARTNERS]:
        for payer, receiver in ((side.state, other), (other, side.state)):
            yield from _sums(side, payer, receiver, other)
            yield from _negotiated(side, payer, receiver, other)


def _sums(side: Side, payer: str, receiver: str, other: str) -> Iterator[Lever]:
    """Yield sums for signing: they make it cost the payer so much more, and the receiver so much less.

    The receiver's comes as the carrot of somebody who makes it good, the payer's as what happens to its premium before
    the first meeting. Nothing else changes: neither what is on the table nor what it is worth.
    """
    titles = [side.scenario.title_of(state) for state in (payer, receiver)]
    for amount in AMOUNTS:
        values = {
            f"mediators.{NAME}": {
                "title": f"What {titles[0]} pays",
                "style": "manipulator",
                "leverage": 1.0,
                "carrots": {receiver: amount},
            },
            f"events.{NAME}": {
                "title": f"{titles[0]} is to pay for a deal",
                "per_meeting": 1.0,
                "effects": {f"states.{payer}.premium": {"add": amount}},
            },
        }
        yield Lever(
            f"payment.{payer}.{receiver}.{amount:g}",
            "payment",
            f"{titles[0]} pays {titles[1]} {amount:g} of utility for a deal, whatever is in it",
            values,
            (other,),
            EQUAL,
            paid={payer: -amount, receiver: amount},
        )


def _negotiated(side: Side, payer: str, receiver: str, other: str) -> Iterator[Lever]:
    """Yield a payment of which envoys negotiate how much it is, with all else: an issue more.

    It enlarges what is at stake, m being the share that it adds: utilities shrink by 1 / (1 + m). What is written in
    utility must shrink with them, or signing would seem to cost more: the premium, and a walk-away value where one is
    given (that of the payer, who keeps its money, has m more). An event before the first meeting does it.

    It can make agreement rarer, though a zone is there wherever one was without it. Whoever may be paid can imagine a
    better deal than before, and aspiration runs from the best deal: an envoy that does not go all the way by the
    deadline (`reach`) stops further from its reservation value, by its share of what might have been paid. Envoys who
    know everything, go all the way and sign themselves agree wherever there is a zone: with it no less often than
    without (Coase 1960).
    """
    values = _values(side, payer, receiver)
    if values is not None:
        titles = [side.scenario.title_of(state) for state in (payer, receiver)]
        says = f"{titles[0]} can pay {titles[1]}; up to {100 * MOST_PAID:.0f} % of what is at stake is negotiated"
        yield Lever(f"payment.{payer}.{receiver}.negotiated", "payment", says, values, (other,), EQUAL)


def _values(side: Side, payer: str, receiver: str) -> dict[str, Any] | None:
    """Return what adds the issue; None where utilities can't be kept apart from it."""
    spec = side.scenario.spec
    pair = {state: spec.states[state] for state in (payer, receiver)}
    worth = [link.worth for link in spec.linkages.values() if link.worth]
    if any(state.points is not None for state in pair.values()) or worth or NAME in spec.issues:
        return None
    shrunk = 1 / (1 + MOST_PAID)
    effects: dict[str, Any] = {f"states.{state}.premium": {"times": shrunk} for state in pair}
    effects |= {f"states.{state}.walk_away": {"times": shrunk} for state in pair if pair[state].walk_away is not None}
    most = round(100 * MOST_PAID)
    values: dict[str, Any] = {
        f"issues.{NAME}": {
            "title": f"Payment by {side.scenario.title_of(payer)} to {side.scenario.title_of(receiver)}",
            "range": {"from": 0, "to": most, "steps": STEPS, "unit": "hundredths of what is at stake"},
            "status_quo": 0,
        },
        f"events.{NAME}": {
            "title": "The payment is on the table",
            "per_meeting": 1.0,
            "effects": effects,
            "reason": "What signing costs, and failure is worth, stays the same beside all other issues.",
        },
    }
    for state, ideal in ((payer, 0), (receiver, most)):
        salience = MOST_PAID * float(side.stakes[side.scenario.states.index(state)])
        values[f"states.{state}.positions.{NAME}"] = {"ideal": ideal, "salience": salience}
    if pair[payer].walk_away is not None:
        kept = {f"states.{payer}.walk_away": {"add": 1 - shrunk}}
        values[f"events.{NAME}_kept"] = {"title": "The payer keeps it", "per_meeting": 1.0, "effects": kept}
    return values
