"""How the talks are run: in private, for how long, in how many meetings, who speaks first, whether leaders meet."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from summitry.leverage.lever import Lever
from summitry.leverage.side import Side
from summitry.scenario.scenario import Scenario

FEW, MANY = 6, 40
"""Rounds of short talks and of long ones: the shared prior has meetings from 4 to 39."""

DAYS = 14
"""Until a meeting that is added to the road."""


def setting(side: Side) -> Iterator[Lever]:
    """Yield other ways to run the talks; all of them take everybody's consent but for who speaks first."""
    talks, others = side.scenario.spec.talks, side.others
    if not talks.private:
        says = "What is said stays behind closed doors"
        yield Lever("setting.private", "setting", says, {"talks.private": True}, others)
    if talks.order is None or talks.order[0] != side.state:
        rest = [state for state in talks.order or side.scenario.states if state != side.state]
        says = f"{side.title} speaks first"
        yield Lever("setting.first", "setting", says, {"talks.order": [side.state, *rest]}, others)
    rounds = [leg.rounds.expected for leg in side.scenario.road if leg.rounds is not None]
    for number, says in ((FEW, "The deadline is near"), (MANY, "There is time enough")):
        if not rounds or (max(rounds) > FEW if number == FEW else min(rounds) < MANY):
            values = as_a_whole(side.scenario, "rounds", number)
            yield Lever(f"setting.rounds.{number}", "setting", f"{says}: {number} rounds a meeting", values, others)
    yield from _more_meetings(side)


def _more_meetings(side: Side) -> Iterator[Lever]:
    road = meetings(side.scenario)
    negotiating = [place for place, leg in enumerate(side.scenario.road) if not leg.answers_only]
    if negotiating:
        last = negotiating[-1]
        again = {key: value for key, value in road[last].items() if key not in ("only_if", "place", "days")}
        before = {**road[last], "days": road[last].get("days") or DAYS}
        longer = [*road[:last], before, {**again, "title": "Another meeting"}, *road[last + 1 :]]
        if road[last].get("days"):
            longer[last + 1]["days"] = road[last]["days"]
        says = f"They meet once more, {before['days']} days later"
        yield Lever("setting.once_more", "setting", says, {"talks.meetings": longer}, side.others)
    if "leaders" not in side.scenario.levels:
        before = {**road[-1], "days": road[-1].get("days") or DAYS}
        leaders = [*road[:-1], before, {"title": "Meeting of leaders", "level": "leaders"}]
        says = f"The leaders meet {before['days']} days later, on what is still open"
        yield Lever("setting.leaders", "setting", says, {"talks.meetings": leaders}, side.others)
    elif any(leg.answers_only for leg in side.scenario.road):
        says = "The leaders negotiate, instead of only answering"
        there = [{key: value for key, value in meeting.items() if key != "answers_only"} for meeting in road]
        yield Lever("setting.leaders", "setting", says, {"talks.meetings": there}, side.others)


def meetings(scenario: Scenario) -> list[dict[str, Any]]:
    """Return the road of meetings as the file has it; one meeting where it says nothing."""
    return copy.deepcopy(scenario.data.get("talks", {}).get("meetings", [{}]))


def as_a_whole(scenario: Scenario, key: str, value: Any) -> dict[str, Any]:
    """Return the values that set a key of the talks for all meetings, whatever one of them says of its own."""
    road = meetings(scenario)
    alike = [{name: own for name, own in meeting.items() if name != key} for meeting in road]
    return {f"talks.{key}": value, **({"talks.meetings": alike} if alike != road else {})}
