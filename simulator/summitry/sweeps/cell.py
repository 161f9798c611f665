"""What a sweep keeps of the ensemble of one cell."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, Self

from summitry.ensembles.tally import Tally
from summitry.statistics import Chance
from summitry.talks.gates import Gate
from summitry_agents.verdict import Verdict


@dataclass(frozen=True)
class Cell:
    """Numbers of worlds.

    Parameters
    ----------
    worlds
        All.
    agreed
        With agreement.
    zone, undecided
        With a zone of possible agreement; with a search for one that met its limit.
    settled
        By issue: with agreement that settles it.
    gates
        By `Gate` at which they ended.
    """

    worlds: int
    agreed: int
    zone: int
    undecided: int
    settled: tuple[int, ...]
    gates: tuple[int, ...]

    @classmethod
    def of(cls, tally: Tally) -> Self:
        """Return what is kept of an ensemble."""
        return cls(
            worlds=tally.worlds,
            agreed=int(tally.gates[[gate for gate in Gate if gate.agreed]].sum()),
            zone=int(tally.zone[Verdict.EXISTS]),
            undecided=int(tally.zone[Verdict.UNDECIDED]),
            settled=tuple(tally.settlements.sum(axis=1).tolist()),
            gates=tuple(tally.gates.tolist()),
        )

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """Return the cell that was written as `to_data`."""
        return cls(**{**data, "settled": tuple(data["settled"]), "gates": tuple(data["gates"])})

    def to_data(self) -> dict[str, Any]:
        """Return the numbers as plain data."""
        return asdict(self)

    @property
    def agreement(self) -> Chance:
        """Chance that a deal is signed."""
        return Chance(self.agreed, self.worlds)

    def chance(self, count: int) -> dict[str, float]:
        """Return the chance object of so many of the cell's worlds."""
        return dict(_chance(count, self.worlds))


@cache
def _chance(count: int, worlds: int) -> dict[str, float]:
    """Return a chance object; among thousands of cells most counts come up again."""
    return Chance(count, worlds).to_dict()
