"""Made-up sweeps with every chance under the test's control; nothing is simulated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from summitry.scenario.scenario import Scenario
from summitry.sweeps.axis import Axis, Span
from summitry.sweeps.cell import Cell
from summitry.sweeps.design import Design, Grid, LatinHypercube
from summitry.sweeps.result import SweepResult
from summitry.talks.gates import Gate
from tests.simulator import synthetic


def falling(cells: int, high: float = 0.9, low: float = 0.1) -> list[float]:
    """Return chances that fall from cell to cell."""
    return [float(chance) for chance in np.linspace(high, low, cells)]


def made_up(
    vary: Mapping[str, Sequence[Any]],
    chances: Sequence[float],
    points: bool = False,
    worlds: int = 1000,
    scenario: Scenario | None = None,
) -> SweepResult:
    """Return a sweep with given chances of agreement, cell by cell; a zone exists in a tenth more of the worlds.

    Parameters
    ----------
    vary
        Values by path: all their combinations or, with `points`, the value of each point.
    chances
        Cell by cell.
    points
        Whether cells are points.
    worlds
        In each cell.
    scenario
        The talks.
    """
    talks = scenario or synthetic.talks()
    axes = tuple(Axis.of(path, values) for path, values in vary.items())
    spans = tuple(Span(axis.path, 0.0, 1.0) for axis in axes) if points else ()
    design: Design = LatinHypercube(axes, spans) if points else Grid(axes)
    assert len(design.cells) == len(chances)
    cells = []
    for chance in chances:
        agreed = round(chance * worlds)
        gates = [0] * len(Gate)
        gates[Gate.AGREED_SOME], gates[Gate.NO_ZONE] = agreed, worlds - agreed
        zone = min(agreed + worlds // 10, worlds)
        cells.append(Cell(worlds, agreed, zone, 0, (agreed,) * len(talks.issues), tuple(gates)))
    return SweepResult(talks, 1, worlds, design, tuple(cells))
