"""How envoys bargain: the state's own can be told to, that of others can be asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from summitry.leverage.lever import Lever
from summitry.leverage.side import Side, possessive
from summitry.scenario.quantity import Quantity

STYLES = {
    "boulware": "holds out and concedes late",
    "conceder": "concedes early",
    "averaged_tit_for_tat": "answers concessions in kind",
}
"""By style: what an envoy does who has it."""


def conduct(side: Side) -> Iterator[Lever]:
    """Yield instructions to the state's own envoy, and what could be asked of the others'."""
    spoken = side.scenario.speaker(side.state, side.scenario.levels[0])[1]
    whose = f"{possessive(side.title)} envoy"
    for style, does in STYLES.items():
        if spoken.style is None or spoken.style.name != style:
            yield _told(side, style, f"{whose} {does}", "style", style)
    if not _known(spoken.reach, 1.0):
        yield _told(side, "reach", f"{whose} goes, if need be, all the way", "reach", 1.0)
    if not _known(spoken.last_moment, 1.0):
        yield _told(side, "last_moment", f"{whose} takes what there is at the end", "last_moment", 1.0)
    if not _known(spoken.insight, 1.0):
        assumes = "A judgement: very good preparation is an insight of about 0.9."
        yield _told(side, "insight", f"{whose} is very well prepared", "insight", "very high", assumes)
    if spoken.learning is None or spoken.learning.name == "none":
        yield _told(side, "learning", f"{whose} learns from what it hears", "learning", "bayes")
    if not _known(side.scenario.spec.states[side.state].patience, 1.0):
        yield _patience(side)
    others = (
        "the others' envoys" if len(side.others) > 1 else f"{possessive(side.scenario.title_of(side.others[0]))} envoy"
    )
    for key, does in (("reach", "go, if need be, all the way"), ("last_moment", "take what there is at the end")):
        speakers = {state: side.scenario.speaker(state, side.scenario.levels[0])[1] for state in side.others}
        heard = [state for state, each in speakers.items() if not _known(getattr(each, key), 1.0)]
        if heard:
            says = f"{side.title} gets {others} to {does}"
            yield Lever(f"request.{key}", "request", says, _values(side, heard, key, 1.0), tuple(heard))


def _patience(side: Side) -> Lever:
    path = f"states.{side.state}.patience"
    events = [effect.path for event in side.scenario.spec.events.values() for effect in event.effects.changes]
    # What was signed in which round of a later meeting is not kept, so gains can't be counted by the true patience.
    counts = len(side.scenario.road) == 1 and ("states", side.state, "patience") not in events
    return Lever(
        "conduct.patience",
        "conduct",
        f"{side.title} bargains as if waiting cost it nothing",
        {path: 1.0},
        assumes="A posture: its gain is counted at what waiting does cost it." if counts else "",
        unmeasured=() if counts else (side.state,),
    )


def _told(side: Side, name: str, says: str, key: str, value: Any, assumes: str = "") -> Lever:
    return Lever(f"conduct.{name}", "conduct", says, _values(side, [side.state], key, value), assumes=assumes)


def _values(side: Side, states: Sequence[str], key: str, value: Any) -> dict[str, Any]:
    """Return the values that set a key of all who speak for some states."""
    found: dict[str, Any] = {}
    for state in states:
        for level in side.scenario.levels:
            path, named = side.spoken_for(state, level)
            found |= {**named, f"{path}.{key}": value}
    return found


def _known(quantity: Quantity | None, value: float) -> bool:
    return quantity is not None and not quantity.uncertain and quantity.values[0] == value
