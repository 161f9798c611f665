"""The compromise model."""

from __future__ import annotations

from summitry.forecasts.standings import Standings, weighted_mean
from summitry.scenario.quantity import FloatArray


def compromise(standings: Standings) -> FloatArray:
    """Mean of places, weighted by capability x salience.

    ``x = sum_i c_i s_i x_i / sum_i c_i s_i``: van den Bos 1991, *Dutch EC Policy Making*; Achen 2006, "Institutional
    realism and bargaining models", in Thomson et al., *The European Union Decides*, shows that it is near Nash's
    solution where failure costs everybody much.
    """
    return weighted_mean(standings.place, standings.weight)
