"""The shared prior over what no record shows (`assumptions.yaml`), the same for every scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from summitry.scenario.quantity import FloatArray, Quantity
from summitry.scenario.within import Within
from summitry.scenario.yaml_reader import read_yaml_file

FILE = Path(__file__).with_name("assumptions.yaml")


@dataclass(frozen=True)
class Stratum:
    """One kind of talks: its label, the share of worlds that are of it, and the number's distribution there."""

    label: str
    share: float
    value: Quantity


@dataclass(frozen=True)
class Assumption:
    """One number that no record shows.

    Parameters
    ----------
    name
        The key of the scenario that it stands in for: ``premium``, ``insight``, ...
    title
        What the chance of agreement depends on here, for the headline: "depending on <title>".
    low, high
        Range of the number.
    strata
        Disjoint kinds of worlds; their shares sum to 1.
    """

    name: str
    title: str
    low: float
    high: float
    strata: tuple[Stratum, ...]

    def stratum(self, uniform: FloatArray) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
        """Return the index of each world's stratum, from one uniform draw per world; shape (W,)."""
        steps = np.cumsum([stratum.share for stratum in self.strata])[:-1]
        return np.searchsorted(steps, uniform, side="right").astype(np.int8)

    def quantile(self, stratum: np.ndarray[tuple[int], np.dtype[np.int8]], uniform: FloatArray) -> FloatArray:
        """Return the number in each world, given its stratum and one more uniform draw; shape (W,)."""
        by_stratum = [option.value.quantile(uniform, self.low, self.high) for option in self.strata]
        return np.asarray(np.choose(stratum, by_stratum), dtype=float)


@cache
def shared_prior() -> Mapping[str, Assumption]:
    """Return every assumption by name, in the order of the file.

    Raises
    ------
    ValueError
        The shares of an entry do not sum to 1.
    """
    prior = {}
    for name, entry in read_yaml_file(FILE).data.items():
        low, high = (float(end) for end in entry["range"])
        strata = tuple(
            Stratum(item["label"], float(item["share"]), Within(low, high).read(item["value"]))
            for item in entry["strata"]
        )
        if abs(sum(stratum.share for stratum in strata) - 1) > 1e-9:
            raise ValueError(f"{FILE.name}: the shares of {name} do not sum to 1")
        prior[name] = Assumption(name, entry["title"], low, high, strata)
    return prior
