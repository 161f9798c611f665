"""Tit for tat on the way to Nash's point."""

from __future__ import annotations

from typing import ClassVar
from weakref import WeakKeyDictionary

import numpy as np

from summitry_agents.brief import Brief, Moment
from summitry_agents.deals import MARGIN, Bools, Floats, Ints, power
from summitry_agents.solutions import solution_points
from summitry_agents.styles.style import Style

HURRY = 0.91
"""Share of the time from which on it closes the gap to Nash's point by itself."""

CLOSED_AFTER = 0.05
"""Share of the time that takes."""


class NiceTitForTat(Style):
    """Goes as far to Nash's point as the other went (Baarslag, Hindriks and Jonker 2013).

    "A tit for tat negotiation strategy for real-time bilateral negotiations", with the numbers of its published code.
    With N what the Nash deal is believed to be worth to the envoy, and all of the other's offers counted at what they
    are worth to the envoy, the other has conceded

    f = min(1, (best offer so far - first offer) / (N - first offer))

    of its way. The envoy concedes the same share of its own, best - f (best - N), and of the gap that is left a part
    b, so that somebody moves first: b = 0.5 - 0.4 d, where d is what a gain at the deadline is worth in the first
    round (patience), or 20 (t - 0.91) if that is more.

    The Nash deal has the largest product of gains among the deals that all are believed to sign (`solution_points`),
    found anew where beliefs moved; where there is none, N is as far as the envoy would go. It never goes further than
    that. With several others f is that of who conceded least, 0 before all made an offer. An other that opened at N or
    better has conceded nothing until it offers more.

    Left out of the published code: its chance moves, its own acceptance (`next_offer` here), and that it repeats the
    other's best offer where that is worth more than what it insists on.
    """

    listens: ClassVar[bool] = True

    def __init__(self, **values: Floats) -> None:
        super().__init__(**values)
        # One memory for each table at which the style is used.
        self._known: WeakKeyDictionary[Brief, tuple[Floats, Ints]] = WeakKeyDictionary()

    def aspiration(self, moment: Moment) -> Floats:
        """Return the point on the way from the best deal to Nash's point."""
        first, most = moment.heard.first[moment.worlds], moment.heard.most[moment.worlds]
        nash = self._nash(moment)
        way = np.maximum(nash[:, None] - first, MARGIN)
        conceded = np.where(np.isnan(first), 0.0, np.minimum((most - first) / way, 1.0)).min(axis=1)
        insists = moment.best - conceded * (moment.best - nash)
        patience = power(moment.brief.preferences.patience[moment.worlds], moment.turn.rounds - 1)
        gift = np.clip((moment.clock - HURRY) / CLOSED_AFTER, 0.5 - 0.4 * patience, 1.0)
        return np.asarray(insists - gift * (insists - nash))

    def _nash(self, moment: Moment) -> Floats:
        """Return (n,): what the Nash deal is believed to be worth to the envoy, between its lowest and its best."""
        brief, worlds = moment.brief, moment.worlds
        if brief not in self._known:
            everywhere = len(brief.allowed)
            self._known[brief] = np.full(everywhere, np.nan), np.full(everywhere, -1)
        worth, lessons = self._known[brief]
        new: Bools = lessons[worlds] != brief.picture.lessons[worlds]
        there = worlds[new]
        if there.size:
            values, needs = brief.everybody(there)
            status_quo = brief.preferences.status_quo[there]
            point = solution_points(values, brief.allowed[there], needs, status_quo, names=("nash",))["nash"]
            worth[there], lessons[there] = point.utilities[:, brief.place], brief.picture.lessons[there]
        nash = np.where(np.isnan(worth[worlds]), moment.lowest, worth[worlds])
        return np.asarray(np.clip(nash, moment.lowest, moment.best))
