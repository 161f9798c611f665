"""Random ways to run talks: rules, agendas, and envoys whose conduct fits the talks."""

from __future__ import annotations

import re
from typing import Any, cast

from hypothesis import strategies as st

from summitry import Scenario, registry
from summitry.scenario.fit import forms_of, setting_of
from summitry_agents.styles.style import Style

LATER = st.integers(1, 8).map(lambda eighths: eighths / 8)
EIGHTHS = st.integers(0, 8).map(lambda eighths: eighths / 8)


@st.composite
def rules(draw: st.DrawFn, states: list[str], unanimity: bool = False, silence: bool = True) -> Any:
    """A decision rule in one of its forms; consensus by `silence` where envoys are asked for answers."""
    everybody = ["unanimity", "consensus"] if silence else ["unanimity"]
    if unanimity:
        return draw(st.sampled_from(everybody))
    word = draw(st.sampled_from([*everybody, "majority", "weighted_majority", "votes", "weight"]))
    some = st.lists(st.sampled_from(states), max_size=2, unique=True)
    whole = st.integers(2, len(states))
    if word == "votes":
        return {"votes": draw(whole), "veto": draw(some)}
    if word == "weight":
        rule: dict[str, Any] = {"weight": draw(st.sampled_from(["majority", 0.5, 0.65])), "veto": draw(some)}
        rule["weights"] = {state: draw(st.integers(1, 5)) for state in states}
        if draw(st.booleans()):
            rule["share"] = draw(st.sampled_from(["majority", 0.55, 1]))
        if draw(st.booleans()):
            rule["blocking"] = draw(whole)
        return rule
    return word


@st.composite
def opt_outs(draw: st.DrawFn, states: list[str]) -> Any:
    """Who may stand aside: everybody, or some."""
    return draw(st.one_of(st.just(True), st.lists(st.sampled_from(states), min_size=1, unique=True)))


@st.composite
def baskets(draw: st.DrawFn, scenario: dict[str, Any]) -> Any:
    """An agenda that is no package; issues that are linked share a basket."""
    groups = [{issue} for issue in scenario["issues"]]
    for linkage in scenario.get("linkages", {}).values():
        words = set(re.findall(r"\w+", str([linkage.get(key) for key in ("bundle", "issue", "only_if", "when")])))
        named = words & set(scenario["issues"])
        together = [group for group in groups if group & named]
        groups = [*(group for group in groups if not group & named), set().union(*together)]
    kind = draw(st.sampled_from(["issue_by_issue", "in_order", "side_by_side"]))
    if kind == "issue_by_issue" or len(groups) < 2:
        return "issue_by_issue"
    cut = draw(st.integers(1, len(groups) - 1))
    return {kind: [sorted(set().union(*part)) for part in (groups[:cut], groups[cut:])]}


def fitting_styles(scenario: dict[str, Any], strict: bool = False) -> list[str]:
    """Return the installed styles that know what to do in talks of this form.

    `strict`: only those with which a state signs nothing that it likes just as well as walking away.
    """
    read = Scenario.from_dict(scenario)
    setting = setting_of(
        read.spec, {question.id: question for question in read.agenda.questions}, forms_of(read.spec)[0]
    )
    found = {name: style_class(name) for name in registry.registered("styles")}
    return [
        name
        for name, style in found.items()
        if style.lacks(setting) is None and not (strict and style.signs_if_indifferent)
    ]


def style_class(name: str) -> type[Style]:
    """Return the class of an installed style."""
    return cast("type[Style]", registry.conduct("styles", name))


def names_of_styles(choice: Any) -> list[str]:
    """Return the names in what a scenario says about an envoy's style; nothing said: none."""
    parts = choice if isinstance(choice, list) else [] if choice is None else [choice]
    return [part if isinstance(part, str) else next(key for key in part if key != "from") for part in parts]


@st.composite
def envoys(draw: st.DrawFn, scenario: dict[str, Any], strict: bool) -> dict[str, Any]:
    """Envoys of some of the states, each with some of its ways said and the others left to the shared prior."""
    styles = st.sampled_from(fitting_styles(scenario, strict))
    ways = {
        "style": st.one_of(styles, styles, st.tuples(styles, LATER, styles).map(changing)),
        "learning": st.sampled_from(list(registry.registered("learning"))),
        "insight": EIGHTHS,
        "reach": EIGHTHS,
        "last_moment": EIGHTHS,
    }
    if registry.protocol(scenario["talks"]["protocol"]).asks_for_answers:
        ways["acceptance"] = st.sampled_from(list(registry.registered("acceptance")))
    found: dict[str, Any] = {}
    for state in scenario["states"]:
        said = {key: draw(way) for key, way in ways.items() if draw(st.booleans())}
        if said:
            found[f"envoy_of_{state}"] = {"of": state, **said}
    return found


def changing(parts: tuple[str, float, str]) -> list[Any]:
    """Return a style that gives way to another in the course of the talks."""
    first, start, later = parts
    return [first, {"from": start, later: {}}]
