"""What a sweep answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from summitry.ensembles.result import SCHEMA_VERSION
from summitry.scenario.scenario import Scenario
from summitry.sweeps.axis import Axis, grid
from summitry.sweeps.cell import Cell
from summitry.talks.gates import Gate

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

ENDS = ("", "_low", "_high")
"""What is added to a name for the chance itself, and for the ends of its interval."""


@dataclass(frozen=True, repr=False)
class SweepResult:
    """The chances in every cell of a grid.

    Parameters
    ----------
    scenario
        The talks, with nothing varied.
    seed, worlds
        Of every cell's ensemble.
    axes
        What is varied.
    cells
        What came out, in the order of `summitry.sweeps.axis.grid`: the last axis runs fastest.
    """

    scenario: Scenario
    seed: int
    worlds: int
    axes: tuple[Axis, ...]
    cells: tuple[Cell, ...]

    @property
    def agreement(self) -> xr.DataArray:
        """Chance that a deal is signed, over the values that are varied."""
        return self.to_xarray()["agreement"]

    @property
    def zone(self) -> xr.DataArray:
        """Chance that a zone of possible agreement exists, over the values that are varied."""
        return self.to_xarray()["zone"]

    def to_xarray(self) -> xr.Dataset:
        """Return labelled arrays whose dimensions are the paths that are varied.

        Variables: ``agreement``, ``zone`` and, by ``issue``, ``settled``, each with ``_low`` and ``_high``, the ends of
        its interval; ``undecided``; and the shares of ``outcome`` by ``gate``.
        """
        import xarray as xr

        shape = tuple(len(axis.values) for axis in self.axes)
        dims = tuple(axis.path for axis in self.axes)
        data: dict[str, Any] = {}
        for end, key in zip(ENDS, ("chance", "low", "high"), strict=True):
            chances = [(cell, key) for cell in self.cells]
            data[f"agreement{end}"] = dims, [cell.chance(cell.agreed)[key] for cell, key in chances]
            data[f"zone{end}"] = dims, [cell.chance(cell.zone)[key] for cell, key in chances]
            settled = [[cell.chance(count)[key] for count in cell.settled] for cell, key in chances]
            data[f"settled{end}"] = (*dims, "issue"), settled
        data["undecided"] = dims, [cell.undecided / cell.worlds for cell in self.cells]
        data["outcome"] = (*dims, "gate"), [[count / cell.worlds for count in cell.gates] for cell in self.cells]
        return xr.Dataset(
            {
                name: (over, np.reshape(values, (*shape, *np.shape(values)[1:])))
                for name, (over, values) in data.items()
            },
            coords={
                **{axis.path: axis.labels for axis in self.axes},
                "issue": list(self.scenario.issues),
                "gate": [gate.label for gate in Gate],
            },
            attrs={"scenario": self.scenario.id, "seed": self.seed, "worlds": self.worlds},
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row per cell.

        Columns: the paths that are varied; ``agreement``, ``zone`` and ``settled.<issue>``, each with ``_low`` and
        ``_high``; ``undecided``; ``outcome.<gate>``.
        """
        import pandas as pd

        rows = []
        for labels, cell in zip(self._labels(), self.cells, strict=True):
            row = labels
            counts = {"agreement": cell.agreed, "zone": cell.zone}
            counts |= {f"settled.{name}": n for name, n in zip(self.scenario.issues, cell.settled, strict=True)}
            for name, count in counts.items():
                row |= {f"{name}{end}": value for end, value in zip(ENDS, cell.chance(count).values(), strict=True)}
            row["undecided"] = cell.undecided / cell.worlds
            row |= {f"outcome.{gate.label}": cell.gates[gate] / cell.worlds for gate in Gate}
            rows.append(row)
        return pd.DataFrame(rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data: the document that `summitry sweep --json` prints."""
        return {
            "schema_version": SCHEMA_VERSION,
            "version": version("summitry"),
            "scenario": self.scenario.id,
            "seed": self.seed,
            "worlds": self.worlds,
            "vary": [{"path": axis.path, "values": list(axis.values)} for axis in self.axes],
            "cells": [
                {
                    "values": values,
                    "agreement": cell.chance(cell.agreed),
                    "zone": {**cell.chance(cell.zone), "undecided": cell.undecided / cell.worlds},
                    "issues": {
                        issue: cell.chance(count)
                        for issue, count in zip(self.scenario.issues, cell.settled, strict=True)
                    },
                    "outcomes": {gate.label: cell.gates[gate] / cell.worlds for gate in Gate},
                }
                for values, cell in zip(grid(self.axes), self.cells, strict=True)
            ],
        }

    def __repr__(self) -> str:
        sizes = " x ".join(str(len(axis.values)) for axis in self.axes)
        return f"<SweepResult {self.scenario.id}: {sizes} cells of {self.worlds} worlds>"

    def _labels(self) -> Iterator[dict[str, Any]]:
        """Yield the labels of each cell by path."""
        yield from grid([Axis(axis.path, tuple(axis.labels)) for axis in self.axes])
