"""Keys that have no effect without another one: whoever wrote them expected something that would not happen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summitry.scenario.points import is_nothing
from summitry.scenario.problems import Path, Problem, touches
from summitry.scenario.schema import ScenarioSpec

PERFORMED: Path = ("issues", "*", "performed_by")
MEETINGS: Path = ("talks", "meetings")


@dataclass(frozen=True)
class Need:
    """What a key needs to have an effect.

    Parameters
    ----------
    path
        Where the key stands.
    met
        Whether the rest of the file has it.
    wanted
        What was expected, in words.
    sources
        Where it stands in a file; if a mistake there hides it, nothing can be said yet.
    """

    path: Path
    met: bool
    wanted: str
    sources: tuple[Path, ...]


def idle_keys(spec: ScenarioSpec, unread: Sequence[Path]) -> Iterator[Problem]:
    """Yield a problem for every key that the rest of the scenario leaves without effect.

    Parameters
    ----------
    spec
        The scenario, as far as its form is right.
    unread
        Paths of what is not in `spec` because its form is wrong.
    """
    for need in (*_of_issues(spec), *_of_states(spec), *_of_envoys(spec), *_of_talks(spec)):
        if not need.met and not touches(unread, *need.sources):
            text = f"found {need.path[-1]}, expected {need.wanted}: without it, this key has no effect"
            yield Problem(text, need.path, about_key=True)


def _of_issues(spec: ScenarioSpec) -> Iterator[Need]:
    for id_, issue in spec.issues.items():
        if not is_nothing(issue.verification):
            here: Path = ("issues", id_)
            performed = bool(issue.performed_by)
            yield Need((*here, "verification"), performed, "performed_by", ((*here, "performed_by"),))


def _of_states(spec: ScenarioSpec) -> Iterator[Need]:
    talks = spec.talks
    for id_, state in spec.states.items():
        here: Path = ("states", id_)
        if state.shadow is not None:
            wanted = "talks.performance: true"
            yield Need((*here, "shadow"), talks.performance, wanted, (("talks", "performance"),))
        if state.trust_speed is not None:
            wanted = "talks.trust_moves: true"
            yield Need((*here, "trust_speed"), talks.trust_moves, wanted, (("talks", "trust_moves"),))
        if state.audience_cost is not None:
            public = any(position.public for position in state.positions.values())
            wanted, source = "a position with public: true", (*here, "positions", "*", "public")
            yield Need((*here, "audience_cost"), public, wanted, (source,))
        if "ratification" in state.model_fields_set:
            sources = ((*here, "constituencies"),)
            yield Need((*here, "ratification"), bool(state.constituencies), "constituencies", sources)


def _of_envoys(spec: ScenarioSpec) -> Iterator[Need]:
    levels = [meeting.level for meeting in spec.talks.meetings]
    prepared = "leaders" in levels[levels.index("envoys") :] if "envoys" in levels else False
    brackets = prepared and any(envoy.mandate.reserved for envoy in spec.envoys.values())
    ratifies = any(state.constituencies for state in spec.states.values())
    for id_, envoy in spec.envoys.items():
        here: Path = ("envoys", id_)
        if envoy.misjudges is not None:
            wanted = "an issue reserved for leaders, who meet after envoys"
            if envoy.level == "leaders":
                wanted = "it of an envoy, who prepares what leaders sign"
            sources: tuple[Path, ...] = (("envoys", "*", "mandate", "reserved"), MEETINGS, (*here, "level"))
            yield Need((*here, "misjudges"), brackets and envoy.level == "envoys", wanted, sources)
        if envoy.foresight is not None:
            sources = (("states", "*", "constituencies"),)
            yield Need((*here, "foresight"), ratifies, "a state with constituencies", sources)


def _of_talks(spec: ScenarioSpec) -> Iterator[Need]:
    talks = spec.talks
    performed = any(issue.performed_by for issue in spec.issues.values())
    if talks.private:
        public = any(position.public for state in spec.states.values() for position in state.positions.values())
        sources: tuple[Path, ...] = (("states", "*", "positions", "*", "public"),)
        yield Need(("talks", "private"), public, "a position with public: true", sources)
    if talks.performance:
        yield Need(("talks", "performance"), performed, "an issue with performed_by", (PERFORMED,))
    if talks.trust_moves:
        met, sources = performed and len(talks.meetings) > 1, (PERFORMED, MEETINGS)
        yield Need(("talks", "trust_moves"), met, "an issue with performed_by and more than one meeting", sources)
    for place, meeting in enumerate(talks.meetings):
        if meeting.answers_only and meeting.level == "leaders":
            here: Path = (*MEETINGS, place)
            before = any(earlier.level == "envoys" for earlier in talks.meetings[:place])
            met = before and any(envoy.mandate.reserved for envoy in spec.envoys.values())
            sources = (("envoys", "*", "mandate", "reserved"), MEETINGS)
            yield Need((*here, "answers_only"), met, "issues reserved for leaders, and envoys who meet before", sources)
