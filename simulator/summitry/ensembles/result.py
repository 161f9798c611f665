"""What an ensemble of worlds answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from summitry.assumptions import shared_prior
from summitry.ensembles.reasons import explained
from summitry.ensembles.rows import Rows
from summitry.ensembles.tally import Tally
from summitry.outside_view import TalksOfAKind, outside_view
from summitry.scenario.scenario import Scenario
from summitry.statistics import Chance, Spread
from summitry.talks.gates import Gate
from summitry_agents.verdict import Verdict

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from summitry.charts import Charts

SCHEMA_VERSION = 1
MOST_DEALS = 20
"""How many of the most frequent deals are reported."""


@dataclass(frozen=True)
class StratumChance:
    """The chance of agreement among worlds of one stratum of an assumption."""

    label: str
    agreement: Chance


@dataclass(frozen=True)
class Block:
    """How often a state stood in the way of a deal on an issue, at one gate, and by how much.

    Parameters
    ----------
    gate, state, issue
        Which.
    share
        Of all worlds.
    lacking
        The smallest change that would have made a deal possible, in utility, over worlds where a number says it.
    """

    gate: Gate
    state: str
    issue: str
    share: float
    lacking: Spread

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data; the change is its median, null where red lines block."""
        named = {"gate": self.gate.label, "state": self.state, "issue": self.issue}
        return {**named, "share": self.share, "change": self.lacking.quantile(0.5)}


