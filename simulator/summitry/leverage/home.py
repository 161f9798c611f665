"""What would have to change at home: conditions, not levers, since they assume the answer or lie with others."""

from __future__ import annotations

from collections.abc import Iterator

from summitry.leverage.lever import Lever
from summitry.leverage.side import Side


def home(side: Side) -> Iterator[Lever]:
    """Yield costs and votes at home that would have to go."""
    spec = side.scenario.spec
    everyone_else = "the others" if len(side.others) > 1 else side.scenario.title_of(side.others[0])
    for name, who, states in (("own", side.title, (side.state,)), ("others", everyone_else, side.others)):
        premium = {f"states.{state}.premium": 0 for state in states}
        yield Lever(f"home.premium.{name}", "home", f"Signing costs {who} nothing at home", premium)
        spoke = [
            state for state in states if any(position.public for position in spec.states[state].positions.values())
        ]
        if spoke and not spec.talks.private:
            cost = {f"states.{state}.audience_cost": 0 for state in spoke}
            says = f"What {who} said in public can be given up at no cost"
            yield Lever(f"home.audience.{name}", "home", says, cost)
        ratifying = [state for state in states if spec.states[state].constituencies]
        if ratifying:
            gone = {
                f"states.{state}.{key}": None
                for state in ratifying
                for key in ("constituencies", "ratification")
                if key in side.scenario.data["states"][state]
            }
            yield Lever(f"home.ratification.{name}", "home", f"Nobody has to ratify what {who} signed", gone)
