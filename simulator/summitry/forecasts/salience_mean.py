"""The mean by salience."""

from __future__ import annotations

import numpy as np

from summitry.forecasts.standings import Standings, weighted_mean
from summitry.scenario.quantity import FloatArray


def salience_mean(standings: Standings) -> FloatArray:
    """Mean of places, weighted by salience alone.

    ``x = sum_i s_i x_i / sum_i s_i``: the compromise model if all are equally strong, a usual yardstick for it (Achen
    2006, in Thomson et al., *The European Union Decides*).
    """
    return weighted_mean(standings.place, np.where(standings.has_place, standings.salience, 0.0))
