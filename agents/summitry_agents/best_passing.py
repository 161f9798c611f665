"""The best deal so far under a decision rule: passing deals before others, improved by single changes."""

from collections.abc import Iterator

import numpy as np

from summitry_agents.deals import TIE, Bools, Floats, Ints, settles_something, utility
from summitry_agents.logrolling import Offer
from summitry_agents.votes import Votes

LONGEST_CLIMB = 40
"""Single changes at most."""

MOST_AT_ONCE = 2_000_000
"""Numbers in one array while changes are weighed; more worlds are taken in turns."""


class BestPassing:
    """The best deal found in each of n worlds.

    A deal that is believed to pass comes before one that is not. Of two that pass, the coalition's larger gain
    counts, then my larger utility; the other way round for one who buys a coalition. Of two that do not, the smaller
    shortfall counts (`Votes.count`), then my larger utility.

    Parameters
    ----------
    votes
        What I believe about the others.
    mine
        My contributions (n, I, K).
    allowed, status_quo
        (n, I, K) and (n, I), as in `Trades.between`.
    floor
        What a deal must be worth to me (n,), within `TIE`.
    buying
        Whether my own utility counts first.

    Attributes
    ----------
    deal
        (n, I) the best deals so far, -1 throughout where there is none.
    """

    def __init__(
        self, votes: Votes, mine: Floats, allowed: Bools, status_quo: Ints, floor: Floats, *, buying: bool
    ) -> None:
        self.votes, self.mine, self.allowed, self.status_quo, self.floor = votes, mine, allowed, status_quo, floor
        self.buying = buying
        self.deal = np.full(status_quo.shape, -1)
        self._rank = np.full((len(mine), 3), -np.inf)

    @property
    def possible(self) -> Bools:
        """(n,) whether there is any deal yet."""
        return np.asarray(self.deal[:, 0] >= 0)

    def improve(self, deal: Ints, possible: Bools) -> tuple[Bools, Bools]:
        """Keep those of the deals (n, I), where possible (n,), that are better than the best so far.

        Returns
        -------
        tuple
            (n,) where they are better, and where they are believed to pass.
        """
        rank, shortfall = self._ranked(self.votes, utility(self.mine, deal), self.votes.missing(deal))
        better = possible & (~self.possible | _exceeds(rank, self._rank))
        self.deal[better], self._rank[better] = deal[better], rank[better]
        return better, possible & (shortfall < 0)

    def list_all(self) -> None:
        """Weigh every option of the only issue: exact."""
        size = max(int(np.prod(self.votes.theirs.shape[1:])), 1)
        for places in _in_turns(np.arange(len(self.mine)), size):
            votes, mine = self.votes.of(places), self.mine[places, 0]
            missing = np.moveaxis(votes.missing_each()[:, :, 0], 1, -1)
            rank, _ = self._ranked(votes, mine, missing)
            off_status_quo = np.arange(mine.shape[1]) != self.status_quo[places]
            keeps = self.allowed[places, 0] & off_status_quo & (mine >= (self.floor[places] - TIE)[:, None])
            option = _first_of_the_best(keeps, rank)
            self.deal[places, 0] = np.where(keeps.any(axis=-1), option, -1)

    def climb(self) -> None:
        """Change one issue after another to the best option of all, as long as that helps."""
        size = max(int(np.prod(self.votes.theirs.shape[1:])), 1)
        for places in _in_turns(np.flatnonzero(self.possible), size):
            still = places
            for _ in range(LONGEST_CLIMB):
                if not still.size:
                    break
                still = still[self._change(still)]

    def offer(self) -> Offer:
        """Return the best deals as offers; `theirs` is the sum of all others' utilities."""
        possible, deal = self.possible, np.maximum(self.deal, 0)
        theirs = np.cumsum(utility(self.votes.theirs, deal), axis=-1)[:, -1]
        return Offer(
            deal=self.deal,
            mine=np.where(possible, utility(self.mine, deal), -np.inf),
            theirs=np.where(possible, theirs, -np.inf),
            possible=possible,
        )

    def _change(self, places: Ints) -> Bools:
        """Make the best single change in some worlds (m,); return where it helped."""
        votes, mine, deal, standing = (
            self.votes.of(places),
            self.mine[places],
            self.deal[places],
            self.status_quo[places],
        )
        now = np.take_along_axis(mine, deal[..., None], axis=-1)
        after = utility(mine, deal)[:, None, None] + (mine - now)
        flat = (len(places), mine.shape[1] * mine.shape[2])
        rank, _ = self._ranked(votes, after.reshape(flat), votes.missing_after(deal).reshape(*flat, -1))
        off = deal != standing
        settles = (off.sum(axis=-1, keepdims=True) - off > 0)[..., None]
        settles = settles | (np.arange(mine.shape[2]) != standing[..., None])
        keeps = self.allowed[places] & (after >= (self.floor[places] - TIE)[:, None, None]) & settles
        choice = _first_of_the_best(keeps.reshape(flat), rank)
        issue, option = np.divmod(choice, mine.shape[2])
        deal[np.arange(len(places)), issue] = option
        # Judged anew by `utility`, from which the running sums above differ by rounding.
        rank, _ = self._ranked(votes, utility(mine, deal), votes.missing(deal))
        better = keeps.reshape(flat).any(axis=-1) & _exceeds(rank, self._rank[places])
        better &= (utility(mine, deal) >= self.floor[places] - TIE) & settles_something(deal, standing)
        self.deal[places[better]], self._rank[places[better]] = deal[better], rank[better]
        return np.asarray(better)

    def _ranked(self, votes: Votes, mine: Floats, missing: Floats) -> tuple[Floats, Floats]:
        """Return what deals are compared by (..., 3), and what the coalition lacks (...)."""
        _, shortfall, gain = votes.count(missing)
        passes = shortfall < 0
        first, second = (mine, gain) if self.buying else (gain, mine)
        columns = -np.maximum(shortfall, 0.0), np.where(passes, first, -np.inf), np.where(passes, second, mine)
        return np.stack(columns, axis=-1), shortfall


def _exceeds(rank: Floats, other: Floats) -> Bools:
    """Tell where one rank (n, 3) comes before the other, by the first column in which they differ."""
    before, same = np.zeros(len(rank), dtype=bool), np.ones(len(rank), dtype=bool)
    for column, close in enumerate((0.0, TIE, TIE)):
        here, there = rank[:, column], other[:, column]
        before |= same & (here > there + close)
        same &= (here >= there - close) & (here <= there + close)
    return before


def _first_of_the_best(among: Bools, rank: Floats) -> Ints:
    """Return the first (n,) of the best by rank (n, D, 3) among some (n, D)."""
    tied = among
    for column, close in enumerate((0.0, TIE, TIE)):
        here = np.where(tied, rank[..., column], -np.inf)
        tied = tied & (here >= here.max(axis=-1, keepdims=True) - close)
    return np.asarray(tied.argmax(axis=-1))


def _in_turns(places: Ints, size: int) -> Iterator[Ints]:
    """Yield the places in parts whose arrays of `size` numbers a world are not too large."""
    part = max(MOST_AT_ONCE // size, 1)
    for start in range(0, len(places), part):
        yield places[start : start + part]
