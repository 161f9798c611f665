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
def conditions(draw: st.DrawFn, issues: dict[str, Any]) -> str:
    """A condition on one or two of the issues."""
    parts = []
    for issue in draw(st.lists(st.sampled_from(sorted(issues)), min_size=1, max_size=2, unique=True)):
        option = draw(st.sampled_from(issues[issue]["options"]))
        forms = [f"{issue} == {option}", f"{issue} != {option}", f"{issue} >= {option}", f"settled({issue})"]
        parts.append(draw(st.sampled_from([*forms, f"not settled({issue})"])))
    return draw(st.sampled_from([" and ", " or "])).join(parts)


@st.composite
def linkages(draw: st.DrawFn, issues: dict[str, Any], states: list[str]) -> dict[str, Any]:
    """One or two linkages; what conditions are worth sums to at most 3/4 for a state."""
    linked: dict[str, Any] = {}
    for name in draw(st.sampled_from([["one"], ["two"], ["one", "two"]])):
        kind = draw(st.sampled_from(["bundle", "only_if", "when"] if len(issues) > 1 else ["when"]))
        if kind == "bundle":
            members = st.lists(st.sampled_from(sorted(issues)), min_size=2, max_size=3, unique=True)
            linked[name] = {"bundle": draw(members)}
        elif kind == "only_if":
            issue = draw(st.sampled_from(sorted(issues)))
            others = {other: spec for other, spec in issues.items() if other != issue}
            linked[name] = {"issue": issue, "only_if": draw(conditions(others))}
        else:
            eighths = st.integers(-3, 3).map(lambda eighths: eighths / 8)
            worth = draw(st.dictionaries(st.sampled_from(states), eighths, min_size=1))
            linked[name] = {"when": draw(conditions(issues)), "worth": worth}
    return linked


@st.composite
def scenarios(draw: st.DrawFn, default_walk_away: bool = False, linked: bool | None = None) -> dict[str, Any]:
    """A scenario with 2 or 3 states and 1 to 4 issues, the speaking order given; linked ones in it now and then."""
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
    scenario = {"issues": issues, "states": parties, "talks": talks}
    if linked or (linked is None and draw(st.integers(0, 2)) == 0):
        scenario["linkages"] = draw(linkages(issues, states))
    return scenario
