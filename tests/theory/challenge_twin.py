"""The challenge model written down once more, one number after the other, to hold the vectorised one to.

Sources: Scholz, Calbert and Smith 2011 (`summitry.forecasts.challenge`); for `AS_PROGRAMMED` what the comments in
github.com/jmckib/bdm-scholz-expected-utility-model say of where their program departs from their paper.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

Offer = tuple[int, float, float]
"""Kind (0: confrontation, 1: compromise, 2: compelled), place, and what who makes it expects."""


@dataclass(frozen=True)
class Reading:
    """How to read what can be read in more than one way.

    Parameters
    ----------
    votes_of
        The chance to prevail is a share of the votes in the contest itself, or of those in all contests.
    voters
        Whether voters weigh distances with their risk exponents.
    judged_by
        Whose exponent the other side's expectation is worked out with.
    offers
        The offer taken: the one that moves least, or one of the first kind there is, the lowest place of compromises.
    """

    votes_of: Literal["contest", "all contests"] = "contest"
    voters: Literal["risk neutral", "with risk"] = "risk neutral"
    judged_by: Literal["itself", "receiver"] = "itself"
    offers: Literal["least move", "by kind"] = "least move"


AS_WRITTEN = Reading()
AS_PROGRAMMED = Reading("all contests", "with risk", "receiver", "by kind")


@dataclass
class Actor:
    x: float
    c: float
    s: float

    @property
    def weight(self) -> float:
        return self.c * self.s


def mean(actors: Sequence[Actor]) -> float:
    return sum(a.weight * a.x for a in actors) / sum(a.weight for a in actors)


def median(actors: Sequence[Actor]) -> float:
    """Return the place that no other beats."""

    def votes(one: float, other: float) -> float:
        return sum(a.weight * (abs(a.x - other) - abs(a.x - one)) for a in actors)

    places = sorted({a.x for a in actors})
    unbeaten = [x for x in places if all(votes(x, y) >= -1e-12 for y in places)]
    return (unbeaten[0] + unbeaten[-1]) / 2


def next_round(actors: Sequence[Actor], width: float, stays: float, reading: Reading) -> list[Actor]:
    """Return the actors where they stand after one round."""
    n = range(len(actors))
    neutral = [1.0] * len(actors)
    first = _expectation(actors, width, stays, neutral, reading)
    security = [sum(first(j, i, 1.0) for j in n if j != i) for i in n]
    low, high = min(security), max(security)
    stance = [(2 * each - high - low) / (high - low) if high - low > 1e-9 else 0.0 for each in security]
    risk = [(1 - each / 3) / (1 + each / 3) for each in stance]
    expects = _expectation(actors, width, stays, risk, reading)
    moved = []
    for i in n:
        offers: list[Offer] = []
        for j in n:
            if abs(actors[i].x - actors[j].x) < 1e-12:
                continue
            a, b = expects(i, j, risk[i]), expects(j, i, risk[j] if reading.judged_by == "itself" else risk[i])
            if b > a > 0:
                offers.append((0, actors[j].x, b))
            elif b > 0 > a and b > -a:
                offers.append((1, actors[i].x + (actors[j].x - actors[i].x) * -a / b, b))
            elif b > 0 > a:
                offers.append((2, actors[j].x, b))
        moved.append(Actor(_taken(actors[i].x, offers, reading), actors[i].c, actors[i].s))
    return moved


def _taken(x: float, offers: list[Offer], reading: Reading) -> float:
    if not offers:
        return x
    if reading.offers == "least move":
        return min(offers, key=lambda offer: (round(abs(offer[1] - x), 9), -offer[2]))[1]
    kind = min(kind for kind, _, _ in offers)
    places = [place for each, place, _ in offers if each == kind]
    return min(places) if kind == 1 else min(places, key=lambda place: abs(place - x))


def _expectation(
    actors: Sequence[Actor], width: float, stays: float, risk: Sequence[float], reading: Reading
) -> Callable[[int, int, float], float]:
    n, mu = range(len(actors)), median(actors)

    def votes(k: int, i: int, j: int) -> float:
        power = risk[k] if reading.voters == "with risk" else 1.0
        near, far = (abs(actors[k].x - actors[other].x) / width for other in (i, j))
        return actors[k].weight * (far**power - near**power)

    every_contest = sum(abs(votes(k, i, j)) for k in n for i in n for j in n)

    def expected(i: int, j: int, r: float) -> float:
        apart, to_mu = abs(actors[i].x - actors[j].x), abs(actors[i].x - mu)
        cast = sum(abs(votes(k, i, j)) for k in n) if reading.votes_of == "contest" else every_contest
        p = sum(max(votes(k, i, j), 0.0) for k in n) / cast if cast else 0.0
        success = 2 - 4 * (0.5 - 0.5 * apart / width) ** r
        failure = 2 - 4 * (0.5 + 0.5 * apart / width) ** r
        better = 2 - 4 * (0.5 - 0.25 * (to_mu + apart) / width) ** r
        worse = 2 - 4 * (0.5 + 0.25 * (to_mu + apart) / width) ** r
        unchanged = 2 - 4 * 0.5**r
        t = 1 if to_mu < apart - 1e-9 else 0
        s = actors[j].s
        challenged = s * (p * success + (1 - p) * failure) + (1 - s) * success
        return challenged - stays * unchanged - (1 - stays) * (t * better + (1 - t) * worse)

    return expected
