"""What a scenario's form can't say: names that must exist, options that must belong to their issue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from keyword import iskeyword

from summitry import registry
from summitry.scenario.agenda import Agenda, Question, pieces, read_issue, ways_to_divide
from summitry.scenario.constituency import Constituency
from summitry.scenario.event_checks import check_events
from summitry.scenario.field_types import OFF_SCALE
from summitry.scenario.fit import keys_without_effect, misfits, rules_that_do_not_fit
from summitry.scenario.goals import complaint_about
from summitry.scenario.home_checks import check_home
from summitry.scenario.idle_keys import idle_keys
from summitry.scenario.issue import MOST_OPTIONS, Issue
from summitry.scenario.linkage_checks import check_linkages
from summitry.scenario.meeting import Level
from summitry.scenario.meeting_checks import check_conditions_of_meetings, check_meetings
from summitry.scenario.outcome_checks import check_outcome
from summitry.scenario.points import check_points, matters
from summitry.scenario.position_checks import check_position
from summitry.scenario.problems import Path, Problem, touches, unknown
from summitry.scenario.quantity import Quantity
from summitry.scenario.rule_choice import opt_out_problems
from summitry.scenario.schema import MOST_CELLS, ScenarioSpec
from summitry.scenario.standing_checks import check_standing
from summitry.scenario.state import State
from summitry.scenario.third_party_checks import check_mediators


def check(
    spec: ScenarioSpec, issues: Sequence[str], states: Sequence[str], unread: Sequence[Path] = ()
) -> list[Problem]:
    """Return the mistakes in the contents of a scenario.

    Parameters
    ----------
    spec
        The scenario, as far as its form is right.
    issues, states
        All ids in the file, also of parts that are not in `spec` because their own form is wrong: a reference to
        them is no mistake.
    unread
        Paths of what is not in `spec` for the same reason: that it is missing means nothing.
    """
    problems = [problem for id_ in spec.issues for problem in _check_issue(id_, spec.issues[id_], states)]
    for id_ in spec.issues:
        if iskeyword(id_) or id_ == "settled":
            text = f"found '{id_}', expected another name: this one has a meaning in goals"
            problems.append(Problem(text, ("issues", id_), about_key=True))
    broken = {problem.path[1] for problem in problems if len(problem.path) <= 3 or problem.path[2] != "performed_by"}
    if spec.extends is not None:
        text = "found a base, expected it in the scenario's own file, since it is read before values are replaced"
        problems.append(Problem(text, ("extends",)))
    questions = {id_: read_issue(id_, issue, sorted(states)) for id_, issue in spec.issues.items() if id_ not in broken}
    for id_, question in questions.items():
        problems += _check_status_quo(spec.issues[id_], question, states)
    for id_, state in spec.states.items():
        problems += _check_state(id_, state, questions, issues, states)
    problems += _check_failure(spec)
    problems += _check_envoys(spec, states, unread)
    if not touches(unread, ("talks", "meetings")):
        problems += misfits(spec, questions, issues, states)
        problems += keys_without_effect(spec)
    problems += _check_talks(spec, states)
    problems += check_meetings(spec, issues, unread)
    problems += check_home(spec, questions, issues)
    problems += idle_keys(spec, unread)
    problems += check_mediators(spec, states, unread)
    problems += check_outcome(spec, questions, issues, states, unread)
    problems += _check_rule(spec, states)
    agenda = Agenda.asking(sorted(states), questions.values()) if questions else None
    if agenda is not None:
        others = set(issues) - set(questions)
        problems += _check_goals(spec, agenda, others)
        problems += check_linkages(spec, agenda, issues, others)
        problems += check_conditions_of_meetings(spec, agenda, others)
        problems += check_events(spec, agenda, issues, others, unread)
    cells = len(states) * len(issues) * max((len(question.options) for question in questions.values()), default=0)
    if cells > MOST_CELLS:
        text = f"found {cells:,} (states x issues x options of the longest issue), expected at most {MOST_CELLS:,}"
        problems.append(Problem(text, ("issues",)))
    return problems


def _check_issue(id_: str, issue: Issue, states: Sequence[str]) -> Iterator[Problem]:
    here: Path = ("issues", id_)
    forms = [name for name in ("options", "range", "kind") if getattr(issue, name) is not None]
    if len(forms) != 1:
        found = " and ".join(forms) or "none of them"
        yield Problem(f"found {found}, expected one of options, range or kind: division", here)
        return
    if issue.steps is not None and issue.kind is None:
        yield Problem("found 'steps', expected it inside `range`, or with kind: division", (*here, "steps"))
    if issue.range is not None and not issue.range.start < issue.range.end:
        text = f"found from {issue.range.start:g} to {issue.range.end:g}, expected `from` below `to`"
        yield Problem(text, (*here, "range"))
    for place, name in enumerate(issue.options or ()):
        if name == OFF_SCALE:
            text = f"found an option '{name}', expected another name: `status_quo: {OFF_SCALE}` has its own meaning"
            yield Problem(text, (*here, "options", place))
        if name in (issue.options or ())[:place]:
            yield Problem(f"found '{name}' twice, expected different options", (*here, "options", place))
    if issue.kind == "division" and ways_to_divide(issue, len(states)) > MOST_OPTIONS:
        ways = ways_to_divide(issue, len(states))
        text = (
            f"found {pieces(issue)} steps, which {len(states)} states can divide in {ways:,} ways, expected at most "
            f"{MOST_OPTIONS:,}: fewer steps"
        )
        yield Problem(text, (*here, "steps") if issue.steps is not None else here)
    for state in issue.performed_by:
        if state not in states:
            yield unknown(state, "a state", states, (*here, "performed_by"))


def _check_status_quo(issue: Issue, question: Question, states: Sequence[str]) -> Iterator[Problem]:
    here: Path = ("issues", question.id, "status_quo")
    standing = issue.status_quo
    if standing is None or question.status_quo is None:
        return
    if question.kind == "division":
        if not isinstance(standing, dict):
            yield Problem(f"found {standing}, expected shares by state, or {OFF_SCALE}", here)
            return
        for state, share in standing.items():
            if state not in states:
                yield unknown(state, "a state", states, (*here, state))
            elif share.kind != "fixed":
                yield Problem(f"found {share}, expected a known share", (*here, state))
        if sum(float(share.values[0]) for share in standing.values() if share.kind == "fixed") > 1 + 1e-9:
            yield Problem("found shares that sum to more than 1, expected at most 1", here)
    elif isinstance(standing, dict):
        yield Problem("found shares by state, expected an option: this issue is no division", here)
    else:
        yield from check_standing(standing, question, here)


def _check_state(
    id_: str, state: State, questions: dict[str, Question], issues: Sequence[str], states: Sequence[str]
) -> Iterator[Problem]:
    here: Path = ("states", id_)
    for other in state.trust:
        if other not in states or other == id_:
            others = [name for name in states if name != id_]
            yield unknown(other, "another state", others, (*here, "trust", other))
    for issue, position in state.positions.items():
        if issue not in issues:
            yield unknown(issue, "an issue", issues, (*here, "positions", issue))
        elif issue in questions:
            yield from check_position(position, questions[issue], (*here, "positions", issue), state.points)
    yield from check_points(id_, state, questions)
    told = state.points is not None and any(position.values is None for position in state.positions.values())
    if not told and not any(matters(position, state.points) for position in state.positions.values()):
        weight = "a salience above 0" if state.points is None else "points in its values"
        yield Problem(f"found no issue with {weight}, expected one that matters", (*here, "positions"))


def _check_failure(spec: ScenarioSpec) -> Iterator[Problem]:
    off = [
        id_
        for id_, issue in spec.issues.items()
        if isinstance(issue.status_quo, Quantity) and issue.status_quo.values == (OFF_SCALE,)
    ]
    # What a condition on an issue is worth says how the issue is settled, too.
    staked = set(re.findall(r"\w+", " ".join(linkage.when or "" for linkage in spec.linkages.values())))
    for id_ in off:
        positions = [(state, state.positions.get(id_)) for state in spec.states.values()]
        if id_ not in staked and not any(position and matters(position, state.points) for state, position in positions):
            text = (
                "found no state to which it matters, so nothing says how it is settled; expected one, or a status quo "
                "that stands"
            )
            yield Problem(text, ("issues", id_))
    for id_, state in spec.states.items():
        here: Path = ("states", id_)
        parties: dict[Path, State | Constituency] = {here: state}
        parties |= {(*here, "constituencies", name): group for name, group in state.constituencies.items()}
        for path, party in parties.items():
            if off and party.walk_away is None:
                text = f"found no walk_away, expected one: the status quo of {off[0]} is `{OFF_SCALE}`"
                yield Problem(text, path)


def _check_envoys(spec: ScenarioSpec, states: Sequence[str], unread: Sequence[Path]) -> Iterator[Problem]:
    speaks: dict[tuple[str, Level], str] = {}
    for id_, envoy in spec.envoys.items():
        for key in ("style", "acceptance", "learning"):
            choice = getattr(envoy, key)
            for part in () if choice is None else (choice, *choice.later):
                for mistake in part.mistakes:
                    yield Problem(mistake.text, ("envoys", id_, key, *mistake.path), about_key=mistake.about_key)
        here: Path = ("envoys", id_, "of")
        if envoy.of not in states:
            yield unknown(envoy.of, "a state", states, here)
        elif touches(unread, ("envoys", id_, "level")):
            continue  # it may be a leader beside an envoy
        elif (envoy.of, envoy.level) in speaks:
            what, speaker = envoy.level.removesuffix("s"), speaks[envoy.of, envoy.level]
            yield Problem(f"found a second {what} of {envoy.of}, expected only one; {speaker} speaks for it", here)
        else:
            speaks[envoy.of, envoy.level] = id_


def _check_talks(spec: ScenarioSpec, states: Sequence[str]) -> Iterator[Problem]:
    protocols = list(registry.registered("protocols"))
    if spec.talks.protocol not in protocols:
        yield unknown(spec.talks.protocol, "a protocol", protocols, ("talks", "protocol"))
    order = spec.talks.order
    if order is None:
        return
    for place, state in enumerate(order):
        if state not in states:
            yield unknown(state, "a state", states, ("talks", "order", place))
        elif state in order[:place]:
            yield Problem(f"found '{state}' twice, expected each state once", ("talks", "order", place))
    missing = [state for state in states if state not in order]
    if missing:
        yield Problem(f"found no place for {', '.join(missing)}, expected every state once", ("talks", "order"))


def _check_rule(spec: ScenarioSpec, states: Sequence[str]) -> Iterator[Problem]:
    rule = spec.talks.rule
    mistakes = [*rule.problems(states), *opt_out_problems(spec.talks.opt_out, states)]
    yield from mistakes or rules_that_do_not_fit(spec, states)
    capabilities = [state.capability for state in spec.states.values()]
    if rule.uses_capability and all(capability == Quantity.fixed(0) for capability in capabilities):
        text = "found no state with a capability above 0, expected one: this rule counts by capability"
        yield Problem(text, ("talks", "rule"))


def _check_goals(spec: ScenarioSpec, agenda: Agenda, unread: set[str]) -> Iterator[Problem]:
    for id_, text in spec.goals.items():
        complaint = complaint_about(text, agenda, unread)
        if complaint:
            yield Problem(complaint, ("goals", id_))
