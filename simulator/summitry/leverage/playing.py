"""Levers played: the talks as they are and as they would be, in the same worlds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from summitry.ensembles.ensemble import Progress, played_models
from summitry.scenario.quantity import Quantity
from summitry.scenario.scenario import Scenario
from summitry.talks.model import SummitModel
from summitry.workers.columns import by_column
from summitry.workers.pieces import Piece, Talks, cut, together
from summitry_agents.deals import Bools, Floats, Ints


@dataclass(frozen=True, eq=False)
class Went:
    """How the talks went in W worlds, as far as levers ask.

    Parameters
    ----------
    agreed
        (W,) whether a deal is signed.
    gate
        (W,) at which the talks ended (`summitry.talks.gates`).
    gain
        (W, P) what each state has over its status quo (`summitry.talks.outcome`).
    bound
        (W, P) whether the state is party to a deal, so that its gain waited for the round of signing.
    waited
        (W,) rounds before that in which the first deal was signed.
    patience
        (W, P) what a gain is worth one round later.
    stakes
        (W, P) sum of all saliences.
    """

    agreed: Bools
    gate: Ints
    gain: Floats
    bound: Bools
    waited: Ints
    patience: Floats
    stakes: Floats

    @classmethod
    def of(cls, model: SummitModel) -> Self:
        """Return how the worlds of a model went, its talks over."""
        states = model.scenario.spec.states
        patience = [_drawn(model, f"states.{name}.patience", states[name].patience) for name in model.scenario.states]
        stakes = [
            [
                _drawn(model, f"states.{name}.positions.{issue}.salience", position.salience)
                for issue, position in sorted(states[name].positions.items())
            ]
            for name in model.scenario.states
        ]
        return cls(
            model.agreed,
            model.gate.astype(np.intp),
            model.gain,
            model.agreed[:, None] & ~model.aside,
            np.maximum(model.signatures.signed_in - 1, 0),
            np.stack(patience, axis=1),
            np.stack([np.sum(of_state, axis=0) for of_state in stakes], axis=1),
        )

    @classmethod
    def joined(cls, parts: Sequence[Went]) -> Went:
        """Return several stretches of worlds as one."""
        return cls(*(np.concatenate(arrays) for arrays in zip(*(vars(part).values() for part in parts), strict=True)))

    def gain_as_in(self, before: Went, paid: Floats) -> Floats:
        """Return (W, P): the gains here, counted as in the talks before.

        By what waiting costs a state there, and in units of all that is at stake for it there, of which an added issue
        makes more; both as drawn, before events. Where neither differs and nothing is paid, these are the gains as
        they are.

        Parameters
        ----------
        before
            How the same worlds went in those talks.
        paid
            (P,) what a deal brings each state on top of what is in the deal.
        """
        same = self.patience == before.patience
        cost = np.divide(before.patience, self.patience, out=np.ones_like(self.patience), where=~same)
        waited = np.where(self.bound, self.waited[:, None], 0)
        more = np.divide(self.stakes, before.stakes, out=np.ones_like(self.stakes), where=before.stakes > 0)
        on_top = np.where(self.bound, before.patience ** self.waited[:, None] * paid, 0.0)
        return np.asarray(self.gain * cost**waited * more + on_top)


def played(
    scenario: Scenario,
    variants: Sequence[dict[str, Any]],
    seed: int,
    worlds: int,
    workers: int | None,
    executor: Executor | None,
    progress: Progress | None,
) -> Iterator[Went]:
    """Yield how the talks go with each set of values, by dotted path; all in the same worlds."""
    talks = Talks.of(scenario)
    most = together(scenario, worlds * len(variants), workers, executor)
    columns = [
        cut(talks.varied(values) if values else talks, seed, worlds, most, keep=False, explain=False)
        for values in variants
    ]

    def done(piece: Piece) -> None:
        if progress is not None:
            progress(piece.size)

    yield from map(Went.joined, by_column(_play, columns, workers, executor, done))


def _play(piece: Piece) -> Went:
    return Went.joined([Went.of(model) for model in played_models(piece)])


def _drawn(model: SummitModel, path: str, quantity: Quantity | None) -> Floats:
    """Return (W,) a quantity as it was drawn; what is known is not recorded."""
    known = 1.0 if quantity is None else float(quantity.values[0])
    return model.worlds.recorded.get(path, np.full(len(model.agreed), known))
