"""The median voter."""

from __future__ import annotations

from summitry.forecasts.standings import Standings, weighted_median
from summitry.scenario.quantity import FloatArray


def median(standings: Standings) -> FloatArray:
    """Median of places, weighted by capability x salience.

    The place that beats, or ties with, every other where states vote by their distance from it (Black 1958, *The Theory
    of Committees and Elections*), each with so many votes (Bueno de Mesquita 1984, *American Political Science Review*
    78).
    """
    return weighted_median(standings.place, standings.weight)
