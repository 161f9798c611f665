"""Random scenarios for the laws: small enough to be quick, mixed enough to hold every feature of preferences."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from summitry import registry
from tests.laws.ways import baskets, envoys, opt_outs, rules

SHARES = st.integers(0, 8).map(lambda eighths: eighths / 8)
"""Multiples of 1/8: exact in binary, and coarse enough for ties to happen."""

SALIENCES = st.integers(1, 16).map(lambda sixteenths: sixteenths / 16)

PROTOCOLS = (
    "alternating_offers",
    "monotonic_concession",
    "random_proposer",
    "sealed_offers",
    "single_text",
    "stacked_offers",
    "take_it_or_leave_it",
)


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
        forms = [f"{issue} == {option}", f"{issue} != {option}", f"settled({issue})", f"not settled({issue})"]
        if issues[issue].get("ordered", True):
            forms.append(f"{issue} >= {option}")
        parts.append(draw(st.sampled_from(forms)))
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
def issues_of(draw: st.DrawFn, states: list[str], performed: bool) -> dict[str, Any]:
    """One to four issues; some whose options have no order, some (or all) that states must perform."""
    issues: dict[str, Any] = {}
    for letter in "klmn"[: draw(st.integers(1, 4))]:
        options = [f"{letter}{number}" for number in range(draw(st.integers(2, 4)))]
        issues[letter] = {"options": options, "status_quo": draw(st.sampled_from(options))}
        if draw(st.integers(0, 3)) == 0:
            issues[letter]["ordered"] = False
        if draw(st.integers(0, 2)) == 0:
            issues[letter]["performed_by"] = draw(
                st.lists(st.sampled_from(states), min_size=1, max_size=2, unique=True)
            )
    return issues


@st.composite
def parties(
    draw: st.DrawFn, states: list[str], issues: dict[str, Any], at_default: bool, strict: bool
) -> dict[str, Any]:
    """The states; `at_default`: walk-away values are, and trust is full; `strict`: no state signs if indifferent."""
    found: dict[str, Any] = {}
    for state in states:
        party: dict[str, Any] = {
            "positions": {issue: draw(positions(spec["options"])) for issue, spec in issues.items()}
        }
        if draw(st.integers(0, 3)):
            party["premium"] = draw(st.sampled_from([0, 0, 0.0625, 0.25]))
        if not at_default and draw(st.integers(0, 2)) == 0:
            party["walk_away"] = draw(SHARES)
        if not at_default and draw(st.integers(0, 2)) == 0:
            party["trust"] = {other: draw(SHARES) for other in states if other != state}
        if not strict and draw(st.integers(0, 3)) == 0:
            party["signs_if_indifferent"] = True
        if draw(st.booleans()):
            party["capability"] = draw(st.integers(1, 3))
        found[state] = party
    return found


@st.composite
def scenarios(
    draw: st.DrawFn,
    at_default: bool = False,
    linked: bool | None = None,
    package: bool = False,
    strict: bool = False,
    unanimity: bool = False,
    leaving: bool | None = None,
    protocols: tuple[str, ...] = PROTOCOLS,
) -> dict[str, Any]:
    """A scenario with 2 to 4 states and 1 to 4 issues, the speaking order given.

    Parameters
    ----------
    at_default
        Walk-away values are those of the status quo, and trust is full.
    linked
        Whether issues are linked; None: now and then.
    package
        Whether all issues are negotiated in one.
    strict
        Whether every state signs only what it likes better than walking away, none what it likes as well.
    unanimity
        Whether the rule asks for everybody's yes, or for nobody's no.
    leaving
        Whether there are three states and more, all of which may stand aside, from issues that some must perform;
        False: no state may stand aside; None: some may now and then.
    protocols
        To draw one of.
    """
    if leaving:
        protocols = tuple(name for name in protocols if registry.protocol(name).asks_for_answers)
    states = [f"state_{letter}" for letter in "abcd"[: draw(st.sampled_from([3, 4] if leaving else [2, 2, 3, 3, 4]))]]
    issues = draw(issues_of(states, bool(leaving)))
    off_scale = not at_default and draw(st.integers(0, 4)) == 0
    if off_scale:
        issues[draw(st.sampled_from(sorted(issues)))]["status_quo"] = "none"
    talks: dict[str, Any] = {"order": list(draw(st.permutations(states))), "protocol": draw(st.sampled_from(protocols))}
    # Talks of the shared prior's length now and then; short ones are quicker and end at the deadline more often.
    rounds = draw(st.sampled_from([*range(1, 7), *range(1, 6), None]))
    if rounds is not None:
        talks["rounds"] = rounds
    # Whoever refuses a stacked offer makes the next one: that is unanimity's protocol.
    stacked = talks["protocol"] == "stacked_offers"
    asked = registry.protocol(talks["protocol"]).asks_for_answers
    talks["rule"] = draw(rules(states, unanimity or stacked, silence=asked))
    if leaving:
        talks["opt_out"] = True
    elif leaving is None and asked and not stacked and len(states) > 2 and draw(st.booleans()):
        talks["opt_out"] = draw(opt_outs(states))
    scenario = {"issues": issues, "states": draw(parties(states, issues, at_default, strict)), "talks": talks}
    for party in scenario["states"].values() if off_scale else ():
        party.setdefault("walk_away", draw(SHARES))
    if linked or (linked is None and draw(st.integers(0, 2)) == 0):
        scenario["linkages"] = draw(linkages(issues, states))
    if not package and len(issues) > 1 and draw(st.booleans()):
        talks["agenda"] = draw(baskets(scenario))
    scenario["envoys"] = draw(envoys(scenario, strict))
    return scenario
