"""What the question for a state's levers answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from summitry.comparisons.paired import PairedChance, PairedMean
from summitry.ensembles.result import SCHEMA_VERSION
from summitry.leverage.lever import Lever
from summitry.leverage.ranking import shown
from summitry.scenario.scenario import Scenario
from summitry.statistics import Chance
from summitry.talks.gates import Gate

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

PICKED_IN = 4
"""Leading levers are picked in a quarter of the worlds in which they are measured."""


@dataclass(frozen=True)
class Pulled:
    """A lever, and what it does.

    Parameters
    ----------
    lever
        The change.
    agreement
        The chance of agreement as things are, and with the change.
    gains
        By state whose gain can be compared: its mean, as things are, and with the change.
    anew
        Whether that was measured in worlds other than those in which the leading levers were picked.
    failures
        By gate at which talks fail in any world: the share of worlds that end there, as things are, and with the
        change.
    """

    lever: Lever
    agreement: PairedChance
    gains: Mapping[str, PairedMean]
    anew: bool
    failures: Mapping[Gate, PairedChance] = field(default_factory=dict)

    @property
    def refused_by(self) -> tuple[str, ...]:
        """States without which it can't be had and which lose by it: they would want something in return."""
        return tuple(
            state for state in self.lever.consent if state in self.gains and self.gains[state].claim == "lower"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        lever = self.lever
        return {
            "name": lever.name,
            "kind": lever.kind,
            "says": lever.says,
            "assumes": lever.assumes,
            "set": lever.settings,
            "consent": list(lever.consent),
            "refused_by": list(self.refused_by),
            "measured": "anew" if self.anew else "when picked",
            "worlds": self.agreement.worlds,
            "agreement": {
                "first": self.agreement.first.to_dict(),
                "second": self.agreement.second.to_dict(),
                **difference(self.agreement),
            },
            "failures": {
                gate.label: {"first": pair.first.chance, "second": pair.second.chance, **difference(pair)}
                for gate, pair in self.failures.items()
            },
            "gains": {
                state: {
                    "first": gain.first / gain.worlds,
                    "second": gain.second / gain.worlds,
                    **difference(gain),
                }
                for state, gain in self.gains.items()
            },
        }


@dataclass(frozen=True)
class Ranked:
    """A lever among those that are shown to raise something.

    Parameters
    ----------
    pulled
        The lever.
    best, worst
        Ranks that noise leaves open, from 1.
    """

    pulled: Pulled
    best: int
    worst: int

    @property
    def ranks(self) -> str:
        """The ranks that noise leaves open: "1", "2 to 4"."""
        return str(self.best) if self.best == self.worst else f"{self.best} to {self.worst}"


@dataclass(frozen=True, repr=False)
class Levers:
    """What a state could change, or get others to change, and what it would do.

    Parameters
    ----------
    scenario
        The talks.
    state
        Whose levers they are.
    seed
        Of the worlds in which the leading levers were picked.
    worlds
        In how many they were measured.
    agreement, gain
        The chance of agreement, and the state's mean gain, as things are, in the worlds in which levers were measured.
    by_chance, by_gain
        Levers shown to raise the chance of agreement, and the state's own gain; the largest difference first.
    pulled
        All levers that were tried, in the order in which they were found.
    conditions
        What would have to change at home, measured as the leading levers are.
    left_out
        How many levers the scenario does not allow.
    """

    scenario: Scenario
    state: str
    seed: int
    worlds: int
    agreement: Chance
    gain: float
    by_chance: tuple[Ranked, ...]
    by_gain: tuple[Ranked, ...]
    pulled: tuple[Pulled, ...]
    conditions: tuple[Pulled, ...]
    left_out: int

    @property
    def title(self) -> str:
        """What the state is called."""
        return self.scenario.title_of(self.state)

    @property
    def picked_in(self) -> int:
        """In how many worlds the leading levers were picked."""
        return -(-self.worlds // PICKED_IN)

    @property
    def leading(self) -> tuple[Pulled, ...]:
        """Levers shown to raise the one or the other: those for the chance first, then those for the gain alone."""
        by_name = {each.pulled.lever.name: each.pulled for each in (*self.by_chance, *self.by_gain)}
        return tuple(by_name.values())

    @property
    def lowering(self) -> tuple[Pulled, ...]:
        """Levers shown to lower the chance of agreement, the largest difference first."""
        claimed = shown([each.agreement for each in self.pulled], "lower")
        lower = [each for each, claim in zip(self.pulled, claimed, strict=True) if claim]
        return tuple(sorted(lower, key=lambda each: each.agreement.difference))

    @property
    def anew(self) -> tuple[Pulled, ...]:
        """Levers that led when they were picked, and were measured once more."""
        return tuple(each for each in self.pulled if each.anew)

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each lever, and for each condition at home.

        Columns: ``name``, ``kind``, ``says``; ``chance_rank``, ``gain_rank``, empty where nothing is shown;
        ``chance``, with its ``chance_difference`` from the talks as they are and ``_low``, ``_high``, the ends of its
        paired 95 % interval, and ``_claim``; the same of the gain of each state, ``gain.X``, empty where it can't be
        compared; ``refused_by``; ``measured``, anew or when picked, in how many ``worlds``; ``set``, for `--set`.
        """
        import pandas as pd

        ranks = {
            column: {each.pulled.lever.name: each.ranks for each in ranking}
            for column, ranking in (("chance_rank", self.by_chance), ("gain_rank", self.by_gain))
        }
        return pd.DataFrame(
            [
                {
                    **{key: said[key] for key in ("name", "kind", "says")},
                    **{column: by_name.get(said["name"], "") for column, by_name in ranks.items()},
                    **_columns("chance", said["agreement"]["second"]["chance"], said["agreement"]),
                    **{
                        column: value
                        for state in self.scenario.states
                        for column, value in _gain(f"gain.{state}", said["gains"].get(state)).items()
                    },
                    "refused_by": ", ".join(said["refused_by"]),
                    "measured": said["measured"],
                    "worlds": said["worlds"],
                    "set": "; ".join(said["set"]),
                }
                for said in (each.to_dict() for each in (*self.pulled, *self.conditions))
            ]
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data: the document that `summitry levers --json` prints."""
        return {
            "schema_version": SCHEMA_VERSION,
            "version": version("summitry"),
            "scenario": self.scenario.id,
            "state": self.state,
            "seed": self.seed,
            "worlds": self.worlds,
            "picked_in": self.picked_in,
            "tried": len(self.pulled),
            "left_out": self.left_out,
            "measured_anew": len(self.anew),
            "agreement": self.agreement.to_dict(),
            "gain": self.gain,
            "by_chance": [_rank(each) for each in self.by_chance],
            "by_gain": [_rank(each) for each in self.by_gain],
            "levers": [each.to_dict() for each in self.pulled],
            "conditions": [each.to_dict() for each in self.conditions],
        }

    def plot(self, inches: float | None = None) -> Figure:
        """Return the leading levers as a Matplotlib figure.

        Parameters
        ----------
        inches
            Width of the sheet; None: as wide as it is best read.

        Raises
        ------
        ValueError
            No chart is that narrow.
        """
        from summitry.charts.levers import levers

        return levers(self, inches)

    def __repr__(self) -> str:
        names = ", ".join(each.lever.name for each in self.leading) or "none shown"
        return f"<Levers of {self.state} in {self.scenario.id}: {names}; {len(self.pulled)} tried>"

    def _repr_html_(self) -> str:
        from summitry.html_screen import as_html
        from summitry.leverage.table import print_levers

        return as_html(print_levers, self)


def difference(pair: PairedChance | PairedMean) -> dict[str, Any]:
    """Return the difference of a pair as plain data."""
    low, high = pair.interval
    return {"difference": pair.difference, "low": low, "high": high, "claim": pair.claim}


def _rank(each: Ranked) -> dict[str, Any]:
    return {"name": each.pulled.lever.name, "ranks": [each.best, each.worst]}


def _gain(name: str, said: Mapping[str, Any] | None) -> dict[str, Any]:
    return _columns(name, None, {}) if said is None else _columns(name, said["second"], said)


def _columns(name: str, value: float | None, said: Mapping[str, Any]) -> dict[str, Any]:
    parts = {f"{name}_{key}": said.get(key) for key in ("difference", "low", "high", "claim")}
    return {name: value, **parts}
