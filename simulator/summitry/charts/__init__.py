"""Pictures of a result, each found by its name.

A chart is a function of an `EnsembleResult` that returns a Matplotlib figure. It knows the result and nothing else, and
it is registered among the entry points of the group ``summitry.charts``, where a user's own package can add more.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MethodType
from typing import TYPE_CHECKING

from summitry.registry import registered
from summitry.scenario.problems import did_you_mean

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from summitry.ensembles.result import EnsembleResult


class Charts:
    """The charts of one result: `result.plot.issues()`.

    Parameters
    ----------
    result
        What the charts draw.
    """

    def __init__(self, result: EnsembleResult) -> None:
        self._result = result

    def __getattr__(self, name: str) -> Callable[..., Figure]:
        """Return the chart of that name, with the result filled in.

        Raises
        ------
        AttributeError
            There is no such chart.
        """
        charts = registered("charts")
        if name not in charts:
            raise AttributeError(
                f"no chart is called '{name}'; there are: {', '.join(charts)}{did_you_mean(name, charts)}"
            )
        return MethodType(charts[name].load(), self._result)

    def __dir__(self) -> list[str]:
        """List the charts, for completion in notebooks."""
        return sorted([*super().__dir__(), *registered("charts")])

    def __repr__(self) -> str:
        return f"<Charts of {self._result.scenario.id}: {', '.join(registered('charts'))}>"
