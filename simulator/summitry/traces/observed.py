"""Talks of which every round is noted, in all worlds at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from summitry.protocols.protocol import NOBODY, Exchange
from summitry.talks.model import SummitModel
from summitry.talks.yardsticks import errors_about_others
from summitry_agents.beliefs import over_random_deals
from summitry_agents.deals import Bools, Floats, Ints


@dataclass(frozen=True, eq=False)
class Noted:
    """What happened in one round of a meeting, in the n worlds that talked in it.

    Parameters
    ----------
    worlds
        (n,) indices of the worlds.
    number
        (n,) the round of the talks, from 1.
    meeting
        Which of the road.
    offers
        (n, S, I) the deal that would hold if a speaker's offers of the round were accepted: on other baskets what was
        initialled in the meeting, else what stands. The speakers are the P states, and nobody (`NOBODY`).
    made
        (n, S) who made an offer.
    utility
        (n, S, P) what these deals are worth to each state, as it counts it now; NaN where there is none.
    reservation
        (n, P) what a deal must be worth to be signed now.
    aspiration
        (n, P) what each envoy insisted on when it last made up its mind.
    agreed
        (n,) whether an offer, or a text, became a deal at its table.
    belief_error
        (n, P, Q) as in `errors_about_others`, at the end of the round.
    """

    worlds: Ints
    number: Ints
    meeting: int
    offers: Ints
    made: Bools
    utility: Floats
    reservation: Floats
    aspiration: Floats
    agreed: Bools
    belief_error: Floats


class Observed(SummitModel):
    """Talks in many worlds, which keep what happened round by round; they go as those of any other model.

    Attributes
    ----------
    belief_error_at_first
        (W, P, Q) as in `errors_about_others`, before anything was said.
    prior_error
        (W, P) the same error of what everybody expects of each state from the start.
    correlation
        (W, P, P) how the states' utilities of a deal drawn at random went together at first.
    """

    belief_error_at_first: Floats
    prior_error: Floats
    correlation: Floats

    @cached_property
    def noted(self) -> list[Noted]:
        """Every round of every meeting."""
        return []

    @cached_property
    def trust(self) -> list[Floats]:
        """(W, P, P) whose trust in whom, before the talks and after each meeting that had its turn."""
        return []

    def step(self) -> None:
        """Play one round, and note it."""
        super().step()
        self._note()

    def _open(self, number: int) -> None:
        if not number:
            self.trust.append(self.worlds.circumstances.trust.copy())
        super()._open(number)
        if not number:
            every = np.arange(len(self.rounds))
            self.belief_error_at_first = errors_about_others(self.baskets, self.worlds, every)
            self.prior_error, self.correlation = self._errors_of_the_prior(), self._correlation()

    def _close(self) -> None:
        # What changes after a meeting is seen at the next.
        self._note()
        super()._close()
        self.trust.append(self.worlds.circumstances.trust.copy())

    def _errors_of_the_prior(self) -> Floats:
        """Return (W, P): how far what everybody expects of a state is from the truth; events move both alike."""
        expected, _ = self._seats.situation.expected_at_first
        mean, variance = over_random_deals(expected - self.worlds.first.contributions, self.worlds.joined.open)
        return np.asarray(np.sqrt(mean**2 + variance))

    def _correlation(self) -> Floats:
        """Return (W, P, P): how the states' utilities of a deal drawn at random go together; 0 where one has none."""
        joined = self.worlds.joined
        states = joined.contributions.shape[1]
        spread = np.stack([over_random_deals(joined.contributions, joined.open)[1]] * states, axis=1)
        found = np.zeros_like(spread)
        for p in range(states):
            both = joined.contributions + joined.contributions[:, [p]]
            covered = (over_random_deals(both, joined.open)[1] - spread[:, p] - spread[:, :, p]) / 2
            scale = np.sqrt(spread[:, p] * spread[:, :, p])
            np.divide(covered, scale, out=found[:, p], where=scale > 0)
        return found

    def _note(self) -> None:
        """Note the exchanges that are new."""
        new, self.exchanges = self.exchanges, []
        if not new:
            return
        there = np.unique(np.concatenate([exchange.worlds for exchange in new]))
        offers, made = self._offers(there, new)
        terms = self.worlds.layout.together(offers)
        aspiration = np.full((len(there), len(self.states)), np.nan)
        agreed = np.zeros(len(there), dtype=bool)
        for exchange in new:
            rows = np.searchsorted(there, exchange.worlds)
            agreed[rows] |= exchange.agreed
            if len(self.baskets) == 1:
                aspiration[rows] = exchange.aspiration
        self.noted.append(
            Noted(
                worlds=there,
                number=self.rounds[there],
                meeting=self.meeting.number,
                offers=offers,
                made=made,
                utility=np.where(made[..., None], _worth(self.worlds.joined.contributions[there], terms), np.nan),
                reservation=np.stack([state.preferences.reservation[there] for state in self.states], axis=1),
                aspiration=aspiration,
                agreed=agreed,
                belief_error=errors_about_others(self.baskets, self.worlds, there),
            )
        )

    def _offers(self, there: Ints, exchanges: Sequence[Exchange]) -> tuple[Ints, Bools]:
        """Return (n, S, I) and (n, S): what each speaker offered in a round of the worlds (n,), on all baskets."""
        layout, issues = self.worlds.layout, len(self.scenario.issues)
        offers = np.full((len(there), len(self.states) + 1, issues), -1)
        made = np.zeros(offers.shape[:2], dtype=bool)
        columns = [np.concatenate([layout.members[issue] for issue in basket.issues]) for basket in self.baskets]
        texts = [layout.apart(self._on_the_table(basket.issues, basket.text[there])) for basket in self.baskets]
        for exchange in exchanges:
            rows = np.searchsorted(there, exchange.worlds)
            own = np.where((exchange.speaker == NOBODY)[:, None], exchange.deal, -1)
            full = np.concatenate([exchange.offers, own[:, None]], axis=1)
            here = columns[exchange.basket]
            new = full[..., here[0]] >= 0
            for place, text in enumerate(texts):
                if place != exchange.basket:
                    initialled = text[rows][:, None, columns[place]]
                    full[..., columns[place]] = np.where(initialled >= 0, initialled, full[..., columns[place]])
            before = offers[rows]
            before[..., here] = full[..., here]
            offers[rows] = np.where(new[..., None], np.where(made[rows][..., None], before, full), offers[rows])
            made[rows] |= new
        return offers, made

    def _on_the_table(self, issues: Ints, text: Ints) -> Ints:
        """Return (n, J): a text (n, issues of a basket) among all issues on the table, -1 elsewhere."""
        terms = np.full((len(text), len(self.worlds.layout.members)), -1)
        terms[:, issues] = text
        return terms


def _worth(contributions: Floats, terms: Ints) -> Floats:
    """Return (n, S, P): what deals (n, S, J) are worth given (n, P, J, K); an issue that is -1 is worth nothing yet."""
    total = np.zeros((*terms.shape[:2], contributions.shape[1]))
    for issue in range(terms.shape[2]):
        option = terms[:, :, issue]
        parts = np.take_along_axis(contributions[:, :, issue], np.maximum(option, 0)[:, None], axis=2)
        total += np.where(option[:, None] >= 0, parts, 0.0).swapaxes(1, 2)
    return total
