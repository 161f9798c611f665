"""One world's talks, told round by round."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from summitry.drawing import DEFAULT_STYLE
from summitry.gates import Gate
from summitry.model import SummitModel
from summitry.protocols.protocol import Exchange
from summitry.scenario.scenario import Scenario
from summitry_agents.deals import MARGIN, Ints, utility
from summitry_agents.parameter import Conduct
from summitry_agents.verdict import Verdict

ENDINGS = {
    Gate.AGREED_ALL: "Agreed on every issue.",
    Gate.AGREED_SOME: "Agreed on some issues; the others are deferred.",
    Gate.NO_ZONE: "No agreement: no deal exists that every state likes better than walking away.",
    Gate.OUT_OF_TIME: "No agreement: the deadline came, though deals exist that every state likes better than that.",
}


def replay(scenario: Scenario, world: int, seed: int = 1) -> SummitModel:
    """Return the model of one world of an ensemble, its talks played to the end."""
    model = SummitModel(scenario, [world], rng=seed)
    model.run_model()
    return model


def transcript(model: SummitModel) -> str:
    """Return the talks of the one world of a model as text: who offered what, how each side took it, how it ended.

    Raises
    ------
    ValueError
        The model holds more than one world.
    """
    if len(model.deal) != 1:
        raise ValueError(f"found {len(model.deal)} worlds, expected a model of one")
    return "\n".join(_Teller(model).lines()) + "\n"


UNDECIDED = "No agreement: no deal was found that every state likes better than walking away; the search met its limit."


class _Teller:
    """Tells the talks of one world."""

    def __init__(self, model: SummitModel) -> None:
        self.model = model
        self.scenario = model.scenario
        self.questions = model.scenario.agenda.questions
        self.names = [self._name(p) for p in range(len(model.states))]
        self.last_told: dict[int, Exchange] = {}

    def lines(self) -> Iterator[str]:
        worlds = self.model.worlds
        number, rounds = int(worlds.number[0]), int(worlds.rounds[0])
        yield f"{self.scenario.title}: world {number} of seed {self.model.ensemble_seed}"
        yield f"At most {rounds} rounds, one offer a round. Utilities from 0 (nothing) to 1 (everything)."
        yield ""
        yield from self._cast()
        quiet: list[int] = []
        for exchange in self.model.exchanges:
            if self._is_quiet(exchange):
                quiet.append(exchange.round)
                continue
            yield from self._quiet(quiet)
            quiet = []
            yield ""
            yield from self._round(exchange)
        yield from self._quiet(quiet)
        yield ""
        yield from self._ending()

    def _is_quiet(self, exchange: Exchange) -> bool:
        """Tell whether a round only repeats what its speaker said before, to the same answers."""
        p = int(exchange.speaker[0])
        if p not in self.last_told or exchange.agreed[0]:
            return False
        # A pass is a row of -1, like any other offer here.
        before = self.last_told[p]
        return np.array_equal(exchange.deal, before.deal) and np.array_equal(exchange.yes, before.yes)

    @staticmethod
    def _quiet(rounds: list[int]) -> Iterator[str]:
        if rounds:
            yield ""
            span = f"Round {rounds[0]}" if len(rounds) == 1 else f"Rounds {rounds[0]} to {rounds[-1]}"
            yield f"{span}. Nobody moves."

    def _name(self, p: int) -> str:
        envoy = self.scenario.spec.envoys.get(self.model.envoys[p].name)
        title = (envoy.title or self.model.envoys[p].name) if envoy else "the envoy"
        return f"{title} ({self.scenario.title_of(self.scenario.states[p])})"

    def _cast(self) -> Iterator[str]:
        worlds = self.model.worlds
        spoken = {envoy.of: envoy.style for envoy in self.scenario.spec.envoys.values() if envoy.style}
        for p, name in enumerate(self.names):
            choice = spoken.get(self.scenario.states[p], DEFAULT_STYLE)
            styles = [
                self._conduct(part.name, style, start[0])
                for part, (start, style) in zip((choice, *choice.later), worlds.styles[p], strict=True)
            ]
            last = "takes" if worlds.last_moment[0, p] else "does not take"
            yield name.replace("the envoy", "The envoy", 1) if name.startswith("the envoy (") else name
            yield (
                f"  walks away below {worlds.reservation[0, p]:.3f} (walk-away value {worlds.walk_away[0, p]:.3f}, "
                f"premium {worlds.premium[0, p]:.3f}); patience {worlds.patience[0, p]:.3f}"
            )
            yield (
                f"  style {'; '.join(styles)}; reach {worlds.reach[0, p]:.2f}, insight "
                f"{worlds.insight[0, p]:.2f}; {last} what it can get at the last moment"
            )

    @staticmethod
    def _conduct(name: str, conduct: Conduct, start: float) -> str:
        values = ", ".join(f"{key} {value[0]:.2f}" for key, value in conduct.values.items())
        since = f" from {start:.2f} of the time on" if start > 0 else ""
        return name.replace("_", "-") + (f" ({values})" if values else "") + since

    def _round(self, exchange: Exchange) -> Iterator[str]:
        p, deal = int(exchange.speaker[0]), exchange.deal[0]
        before = self.last_told[p].deal[0] if p in self.last_told else None
        self.last_told[p] = exchange
        if not exchange.made[0]:
            yield f"Round {exchange.round}. {self.names[p]} makes no offer: it can imagine none worth signing."
            return
        insists = exchange.aspiration[0, p]
        yield f"Round {exchange.round}. {self.names[p]}, insisting on {insists:.3f}, {self._says(deal, before)}"
        worth = ", ".join(
            f"{self._utility(q, deal):.3f} to {self.scenario.title_of(state)}"
            for q, state in enumerate(self.scenario.states)
        )
        yield f"  Worth {worth}."
        for q, name in enumerate(self.names):
            if q != p:
                yield f"  {name}: {self._answer(exchange, q, deal)}"

    def _says(self, deal: Ints, before: Ints | None) -> str:
        if before is None or before[0] < 0:
            return f"offers: {self._deal(deal)}."
        moved = [i for i in range(len(deal)) if deal[i] != before[i]]
        if not moved:
            return f"offers again: {self._deal(deal)}."
        changes = "; ".join(
            f"{self.questions[i].title}: {self._option(i, before[i])} -> {self._option(i, deal[i])}" for i in moved
        )
        return f"moves: {changes}."

    def _answer(self, exchange: Exchange, q: int, deal: Ints) -> str:
        worth, insists = self._utility(q, deal), exchange.aspiration[0, q]
        if exchange.yes[0, q]:
            return f"yes, {worth:.3f} against {insists:.3f} that it would insist on next."
        crossed = [
            self.questions[i].title
            for i, option in enumerate(deal)
            if self.model.states[q].preferences.barred[0, i, option]
        ]
        if crossed:
            return f"no, beyond its red line on {', '.join(crossed)}."
        if worth <= self.model.worlds.reservation[0, q] + MARGIN:
            return f"no, {worth:.3f} is no better than walking away ({self.model.worlds.reservation[0, q]:.3f})."
        return f"no, it insists on {insists:.3f}."

    def _utility(self, q: int, deal: Ints) -> float:
        return float(utility(self.model.worlds.contributions[:, q], deal[None])[0])

    def _option(self, i: int, k: int) -> str:
        return self.scenario.in_words(i, k)

    def _deal(self, deal: Ints) -> str:
        standing = self.model.worlds.status_quo[0]
        said = [
            f"{self.questions[i].title}: {self._option(i, int(option))}"
            for i, option in enumerate(deal)
            if option != standing[i]
        ]
        return "; ".join(said)

    def _ending(self) -> Iterator[str]:
        gate = Gate(int(self.model.gate[0]))
        ending = UNDECIDED if self.model.zone[0] == Verdict.UNDECIDED else ENDINGS[gate]
        yield f"{ending} (gate: {gate.label}, after round {int(self.model.ended_in[0])})"
        if gate.agreed:
            yield f"The deal: {self._deal(self.model.deal[0])}."
            deferred = [q.title for i, q in enumerate(self.questions) if not self.model.settled[0, i]]
            if deferred:
                yield f"Deferred: {'; '.join(deferred)}."
        gains = zip(self.scenario.states, self.model.gain[0], strict=True)
        yield (
            "Gain over the status quo: "
            + ", ".join(f"{self.scenario.title_of(state)} {gain:+.3f}" for state, gain in gains)
            + "."
        )
