"""What was said at the tables, round by round, in words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from summitry.protocols.protocol import NOBODY, Exchange
from summitry.protocols.simultaneous import Simultaneous
from summitry.stories.chronicle import Witness
from summitry.stories.story_words import Wording, capital
from summitry.talks.moments import Asked, Said, Wants
from summitry_agents.deals import MARGIN, Ints


class Rounds:
    """Tells the rounds of one meeting.

    Parameters
    ----------
    talks, wording
        What was witnessed, and how to word it.
    number
        Of the meeting on the road.
    """

    def __init__(self, talks: Witness, wording: Wording, number: int) -> None:
        self.talks, self.wording = talks, wording
        self.meeting = talks.meetings[number]
        self.layout = talks.worlds.layout
        self.names = [wording.speaker_of(p, self.meeting.leg.level) for p in range(len(wording.states))]
        self.simultaneous = isinstance(self.meeting.baskets[0].protocol, Simultaneous)
        self.in_baskets = len(self.meeting.baskets) > 1
        self.last_told: dict[tuple[int, int], Exchange] = {}
        self.quiet: dict[int, list[Exchange]] = {place: [] for place in range(len(self.meeting.baskets))}

    def lines(self, said: Said) -> Iterator[str]:
        """Yield what was said, unless it only repeats what its speaker said before; that is told with the next."""
        exchange = said.exchange
        if self._is_quiet(exchange):
            self.quiet[exchange.basket].append(exchange)
            return
        yield from self._quiet(exchange.basket)
        yield ""
        yield from self._round(said)

    def rest(self) -> Iterator[str]:
        """Yield what is not told yet."""
        for basket in self.quiet:
            yield from self._quiet(basket)

    def answers_of_leaders(self, asked: Asked) -> Iterator[str]:
        """Tell what leaders made of a text in brackets."""
        text, wants = asked.text, asked.wants
        options = self.layout.apart(text.terms)[0]
        yield f"Before the leaders: {self.wording.deal(options, wants.standing)}."
        yield f"  Worth {self._worth(wants, options)}."
        for p, name in enumerate(self.names):
            yield f"  {capital(name)}: {'yes.' if text.yes[0, p] else self._would_not_sign(wants, p, options) or 'no.'}"
        yield "  It is signed." if text.agreed[0] else "  It is refused."

    def initialled(self) -> Iterator[str]:
        """Tell what came out of the baskets, and who signs all of it together."""
        initialled = self.talks.gatherings[self.meeting.number].initialled
        if initialled is None:
            return
        wants, terms, signs = initialled
        if np.array_equal(terms, self.layout.together(wants.standing)):
            yield "Nothing was initialled."
            return
        options = self.layout.apart(terms)
        whole = np.where(options >= 0, options, wants.standing)
        yield f"Initialled: {self.wording.deal(whole, wants.standing)}. Together worth {self._worth(wants, whole)}."
        for state, yes in zip(self.wording.states, signs, strict=True):
            yield f"  {state} {'would sign' if yes else 'would not sign'} all of it."
        yield ""

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
        return exchange.basket, NOBODY if self.simultaneous else int(exchange.speaker[0])

    def _quiet(self, basket: int) -> Iterator[str]:
        rounds, self.quiet[basket] = self.quiet[basket], []
        if rounds:
            yield ""
            yield f"{self._when(rounds[0], rounds[-1])} Nobody moves."

    def _round(self, said: Said) -> Iterator[str]:
        exchange = said.exchange
        if self._has_answered(exchange):
            who = self.names[int(exchange.speaker[0])]
            yield f"{self._when(exchange)} {who} has said yes, and offers nothing else."
            return
        before = self.last_told.get(self._teller_of(exchange))
        self.last_told[self._teller_of(exchange)] = exchange
        speaking = np.flatnonzero(exchange.offers[0, :, 0] >= 0)
        p = int(exchange.speaker[0])
        if p != NOBODY and len(speaking) <= 1 and not self.simultaneous:
            yield from self._offer(said, p, before)
        elif self.simultaneous:
            yield from self._offers_together(said, before)
        else:
            yield from self._draft(said, before)

    def _when(self, exchange: Exchange, last: Exchange | None = None) -> str:
        first, until = exchange.round, (last or exchange).round
        span = f"Round {first}" if first == until else f"Rounds {first} to {until}"
        if not self.in_baskets:
            return f"{span}."
        members = self.layout.members
        issues = [i for issue in self.meeting.baskets[exchange.basket].issues for i in members[issue]]
        return f"{span}, on {', '.join(self.wording.issues[i] for i in issues)}."

    def _insists(self, exchange: Exchange, p: int) -> str:
        return "" if self.in_baskets else f", insisting on {exchange.aspiration[0, p]:.3f},"

    def _offer(self, said: Said, p: int, before: Exchange | None) -> Iterator[str]:
        exchange = said.exchange
        if not exchange.made[0]:
            yield f"{self._when(exchange)} {capital(self.names[p])} makes no offer: it can imagine none worth signing."
            return
        offers = self._says(exchange.offers[0, p], None if before is None else before.offers[0, p], said.wants)
        yield f"{self._when(exchange)} {capital(self.names[p])}{self._insists(exchange, p)} {offers}"
        yield from self._answers(said, p)

    def _draft(self, said: Said, before: Exchange | None) -> Iterator[str]:
        exchange = said.exchange
        if not exchange.made[0]:
            yield f"{self._when(exchange)} The chair has no text to offer."
            return
        last = None if before is None else before.deal[0]
        drafts = self._says(exchange.deal[0], last, said.wants, "drafts", "keeps its draft")
        yield f"{self._when(exchange)} The chair {drafts}"
        yield from self._answers(said, NOBODY)

    def _offers_together(self, said: Said, before: Exchange | None) -> Iterator[str]:
        exchange, wants = said.exchange, said.wants
        yield f"{self._when(exchange)} All offers are opened together."
        for p, name in enumerate(self.names):
            deal = exchange.offers[0, p]
            if deal[0] < 0:
                yield f"  {capital(name)} makes none."
                continue
            offers = self._says(deal, None if before is None else before.offers[0, p], wants)
            worth = f"worth {self._utility(wants, p, deal):.3f} to itself, {self._worth(wants, deal, but=p)}"
            yield f"  {capital(name)}{self._insists(exchange, p)} {offers[:-1]}; {worth}."
        if exchange.agreed[0]:
            own = exchange.speaker[0] != NOBODY
            whose = f"the offer of {self.names[int(exchange.speaker[0])]}" if own else "halfway between the offers"
            yield f"  They meet, on {whose}: worth {self._worth(wants, exchange.deal[0])}."
        elif before is not None and exchange.over[0] and np.array_equal(exchange.offers, before.offers):
            yield "  They do not meet, and nobody concedes any more."
        else:
            yield "  They do not meet."

    def _answers(self, said: Said, speaker: int) -> Iterator[str]:
        yield f"  Worth {self._worth(said.wants, said.exchange.deal[0])}."
        for q, name in enumerate(self.names):
            if q != speaker:
                yield f"  {capital(name)}: {self._answer(said, q)}"

    def _worth(self, wants: Wants, deal: Ints, but: int = NOBODY) -> str:
        states = enumerate(self.wording.states)
        return ", ".join(f"{self._utility(wants, q, deal):.3f} to {state}" for q, state in states if q != but)

    def _utility(self, wants: Wants, p: int, deal: Ints) -> float:
        return wants.utility(p, self.layout.together(deal))

    def _says(
        self, deal: Ints, before: Ints | None, wants: Wants, first: str = "offers", again: str = "offers again"
    ) -> str:
        if before is None or before[0] < 0:
            return f"{first}: {self.wording.deal(deal, wants.standing)}."
        moved = np.flatnonzero(deal != before)
        if not moved.size:
            return f"{again}: {self.wording.deal(deal, wants.standing)}."
        option, issues = self.wording.option, self.wording.issues
        changes = "; ".join(f"{issues[i]}: {option(i, before[i])} -> {option(i, deal[i])}" for i in moved)
        return f"moves: {changes}."

    def _answer(self, said: Said, q: int) -> str:
        exchange, deal = said.exchange, said.exchange.deal[0]
        if exchange.aside[0, q]:
            return "stands aside."
        if exchange.had_say is not None and not exchange.had_say[0, q]:
            refused = (exchange.had_say[0] & ~exchange.yes[0]).any()
            return "is not asked any more." if refused else "has no round left to answer in."
        asked = ", having asked home" if said.asked_home[q] else ""
        worth, insists = self._utility(said.wants, q, deal), exchange.aspiration[0, q]
        if exchange.yes[0, q]:
            if self.in_baskets:
                return f"yes{asked}."
            return f"yes{asked}: worth {worth:.3f} to it; it would insist on {insists:.3f} next."
        why_not = None if self.in_baskets else self._would_not_sign(said.wants, q, deal)
        if why_not is not None:
            return why_not
        if said.beyond_mandate[q]:
            limits = self.talks.worlds.limits[q][0, np.arange(len(deal)), deal] & (deal != said.wants.standing)
            return f"no, beyond its mandate on {self.wording.titles(limits)}."
        if said.expects_a_no[q]:
            return f"no: it expects {self.wording.states[q]} to reject that at home."
        return "no." if self.in_baskets else f"no: worth {worth:.3f} to it; it insists on {insists:.3f}."

    def _would_not_sign(self, wants: Wants, q: int, deal: Ints) -> str | None:
        """Return why a state would not sign a deal whoever speaks for it; None where it would."""
        crossed = self.talks.worlds.barred[0, q, np.arange(len(deal)), deal] & (deal != wants.standing)
        if crossed.any():
            return f"no, beyond its red line on {self.wording.titles(crossed)}."
        worth = self._utility(wants, q, deal)
        if worth > wants.needs[q] + MARGIN:
            return None
        indifferent = self.talks.worlds.signs_if_indifferent[q]
        # What makes a state sign if indifferent is no part of what it has.
        fallback = round(wants.needs[q] + 2 * MARGIN * indifferent, 9)
        compared = "worse" if indifferent else "no better"
        if self.meeting.leg.level == "leaders" and self.talks.worlds.misjudged[0, q]:
            return f"no, {worth:.3f} is less than it must have ({fallback:.3f})."
        has = "what is signed already" if wants.has_signed[q] else "walking away"
        return f"no, {worth:.3f} is {compared} than {has} ({fallback:.3f})."
