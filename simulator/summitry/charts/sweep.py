"""Where is agreement likelier than not? The chance over what a sweep varies."""

from __future__ import annotations

from matplotlib.figure import Figure

from summitry.charts.sweep_line import line
from summitry.charts.sweep_map import chances_map
from summitry.charts.sweep_panels import panels
from summitry.charts.sweep_points import points
from summitry.charts.sweep_rows import rows
from summitry.sweeps.design import Grid
from summitry.sweeps.result import SweepResult


def sweep(result: SweepResult) -> Figure:
    """Return the chart that fits what is varied.

    One number: a line. Names: a row for each. Two values: a map or, of a Latin hypercube, its points. More: a panel
    for each.

    Parameters
    ----------
    result
        The chances.

    Raises
    ------
    ValueError
        More than two values are varied, and one of them is no number.
    """
    numeric = [axis.numeric for axis in result.axes]
    if len(numeric) == 1:
        return line(result) if numeric[0] else rows(result)
    if len(numeric) == 2:
        return chances_map(result) if isinstance(result.design, Grid) else points(result)
    if not all(numeric):
        path = result.axes[numeric.index(False)].path
        raise ValueError(f"found {path}, whose values are no numbers, expected numbers where more than two are varied")
    return panels(result)
