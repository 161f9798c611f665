"""What was so at each moment of one world's talks: circumstances change, and a story must quote what held then."""

from __future__ import annotations

from functools import cached_property
from types import SimpleNamespace
from typing import TypeVar, cast

import numpy as np

from summitry.mechanisms.events import Events, Happened
from summitry.mechanisms.mechanism import Mechanism
from summitry.protocols.protocol import Exchange
from summitry.talks.circumstances import Circumstances
from summitry.talks.meeting import Meeting
from summitry.talks.model import SummitModel
from summitry.talks.moments import ONLY, Asked, Gathering, Said, Start, Wants
from summitry.talks.weighed import at_status_quo
from summitry_agents.deals import Bools, Ints

Kind = TypeVar("Kind", bound=Mechanism)


class Witness(SummitModel):
    """The talks of one world, whose every moment is noted."""

    @cached_property
    def said(self) -> list[Said]:
        """Every exchange."""
        return []

    @cached_property
    def gatherings(self) -> list[Gathering]:
        """The meetings of the road that had their turn."""
        return []

    @cached_property
    def start(self) -> Start:
        """What the cast wanted before anything happened."""
        drawn = self.worlds
        return Start(drawn.walk_away[0].copy(), drawn.premium[0].copy(), drawn.patience[0].copy())

    @cached_property
    def hurt(self) -> list[Bools]:
        """By entry of the log of events, as far as they changed anything: (P,) whom they left worse off."""
        return []

    @classmethod
    def of(cls, model: SummitModel) -> Witness:
        """Return the talks of a model of one world as they were witnessed; played again where they were not.

        Raises
        ------
        ValueError
            The model holds more than one world.
        """
        if len(model.under_way) != 1:
            raise ValueError(f"found {len(model.under_way)} worlds, expected a model of one")
        if isinstance(model, cls):
            return model
        again = cls(model.scenario, model.worlds.number, rng=model.ensemble_seed)
        while again.running and again.round < model.round:
            again.step()
        return again

    def mechanism(self, kind: type[Kind]) -> Kind | None:
        """Return the mechanism of a kind; None where the scenario has no use for it."""
        return next((each for each in self.worlds.mechanisms if isinstance(each, kind)), None)

    @property
    def took_place(self) -> list[bool]:
        """By meeting of the road."""
        had_their_turn = [not gathering.why_not for gathering in self.gatherings]
        return had_their_turn + [False] * (len(self.scenario.road) - len(had_their_turn))

    @property
    def log(self) -> list[Happened]:
        """The events, in the order in which they happened."""
        events = self.mechanism(Events)
        return [] if events is None else events.log

    @property
    def broken_off_by(self) -> str:
        """Id of the event that broke the talks off."""
        events = self.scenario.spec.events
        ends = [one.id for one in self.log if any(e.path == ("break_off",) for e in events[one.id].effects.changes)]
        return ends[-1] if ends else ""

    def step(self) -> None:
        """Play one round, and note what was said in it."""
        super().step()
        self.said.extend(self._noted(exchange) for exchange in self.exchanges[len(self.said) :])

    def circumstances_change(self, worlds: Ints) -> None:
        """Remember how well off everybody was."""
        self._before = self.worlds.circumstances.of(ONLY)
        super().circumstances_change(worlds)

    def circumstances_changed(self, worlds: Ints) -> None:
        """Note whom each event of the moment, by itself, left worse off."""
        super().circumstances_changed(worlds)
        self.hurt.extend(self._whom_it_hurts(happened.id) for happened in self.log[len(self.hurt) :])

    def _whom_it_hurts(self, event: str) -> Bools:
        """Return (P,): whom an event alone would have left worse off, had nothing else happened at that moment."""
        events, alone = self.mechanism(Events), self._before.of(ONLY)
        stage = cast("SummitModel", SimpleNamespace(worlds=SimpleNamespace(circumstances=alone)))
        for act in next(each.actions for each in events.events if each.id == event) if events else ():
            if act.changes_circumstances:
                act(stage, ONLY)
        return _worse_off(self._before, alone)

    def _open(self, number: int) -> None:
        """Note how a meeting begins, or why it does not take place."""
        assert self.start  # noqa: S101 noted before the first event
        gathering = Gathering()
        self.gatherings.append(gathering)
        super()._open(number)
        gathering.rounds = int(self.meeting.baskets[0].protocol.length(self.meeting.rounds)[0])
        if len(self.meeting.baskets) > 1:
            gathering.rounds = int(self.meeting.rounds[0])
        gathering.before = self.signatures.standing(ONLY)[0]
        gathering.has_signed = (self.signatures.some[:, None] & ~self.signatures.aside)[0]
        if not self.meeting.held[0] and gathering.answered is None:
            gathering.why_not = self._why_not(number)

    def _why_not(self, number: int) -> str:
        """Return why a meeting that had its turn does not take place."""
        leg, signatures = self.scenario.road[number], self.signatures
        if self.broken_off[0]:
            return "the talks had been broken off"
        if leg.answers_only and signatures.bracketed[0, 0] < 0:
            return "no text waited for the leaders"
        if leg.only_if is not None and not leg.only_if(signatures.standing(ONLY), signatures.settled)[0]:
            return f"what it needed was not agreed ({self.scenario.spec.talks.meetings[number].only_if})"
        return "nothing was left to settle"

    def _ask_leaders(self, worlds: Ints) -> None:
        """Note what leaders made of a text in brackets, and what they wanted then."""
        signatures = self.signatures
        contributions = np.stack([state.preferences.contributions[0].copy() for state in self.states])
        needs = np.array([state.preferences.reservation[0] for state in self.states])
        has_signed = (signatures.some[:, None] & ~signatures.aside)[0]
        wants = Wants(contributions, needs, signatures.standing(ONLY)[0], has_signed)
        answers = len(self.answers_of_leaders)
        super()._ask_leaders(worlds)
        for _, _, text in self.answers_of_leaders[answers:]:
            self.gatherings[-1].answered = Asked(text, wants)

    def _close(self) -> None:
        """Note what a meeting leaves behind, before anything else happens."""
        gathering, signatures = self.gatherings[-1], self.signatures
        gathering.after, gathering.settled = signatures.standing(ONLY)[0], signatures.settled[0].copy()
        if signatures.bracketed[0, 0] >= 0:
            gathering.brackets = signatures.bracketed[0].copy()
        if len(self.meeting.baskets) > 1 and self.meeting.held[0]:
            terms = self.worlds.layout.together(gathering.before).copy()
            for basket in self.meeting.baskets:
                text = basket.text[0]
                terms[basket.issues] = np.where(text >= 0, text, terms[basket.issues])
            whole = bool((terms >= 0).all())
            signs = [whole and bool(state.would_sign(ONLY, terms[None])[0]) for state in self.states]
            gathering.initialled = self._wants(self.meeting), terms, np.array(signs)
        super()._close()

    def _wants(self, meeting: Meeting) -> Wants:
        """Return what the states want at the tables of a meeting now."""
        shape = self.worlds.joined.contributions.shape[1:]
        contributions, needs = np.zeros(shape), np.zeros(shape[0])
        for basket in meeting.baskets:
            for p, envoy in enumerate(basket.protocol.table.envoys):
                contributions[p, basket.issues] = envoy.brief.preferences.contributions[0]
                needs[p] = envoy.brief.preferences.reservation[0]
        gathering = self.gatherings[meeting.number]
        return Wants(contributions, needs, gathering.before, gathering.has_signed)

    def _noted(self, exchange: Exchange) -> Said:
        """Return an exchange with what held when it happened.

        The tables of a meeting that ended with it still show that: what changes after a meeting is seen at the next.
        """
        meeting = self.meetings[exchange.meeting]
        basket = meeting.baskets[exchange.basket]
        deal = self.worlds.layout.together(exchange.deal)[:, basket.issues]
        none = np.zeros(len(self.states), dtype=bool)
        beyond, asked, expects_a_no = none.copy(), none.copy(), none.copy()
        for p, envoy in enumerate(basket.protocol.table.envoys if deal[0, 0] >= 0 else ()):
            mandate, home = envoy.mandate, envoy.brief.home
            if mandate is not None and mandate.exceeded_by(ONLY, deal)[0]:
                asked[p] = exchange.yes[0, p] and exchange.speaker[0] != p
                beyond[p] = not asked[p] and mandate.asks[0] <= 0
            if home is not None:
                expects_a_no[p] = not home.ratified(ONLY, deal)[0, p]
        return Said(exchange, self._wants(meeting), beyond, asked, expects_a_no)


def _worse_off(before: Circumstances, now: Circumstances) -> Bools:
    """Return (P,): whom a change of circumstances leaves worse off, whatever else it wants since.

    Signing costs it more, no deal is worth less, waiting costs more, it trusts somebody less, or what stands on an
    issue that matters to it is worth less.
    """
    worse = (now.premium > before.premium) | (now.patience < before.patience)
    worse |= (now.trust < before.trust).any(axis=2)
    alone = [np.nan_to_num(each.walk_away) + each.walk_away_shift for each in (before, now)]
    worse |= alone[1] < alone[0]
    stands = [at_status_quo(before.value, each.status_quo) for each in (before, now)]
    worse |= ((stands[1] < stands[0]) & (now.salience > 0)).any(axis=2)
    return np.asarray(worse[0])
