"""A scenario in words and tables: who wants what, how strongly, where status quo and red lines lie."""

from __future__ import annotations

import numpy as np
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from summitry.assumptions import shared_prior
from summitry.ensembles.summary_events import events, mediators
from summitry.ensembles.summary_home import mandates, ratification
from summitry.ensembles.summary_record import outcome, rests_on
from summitry.ensembles.summary_road import road
from summitry.ensembles.summary_words import agenda_in_words, beyond, wanted, words
from summitry.scenario.agenda import Question
from summitry.scenario.conduct_choice import ConductChoice
from summitry.scenario.envoy import Envoy
from summitry.scenario.linkage import Linkage
from summitry.scenario.points import is_nothing, most_of_table
from summitry.scenario.position import Position, RedLines
from summitry.scenario.quantity import label
from summitry.scenario.scenario import Scenario
from summitry.scenario.state import State
from summitry.terminal import Screen, console, table

NAMES = {
    "walk_away": "walk-away",
    "audience_cost": "cost of giving up a public position",
    "shadow": "cost of breaking its word",
    "trust_speed": "speed at which trust moves",
}
"""What tables call numbers of a state whose key is no plain word."""

CONDUCT = {
    "private": "behind closed doors: giving up a public position costs nothing unless it leaks",
    "trust_moves": "trust moves with promises kept and broken",
    "performance": "states may break their word after the agreement",
}
"""What it means that the talks are so."""


def print_scenario(scenario: Scenario, screen: Screen | None = None) -> None:
    """Print the scenario."""
    screen, spec = screen or console(), scenario.spec
    screen.print(Text(scenario.title, style="bold"), Text(str(spec.date or ""), style="dim"))
    if spec.summary:
        screen.print(spec.summary.strip())
    parts = [
        issues(scenario),
        linkages(scenario),
        *(positions(scenario, state) for state in scenario.states),
        ratification(scenario),
        talks(scenario),
        road(scenario),
        mandates(scenario),
        mediators(scenario),
        events(scenario),
        goals(scenario),
        outcome(scenario),
    ]
    for part in parts:
        if part.row_count:
            screen.print(Padding(part, (1, 0, 0, 0)))
    ground = rests_on(scenario)
    if ground:
        screen.print(Padding(ground, (1, 0, 0, 0)))


def issues(scenario: Scenario) -> Table:
    """Return what is on the table."""
    made = table("issue", "options", "status quo", title="On the table")
    for question in scenario.agenda.questions:
        issue = scenario.spec.issues[question.id]
        standing = "failure lies off the scale" if question.status_quo is None else words(question.status_quo)
        title = Text(question.title)
        if issue.performed_by:
            performers = ", ".join(scenario.title_of(state) for state in issue.performed_by)
            checked = "" if is_nothing(issue.verification) else f"; verification {words(issue.verification)}"
            title.append(f"\nperformed by {performers}{checked}", style="dim")
        made.add_row(title, _options(question), standing)
    return made


def linkages(scenario: Scenario) -> Table:
    """Return which issues hang together."""
    made = table("linked issues", "what links them", "why", title="Linked issues")
    for id_, linkage in sorted(scenario.spec.linkages.items()):
        made.add_row(linkage.title or id_, _link(scenario, linkage), Text(linkage.reason, style="dim"))
    return made


def _link(scenario: Scenario, linkage: Linkage) -> str:
    """Return a linkage in words."""
    if linkage.bundle is not None:
        titles = [scenario.agenda.question(issue).title for issue in linkage.bundle]
        return f"settled together or not at all: {'; '.join(titles)}"
    if linkage.only_if is not None:
        title = scenario.agenda.question(str(linkage.issue)).title
        return f"{title}: leaves its status quo only if {' '.join(linkage.only_if.split())}"
    worth = ", ".join(
        f"{words(value)} to {scenario.title_of(state)}" for state, value in sorted((linkage.worth or {}).items())
    )
    return f"worth {worth} when {' '.join(str(linkage.when).split())}"


def _options(question: Question) -> str:
    if question.kind == "range":
        step = question.numbers[1] - question.numbers[0]
        return f"{question.low:g} to {question.high:g} {question.unit}".rstrip() + f", in steps of {step:g}"
    if question.kind == "division":
        return f"{len(question.options):,} ways to divide it"
    return (" < " if question.ordered else " / ").join(question.options)


