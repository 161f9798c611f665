"""Baskets: which issues are negotiated together, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from summitry.protocols.protocol import Exchange, Protocol
from summitry.scenario.agenda_choice import AgendaChoice
from summitry.scenario.linkages import Layout
from summitry_agents.deals import MARGIN, Bools, Floats, Ints
from summitry_agents.preferences import Preferences


class Basket:
    """Issues that are negotiated together, at a table of their own, in every world.

    Parameters
    ----------
    issues
        (J,) which of the issues on the table it holds; of linked ones, all.
    protocol
        How its talks are run; its table's `rounds` are set when they begin.

    Attributes
    ----------
    began
        (W,) the round before its first one; -1 before the talks on it begin.
    text
        (W, J) what was initialled; -1 where nothing was.
    yes, aside
        (W, P) who said yes to it, who stood aside from it.
    over
        (W,) whether its talks are over.
    """

    def __init__(self, issues: Ints, protocol: Protocol) -> None:
        worlds, states = protocol.table.seating.shape
        self.issues = issues
        self.protocol = protocol
        self.began = np.full(worlds, -1, dtype=np.intp)
        self.text = np.full((worlds, len(issues)), -1, dtype=np.intp)
        self.yes = np.zeros((worlds, states), dtype=bool)
        self.aside = np.zeros((worlds, states), dtype=bool)
        self.over = np.zeros(worlds, dtype=bool)

    def begin(self, worlds: Ints, after: Ints, rounds: Ints) -> None:
        """Open the talks on it in the worlds (n,), after so many rounds (n,), for at most `rounds` (n,).

        Where there are none, they are over.
        """
        self.began[worlds] = after
        self.protocol.table.rounds[worlds] = self.protocol.length(rounds)
        self.over[worlds] = rounds <= 0

    def play(self, played: Ints, worlds: Ints) -> Exchange | None:
        """Play a round in those of the worlds (n,) in which its talks go on; None where they do in none.

        The rounds of the meeting so far, this one included, are `played` (W,).
        """
        there = worlds[(self.began[worlds] >= 0) & ~self.over[worlds]]
        if not there.size:
            return None
        exchange = self.protocol.exchange(played[there] - self.began[there], there)
        agreed = there[exchange.agreed]
        self.text[agreed] = exchange.deal[exchange.agreed]
        self.yes[agreed] = exchange.yes[exchange.agreed]
        self.aside[agreed] = exchange.aside[exchange.agreed]
        self.over[there[exchange.over]] = True
        return exchange

    def in_full(
        self, exchange: Exchange, place: int, meeting: int, rounds: Ints, standing: Ints, layout: Layout
    ) -> Exchange:
        """Return an exchange of this basket with deals over all issues of the file: the others as they stand.

        And with the places of basket and meeting, and the rounds of the talks as a whole instead of the basket's own.

        Parameters
        ----------
        exchange, place, meeting
            What happened, on which basket, in which meeting.
        rounds
            (W,) of the talks.
        standing
            (n, I) what stands on the issues of the file.
        layout
            Which of them are joined.
        """
        here = np.zeros(layout.issues, dtype=bool)
        here[[member for issue in self.issues for member in layout.members[issue]]] = True

        def whole(deal: Ints) -> Ints:
            columns = np.full((*deal.shape[:-1], len(layout.members)), -1)
            columns[..., self.issues] = deal
            others = np.where(deal[..., :1] >= 0, np.expand_dims(standing, tuple(range(1, deal.ndim - 1))), -1)
            return np.where(here, layout.apart(columns), others)

        return replace(
            exchange,
            number=rounds[exchange.worlds],
            deal=whole(exchange.deal),
            offers=whole(exchange.offers),
            basket=place,
            meeting=meeting,
        )


def divide(agenda: AgendaChoice, issues: Sequence[tuple[str, ...]]) -> tuple[Ints, ...]:
    """Return the columns of each basket, in the order in which they are negotiated.

    Parameters
    ----------
    agenda
        How issues come to the table.
    issues
        Ids of the issues in each column: one, or several that are linked.
    """
    if agenda.kind == "package":
        return (np.arange(len(issues)),)
    if agenda.kind == "issue_by_issue":
        return tuple(np.array([column]) for column in range(len(issues)))
    return tuple(
        np.array([column for column, ids in enumerate(issues) if set(ids) & set(basket)]) for basket in agenda.baskets
    )


def share_of(whole: Preferences, issues: Ints, allowed: Bools) -> Preferences:
    """Return what a state wants of one basket.

    Initialling a basket signs nothing yet: the deal is signed when all baskets are over. So that what is initialled
    can be signed, each basket has to bear its part of what signing must earn: of the distance between the
    reservation and the utility of the status quo, the part that the basket has in all that the state could gain. A
    state with nothing to gain in a basket initials whatever costs it nothing.

    Parameters
    ----------
    whole
        Its preferences over all issues.
    issues
        (J,) those of the basket.
    allowed
        (W, I, K) options that may be on the table.
    """
    standing = np.where(
        whole.status_quo >= 0,
        np.take_along_axis(whole.contributions, np.maximum(whole.status_quo, 0)[..., None], axis=-1)[..., 0],
        0.0,
    )
    best = np.where(allowed & ~whole.barred, whole.contributions, -np.inf).max(axis=-1)
    to_gain = np.maximum(np.where(np.isfinite(best), best, 0.0) - standing, 0.0)
    in_all, here = _total(to_gain), _total(to_gain[:, issues])
    part = np.divide(here, in_all, out=np.full_like(here, len(issues) / to_gain.shape[1]), where=in_all > 0)
    to_earn = whole.reservation - _total(standing)
    return Preferences(
        contributions=whole.contributions[:, issues],
        barred=whole.barred[:, issues],
        status_quo=whole.status_quo[:, issues],
        # Initialling what is exactly as good as nothing costs nothing.
        reservation=_total(standing[:, issues]) + part * to_earn - 2 * MARGIN,
        patience=whole.patience,
    )


def _total(values: Floats) -> Floats:
    return np.asarray(np.cumsum(values, axis=-1)[..., -1])