@dataclass(frozen=True, repr=False)
class EnsembleResult:
    """The chances of agreement, on what, and why not.

    Parameters
    ----------
    scenario
        The talks.
    seed
        Seed of the ensemble.
    tally
        Counts over all worlds.
    rows
        How each world went; None where only the tally was kept.
    """

    scenario: Scenario
    seed: int
    tally: Tally
    rows: Rows | None = field(default=None)

    @property
    def worlds(self) -> int:
        """How many worlds were played."""
        return self.tally.worlds

    @property
    def explained(self) -> bool:
        """Whether it was found out why talks went as they did; where not, what needs it raises `ValueError`."""
        return self.tally.blocked is not None

    @property
    def agreement(self) -> Chance:
        """Chance that a deal is signed."""
        return self._chance(self.tally.gates[[gate for gate in Gate if gate.agreed]].sum())

    @property
    def zone(self) -> Chance:
        """Chance that a deal exists which those whose yes it takes like better than walking away."""
        return self._chance(self.tally.zone[Verdict.EXISTS])

    @property
    def outside_view(self) -> TalksOfAKind:
        """How often talks of the same kind led to agreement, on record."""
        return outside_view(self.scenario)

    @property
    def undecided(self) -> float:
        """Share of worlds in which the search for such a deal met its limit."""
        return float(self.tally.zone[Verdict.UNDECIDED] / self.worlds)

    @property
    def signed(self) -> Chance:
        """Chance that a deal is signed, whatever comes of it."""
        return self._chance(self.tally.any_signed)

    @property
    def carried_out(self) -> Chance:
        """Chance of an agreement whose promises are all kept, as far as the scenario lets states break them."""
        return self._chance(self.tally.carried_out)

    @property
    def meetings(self) -> list[dict[str, Any]]:
        """Meeting by meeting: title, level, place and day, the share of worlds in which it is held, the chance so far.

        The chance is that of an agreement of which a part, or all, was signed by the end of the meeting.
        """
        return [
            {
                "title": leg.title,
                "level": leg.level,
                "place": leg.place,
                "day": None if leg.day is None else leg.day.isoformat(),
                "held": self.tally.held(m) / self.worlds,
                "agreement": self._chance(self.tally.agreed_after(m)).to_dict(),
            }
            for m, leg in enumerate(self.scenario.road)
        ]

    @cached_property
    def blocks(self) -> list[Block]:
        """Who stood in the way of a deal, on which issue, at which gate: the most frequent first."""
        found, blocked = [], explained(self.tally.blocked)
        for place, lacking in explained(self.tally.lacking).items():
            gate, p, i = np.unravel_index(place, blocked.shape)
            found.append(
                Block(
                    Gate(int(gate)),
                    self.scenario.states[int(p)],
                    self.scenario.issues[int(i)],
                    float(blocked[gate, p, i] / self.worlds),
                    lacking,
                )
            )
        return sorted(found, key=lambda block: (-block.share, block.gate, block.state, block.issue))

    @property
    def happened(self) -> dict[str, Chance]:
        """What mechanisms tell of the worlds, by name: events that happened, votes at home, words kept."""
        return {name: self._chance(count) for name, count in self.tally.happened.items()}

    @property
    def gates(self) -> dict[Gate, float]:
        """Share of worlds that ended at each gate."""
        return {gate: float(self.tally.gates[gate] / self.worlds) for gate in Gate}

    @property
    def settled(self) -> dict[str, Chance]:
        """By issue: chance of an agreement that settles it."""
        counts = self.tally.settlements.sum(axis=1)
        return {issue: self._chance(counts[i]) for i, issue in enumerate(self.scenario.issues)}

    @property
    def goals(self) -> dict[str, Chance]:
        """By goal: chance of a deal that meets it."""
        return {goal: self._chance(self.tally.goals[i]) for i, goal in enumerate(self.scenario.goals)}

    @cached_property
    def assumptions(self) -> dict[str, list[StratumChance]]:
        """By assumption in play: chance of agreement in each of its strata that any world drew."""
        found = {}
        for name, counts in self.tally.strata.items():
            agreed = self.tally.agreed_in_strata[name]
            agreed = np.pad(agreed, (0, len(counts) - len(agreed)))
            found[name] = [
                StratumChance(shared_prior()[name].strata[place].label, Chance(int(agreed[place]), int(count)))
                for place, count in enumerate(counts)
                if count
            ]
        return found

    @property
    def joint_gain_captured(self) -> float | None:
        """Joint surplus of all signed deals over that of the utilitarian deals of all worlds; None without any zone."""
        within_reach = explained(self.tally.within_reach)
        return explained(self.tally.captured) / within_reach if within_reach > 0 else None

    @property
    def belief_error(self) -> dict[str, Spread]:
        """By state: how far its envoys' beliefs about the others were from the truth at the end."""
        return dict(zip(self.scenario.states, explained(self.tally.belief_error), strict=True))

    @property
    def agreed_by(self) -> list[float]:
        """Share of worlds that had agreed (on a part, at least) by the end of round 1, 2, ..., up to the last one."""
        agreed = [self.tally.agreed_in[number] for number in range(1, max(self.tally.ended_in) + 1)]
        return [float(share) for share in np.cumsum(agreed) / self.worlds]

    def settlement(self, issue: str) -> dict[str, float]:
        """Return the share of worlds that settle an issue with each of its options.

        Of a division, whose options are many, only those that came out.
        """
        i = self.scenario.issues.index(issue)
        question = self.scenario.agenda.questions[i]
        shares = {
            option: float(self.tally.settlements[i, k] / self.worlds)
            for k, option in enumerate(question.options)
            if self.tally.status_quo[i, k] < self.worlds
        }
        return {option: share for option, share in shares.items() if share or question.kind != "division"}

    def frequent_deals(self, most: int = MOST_DEALS) -> list[tuple[dict[str, str], float]]:
        """Return the most frequent deals, option by issue, each with its share of worlds."""
        ranked = sorted(self.tally.deals.items(), key=lambda item: (-item[1], item[0]))[:most]
        questions = self.scenario.agenda.questions
        return [
            (
                {question.id: question.options[k] for question, k in zip(questions, deal, strict=True)},
                count / self.worlds,
            )
            for deal, count in ranked
        ]

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data: the document that `summitry run --json` prints."""
        undecided = {"undecided": self.undecided}
        return {
            "schema_version": SCHEMA_VERSION,
            "version": version("summitry"),
            "scenario": self.scenario.id,
            "worlds": self.worlds,
            "seed": self.seed,
            "agreement": self.agreement.to_dict(),
            "zone": {**self.zone.to_dict(), **undecided},
            "signed": self.signed.to_dict(),
            "ratified": self.agreement.to_dict(),
            "carried_out": self.carried_out.to_dict(),
            "assumptions": [
                {
                    "name": name,
                    "strata": [
                        {"label": item.label, "chance": item.agreement.chance, "worlds": item.agreement.worlds}
                        for item in strata
                    ],
                }
                for name, strata in self.assumptions.items()
            ],
            "outcomes": {gate.label: share for gate, share in self.gates.items()},
            "issues": {
                issue: {**chance.to_dict(), "settlement": self.settlement(issue)}
                for issue, chance in self.settled.items()
            },
            "states": {
                state: {
                    "gain": self.tally.gain[p].to_dict(),
                    "gain_if_agreed": self.tally.gain_if_agreed[p].to_dict(),
                    "signed": float(self.tally.signed[p] / self.worlds),
                    "aside": float(self.tally.aside[p] / self.worlds),
                    "belief_error": self.belief_error[state].to_dict(),
                }
                for p, state in enumerate(self.scenario.states)
            },
            "goals": {goal: chance.to_dict() for goal, chance in self.goals.items()},
            "deals": [{"options": options, "share": share} for options, share in self.frequent_deals()],
            "joint_gain_captured": self.joint_gain_captured,
            "rounds": {"agreed_by": self.agreed_by},
            "blocks": [block.to_dict() for block in self.blocks],
            "meetings": self.meetings,
            "happened": {name: chance.to_dict() for name, chance in self.happened.items()},
            "measured": {name: spread.to_dict() for name, spread in self.tally.measured.items()},
            "outside_view": self.outside_view.to_dict(),
        }

    def chances(self) -> pd.DataFrame:
        """Return every chance as a table with columns chance, low and high, indexed by kind and name."""
        import pandas as pd

        named = {
            ("talks", "agreement"): self.agreement,
            ("talks", "zone"): self.zone,
            **{("issue", issue): chance for issue, chance in self.settled.items()},
            **{("goal", goal): chance for goal, chance in self.goals.items()},
        }
        index = pd.MultiIndex.from_tuples(list(named), names=["kind", "name"])
        return pd.DataFrame([chance.to_dict() for chance in named.values()], index=index)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per world: gate, zone, round, deal, gains, goals, strata and every uncertain quantity drawn.

        Raises
        ------
        ValueError
            Only the tally was kept, or no reasons were looked for.
        """
        from summitry.ensembles.table import frame

        return frame(self.scenario, self._kept_rows())

    def to_xarray(self) -> xr.Dataset:
        """Return the same as labelled arrays with dimensions world, state, issue, round, goal, assumption and quantity.

        Raises
        ------
        ValueError
            Only the tally was kept, or no reasons were looked for.
        """
        from summitry.ensembles.table import dataset

        return dataset(self.scenario, self._kept_rows(), self.agreed_by)

    def trace(self, worlds: int | Sequence[int] = 200) -> xr.Dataset:
        """Return what happened round by round in the first worlds, or in particular ones: `summitry.trace`.

        They are played again, and remembered. Of worlds that are counted there are at most as many as the result has.
        """
        from summitry.traces.tracing import trace

        asked = min(worlds, self.worlds) if isinstance(worlds, int) else tuple(worlds)
        if asked not in self._traces:
            self._traces[asked] = trace(self.scenario, asked, self.seed)
        return self._traces[asked].copy()

    @cached_property
    def _traces(self) -> dict[int | tuple[int, ...], xr.Dataset]:
        return {}

    @property
    def plot(self) -> Charts:
        """The charts of this result: `result.plot.issues()`, `.agreement()`, ...: all in `dir(result.plot)`."""
        from summitry.charts import Charts

        return Charts(self)

    def headline(self) -> str:
        """Return the answer in two or three sentences."""
        from summitry.ensembles.headline import headline

        return headline(self)

    def __repr__(self) -> str:
        return f"<EnsembleResult {self.scenario.id}: {self.headline()}>"

    def _repr_html_(self) -> str:
        from summitry.html_screen import as_html
        from summitry.terminal import print_result

        return as_html(print_result, self)

    def _chance(self, count: np.int64 | int) -> Chance:
        return Chance(int(count), self.worlds)

    def _kept_rows(self) -> Rows:
        if self.rows is None:
            raise ValueError("only summaries of this ensemble were kept; run it with keep_rows=True")
        return self.rows
