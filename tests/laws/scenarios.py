"""Random scenarios for the laws: small enough to be quick, mixed enough to hold every feature of preferences."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

SHARES = st.integers(0, 8).map(lambda eighths: eighths / 8)
"""Multiples of 1/8: exact in binary, and coarse enough for ties to happen."""

SALIENCES = st.integers(1, 16).map(lambda sixteenths: sixteenths / 16)


@st.composite
def positions(draw: st.DrawFn, options: list[str]) -> dict[str, Any]:
    """A position on an issue with named options."""
    position: dict[str, Any] = {"salience": draw(SALIENCES)}
    if draw(st.booleans()):
        position["ideal"] = draw(st.sampled_from(options))
        position["shape"] = draw(st.sampled_from(["linear", "quadratic", "step"]))
    else:
        position["values"] = {option: draw(SHARES) for option in options}
    if draw(st.integers(0, 3)) == 0:
        position["red_lines"] = {"never": [draw(st.sampled_from(options))], "private": draw(st.booleans())}
    return position


@st.composite
def scenarios(draw: st.DrawFn, default_walk_away: bool = False) -> dict[str, Any]:
    """A scenario with 2 or 3 states and 1 to 4 issues, the speaking order given."""
    states = [f"state_{letter}" for letter in "abc"[: draw(st.integers(2, 3))]]
    issues: dict[str, Any] = {}
    for letter in "klmn"[: draw(st.integers(1, 4))]:
        options = [f"{letter}{number}" for number in range(draw(st.integers(2, 4)))]
        issues[letter] = {"options": options, "status_quo": draw(st.sampled_from(options))}
    parties: dict[str, Any] = {}
    for state in states:
        party: dict[str, Any] = {
            "positions": {issue: draw(positions(spec["options"])) for issue, spec in issues.items()}
        }
        if draw(st.booleans()):
            party["premium"] = draw(st.sampled_from([0, 0.0625, 0.25]))
        if not default_walk_away and draw(st.integers(0, 2)) == 0:
            party["walk_away"] = draw(SHARES)
        parties[state] = party
    talks: dict[str, Any] = {"order": list(draw(st.permutations(states)))}
    # Talks of the shared prior's length now and then; short ones are quicker and end at the deadline more often.
    if draw(st.integers(0, 9)):
        talks["rounds"] = draw(st.integers(1, 6))
    return {"issues": issues, "states": parties, "talks": talks}
