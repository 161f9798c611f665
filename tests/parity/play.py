"""How talks of time-dependent negotiators run: as NegMAS plays them, and as its rule is stated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tests.parity.domains import EXPONENTS, Deal, Domain

TOLERANCE = 1e-4
"""By how much a target is lowered, in utility."""

SLACK = 1e-6
"""How far below its target a deal may lie and still be offered, if no other is as near to the target."""


@dataclass(frozen=True)
class Talks:
    """How talks went.

    Parameters
    ----------
    deal
        What was agreed; None: nothing.
    step
        In which step, from 0, the last yes came; None without agreement.
    offers
        Every offer in order: who made it, and the deal.
    """

    deal: Deal | None
    step: int | None
    offers: tuple[tuple[int, Deal], ...]


def play_negmas(domain: Domain) -> Talks:
    """Play the domain with NegMAS: its stacked alternating offers, its time-based negotiators."""
    from negmas import LinearAdditiveUtilityFunction, SAOMechanism, make_issue
    from negmas.sao import BoulwareTBNegotiator, ConcederTBNegotiator, LinearTBNegotiator

    kinds = {"boulware": BoulwareTBNegotiator, "linear": LinearTBNegotiator, "conceder": ConcederTBNegotiator}
    names = [f"i{number}" for number in range(len(domain.values))]
    issues = [make_issue(list(range(issue.shape[1])), name) for name, issue in zip(names, domain.values, strict=True)]
    mechanism = SAOMechanism(issues=issues, n_steps=domain.steps)
    for state, style in enumerate(domain.styles):
        wants = LinearAdditiveUtilityFunction(
            values=[dict(enumerate(issue[state].tolist())) for issue in domain.values],
            weights=domain.weights[state].tolist(),
            issues=issues,
            reserved_value=domain.reservations[state],
        )
        mechanism.add(kinds[style](name=str(state)), ufun=wants)
    mechanism.run()
    place = {negotiator.id: number for number, negotiator in enumerate(mechanism.negotiators)}
    offers = tuple((place[name], tuple(deal)) for state in mechanism.history for name, deal in state.new_offers)
    if mechanism.agreement is None:
        return Talks(None, None, offers)
    return Talks(tuple(mechanism.agreement), mechanism.history[-1].step, offers)


def play_rule(domain: Domain, slack: float = SLACK) -> Talks:
    """Play the domain by the rule as it is stated.

    At step s of n the clock is t = (s + 1) / (n + 1). A state's target is lo + (hi - lo)(1 - t^e) - 0.0001, kept
    within [lo, hi]: hi is its best outcome's utility, lo its worst one's or its reservation, whichever is higher. It
    accepts what is worth its target or more, else it offers the deal of lowest utility at or above the target. In a
    step each speaks once, in turn: it says yes to the offer on the table, or puts its own in its place. What all the
    others have said yes to in a row is agreed; nobody answers an offer after the last step. Of deals that tie, NegMAS
    offers the one that NumPy's sort, which is not stable, puts first.
    """
    utilities = [domain.utilities(state) for state in range(domain.states)]
    offers: list[tuple[int, Deal]] = []
    on_table: Deal | None = None
    yes = 0
    for step in range(domain.steps):
        clock = (step + 1) / (domain.steps + 1)
        for state, worth in enumerate(utilities):
            target = _target(worth, domain.reservations[state], EXPONENTS[domain.styles[state]], clock)
            if on_table is not None and worth[on_table] >= target:
                yes += 1
                if yes == domain.states:
                    return Talks(on_table, step, tuple(offers))
            else:
                on_table, yes = _offer(worth, domain.reservations[state], target, slack), 1
                offers.append((state, on_table))
    return Talks(None, None, tuple(offers))


def _target(worth: dict[Deal, float], reservation: float, exponent: float, clock: float) -> float:
    high, low = max(worth.values()), max(min(worth.values()), reservation)
    kept: float = 1 - clock**exponent
    return min(max(low + (high - low) * kept - TOLERANCE, low), high)


def _offer(worth: dict[Deal, float], reservation: float, target: float, slack: float) -> Deal:
    signed = [deal for deal in worth if worth[deal] >= reservation]
    lowest = min(worth[deal] for deal in signed if worth[deal] >= target)
    nearly = [worth[deal] for deal in signed if target - slack <= worth[deal] < target]
    offered = min([lowest, *nearly], key=lambda value: abs(value - target))
    ranking = np.argsort([worth[deal] for deal in signed])
    return next(signed[place] for place in ranking if worth[signed[place]] == offered)
