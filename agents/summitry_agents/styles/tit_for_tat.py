"""What the tit-for-tat styles that answer in proportion have in common."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

import numpy as np

from summitry_agents.brief import Moment
from summitry_agents.deals import MARGIN, Floats, Ints
from summitry_agents.styles.style import Style


class TitForTat(Style):
    """Insists on its last demand times what an offer of the other was worth, divided by what a later one was worth.

    x(n + 1) = min(max(y(earlier) / y(later) * x(n - 1), min), max), equations of section 4.2.3 (behaviour-dependent
    tactics) of Faratin, Sierra and Jennings 1998, there about the value of one issue. Here x is the utility that the
    envoy insists on, y what the other's offers are worth to it, min and max are `Moment.lowest` and `Moment.best`.
    An offer worth twice as much as the one before halves the demand; one worth half as much doubles it.

    Where it is silent in the paper
    -------------------------------
    - As long as too few offers came, the envoy insists on what it insisted on before: its best at the start. So two
      such envoys never move; one of them needs a style that does.
    - With several others the ratio is the geometric mean of theirs, over those that offered enough and anything new.
    - A step is answered once: who speaks again with nothing new from an other counts that other's ratio as 1.
    - Utilities of 1e-9 and less count as 1e-9, so that no ratio is infinite.
    """

    listens: ClassVar[bool] = True

    @abstractmethod
    def answers(self, worlds: Ints) -> tuple[Ints, Ints]:
        """Return (n,) how many offers before the latest the earlier and the later one of the ratio came."""

    def aspiration(self, moment: Moment) -> Floats:
        """Return the last demand times the ratio, within the way the envoy would go."""
        earlier, later = self.answers(moment.worlds)
        most = int(earlier.max(initial=0)) + 1
        heard = moment.recently_heard(most)
        before, after = (_at(heard, most - 1 - back) for back in (earlier, later))
        counted = ~np.isnan(before)
        ratio = np.where(counted & moment.news, np.maximum(before, MARGIN) / np.maximum(after, MARGIN), 1.0)
        share = 1.0 / np.maximum(counted.sum(axis=1, keepdims=True), 1)
        mean = np.cumprod(ratio**share, axis=1)[:, -1]
        return np.asarray(np.clip(mean * moment.insisted, moment.lowest, moment.best))


def _at(heard: Floats, place: Ints) -> Floats:
    """Return (n, Q): of the offers heard (n, Q, most) the one at a place (n,)."""
    return np.asarray(np.take_along_axis(heard, place[:, None, None], axis=2)[..., 0])
