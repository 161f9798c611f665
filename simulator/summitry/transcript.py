"""One world's talks, told round by round."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from summitry.conduct import DEFAULT_STYLE
from summitry.gates import Gate
from summitry.model import SummitModel
from summitry.protocols.protocol import NOBODY, Exchange
from summitry.protocols.simultaneous import Simultaneous
from summitry.scenario.scenario import Scenario
from summitry_agents.deals import MARGIN, Ints
from summitry_agents.parameter import Conduct
from summitry_agents.verdict import Verdict

ENDINGS = {
    Gate.AGREED_ALL: "Agreed on every issue.",
    Gate.AGREED_SOME: "Agreed on some issues; the others are deferred.",
    Gate.NO_ZONE: "No agreement: no deal exists that {likes} better than walking away.",
    Gate.OUT_OF_TIME: "No agreement: the deadline came, though deals exist that {likes} better than that.",
    Gate.MISSED: "No agreement: the talks ended early, though deals exist that {likes} better than that.",
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


UNDECIDED = "No agreement: no deal was found that {likes} better than walking away; the search met its limit."


class _Teller:
    """Tells the talks of one world."""

    def __init__(self, model: SummitModel) -> None:
        self.model = model
        self.scenario = model.scenario
        self.questions = model.scenario.agenda.questions
        self.names = [self._name(p) for p in range(len(model.states))]
        self.last_told: dict[tuple[int, int], Exchange] = {}

    def lines(self) -> Iterator[str]:
        worlds = self.model.worlds
        number, rounds = int(worlds.number[0]), int(worlds.rounds[0, 0])
        if len(self.model.baskets) == 1:
            rounds = int(self.model.baskets[0].protocol.length(worlds.rounds[:, 0])[0])
        yield f"{self.scenario.title}: world {number} of seed {self.model.ensemble_seed}"
        talks = self.scenario.spec.talks
        span = "1 round" if rounds == 1 else f"At most {rounds} rounds"
        yield f"{span}; {talks.protocol.replace('_', ' ')}. Utilities from 0 (nothing) to 1 (everything)."
        yield ""
        yield from self._cast()
        quiet: dict[int, list[Exchange]] = {place: [] for place in range(len(self.model.baskets))}
        for exchange in self.model.exchanges:
            if self._is_quiet(exchange):
                quiet[exchange.basket].append(exchange)
                continue
            yield from self._quiet(quiet[exchange.basket])
            quiet[exchange.basket] = []
            yield ""
            yield from self._round(exchange)
        for rest in quiet.values():
            yield from self._quiet(rest)
        yield ""
        yield from self._ending()

    def _is_quiet(self, exchange: Exchange) -> bool:
        """Tell whether a round only repeats what was on its table the last time that its speaker spoke there."""
        before = self.last_told.get(self._teller_of(exchange))
        if before is None or exchange.over[0] or self._has_answered(exchange):
            return False
        # A pass is a row of -1, like any other offer here.
        return all(np.array_equal(getattr(exchange, name), getattr(before, name)) for name in ("offers", "deal", "yes"))

    @staticmethod
    def _has_answered(exchange: Exchange) -> bool:
        """Tell whether the state whose turn it is has used it to say yes to the offer on the table."""
        return exchange.had_say is not None and not exchange.had_say[0].any()

    def _teller_of(self, exchange: Exchange) -> tuple[int, int]:
        return exchange.basket, NOBODY if self._simultaneous else int(exchange.speaker[0])

    def _quiet(self, rounds: list[Exchange]) -> Iterator[str]:
        if rounds:
            yield ""
            yield f"{self._when(rounds[0], rounds[-1])} Nobody moves."

    def _name(self, p: int) -> str:
        envoy = self.scenario.spec.envoys.get(self.model.envoys[p].name)
        title = (envoy.title or self.model.envoys[p].name) if envoy else "the envoy"
        return f"{title} ({self.scenario.title_of(self.scenario.states[p])})"

    def _cast(self) -> Iterator[str]:
        worlds = self.model.worlds
        delegation = worlds.delegations[self.scenario.road[0].level]
        spoken = {envoy.of: envoy.style for envoy in self.scenario.spec.envoys.values() if envoy.style}
        for p, name in enumerate(self.names):
            choice = spoken.get(self.scenario.states[p], DEFAULT_STYLE)
            styles = [
                self._conduct(part.name, style, start[0])
                for part, (start, style) in zip((choice, *choice.later), delegation.styles[p], strict=True)
            ]
            last = "takes" if delegation.last_moment[0, p] else "does not take"
            yield _capital(name)
            yield (
                f"  walks away below {worlds.reservation[0, p]:.3f} (walk-away value {worlds.walk_away[0, p]:.3f}, "
                f"premium {worlds.premium[0, p]:.3f}){', signs at it' if worlds.signs_if_indifferent[p] else ''}; "
                f"patience {worlds.patience[0, p]:.3f}"
            )
            yield (
                f"  style {'; '.join(styles)}; reach {delegation.reach[0, p]:.2f}, insight "
                f"{delegation.insight[0, p]:.2f}; {last} what it can get at the last moment"
            )

    @staticmethod
    def _conduct(name: str, conduct: Conduct, start: float) -> str:
        values = ", ".join(f"{key} {value[0]:.2f}" for key, value in conduct.values.items())
        since = f" from {start:.2f} of the time on" if start > 0 else ""
        return name.replace("_", "-") + (f" ({values})" if values else "") + since

    def _round(self, exchange: Exchange) -> Iterator[str]:
        if self._has_answered(exchange):
            who = self.names[int(exchange.speaker[0])]
            yield f"{self._when(exchange)} {who} has said yes, and offers nothing else."
            return
        before = self.last_told.get(self._teller_of(exchange))
        self.last_told[self._teller_of(exchange)] = exchange
        speaking = np.flatnonzero(exchange.offers[0, :, 0] >= 0)
        p = int(exchange.speaker[0])
        if p != NOBODY and len(speaking) <= 1 and not self._simultaneous:
            yield from self._offer(exchange, p, before)
        elif self._simultaneous:
            yield from self._offers_together(exchange, before)
        else:
            yield from self._draft(exchange, before)

    @property
    def _simultaneous(self) -> bool:
        return isinstance(self.model.baskets[0].protocol, Simultaneous)

    def _when(self, exchange: Exchange, last: Exchange | None = None) -> str:
        first, until = exchange.round, (last or exchange).round
        span = f"Round {first}" if first == until else f"Rounds {first} to {until}"
        if len(self.model.baskets) == 1:
            return f"{span}."
        members = self.model.worlds.layout.members
        issues = [i for issue in self.model.baskets[exchange.basket].issues for i in members[issue]]
        return f"{span}, on {', '.join(self.questions[i].title for i in issues)}."

    def _offer(self, exchange: Exchange, p: int, before: Exchange | None) -> Iterator[str]:
        deal = exchange.offers[0, p]
        if not exchange.made[0]:
            yield f"{self._when(exchange)} {_capital(self.names[p])} makes no offer: it can imagine none worth signing."
            return
        said = self._says(deal, None if before is None else before.offers[0, p])
        insists = "" if len(self.model.baskets) > 1 else f", insisting on {exchange.aspiration[0, p]:.3f},"
        yield f"{self._when(exchange)} {_capital(self.names[p])}{insists} {said}"
        yield from self._answers(exchange, p)

    def _draft(self, exchange: Exchange, before: Exchange | None) -> Iterator[str]:
        if not exchange.made[0]:
            yield f"{self._when(exchange)} The chair has no text to offer."
            return
        said = self._says(exchange.deal[0], None if before is None else before.deal[0], "drafts", "keeps its draft")
        yield f"{self._when(exchange)} The chair {said}"
        yield from self._answers(exchange, NOBODY)

    def _offers_together(self, exchange: Exchange, before: Exchange | None) -> Iterator[str]:
        yield f"{self._when(exchange)} All offers are opened together."
        for p, name in enumerate(self.names):
            deal = exchange.offers[0, p]
            if deal[0] < 0:
                yield f"  {_capital(name)} makes none."
                continue
            said = self._says(deal, None if before is None else before.offers[0, p])
            worth = f"worth {self._utility(p, deal):.3f} to itself, {self._worth(deal, but=p)}"
            insists = "" if len(self.model.baskets) > 1 else f", insisting on {exchange.aspiration[0, p]:.3f},"
            yield f"  {_capital(name)}{insists} {said[:-1]}; {worth}."
        if exchange.agreed[0]:
            own = exchange.speaker[0] != NOBODY
            whose = f"the offer of {self.names[int(exchange.speaker[0])]}" if own else "halfway between the offers"
            yield f"  They meet, on {whose}: worth {self._worth(exchange.deal[0])}."
        elif before is not None and exchange.over[0] and np.array_equal(exchange.offers, before.offers):
            yield "  They do not meet, and nobody concedes any more."
        else:
            yield "  They do not meet."

    def _answers(self, exchange: Exchange, speaker: int) -> Iterator[str]:
        deal = exchange.deal[0]
        yield f"  Worth {self._worth(deal)}."
        for q, name in enumerate(self.names):
            if q != speaker:
                yield f"  {_capital(name)}: {self._answer(exchange, q, deal)}"

    def _worth(self, deal: Ints, but: int = NOBODY) -> str:
        states = enumerate(self.scenario.states)
        said = [f"{self._utility(q, deal):.3f} to {self.scenario.title_of(state)}" for q, state in states if q != but]
        return ", ".join(said)

    def _says(self, deal: Ints, before: Ints | None, first: str = "offers", again: str = "offers again") -> str:
        if before is None or before[0] < 0:
            return f"{first}: {self._deal(deal)}."
        moved = [i for i in range(len(deal)) if deal[i] != before[i]]
        if not moved:
            return f"{again}: {self._deal(deal)}."
        changes = "; ".join(
            f"{self.questions[i].title}: {self._option(i, before[i])} -> {self._option(i, deal[i])}" for i in moved
        )
        return f"moves: {changes}."

    def _answer(self, exchange: Exchange, q: int, deal: Ints) -> str:
        worth, insists = self._utility(q, deal), exchange.aspiration[0, q]
        if exchange.aside[0, q]:
            return "stands aside."
        if exchange.had_say is not None and not exchange.had_say[0, q]:
            refused = (exchange.had_say[0] & ~exchange.yes[0]).any()
            return "is not asked any more." if refused else "has no round left to answer in."
        if len(self.model.baskets) > 1:
            return "yes." if exchange.yes[0, q] else "no."
        if exchange.yes[0, q]:
            return f"yes: worth {worth:.3f} to it; it would insist on {insists:.3f} next."
        beyond, standing = self.model.worlds.barred[0, q], self.model.worlds.status_quo[0]
        crossed = [
            self.questions[i].title for i, option in enumerate(deal) if beyond[i, option] and option != standing[i]
        ]
        if crossed:
            return f"no, beyond its red line on {', '.join(crossed)}."
        worlds = self.model.worlds
        if worth <= worlds.signs_above[0, q] + MARGIN:
            compared = "worse" if worlds.signs_if_indifferent[q] else "no better"
            return f"no, {worth:.3f} is {compared} than walking away ({worlds.reservation[0, q]:.3f})."
        return f"no: worth {worth:.3f} to it; it insists on {insists:.3f}."

    def _utility(self, q: int, deal: Ints) -> float:
        joined = self.model.worlds.joined
        # An issue that is not on this table, and whose failure lies off the scale, is worth nothing yet.
        terms = joined.layout.together(deal)
        parts = joined.contributions[0, q, np.arange(len(terms)), np.maximum(terms, 0)]
        return float(np.cumsum(np.where(terms >= 0, parts, 0.0))[-1])

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

    def _initialled(self) -> Iterator[str]:
        """Tell what came out of the baskets, and who signs all of it together."""
        drawn = self.model.worlds
        terms = drawn.joined.status_quo[0].copy()
        for basket in self.model.baskets:
            text = basket.text[0]
            terms[basket.issues] = np.where(text >= 0, text, terms[basket.issues])
        if np.array_equal(terms, drawn.joined.status_quo[0]):
            yield "Nothing was initialled."
            return
        options = drawn.layout.apart(terms)
        whole = np.where(options >= 0, options, drawn.status_quo[0])
        yield f"Initialled: {self._deal(whole)}. Together worth {self._worth(whole)}."
        for state in self.model.states:
            signs = (terms >= 0).all() and state.would_sign(np.zeros(1, dtype=np.intp), terms[None])[0]
            yield f"  {self.scenario.title_of(state.name)} {'would sign' if signs else 'would not sign'} all of it."
        yield ""

    def _ending(self) -> Iterator[str]:
        gate = Gate(int(self.model.gate[0]))
        ending = UNDECIDED if self.model.zone[0] == Verdict.UNDECIDED else ENDINGS[gate]
        ending = ending.format(likes=self.scenario.likes)
        if len(self.model.baskets) > 1:
            yield from self._initialled()
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


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
