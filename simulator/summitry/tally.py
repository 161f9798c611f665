"""What is kept of a block of worlds: rows, one a world, and a tally that blocks add up to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from summitry.gates import Gate
from summitry.statistics import Spread
from summitry_agents.deals import Bools, Floats, Ints

if TYPE_CHECKING:
    from summitry.model import SummitModel

Counts = NDArray[np.int64]

PLACES = 101
"""Bins along an issue's scale in which ideal points are counted."""


@dataclass(frozen=True)
class Rows:
    """How each world went; the first axis is the world.

    Parameters
    ----------
    world
        (W,) number in the ensemble.
    gate, zone
        (W,) a `Gate` and a `Verdict`.
    ended_in
        (W,) round in which the talks ended.
    deal
        (W, I) option of each issue; -1 without a deal.
    settled
        (W, I) whether the deal moves the issue off its status quo.
    gain, surplus
        (W, P) over the status quo, discounted and at full trust; over the disagreement point.
    signed, aside
        (W, P) who signed the deal, and who stood aside from it.
    belief_error
        (W, P) how far the envoys' beliefs about the others were from the truth at the end.
    joint_gain_captured
        (W,) surpluses of all states in the deal over those in the utilitarian deal; NaN without a zone.
    goals
        (W, G) whether the deal meets each goal.
    strata
        (W, A) stratum of each assumption; -1: not in play.
    recorded
        (W, U) each uncertain quantity as drawn.
    recorded_names
        Their U paths.
    """

    world: Ints
    gate: NDArray[np.int8]
    zone: NDArray[np.int8]
    ended_in: Ints
    deal: NDArray[np.int16]
    settled: Bools
    gain: Floats
    surplus: Floats
    signed: Bools
    aside: Bools
    belief_error: Floats
    joint_gain_captured: Floats
    goals: Bools
    strata: NDArray[np.int8]
    recorded: Floats
    recorded_names: tuple[str, ...]

    @classmethod
    def of(cls, model: SummitModel) -> Rows:
        """Return the rows of a model whose talks are over."""
        worlds = model.worlds
        settled = model.settled
        conditions = model.scenario.goals.values()
        met = [model.agreed & condition(np.maximum(model.deal, 0), settled) for condition in conditions]
        nothing = np.empty((len(model.agreed), 0))
        return cls(
            world=worlds.number,
            gate=model.gate,
            zone=model.zone,
            ended_in=model.ended_in,
            deal=model.deal.astype(np.int16),
            settled=settled,
            gain=model.gain,
            surplus=model.surplus,
            signed=model.signed,
            aside=model.aside,
            belief_error=model.belief_error,
            joint_gain_captured=model.joint_gain_captured,
            goals=np.stack(met, axis=1) if met else nothing.astype(bool),
            strata=np.stack(list(worlds.strata.values()), axis=1),
            recorded=np.stack(list(worlds.recorded.values()), axis=1) if worlds.recorded else nothing,
            recorded_names=tuple(worlds.recorded),
        )

    @classmethod
    def joined(cls, blocks: list[Rows]) -> Rows:
        """Return the rows of several blocks as one."""
        arrays = {
            field.name: np.concatenate([getattr(block, field.name) for block in blocks])
            for field in fields(cls)
            if field.name != "recorded_names"
        }
        return cls(**arrays, recorded_names=blocks[0].recorded_names)


