"""The cast of a transcript: who speaks for whom, how, how far, and who stands by."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from summitry.mechanisms.mediators import Mediators
from summitry.scenario.meeting import Level
from summitry.stories.chronicle import Witness
from summitry.stories.story_words import Wording, capital, listed
from summitry.talks.conduct import DEFAULT_STYLE
from summitry_agents.mediator import Mediator
from summitry_agents.parameter import Conduct

WHAT_THEY_DO = {
    "facilitator": "carries messages",
    "formulator": "drafts the text",
    "manipulator": "presses and promises",
}


class Cast:
    """Tells who takes part, as things stood before anything happened.

    Parameters
    ----------
    talks, wording
        What was witnessed, and how to word it.
    """

    def __init__(self, talks: Witness, wording: Wording) -> None:
        self.talks, self.wording = talks, wording
        self.scenario, self.worlds = talks.scenario, talks.worlds

    def lines(self) -> Iterator[str]:
        """Yield those who speak first with all that their states want, then leaders, then third parties."""
        first = self.scenario.road[0].level
        for p in range(len(self.scenario.states)):
            yield capital(self.wording.speaker_of(p, first))
            yield self._walks_away(p)
            yield self._conduct(p, first)
            yield from self._mandate(p)
            for level in self.scenario.levels:
                if level != first:
                    yield from self._of_another_level(p, level)
        mediators = self.talks.mechanism(Mediators)
        for agent in () if mediators is None else mediators.agents:
            yield from self._mediator(agent)

    def _walks_away(self, p: int) -> str:
        start = self.talks.start
        return (
            f"  walks away below {start.walk_away[p] + start.premium[p]:.3f} (walk-away value "
            f"{start.walk_away[p]:.3f}, premium {start.premium[p]:.3f})"
            f"{', signs at it' if self.worlds.signs_if_indifferent[p] else ''}; patience {start.patience[p]:.3f}"
        )

    def _conduct(self, p: int, level: Level) -> str:
        delegation = self.worlds.delegations[level]
        choice = self.scenario.speaker(self.scenario.states[p], level)[1].style or DEFAULT_STYLE
        styles = [
            self._style(part.name, style, start[0])
            for part, (start, style) in zip((choice, *choice.later), delegation.styles[p], strict=True)
        ]
        last = "takes" if delegation.last_moment[0, p] else "does not take"
        return (
            f"  style {'; '.join(styles)}; reach {delegation.reach[0, p]:.2f}, insight "
            f"{delegation.insight[0, p]:.2f}; {last} what it can get at the last moment"
        )

    @staticmethod
    def _style(name: str, conduct: Conduct, start: float) -> str:
        values = ", ".join(f"{key} {value[0]:.2f}" for key, value in conduct.values.items())
        since = f" from {start:.2f} of the time on" if start > 0 else ""
        return name.replace("_", "-") + (f" ({values})" if values else "") + since

    def _mandate(self, p: int) -> Iterator[str]:
        """Tell what a state's envoy may not settle, where envoys meet."""
        if "envoys" not in self.scenario.levels:
            return
        mandate = self.scenario.speaker(self.scenario.states[p], "envoys")[1].mandate
        parts = []
        if mandate.reserved:
            reserved = [i for i, issue in enumerate(self.scenario.issues) if issue in mandate.reserved]
            parts.append(f"leaves to leaders: {', '.join(self.wording.issues[i] for i in reserved)}")
        limited = self.worlds.limits[p][0]
        if limited.any():
            beyond = [
                f"{self.wording.issues[i]} ({listed([self.wording.option(i, k) for k in np.flatnonzero(limited[i])])})"
                for i in np.flatnonzero(limited.any(axis=1))
            ]
            often = {0: "cannot ask home", 1: "can ask home once in a meeting"}
            asks = often.get(mandate.asks_home, f"can ask home {mandate.asks_home} times in a meeting")
            parts.append(f"may not agree to: {', '.join(beyond)}; {asks}")
        if parts:
            yield f"  mandate: {'; '.join(parts)}"

    def _of_another_level(self, p: int, level: Level) -> Iterator[str]:
        """Tell of who speaks for a state at a level that does not meet first."""
        who = self.wording.speaker(p, level)
        if level == "leaders":
            misjudged = self.worlds.misjudged[0, p]
            wants = f"wants {abs(misjudged):.3f} {'more' if misjudged >= 0 else 'less'} than its envoy thinks"
            yield f"  above: {who}, who {wants}"
        else:
            yield f"  below: {who}"
        if not all(leg.answers_only for leg in self.scenario.road if leg.level == level):
            yield f"  {self._conduct(p, level)}"

    def _mediator(self, agent: Mediator) -> Iterator[str]:
        """Tell of a third party: what it does, on whose side it is, what it can throw in."""
        said = self.scenario.spec.mediators[agent.name]
        yield capital(f"{said.title or agent.name.replace('_', ' ')}, {agent.style}: {WHAT_THEY_DO[agent.style]}")
        numbers = [f"{name} {agent.numbers[name][0]:.2f}" for name in ("insight", "leverage") if name in agent.numbers]
        if agent.style == "manipulator" and agent.numbers["guarantees"][0] > 0:
            numbers.append(f"stands surety for {agent.numbers['guarantees'][0]:.2f} of promises")
        for name in ("bias", "carrots", "sticks"):
            by_state = agent.numbers[name][0]
            said_of = [
                f"{state} {value:+.2f}" for state, value in zip(self.wording.states, by_state, strict=True) if value
            ]
            if said_of:
                numbers.append(f"{name}: {', '.join(said_of)}")
        if numbers:
            yield f"  {'; '.join(numbers)}"
