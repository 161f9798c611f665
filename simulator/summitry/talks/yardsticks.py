"""What talks are measured against: the deals that theory would pick, and what the envoys should have believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from summitry.ensembles.worlds import Worlds
from summitry.talks.baskets import Basket
from summitry_agents.deals import Bools, Floats, Ints
from summitry_agents.solutions import POINTS, Point, solution_points
from summitry_agents.verdict import Verdict


@dataclass(frozen=True, eq=False)
class Yardsticks:
    """The deals that bargaining theory would pick.

    Parameters
    ----------
    worlds
        What was drawn.
    open
        (W, J, K) options on the table beyond no state's red line.
    zone
        (W,) a `Verdict`; points are looked for where a zone may exist.
    """

    worlds: Worlds
    open: Bools
    zone: NDArray[np.int8]

    @cached_property
    def points(self) -> dict[str, Point]:
        """By name, as in `POINTS`; deals are over the file's issues."""
        others = self._solve([name for name in POINTS if name != "utilitarian"])
        return {name: others.get(name, self._utilitarian) for name in POINTS}

    def joint_gain(self, surplus: Floats) -> tuple[Floats, Floats]:
        """Return (W,) the sum of the states' surpluses (W, P), and the largest one found.

        That of the utilitarian deal or, where it is better, of the signed one; 0 where neither exists.
        """
        signed = _joint(surplus)
        best = self._utilitarian.utilities - self.worlds.reservation
        return signed, np.asarray(np.fmax(_joint(np.nan_to_num(best)), signed))

    @cached_property
    def _utilitarian(self) -> Point:
        return self._solve(["utilitarian"])["utilitarian"]

    def _solve(self, names: Sequence[str]) -> dict[str, Point]:
        worlds, some = self.worlds, np.flatnonzero(self.zone != Verdict.NONE)
        joined = worlds.joined
        found = solution_points(
            joined.contributions[some], self.open[some], worlds.signs_above[some], joined.status_quo[some], names
        )
        of_the_file = {name: replace(point, deal=worlds.layout.apart(point.deal)) for name, point in found.items()}
        return {name: point.among(some, len(worlds.number)) for name, point in of_the_file.items()}


def belief_error(baskets: Sequence[Basket], worlds: Worlds) -> Floats:
    """Return (W, P): how far the beliefs of each state's envoys about the others are from the truth now.

    The mean over the other states of `errors_about_others`.
    """
    each = errors_about_others(baskets, worlds, np.arange(len(worlds.number)))
    return np.asarray(np.cumsum(each, axis=2)[..., -1] / each.shape[2])


def errors_about_others(baskets: Sequence[Basket], worlds: Worlds, there: Ints) -> Floats:
    """Return (n, P, Q): how far what each state's envoys believe of each other state is from the truth now.

    Root mean square error of the believed utility of a deal drawn at random, every open option of an issue being
    equally likely. 0 for who knows everything. The Q others are all states but its own, in their order.
    """
    states = worlds.reservation.shape[1]
    found = np.empty((len(there), states, states - 1))
    for p in range(states):
        parts = [
            basket.protocol.table.envoys[p].brief.picture.error(there, worlds.joined.open[there][:, basket.issues])
            for basket in baskets
        ]
        mean = np.asarray(sum(part[0] for part in parts))
        variance = np.asarray(sum(part[1] for part in parts))
        found[:, p] = np.sqrt(mean**2 + variance)
    return found


def _joint(surplus: Floats) -> Floats:
    """Add surpluses (W, P) up state by state, in an order that depends on no other world."""
    return np.asarray(np.cumsum(surplus, axis=-1)[:, -1])
