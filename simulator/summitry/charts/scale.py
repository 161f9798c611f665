"""What lies where along the scale of an issue: settlements, ideals, red lines, status quo."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.ensembles.result import EnsembleResult
from summitry.ensembles.tally import PLACES, Counts
from summitry.scenario.agenda import pieces
from summitry.scenario.quantity import FloatArray

MOST_BARS = 25
"""A finer grid is drawn in groups of neighbouring options."""
_MOST_NAMED_BARS = 100
"""The same for options with names, which have little business in one group."""
_MIDDLE = (0.05, 0.95)
"""The quantiles between which most worlds lie."""
_PLACES = np.linspace(0, 1, PLACES)


@dataclass(frozen=True)
class Bar:
    """A stretch of a scale from 0 to 1, and a share of worlds."""

    left: float
    right: float
    share: float

    @property
    def middle(self) -> float:
        """Where it is centred."""
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Spot:
    """Where something uncertain lies on a scale: each place with its share of worlds."""

    places: FloatArray
    shares: FloatArray

    @classmethod
    def of(cls, places: FloatArray, counts: FloatArray | Counts) -> Spot | None:
        """Return where counted worlds lie, or None without any."""
        return cls(places[counts > 0], counts[counts > 0] / counts.sum()) if counts.any() else None

    @property
    def mean(self) -> float:
        """The mean place."""
        return float(self.places @ self.shares)

    @property
    def middle(self) -> tuple[float, float]:
        """The places between which 90 % of the worlds lie."""
        low, high = (self.places[np.searchsorted(np.cumsum(self.shares) + 1e-9, share)] for share in _MIDDLE)
        return float(low), float(high)


@dataclass(frozen=True)
class Scale:
    """Evenly spaced places from 0 to 1 and the options of an issue on them.

    Parameters
    ----------
    places
        (N,) the places.
    option_at
        (K,) the index of each option's place; -1 for a division that leaves some of the pie to nobody, which only the
        status quo may do.
    most_bars
        About how many bars are drawn at most.
    """

    places: FloatArray
    option_at: NDArray[np.intp]
    most_bars: int

    @classmethod
    def of(cls, result: EnsembleResult, issue: int, state: int = 0) -> Scale:
        """Return the scale of an issue; of a division, the share that one state gets."""
        question = result.scenario.agenda.questions[issue]
        if question.kind != "division":
            most = _MOST_NAMED_BARS if question.kind == "options" else MOST_BARS
            return cls(question.place, np.arange(len(question.options)), most)
        whole = pieces(result.scenario.spec.issues[question.id])
        at = np.rint(question.shares[:, state] * whole).astype(np.intp)
        given_away = question.shares.sum(axis=1) > 1 - 1e-9
        return cls(np.linspace(0, 1, whole + 1), np.where(given_away, at, -1), MOST_BARS)

    @property
    def slot(self) -> float:
        """How far neighbouring places lie apart."""
        return float(self.places[1])

    @property
    def grouped(self) -> int:
        """How many neighbouring places share a bar."""
        return -(-len(self.places) // self.most_bars)

    def bars(self, shares: FloatArray) -> list[Bar]:
        """Return one bar for each place, or for each group of neighbours around round places where they are too many.

        Parameters
        ----------
        shares
            (K,) share of worlds by option.
        """
        group = np.floor(np.arange(len(self.places)) / self.grouped + 0.5).astype(np.intp)
        on = self.option_at >= 0
        sums: FloatArray = np.bincount(
            group[self.option_at[on]], weights=shares[on], minlength=int(group[-1]) + 1
        ).astype(float)
        return self._stretches(np.flatnonzero(np.diff(group, prepend=-1)), sums)

    def bands(self, barred: FloatArray) -> list[Bar]:
        """Return the stretches beyond a red line.

        Parameters
        ----------
        barred
            (K,) share of worlds in which the option is beyond the line.
        """
        on = self.option_at >= 0
        size = len(self.places)
        options = np.bincount(self.option_at[on], minlength=size)
        by_place = np.bincount(self.option_at[on], weights=barred[on], minlength=size) / np.maximum(options, 1)
        starts = np.flatnonzero(np.diff(by_place, prepend=-1.0))
        return [band for band in self._stretches(starts, by_place[starts]) if band.share > 0]

    def spot(self, counts: Counts) -> Spot | None:
        """Return where on the scale worlds lie that are counted by option, (K,); None if nowhere."""
        on = self.option_at >= 0
        return Spot.of(self.places, np.bincount(self.option_at[on], weights=counts[on], minlength=len(self.places)))

    def _stretches(self, starts: NDArray[np.intp], shares: FloatArray) -> list[Bar]:
        """Return stretches from given places up to the next, with their shares."""
        lefts = self.places[starts] - self.slot / 2
        rights = [*lefts[1:], 1 + self.slot / 2]
        return [Bar(*map(float, each)) for each in zip(lefts, rights, shares, strict=True)]


def distributions(result: EnsembleResult, issue: int) -> list[list[Bar]]:
    """Return where an issue is settled, in shares of all worlds: along its scale, or along the share of each state.

    The shares of more than two states do not fit on one scale.
    """
    question = result.scenario.agenda.questions[issue]
    settled = result.tally.settlements[issue, : len(question.options)] / result.worlds
    states = range(len(result.scenario.states)) if shared_by_many(result, issue) else [0]
    return [Scale.of(result, issue, state).bars(settled) for state in states]


def shared_by_many(result: EnsembleResult, issue: int) -> bool:
    """Tell whether an issue is the division of a pie among more than two states."""
    return result.scenario.agenda.questions[issue].kind == "division" and len(result.scenario.states) > 2


def ideal(result: EnsembleResult, state: int, issue: int) -> Spot | None:
    """Return where on the scale of an issue a state's ideal lies; None if it has none.

    Of a division between two each wants the whole.
    """
    question = result.scenario.agenda.questions[issue]
    counts = result.tally.ideal[state, issue]
    if question.kind == "options":
        # The places of the tally are finer than options, and seldom meet them exactly.
        nearest = np.rint(_PLACES * (len(question.options) - 1)).astype(np.intp)
        counted = Spot.of(question.place, np.bincount(nearest, weights=counts, minlength=len(question.options)))
    else:
        counted = Spot.of(_PLACES, counts)
    shared = question.id in result.scenario.spec.states[result.scenario.states[state]].positions
    if counted is not None or question.kind != "division" or not shared:
        return counted
    return Spot.of(np.array([0.0, 1.0]), np.array([float(state == 1), float(state == 0)]))
