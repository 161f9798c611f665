"""Domains as Summitry's scenarios, and how Summitry plays them."""

from __future__ import annotations

from typing import Any

from summitry import Scenario, SummitModel
from tests.parity.domains import EXPONENTS, Deal, Domain
from tests.parity.play import Talks


def state_names(domain: Domain) -> list[str]:
    """Return ids of the states, in the order in which they speak."""
    return [f"state_{number}" for number in range(domain.states)]


def as_scenario(domain: Domain) -> dict[str, Any]:
    """Return the domain as a scenario: failure is off the scale, time and signing cost nothing, no one sees through.

    One round is one turn to speak, so that step s of NegMAS is rounds s P + 1 to (s + 1) P, with P states.
    """
    issues = {
        f"issue_{number}": {"options": [f"option_{k}" for k in range(issue.shape[1])], "status_quo": "none"}
        for number, issue in enumerate(domain.values)
    }
    states, envoys = {}, {}
    for p, name in enumerate(state_names(domain)):
        positions = {
            issue_id: {
                "values": {option: float(value) for option, value in zip(issue["options"], values[p], strict=True)},
                "salience": float(salience),
            }
            for (issue_id, issue), values, salience in zip(
                issues.items(), domain.values, domain.saliences[p], strict=True
            )
        }
        states[name] = {
            "walk_away": domain.reservations[p],
            "premium": 0,
            "patience": 1,
            "positions": positions,
        }
        envoys[f"envoy_{p}"] = {
            "of": name,
            "style": {"negmas_time": {"exponent": EXPONENTS[domain.styles[p]]}},
            "last_moment": 0,
            "insight": 0,
        }
    return {
        "issues": issues,
        "states": states,
        "envoys": envoys,
        "talks": {
            "protocol": "stacked_offers",
            "rounds": domain.steps * domain.states,
            "order": state_names(domain),
        },
    }


def play_summitry(domain: Domain) -> Talks:
    """Play the domain with Summitry, through its public scenario."""
    model = SummitModel(Scenario.from_dict(as_scenario(domain)), rng=1)
    model.run_model()
    seats = {name: number for number, name in enumerate(state_names(domain))}
    speaking = [seats[name] for name in model.scenario.states]
    offers = tuple(
        (speaking[p], _options(exchange.offers[0, p]))
        for exchange in model.exchanges
        for p in range(domain.states)
        if exchange.offers[0, p, 0] >= 0
    )
    if not model.agreed[0]:
        return Talks(None, None, offers)
    # The last yes comes when the turn has gone round to who sits before the speaker.
    last_yes = int(model.ended_in[0]) + domain.states - 1
    return Talks(_options(model.deal[0]), (last_yes - 1) // domain.states, offers)


def _options(deal: Any) -> Deal:
    return tuple(int(option) for option in deal)
