"""The challenge model: Bueno de Mesquita's expected utility model, in all worlds at once.

As reconstructed by Scholz, Calbert and Smith 2011, "Unravelling Bueno de Mesquita's group decision model", *Journal of
Theoretical Politics* 23(4); numbers of equations are those of the version in the proceedings of ICAART 2011. Actors i,
j, k have places x, capabilities c and saliences s; R is the width of the continuum, mu the median, r a risk exponent.

- votes of k between the places of i and j (26, 28): ``v_k^ij = c_k s_k (|x_k - x_j| - |x_k - x_i|) / R``; mu is the
  place that wins all contests, the weighted median;
- chance that i prevails over j, the share of the votes that are cast for it (30, 31):
  ``P_ij = sum_{k: v_k^ij > 0} v_k^ij / sum_k |v_k^ij|``;
- basic utilities, with d = |x_i - x_j| / R and m = (|x_i - mu| + |x_i - x_j|) / R: success
  ``U_s = 2 - 4 (0.5 - 0.5 d)^r_i`` (15), failure ``U_f = 2 - 4 (0.5 + 0.5 d)^r_i`` (16), j moves and that is better
  ``U_b = 2 - 4 (0.5 - 0.25 m)^r_i`` (22) or worse ``U_w = 2 - 4 (0.5 + 0.25 m)^r_i`` (23), nothing changes
  ``U_q = 2 - 4 (0.5)^r_i`` (24);
- what i expects of challenging j (5 to 7): ``E_ij = s_j (P_ij U_s + (1 - P_ij) U_f) + (1 - s_j) U_s
  - Q U_q - (1 - Q) (T U_b + (1 - T) U_w)``, T being 1 where the median is nearer to i than j is, else 0;
- security of i, with all r = 1: ``S_i = sum_j E_ji``, what its adversaries expect of challenging it;
  ``R_i = (2 S_i - max S - min S) / (max S - min S)`` (34); ``r_i = (1 - R_i / 3) / (1 + R_i / 3)`` (33), from 0.5 to 2;
- offers, from E with these exponents (figure 6, 35, 36): i goes all the way to j if both want the contest and j expects
  more (``E_ji > E_ij > 0``: confrontation); if only j wants it, the part ``|E_ij| / E_ji`` of the way (compromise), or
  all of it where that is 1 or more (compelled); if neither does, nothing happens;
- each actor takes the offer that moves it least (section 6.2), all move at once, and the next round begins.

Left open by the paper, and chosen here:

- Q is 1, as in the paper's own replication; 0.5 is the other value it names.
- R is the width between the outermost places at the start, and stays that.
- E_ji is what j expects with its own exponent (appendix, step 7).
- If all are equally secure, every R_i is 0. Of two offers that move an actor equally far, it takes that of whoever
  expects more of the challenge.
- Who has no weight, c s = 0, neither makes offers nor gets any, and does not widen the continuum: it stays away.
- The talks end when the median stands still in a round, or after `MOST_ROUNDS`: positions need not settle at all, as
  the paper says. The forecast is the median at the end.

The table that the paper prints (its table 2) comes from a program that departs from these equations; `tests/theory`
has both, and how they differ.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from summitry.forecasts.standings import Standings, weighted_median
from summitry.scenario.quantity import FloatArray

MOST_ROUNDS = 10
STATUS_QUO_STAYS = 1.0
"""Q: the chance that an actor which is not challenged stays where it is."""

NOTHING = 1e-9
"""Differences in utility and place that are rounding."""


def challenge(standings: Standings) -> FloatArray:
    """Median of places after rounds of challenges (Bueno de Mesquita, in the reading of Scholz et al. 2011)."""
    return settle(standings, STATUS_QUO_STAYS)


def settle(standings: Standings, stays: float) -> FloatArray:
    """Return (W,): the median after the last round.

    Parameters
    ----------
    standings
        At the start.
    stays
        Q, from 0 to 1.
    """
    contest = Contest(standings)
    median = weighted_median(contest.place, contest.weight)
    going = np.flatnonzero(contest.weight.sum(axis=1) > 0)
    for _ in range(MOST_ROUNDS):
        contest.play_round(going, median[going], stays)
        before, median[going] = median[going], weighted_median(contest.place[going], contest.weight[going])
        going = going[np.abs(median[going] - before) > NOTHING]
        if not len(going):
            break
    return median


class Contest:
    """Rounds of challenges over one issue.

    Parameters
    ----------
    standings
        At the start.

    Attributes
    ----------
    place
        (W, P) now; 0 for those who stay away.
    """

    def __init__(self, standings: Standings) -> None:
        self.weight = standings.weight
        self.salience = standings.salience
        self.takes_part = self.weight > 0
        self.place = np.where(self.takes_part, standings.place, 0.0)
        ends = [np.where(self.takes_part, standings.place, away) for away in (np.inf, -np.inf)]
        width = ends[1].max(axis=1) - ends[0].min(axis=1)
        self.width = np.where(width > 0, width, 1.0)

    def play_round(self, worlds: NDArray[np.intp], median: FloatArray, stays: float) -> None:
        """Let everybody take its best offer in those worlds (n,), given their medians (n,) and Q."""
        expected = self._expected(worlds, median, stays)
        self.place[worlds] = _taken(self.place[worlds], expected, self.takes_part[worlds])

    def _expected(self, worlds: NDArray[np.intp], median: FloatArray, stays: float) -> FloatArray:
        """Return (n, P, P): what each expects of challenging each other, risk taken into account."""
        place, width = self.place[worlds], self.width[worlds, None, None]
        distance = np.minimum(np.abs(place[:, :, None] - place[:, None, :]) / width, 1.0)
        to_median = np.abs(place - median[:, None])[:, :, None] / width
        prevails = _prevails(distance, self.weight[worlds])
        salience = self.salience[worlds, None, :]

        def expected(risk: FloatArray) -> FloatArray:
            r = risk[:, :, None]
            success, failure = _utility(-0.5 * distance, r), _utility(0.5 * distance, r)
            challenged = success - salience * (1.0 - prevails) * (success - failure)
            change = 0.25 * (to_median + distance)
            moves = _utility(np.where(to_median < distance - NOTHING, -change, change), r)
            return challenged - stays * _utility(np.zeros(1), r) - (1.0 - stays) * moves

        return expected(_risk(expected(np.ones_like(place)), self.takes_part[worlds]))


def _utility(change: FloatArray, risk: FloatArray) -> FloatArray:
    """Return the basic utility of a change, from -0.5 (the best) to 0.5."""
    return 2.0 - 4.0 * (0.5 + change) ** risk


def _prevails(distance: FloatArray, weight: FloatArray) -> FloatArray:
    """Return (n, P, P): the share of votes for the place of i in its contest with that of j; one half without votes."""
    won, cast = np.zeros_like(distance), np.zeros_like(distance)
    for k in range(weight.shape[1]):
        votes = weight[:, k, None, None] * (distance[:, k, None, :] - distance[:, k, :, None])
        won += np.maximum(votes, 0.0)
        cast += np.abs(votes)
    return np.where(cast > 0, won / np.where(cast > 0, cast, 1.0), 0.5)


def _risk(expected: FloatArray, takes_part: NDArray[np.bool_]) -> FloatArray:
    """Return (n, P): risk exponents from what all expect (n, P, P) if nobody is averse to risk or seeks it."""
    others = takes_part[:, :, None] & ~np.eye(takes_part.shape[1], dtype=bool)
    security = np.where(others, expected, 0.0).sum(axis=1)
    lowest = np.where(takes_part, security, np.inf).min(axis=1, keepdims=True)
    highest = np.where(takes_part, security, -np.inf).max(axis=1, keepdims=True)
    differ = highest - lowest > NOTHING
    stance = np.where(differ, (2 * security - highest - lowest) / np.where(differ, highest - lowest, 1.0), 0.0)
    stance = np.where(takes_part, stance, 0.0)
    return (1.0 - stance / 3.0) / (1.0 + stance / 3.0)


def _taken(place: FloatArray, expected: FloatArray, takes_part: NDArray[np.bool_]) -> FloatArray:
    """Return (n, P): where each goes, given what each expects (n, P, P) of challenging each other."""
    mine, theirs = expected, expected.swapaxes(1, 2)
    way = place[:, None, :] - place[:, :, None]
    offered = (theirs > np.maximum(mine, 0.0) + NOTHING) & takes_part[:, :, None] & takes_part[:, None, :]
    offered &= np.abs(way) > NOTHING
    part = np.where(mine > NOTHING, 1.0, np.minimum(np.abs(mine) / np.where(offered, theirs, 1.0), 1.0))
    move = np.where(offered, part * way, np.inf)
    least = np.abs(move).min(axis=2, keepdims=True)
    as_small = offered & (np.abs(move) <= least + NOTHING)
    best = np.where(as_small, np.round(theirs, 9), -np.inf).argmax(axis=2)
    chosen = np.take_along_axis(move, best[:, :, None], axis=2)[:, :, 0]
    return np.where(offered.any(axis=2), place + np.where(np.isfinite(chosen), chosen, 0.0), place)