@dataclass(frozen=True)
class Tally:
    """Counts and sums over worlds; those of two blocks add up to those of both.

    Parameters
    ----------
    worlds
        How many.
    gates
        (G,) worlds by `Gate`.
    zone
        (3,) worlds by `Verdict`.
    strata, agreed_in_strata
        By assumption: worlds, and worlds with agreement, by stratum.
    settlements
        (I, K) worlds whose deal settles the issue with that option.
    deals
        Worlds by deal.
    agreed_in, ended_in
        Worlds by the round in which they agreed, in which they ended.
    goals
        (G,) worlds whose deal meets the goal.
    signed, aside
        (P,) worlds in which the state signed a deal, in which it stood aside from one.
    gain, gain_if_agreed, belief_error
        By state.
    captured, within_reach
        Sums over worlds of the joint surplus of the deals signed, and of the utilitarian deals.
    ideal
        (P, I, PLACES) worlds by the ideal's place on the issue's scale.
    barred
        (P, I, K) worlds in which the option is beyond a red line.
    status_quo
        (I, K) worlds by status quo.
    """

    worlds: int
    gates: Counts
    zone: Counts
    strata: dict[str, Counts]
    agreed_in_strata: dict[str, Counts]
    settlements: Counts
    deals: Counter[tuple[int, ...]]
    agreed_in: Counter[int]
    ended_in: Counter[int]
    goals: Counts
    signed: Counts
    aside: Counts
    gain: tuple[Spread, ...]
    gain_if_agreed: tuple[Spread, ...]
    belief_error: tuple[Spread, ...]
    captured: float
    within_reach: float
    ideal: Counts
    barred: Counts
    status_quo: Counts

    @classmethod
    def of(cls, model: SummitModel, rows: Rows) -> Tally:
        """Return the tally of a model whose talks are over."""
        worlds, valid = model.worlds, model.scenario.agenda.valid
        agreed = rows.gate <= Gate.AGREED_SOME
        strata = {name: stratum for name, stratum in worlds.strata.items() if (stratum >= 0).all()}
        deals = rows.deal[agreed]
        options = np.arange(valid.shape[1])
        settlements = (deals[..., None] == options) & rows.settled[agreed][..., None]
        standing = worlds.status_quo[..., None] == options
        return cls(
            worlds=len(rows.world),
            gates=np.bincount(rows.gate, minlength=len(Gate)),
            zone=np.bincount(rows.zone, minlength=3),
            strata={name: np.bincount(stratum) for name, stratum in strata.items()},
            agreed_in_strata={name: np.bincount(stratum[agreed]) for name, stratum in strata.items()},
            settlements=settlements.sum(axis=0),
            deals=Counter(map(tuple, deals.tolist())),
            agreed_in=Counter(rows.ended_in[agreed].tolist()),
            ended_in=Counter(rows.ended_in.tolist()),
            goals=rows.goals.sum(axis=0),
            signed=rows.signed.sum(axis=0),
            aside=rows.aside.sum(axis=0),
            gain=tuple(Spread.of(gain) for gain in rows.gain.T),
            gain_if_agreed=tuple(Spread.of(gain[agreed]) for gain in rows.gain.T),
            belief_error=tuple(Spread.of(error) for error in rows.belief_error.T),
            # Added up state by state first, as what was within reach is: the share is then never above 1.
            captured=float(np.cumsum(rows.surplus, axis=1)[:, -1].sum()),
            within_reach=float(model.joint_gain_within_reach.sum()),
            ideal=_places(worlds.ideal),
            barred=worlds.barred.sum(axis=0),
            status_quo=standing.sum(axis=0),
        )

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            **{field.name: _added(getattr(self, field.name), getattr(other, field.name)) for field in fields(Tally)}
        )


def _places(ideal: Floats) -> Counts:
    """Return (P, I, PLACES): how many worlds (W, P, I) have the ideal in each bin of the scale."""
    _, states, issues = ideal.shape
    counted = np.zeros((states, issues, PLACES), dtype=np.int64)
    for p in range(states):
        for i in range(issues):
            known = ideal[~np.isnan(ideal[:, p, i]), p, i]
            counted[p, i] = np.bincount(np.rint(known * (PLACES - 1)).astype(np.int64), minlength=PLACES)
    return counted


def _added(one: Any, other: Any) -> Any:
    """Add counts of two blocks, whatever holds them."""
    if isinstance(one, dict) and not isinstance(one, Counter):
        return {name: _added(one[name], other[name]) for name in one}
    if isinstance(one, tuple):
        return tuple(_added(mine, theirs) for mine, theirs in zip(one, other, strict=True))
    if isinstance(one, np.ndarray) and one.shape != other.shape:
        # Strata that no world of a block drew are missing at its end.
        size = max(len(one), len(other))
        return np.pad(one, (0, size - len(one))) + np.pad(other, (0, size - len(other)))
    return one + other
