"""What the question for the drivers of agreement answers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from summitry.comparisons.paired import PairedChance
from summitry.ensembles.result import SCHEMA_VERSION
from summitry.scenario.scenario import Scenario
from summitry.sensitivity.inputs import Group, Input
from summitry.sensitivity.sobol import Importance
from summitry.statistics import Chance

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

LOW, HIGH = 0.1, 0.9
"""The quantiles at which an input is held: changes that are plausible."""


@dataclass(frozen=True)
class Driver:
    """A group of uncertain inputs, and how much of the variance of agreement it makes."""

    group: Group
    importance: Importance

    @property
    def ranks(self) -> str:
        """The ranks that noise leaves open: "1", "2 to 4"."""
        best, worst = self.importance.best, self.importance.worst
        return str(best) if best == worst else f"{best} to {worst}"


@dataclass(frozen=True)
class Held:
    """An input held at a value, and the chance of agreement in the same worlds as they are, and so changed."""

    value: float
    pair: PairedChance

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        low, high = self.pair.interval
        difference = {"difference": self.pair.difference, "low": low, "high": high, "claim": self.pair.claim}
        return {"value": self.value, "agreement": self.pair.second.to_dict(), **difference}


@dataclass(frozen=True)
class Swing:
    """An input held at its 10 % and at its 90 % quantile."""

    held: Input
    low: Held
    high: Held

    @property
    def width(self) -> float:
        """How far apart the two chances are."""
        return abs(self.high.pair.second.chance - self.low.pair.second.chance)

    @property
    def shown(self) -> bool:
        """Whether either end is off the chance as it is by more than noise."""
        return self.low.pair.claim != "none" or self.high.pair.claim != "none"


@dataclass(frozen=True, repr=False)
class Drivers:
    """What moves the chance of agreement.

    Parameters
    ----------
    scenario
        The talks.
    seed
        Of the first draw.
    worlds
        In each column of the design, and for each value at which an input is held.
    agreed
        In how many worlds of the two independent columns a deal is signed.
    drivers
        Groups of inputs, the largest total index first.
    swings
        Inputs of the leading groups, the widest first.
    """

    scenario: Scenario
    seed: int
    worlds: int
    agreed: int
    drivers: tuple[Driver, ...]
    swings: tuple[Swing, ...]

    @property
    def agreement(self) -> Chance:
        """Chance that a deal is signed, with nothing held."""
        return Chance(self.agreed, 2 * self.worlds)

    @property
    def rest_on(self) -> int:
        """How many worlds the indices rest on."""
        return self.worlds * (len(self.drivers) + 2)

    @property
    def foremost(self) -> list[Driver]:
        """Those of which noise leaves open that they are the first; none if nothing is more than noise."""
        some = any(each.importance.shown for each in self.drivers)
        return [each for each in self.drivers if some and each.importance.best == 1]

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each group of inputs, the largest total index first.

        Columns: ``name``, ``title``; ``first_order`` and ``total``, each with ``_low`` and ``_high``, the ends of its
        95 % bootstrap interval; ``shown``, whether the total is more than noise; ``best_rank``, ``worst_rank``.
        """
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "name": each.group.name,
                    "title": each.group.title,
                    "first_order": each.importance.first.index,
                    "first_order_low": each.importance.first.low,
                    "first_order_high": each.importance.first.high,
                    "total": each.importance.total.index,
                    "total_low": each.importance.total.low,
                    "total_high": each.importance.total.high,
                    "shown": each.importance.shown,
                    "best_rank": each.importance.best,
                    "worst_rank": each.importance.worst,
                }
                for each in self.drivers
            ]
        )

    def tornado(self) -> pd.DataFrame:
        """Return one row for each input that was held, at each of its two values.

        Columns: ``name``, ``title``, ``quantile``, ``value``; ``chance`` of agreement; ``difference`` from the chance
        in the same worlds as they are, with ``low`` and ``high``, the ends of its paired interval; ``claim``.
        """
        import pandas as pd

        rows = []
        for swing in self.swings:
            for quantile, held in ((LOW, swing.low), (HIGH, swing.high)):
                said = held.to_dict()
                chance = said.pop("agreement")["chance"]
                row = {"name": swing.held.name, "title": swing.held.title, "quantile": quantile}
                rows.append({**row, "value": said.pop("value"), "chance": chance, **said})
        return pd.DataFrame(rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data: the document that `summitry drivers --json` prints."""
        return {
            "schema_version": SCHEMA_VERSION,
            "version": version("summitry"),
            "scenario": self.scenario.id,
            "seed": self.seed,
            "worlds": self.worlds,
            "indices_rest_on": self.rest_on,
            "agreement": self.agreement.to_dict(),
            "drivers": [
                {
                    "name": each.group.name,
                    "title": each.group.title,
                    "first_order": asdict(each.importance.first),
                    "total": asdict(each.importance.total),
                    "shown": each.importance.shown,
                    "ranks": [each.importance.best, each.importance.worst],
                }
                for each in self.drivers
            ],
            "tornado": [
                {
                    "name": swing.held.name,
                    "title": swing.held.title,
                    "p10": swing.low.to_dict(),
                    "p90": swing.high.to_dict(),
                }
                for swing in self.swings
            ],
        }

    def plot(self, inches: float | None = None) -> Figure:
        """Return the tornado as a Matplotlib figure.

        Parameters
        ----------
        inches
            Width of the sheet; None: as wide as it is best read.

        Raises
        ------
        ValueError
            No chart is that narrow.
        """
        from summitry.charts.tornado import tornado

        return tornado(self, inches)

    def __repr__(self) -> str:
        names = ", ".join(each.group.name for each in self.foremost) or "nothing but noise"
        return f"<Drivers of {self.scenario.id}: {names}; {self.rest_on} worlds>"

    def _repr_html_(self) -> str:
        from summitry.html_screen import as_html
        from summitry.sensitivity.table import print_drivers

        return as_html(print_drivers, self)
