"""What is kept of each world of a block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from summitry.ensembles.columns import Columns
from summitry.ensembles.reasons import Reasons
from summitry_agents.deals import Bools, Floats, Ints

if TYPE_CHECKING:
    from summitry.talks.model import SummitModel


@dataclass(frozen=True)
class Rows(Columns):
    """How each world went; the first axis is the world.

    Parameters
    ----------
    world
        (W,) number in the ensemble.
    gate, zone
        (W,) a `Gate` and a `Verdict`.
    ended_in, signed_in
        (W,) round in which the talks ended, and in which the first deal was signed; 0 without one.
    deal
        (W, I) option of each issue; -1 without a deal.
    settled
        (W, I) whether the deal moves the issue off its status quo.
    gain, surplus
        (W, P) over the status quo, discounted and at full trust; over the disagreement point.
    signed, aside
        (W, P) who signed the deal, and who stood aside from it.
    goals
        (W, G) whether the deal meets each goal.
    any_signed, carried_out
        (W,) whether any deal was signed, and whether one is in force and every promise in it kept.
    held, agreed_after
        (W, M) whether each meeting took place, and whether the deal in force was, in part, signed by its end.
    reasons
        Why they went so; None where nobody asked.
    happened, measured
        (W, E) and (W, N) what mechanisms tell: truth values and numbers, of those names.
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
    signed_in: Ints
    deal: NDArray[np.int16]
    settled: Bools
    gain: Floats
    surplus: Floats
    signed: Bools
    aside: Bools
    goals: Bools
    any_signed: Bools
    carried_out: Bools
    held: Bools
    agreed_after: Bools
    reasons: Reasons | None
    happened: Bools
    measured: Floats
    strata: NDArray[np.int8]
    recorded: Floats
    happened_names: tuple[str, ...]
    measured_names: tuple[str, ...]
    recorded_names: tuple[str, ...]

    @classmethod
    def of(cls, model: SummitModel, explain: bool) -> Rows:
        """Return the rows of a model whose talks are over, with the reasons or without."""
        worlds = model.worlds
        settled = model.settled
        conditions = model.scenario.goals.values()
        met = [model.agreed & condition(np.maximum(model.deal, 0), settled) for condition in conditions]
        nothing = np.empty((len(model.agreed), 0))
        told = {name: column for each in worlds.mechanisms for name, column in each.columns(model).items()}
        happened = {name: column for name, column in told.items() if column.dtype == bool}
        measured = {name: column for name, column in told.items() if column.dtype != bool}
        return cls(
            world=worlds.number,
            gate=model.gate,
            zone=model.zone,
            ended_in=model.ended_in,
            signed_in=model.signatures.signed_in,
            deal=model.deal.astype(np.int16),
            settled=settled,
            gain=model.gain,
            surplus=model.surplus,
            signed=model.signed,
            aside=model.aside,
            goals=np.stack(met, axis=1) if met else nothing.astype(bool),
            any_signed=model.signatures.some,
            carried_out=model.carried_out,
            held=np.stack(model.held, axis=1),
            agreed_after=np.stack(model.agreed_after, axis=1) & model.agreed[:, None],
            reasons=Reasons.of(model) if explain else None,
            happened=np.stack(list(happened.values()), axis=1) if happened else nothing.astype(bool),
            measured=np.stack(list(measured.values()), axis=1) if measured else nothing,
            happened_names=tuple(happened),
            measured_names=tuple(measured),
            strata=np.stack(list(worlds.strata.values()), axis=1),
            recorded=np.stack(list(worlds.recorded.values()), axis=1) if worlds.recorded else nothing,
            recorded_names=tuple(worlds.recorded),
        )
