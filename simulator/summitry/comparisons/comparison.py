"""What a comparison answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from summitry.comparisons.paired import PairedChance, PairedMean
from summitry.comparisons.shared_parts import TALKS, Shared
from summitry.ensembles.result import SCHEMA_VERSION
from summitry.ensembles.rows import Rows
from summitry.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Pairs:
    """Counts and sums over pairs of worlds; those of two blocks add up to those of both.

    Parameters
    ----------
    worlds
        How many pairs.
    held
        (4, C) pairs in which each of C chances came true in both, in the first only, in the second only, in neither.
    gains
        (4, P) by state, sums over pairs: gain in the first, in the second, their difference, its square.
    """

    worlds: int
    held: NDArray[np.int64]
    gains: NDArray[np.float64]

    @classmethod
    def of(cls, shared: Shared, first: tuple[Scenario, Rows | None], second: tuple[Scenario, Rows | None]) -> Self:
        """Return the pairs of two scenarios' rows, which are of the same worlds."""
        (one, rows), (other, others) = first, second
        assert rows is not None and others is not None  # noqa: S101, PT018 asked for when they were played
        here, there = shared.held(one, rows), shared.held(other, others)
        gained, gained_there = shared.gained(one, rows), shared.gained(other, others)
        change = gained_there - gained
        return cls(
            len(rows.world),
            np.stack([(here & there).sum(0), (here & ~there).sum(0), (~here & there).sum(0), (~here & ~there).sum(0)]),
            np.stack([gained.sum(0), gained_there.sum(0), change.sum(0), (change**2).sum(0)]),
        )

    def __add__(self, other: Pairs) -> Pairs:
        return Pairs(self.worlds + other.worlds, self.held + other.held, self.gains + other.gains)


@dataclass(frozen=True)
class Variant:
    """One scenario beside the first.

    Parameters
    ----------
    name
        What it is called.
    scenario
        The talks.
    shared
        What it has in common with the first.
    pairs
        How its worlds pair with those of the first.
    same
        Whether it is the first scenario once more.
    """

    name: str
    scenario: Scenario
    shared: Shared
    pairs: Pairs
    same: bool

    @cached_property
    def chances(self) -> dict[tuple[str, str], PairedChance]:
        """By kind (talks, issue, goal) and name: the chance in the first, here, and the difference."""
        counts = zip(self.shared.names, self.pairs.held.T.tolist(), strict=True)
        return {name: PairedChance(a, b, c, d, self.same) for name, (a, b, c, d) in counts}

    @property
    def agreement(self) -> PairedChance:
        """The chance that a deal is signed."""
        return self.chances["talks", "agreement"]

    @cached_property
    def gains(self) -> dict[str, PairedMean]:
        """By state: its mean gain in the first, here, and the difference."""
        sums = zip(self.shared.states, self.pairs.gains.T.tolist(), strict=True)
        return {state: PairedMean(self.pairs.worlds, *four) for state, four in sums}

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        by_kind = {
            kind: {name: _chance(pair) for (of, name), pair in self.chances.items() if of == kind}
            for kind in ("talks", "issue", "goal")
        }
        return {
            "name": self.name,
            "scenario": self.scenario.id,
            **{name: by_kind["talks"][name] for name in TALKS},
            "issues": by_kind["issue"],
            "goals": by_kind["goal"],
            "states": {state: {"gain": _mean(pair)} for state, pair in self.gains.items()},
            "left_out": list(self.shared.left_out),
        }


@dataclass(frozen=True, repr=False)
class Comparison:
    """By how much scenarios differ from the first of them, world by world.

    Parameters
    ----------
    base
        What the first is called.
    scenario
        The first.
    seed
        Of every ensemble.
    variants
        The others.
    """

    base: str
    scenario: Scenario
    seed: int
    variants: tuple[Variant, ...]

    @property
    def worlds(self) -> int:
        """How many worlds of each scenario were played."""
        return self.variants[0].pairs.worlds

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each variant and chance, and for each variant and state's mean gain.

        Columns: ``variant``; ``kind`` (talks, issue, goal, gain); ``name``; ``first`` and ``second``, the chance or
        mean gain in the first scenario and in the variant; ``difference`` with ``low`` and ``high``, the ends of its
        paired 95 % interval; ``claim``: higher, lower, or none where that contains 0.
        """
        import pandas as pd

        return pd.DataFrame(self._rows())

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data: the document that `summitry compare --json` prints."""
        return {
            "schema_version": SCHEMA_VERSION,
            "version": version("summitry"),
            "worlds": self.worlds,
            "seed": self.seed,
            "first": {"name": self.base, "scenario": self.scenario.id},
            "variants": [variant.to_dict() for variant in self.variants],
        }

    def plot(self) -> Figure:
        """Return the differences as a Matplotlib figure."""
        from summitry.charts.differences import differences

        return differences(self)

    def __repr__(self) -> str:
        names = ", ".join(variant.name for variant in self.variants)
        return f"<Comparison of {self.base} with {names}: {self.worlds} worlds each>"

    def _repr_html_(self) -> str:
        from summitry.comparisons.table import print_comparison
        from summitry.html_screen import as_html

        return as_html(print_comparison, self)

    def _rows(self) -> Iterator[dict[str, Any]]:
        for variant in self.variants:
            for (kind, name), pair in variant.chances.items():
                yield {
                    "variant": variant.name,
                    "kind": kind,
                    "name": name,
                    "first": pair.first.chance,
                    "second": pair.second.chance,
                    **_difference(pair),
                }
            for state, gain in variant.gains.items():
                yield {"variant": variant.name, "kind": "gain", "name": state, **_mean(gain)}


def _chance(pair: PairedChance) -> dict[str, Any]:
    return {"first": pair.first.to_dict(), "second": pair.second.to_dict(), **_difference(pair)}


def _mean(pair: PairedMean) -> dict[str, Any]:
    return {"first": pair.first / pair.worlds, "second": pair.second / pair.worlds, **_difference(pair)}


def _difference(pair: PairedChance | PairedMean) -> dict[str, Any]:
    low, high = pair.interval
    return {"difference": pair.difference, "low": low, "high": high, "claim": pair.claim}
