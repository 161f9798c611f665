"""Trade-offs: other deals that are worth as much, before any concession."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from summitry_agents.brief import Moment
from summitry_agents.deals import MARGIN, Bools, Floats, Ints
from summitry_agents.parameter import Parameter
from summitry_agents.styles.style import Style


class TradeOff(Style):
    """Offers what is worth as much to it and most like the other's offer (Faratin, Sierra and Jennings 2002).

    "Using similarity criteria to make issue trade-offs in automated negotiations". Among the deals worth what it
    insists on it offers the one most similar to the latest offer of the other. It lowers what it insists on, by
    `step`, only at a deadlock; the paper's meta-strategy lowers it by 0.05.

    *Similarity* of deals x and y is sum_i w_i min_c (1 - |h_ci(x_i) - h_ci(y_i)|): issues weigh as they are believed to
    weigh for the other, and on each issue the criterion c counts by which the options are least alike. Criteria are
    what the options are worth to the envoy, and what they are believed to be worth to the other, scaled to a range of
    1 over the options it may offer. The paper leaves criteria to whoever knows the domain.

    *Deadlock*: the latest offer is worth no more to the envoy than the one before. (The paper watches the similarity
    of the offers of both sides; an offer that is worth more is nearer to the indifference curve.) Before the second
    offer nothing is given up, and each offer is answered once.

    With several others similarity to the latest offers of all is added up, and it is a deadlock if none of those who
    offered anything new came nearer.
    """

    listens: ClassVar[bool] = True
    parameters: ClassVar[Mapping[str, Parameter]] = {
        "step": Parameter("utility given up at a deadlock", 0.0, 1.0, 0.05),
    }

    def aspiration(self, moment: Moment) -> Floats:
        """Return what it insisted on, less the step at a deadlock, within the way the envoy would go."""
        heard = moment.recently_heard(2)
        comparable = ~np.isnan(heard[..., 0]) & moment.news
        nearer = comparable & (np.diff(heard, axis=2)[..., 0] > MARGIN)
        deadlock = comparable.any(axis=1) & ~nearer.any(axis=1)
        insists = moment.insisted - np.where(deadlock, self.values["step"][moment.worlds], 0.0)
        return np.asarray(np.clip(insists, moment.lowest, moment.best))

    def liking(self, moment: Moment) -> Floats | None:
        """Return (n, I, K): the similarity to the latest offers of the others; None before there is any."""
        if moment.heard.last is None:
            return None
        brief, worlds = moment.brief, moment.worlds
        latest, allowed = moment.heard.last[worlds], brief.allowed[worlds]
        believed = brief.picture.believed_contributions(worlds)
        mine, _ = _scaled(brief.preferences.contributions[worlds], allowed)
        total = np.zeros(mine.shape)
        for q in range(latest.shape[1]):
            theirs, weight = _scaled(believed[:, q], allowed)
            offered: Ints = np.maximum(latest[:, q], 0)[..., None]
            unlike = np.zeros(mine.shape)
            for worth in (mine, theirs):
                unlike = np.maximum(unlike, np.abs(worth - np.take_along_axis(worth, offered, axis=-1)))
            weight = np.where(latest[:, q] >= 0, weight, 0.0)
            total += weight[..., None] * (1.0 - np.minimum(unlike, 1.0))
        # Who heard nothing yet trades as usual.
        silent: Bools = np.all(latest < 0, axis=(1, 2))
        return np.where(silent[:, None, None], np.cumsum(believed, axis=1)[:, -1], total)


def _scaled(worth: Floats, allowed: Bools) -> tuple[Floats, Floats]:
    """Return contributions (n, I, K) in units of their range over the allowed options, and that range (n, I)."""
    highest = np.where(allowed, worth, -np.inf).max(axis=-1)
    lowest = np.where(allowed, worth, np.inf).min(axis=-1)
    spread = np.where(allowed.any(axis=-1), highest - lowest, 0.0)
    unit = np.where(spread > MARGIN, spread, np.inf)
    return worth / unit[..., None], spread
