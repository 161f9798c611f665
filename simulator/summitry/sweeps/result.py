"""What a sweep answers."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from summitry.ensembles.result import SCHEMA_VERSION
from summitry.scenario.scenario import Scenario
from summitry.sweeps.axis import Axis
from summitry.sweeps.cell import Cell
from summitry.sweeps.design import Design
from summitry.talks.gates import Gate

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.figure import Figure

ENDS = ("", "_low", "_high")
"""What is added to a name for the chance itself, and for the ends of its interval."""


@dataclass(frozen=True, repr=False)
class SweepResult:
    """The chances in every cell of a design.

    Parameters
    ----------
    scenario
        The talks, with nothing varied.
    seed, worlds
        Of every cell's ensemble.
    design
        Which cells there are, by the values that are varied.
    cells
        What came out, in the order of the design.
    """

    scenario: Scenario
    seed: int
    worlds: int
    design: Design
    cells: tuple[Cell, ...]

    @property
    def axes(self) -> tuple[Axis, ...]:
        """What is varied."""
        return self.design.axes

    @property
    def agreement(self) -> xr.DataArray:
        """Chance that a deal is signed, over the values that are varied."""
        return self.to_xarray()["agreement"]

    @property
    def zone(self) -> xr.DataArray:
        """Chance that a zone of possible agreement exists, over the values that are varied."""
        return self.to_xarray()["zone"]

    def to_xarray(self) -> xr.Dataset:
        """Return labelled arrays whose dimensions are the paths that are varied or, of a Latin hypercube, its points.

        Variables: ``agreement``, ``zone`` and, by ``issue``, ``settled``, each with ``_low`` and ``_high``, the ends of
        its interval; ``undecided``; and the shares of ``outcome`` by ``gate``.
        """
        import xarray as xr

        shape, dims = self.design.shape, self.design.dims
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
                **self.design.coords,
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
        for labels, cell in zip(self.design.labels, self.cells, strict=True):
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
            "design": self.design.name,
            "vary": self.design.vary,
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
                for values, cell in zip(self.design.cells, self.cells, strict=True)
            ],
        }

    def plot(self) -> Figure:
        """Return the chance of agreement over what is varied, as a Matplotlib figure.

        Raises
        ------
        ValueError
            More than two values that are no numbers are varied: no chart shows that.
        """
        from summitry.charts.sweep import sweep

        return sweep(self)

    def __repr__(self) -> str:
        sizes = " x ".join(str(size) for size in self.design.shape)
        return f"<SweepResult {self.scenario.id}: {sizes} cells of {self.worlds} worlds>"

    def _repr_html_(self) -> str:
        from summitry.html_screen import as_html
        from summitry.sweeps.table import print_sweep

        return as_html(print_sweep, self)