def positions(scenario: Scenario, state: str) -> Table:
    """Return what a state wants, the weightiest first."""
    spec = scenario.spec.states[state]
    about = "; ".join(_about(scenario, state))
    # A state that counts in points has no saliences: the most that an issue gives says how much it weighs.
    weight = "salience" if spec.points is None else "at most"
    made = table("issue", "wants", f">{weight}", "red line", "why", title=f"{scenario.title_of(state)} ({about})")
    named = [(spec.positions.get(question.id), question) for question in scenario.agenda.questions]
    cared = [(position, question) for position, question in named if position is not None]
    for position, question in sorted(cared, key=lambda item: -_weight(spec, item[0])):
        said = Text(" (in public)", style="dim") if position.public else Text()
        made.add_row(
            question.title,
            Text(wanted(position, question)) + said,
            words(position.salience) if spec.points is None else label(_weight(spec, position)),
            _red_line(position.red_lines) if position.red_lines else "",
            Text(position.reason, style="dim"),
        )
    if spec.reason:
        made.caption, made.caption_justify = Text(" ".join(spec.reason.split()), style="dim"), "left"
    return made


def _weight(spec: State, position: Position) -> float:
    return position.salience.expected if spec.points is None else most_of_table(position, spec.points)


def _about(scenario: Scenario, state: str) -> list[str]:
    """Return what the file says of a state beyond its positions."""
    spec = scenario.spec.states[state]
    said = [] if spec.points is None else [f"in points: {label(spec.points)} are utility 1"]
    for name in ("capability", "walk_away", "premium", "patience", "audience_cost", "shadow", "trust_speed"):
        value = getattr(spec, name)
        if value is not None:
            said.append(f"{NAMES.get(name, name)} {words(value)}")
    if spec.signs_if_indifferent:
        said.append("signs if indifferent")
    return [*said, *(f"trust in {scenario.title_of(other)} {words(value)}" for other, value in spec.trust.items())]


def _red_line(lines: RedLines) -> str:
    return beyond(lines) + (" (private)" if lines.private else "")


def talks(scenario: Scenario) -> Table:
    """Return how the talks are run, and who speaks."""
    talks, title = scenario.spec.talks, "The talks"
    made = table("", "", title=title)
    made.add_row("protocol", talks.protocol.replace("_", " "))
    made.add_row("agenda", agenda_in_words(scenario, scenario.spec.talks.agenda))
    if talks.chair.insight is not None:
        made.add_row("chair", f"insight {words(talks.chair.insight)}")
    made.add_row("decision rule", talks.rule.in_words(scenario.title_of))
    if talks.opt_out:
        aside = scenario.states if isinstance(talks.opt_out, bool) else talks.opt_out
        made.add_row("may stand aside", ", ".join(scenario.title_of(state) for state in aside))
    order = ", ".join(scenario.title_of(state) for state in talks.order) if talks.order else "drawn by lot"
    made.add_row("speaking order", order)
    made.add_row("rounds", words(talks.rounds) if talks.rounds else "not on record (shared prior)")
    for name, meaning in CONDUCT.items():
        if getattr(talks, name):
            made.add_row(name.replace("_", " "), meaning)
    for id_, envoy in scenario.spec.envoys.items():
        made.add_row(envoy.title or id_, "; ".join(_speaks(scenario, envoy)))
    silent = _left_to_the_prior(scenario)
    if silent:
        made.add_row("shared prior", "; ".join(silent))
    return made


def _speaks(scenario: Scenario, envoy: Envoy) -> list[str]:
    """Return what the file says of an envoy: for whom it speaks, and how."""
    role = "leader, " if envoy.level == "leaders" else ""
    said = [f"{role}speaks for {scenario.title_of(envoy.of)}", _style(envoy.style)]
    for name in ("acceptance", "learning"):
        choice = getattr(envoy, name)
        if choice is not None:
            said.append(f"{name} {_conduct(choice)}")
    for name in ("insight", "reach", "last_moment", "foresight", "misjudges"):
        value = getattr(envoy, name)
        if value is not None:
            said.append(f"{name.replace('_', ' ')} {words(value)}")
    return said


def _style(choice: ConductChoice | None) -> str:
    if choice is None:
        return "style not on record"
    later = [f"{_conduct(part)} from {words(part.start)} of the time on" for part in choice.later]
    return ", ".join([_conduct(choice), *later])


def _conduct(choice: ConductChoice) -> str:
    parameters = ", ".join(f"{name} {words(value)}" for name, value in choice.parameters.items())
    return f"{choice.name} ({parameters})" if parameters else choice.name


def _left_to_the_prior(scenario: Scenario) -> list[str]:
    from summitry.talks.drawing import draw

    in_play = draw(scenario, 0, np.zeros(1, dtype=np.intp)).strata
    return [shared_prior()[name].title for name, stratum in in_play.items() if stratum[0] >= 0]


def goals(scenario: Scenario) -> Table:
    """Return the conditions whose chance is reported."""
    made = table("goal", "condition", title="Goals")
    for goal, text in scenario.spec.goals.items():
        made.add_row(goal, " ".join(text.split()))
    return made
