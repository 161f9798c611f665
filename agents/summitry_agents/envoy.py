"""An envoy: what it insists on, what it offers and what it accepts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import mesa
import numpy as np

from summitry_agents.acceptance.acceptance import Acceptance, Answer
from summitry_agents.brief import Brief, Moment
from summitry_agents.deals import MARGIN, Bools, Floats, Ints, power
from summitry_agents.mandate import Mandate
from summitry_agents.memory import Memory
from summitry_agents.offers import Offers
from summitry_agents.styles.style import Style
from summitry_agents.turn import Some, Turn, those_of


class Envoy(mesa.Agent):
    """Who speaks for a state at a table, in every world of its model at once.

    Parameters
    ----------
    model
        The model that the agent belongs to.
    name
        Id of the envoy.
    brief
        Its state's wishes, its picture of the others, how the talks are run.
    styles
        How its aspiration moves: concession styles, each with the time (W,) from which on it holds, in order.
    acceptance
        On which condition it says yes to a deal that its state would sign.
    reach
        (W,) share of the way to the reservation value that it would go by the deadline.
    takes_last
        (W,) whether it takes anything acceptable in the last round.
    mandate
        How far it may go without asking home; None: as far as its state.

    Attributes
    ----------
    aspiration
        (W,) what it insisted on when it last made up its mind; NaN before.
    insisted
        (W,) what it insisted on at its last turn to offer; NaN before.
    best
        (W,) utility of the best deal that it can imagine.
    best_heard
        (W,) the most that any offer of others was worth to it; minus infinity before the first that it answered.
    heard, made
        What the others offered and what it offered itself, as far as its styles listen.
    answered
        (W, Q) how many of each other's offers had been heard when it last made its own.
    """

    def __init__(
        self,
        model: mesa.Model,
        name: str,
        brief: Brief,
        styles: Sequence[tuple[Floats, Style]],
        acceptance: Acceptance,
        reach: Floats,
        takes_last: Bools,
        mandate: Mandate | None = None,
    ) -> None:
        super().__init__(model)
        self.name = name
        self.brief = brief
        self.styles = tuple(styles)
        self._listens = any(style.listens for _, style in self.styles)
        self.acceptance = acceptance
        self.reach = reach
        self.takes_last = takes_last
        self.mandate = mandate
        mine = brief.preferences
        worlds, issues = mine.status_quo.shape
        self._offers = Offers(brief)
        best = self._offers.best(np.arange(worlds))
        self.best = np.where(best > -np.inf, best, mine.reservation)
        self._can_offer = best > -np.inf
        self.aspiration = np.full(worlds, np.nan)
        self.insisted = np.full(worlds, np.nan)
        self.best_heard = np.full(worlds, -np.inf)
        self.heard = Memory(worlds, len(brief.picture.others))
        self.made = Memory(worlds, 1)
        self.answered = np.zeros_like(self.heard.count)
        self._decided_for = np.zeros(worlds, dtype=np.intp)
        self._planned_for = np.zeros(worlds, dtype=np.intp)
        self._plan = np.full((worlds, issues), -1)
        self._plan_is_possible = np.zeros(worlds, dtype=bool)
        self._own_deal = np.zeros(worlds, dtype=bool)

    def offer(self, worlds: Ints, turn: Turn) -> tuple[Ints, Bools]:
        """Return the deals that the envoy offers at a turn of its own.

        Unless its style picks deals itself: among deals at its aspiration, the one that the others are believed to
        like best; where several others must all say yes and that is believed to fail, another that is believed to
        pass; and where constituencies must ratify, one that is believed to pass there too. In the last round an envoy
        that takes what it can get offers anything better than walking away that is believed to pass, if its style
        leaves room for that. The zone's own solver looks for these, so that no failure is an artefact of the search.

        Returns
        -------
        tuple
            (n, I) the deals, and (n,) whether there is one; the envoy passes where it can imagine none.
        """
        self._make_plan(worlds, turn)
        insists = self.aspiration[worlds]
        self.insisted[worlds] = insists
        deal, possible = self._plan[worlds], self._plan_is_possible[worlds]
        desperate = self._gives_in(worlds, turn)
        if desperate.any():
            desperate = desperate & self._can_offer[worlds]
        sought = desperate
        # The search for an offer to a coalition already looks for one that passes.
        if len(self.brief.picture.others) > 1 and self.brief.rule.is_unanimity:
            sought = desperate | (possible & ~self._own_deal[worlds])
        those = np.flatnonzero(sought)
        if those.size:
            there, reservation = worlds[those], self.brief.preferences.reservation[worlds[those]]
            floor = np.where(desperate[those], reservation, np.maximum(insists[those], reservation) - MARGIN)
            deal[those], possible[those] = self._offers.that_passes(there, deal[those], possible[those], floor)
        if self.brief.home is not None:
            deal, possible = self._offers.that_is_ratified(worlds, deal, possible, self.brief.home)
        if self._listens:
            made = worlds[possible]
            self.made.add(made, 0, deal[possible], self.brief.preferences.utility(made, deal[possible]))
            self.answered[worlds] = self.heard.count[worlds]
        return deal, possible

    def hear(self, worlds: Ints, speaker: int, deal: Ints, turn: Turn) -> None:
        """Take note of the deals (n, I) that another state's envoy put on the table."""
        moved = self.brief.picture.hear(worlds, speaker, deal, turn)
        if self._listens:
            place = int(np.flatnonzero(self.brief.picture.others == speaker)[0])
            self.heard.add(worlds, place, deal, self.brief.preferences.utility(worlds, deal))
            moved = worlds
        # What was decided before it heard this is decided anew.
        self._decided_for[moved] = self._planned_for[moved] = 0

    def accepts(self, worlds: Ints, deal: Ints, now: Turn, next_number: Ints) -> Bools:
        """Return (n,): whether the envoy says yes to the deals on the table.

        Only to deals that its state would sign. Then as its style says or, if that is silent, as its acceptance
        does, which compares with the envoy's own next offer. Where it has none to make, or no further turn, what it
        insists on stands in for the offer. In the last round it takes anything its state would sign, if that is its
        way. Consensus by silence is broken only by who would rather walk away.

        Parameters
        ----------
        worlds
            (n,) indices of the worlds.
        deal
            (n, I) what is on the table.
        now
            The present turn.
        next_number
            (n,) the round of its own next turn, at least the present one; beyond the last there is none.
        """
        yes = self._answers(worlds, deal, now, next_number)
        if self.mandate is not None:
            self.mandate.ask_home(worlds, deal, yes)
        return yes

    def _answers(self, worlds: Ints, deal: Ints, now: Turn, next_number: Ints) -> Bools:
        """Return (n,): its yes or no, before it asks home where its mandate wants that."""
        mine = self.brief.preferences
        speaks_again = next_number <= now.rounds
        turn = Turn(np.where(speaks_again, next_number, now.number), now.rounds)
        self._decide(worlds, turn)
        value = mine.utility(worlds, deal)
        self.best_heard[worlds] = np.maximum(self.best_heard[worlds], value)
        yes = self.would_sign(worlds, deal, now, value)
        if self.brief.rule.silence:
            return yes
        undecided = yes.copy()
        for style, those in self._stages(worlds, now, yes):
            moment = Moment(self, worlds[those], now.where(those), speaks_again[those])
            own_way = style.accepts(moment, deal[those])
            if own_way is not None:
                yes[those], undecided[those] = own_way, False
        asked = np.flatnonzero(undecided)
        if not asked.size:
            return yes
        there, deal, now, turn = worlds[asked], deal[asked], now.where(asked), turn.where(asked)
        speaks_again = speaks_again[asked]
        answer = Answer(
            worlds=there,
            value=value[asked],
            next_value=self.aspiration[there],
            discount=np.where(speaks_again, power(mine.patience[there], turn.number - now.number), 1.0),
            reservation=mine.reservation[there],
            clock=now.clock,
            best_heard=self.best_heard[there],
        )
        # The next offer is worth what the envoy insists on, or more; a no to that needs no look at the offer itself.
        offering = np.flatnonzero(self.acceptance.says_yes(answer) & speaks_again)
        self._make_plan(there[offering], turn.where(offering))
        planned = offering[self._plan_is_possible[there[offering]]]
        answer.next_value[planned] = mine.utility(there[planned], self._plan[there[planned]])
        yes[asked] = self.acceptance.says_yes(answer) | self._gives_in(there, now)
        return yes

    def would_sign(self, worlds: Ints, deal: Ints, now: Turn, value: Floats | None = None) -> Bools:
        """Return (n,): whether its state would sign the deals (n, I), it may say so, and foresees no no at home.

        What they are worth to the state (n,) is worked out where it is not given.
        """
        indifferent = np.zeros(len(worlds), dtype=bool)
        for style, those in self._stages(worlds, now, np.ones(len(worlds), dtype=bool)):
            indifferent[those] = style.signs_if_indifferent
        signs = self.brief.preferences.would_sign(worlds, deal, indifferent, value)
        if self.mandate is not None:
            signs &= self.mandate.allows(worlds, deal)
        if self.brief.home is not None:
            signs &= self.brief.home.ratified(worlds, deal)[:, self.brief.place]
        return signs

    def reconsider(self, worlds: Ints) -> None:
        """Make up its mind anew in those worlds (n,): what its state wants, or what it may offer, has changed there."""
        best = self._offers.best(worlds)
        self.best[worlds] = np.where(best > -np.inf, best, self.brief.preferences.reservation[worlds])
        self._can_offer[worlds] = best > -np.inf
        self._decided_for[worlds] = self._planned_for[worlds] = 0
        self.insisted[worlds] = np.nan
        for _, style in self.styles:
            style.reconsider(worlds)

    def _gives_in(self, worlds: Ints, turn: Turn) -> Bools:
        """Return (n,): whether this is the last round, and the envoy takes and offers anything acceptable in it."""
        if not turn.last.any():
            return turn.last
        gives_in = turn.last & self.takes_last[worlds]
        for style, those in self._stages(worlds, turn, gives_in):
            gives_in[those] = style.gives_in_at_last
        return np.asarray(gives_in)

    def _decide(self, worlds: Ints, turn: Turn) -> None:
        """Fix what to insist on at a turn, where that is not decided yet."""
        new = self._decided_for[worlds] != turn.number
        for style, those in self._stages(worlds, turn, new):
            there, then = worlds[those], turn.where(those)
            self.aspiration[there] = style.aspiration(Moment(self, there, then))
            self._decided_for[there] = then.number

    def _make_plan(self, worlds: Ints, turn: Turn) -> None:
        """Decide what to offer at a turn, where that is not decided yet."""
        self._decide(worlds, turn)
        new = self._planned_for[worlds] != turn.number
        for style, those in self._stages(worlds, turn, new):
            there, then = worlds[those], turn.where(those)
            moment, insists = Moment(self, there, then), self.aspiration[there]
            offer = style.offer(moment, insists)
            liking = style.liking(moment) if offer is None else None
            self._own_deal[there] = offer is not None or liking is not None
            if offer is None:
                # Whatever the style says, no envoy offers what its state would not sign.
                floor = np.maximum(insists, moment.reservation + 2 * MARGIN)
                offer = self._offers.worth(there, floor, liking)
            self._plan[there], self._plan_is_possible[there] = offer.deal, offer.possible
            self._planned_for[there] = then.number

    def _stages(self, worlds: Ints, turn: Turn, among: Bools) -> Iterator[tuple[Style, Some]]:
        """Yield each style with those of the n turns, `among` (n,) them, in which it holds."""
        if len(self.styles) == 1:
            those = those_of(among)
            if those is not None:
                yield self.styles[0][1], those
            return
        stage = np.zeros(len(worlds), dtype=np.intp)
        latest = np.zeros(len(worlds))
        for place, (start, _) in enumerate(self.styles):
            # Of those whose time has come the one that came last, in whatever order they stand.
            holds = (turn.clock >= start[worlds] - MARGIN) & (start[worlds] >= latest)
            stage[holds], latest[holds] = place, start[worlds][holds]
        for place, (_, style) in enumerate(self.styles):
            those = those_of(among & (stage == place))
            if those is not None:
                yield style, those
