"""A mediator: a third party that carries messages, drafts, or presses."""

from __future__ import annotations

from collections.abc import Mapping

import mesa
import numpy as np

from summitry_agents.deals import Floats


class Mediator(mesa.Agent):
    """A third party, in every world of its model at once, in one of three styles (Touval and Zartman 1985).

    A *facilitator* carries messages: each envoy knows so much more of the others as the mediator does, as far as it
    believes the mediator. A *formulator* drafts the single text, with more weight for those it favours. A
    *manipulator* adds carrots to a deal and takes from what failure is worth, and stands surety for promises, all as
    far as its leverage makes good what it says. What a state makes of it depends on its bias, from -1 (against the
    state) to 1 (for it): a state believes word, carrots and guarantees of a mediator that is against it less (Kydd
    2003: who is on your side is believed), and one that is for it threatens it less.

    Parameters
    ----------
    model
        The model that the agent belongs to.
    name
        Its id.
    style
        ``facilitator``, ``formulator`` or ``manipulator``.
    numbers
        By name: ``bias``, ``carrots`` and ``sticks`` (W, P); ``insight`` of a facilitator, ``leverage`` and
        ``guarantees`` of a manipulator (W,).
    """

    def __init__(self, model: mesa.Model, name: str, style: str, numbers: Mapping[str, Floats]) -> None:
        super().__init__(model)
        self.name = name
        self.style = style
        self.numbers = dict(numbers)

    @staticmethod
    def believed(numbers: Mapping[str, Floats]) -> Floats:
        """Return (W, P): how far each state believes it: fully unless it is against the state, then less."""
        return np.asarray(1.0 + np.minimum(numbers["bias"], 0.0))

    @staticmethod
    def told(numbers: Mapping[str, Floats], insight: Floats) -> Floats:
        """Return (W, P): what envoys know of the others once it has talked to them: i + (1 - i) x its own insight."""
        message = numbers["insight"][:, None] * Mediator.believed(numbers)
        return np.asarray(insight + (1.0 - insight) * message)

    @staticmethod
    def carrots_believed(numbers: Mapping[str, Floats]) -> Floats:
        """Return (W, P): the utility that each state counts on for signing."""
        return np.asarray(numbers["leverage"][:, None] * numbers["carrots"] * Mediator.believed(numbers))

    @staticmethod
    def sticks_believed(numbers: Mapping[str, Floats]) -> Floats:
        """Return (W, P): the utility that each state fears for if talks fail; nobody hurts a friend as much."""
        spared = np.maximum(numbers["bias"], 0.0)
        return np.asarray(numbers["leverage"][:, None] * numbers["sticks"] * (1.0 - spared))

    @staticmethod
    def guaranteed(numbers: Mapping[str, Floats], trust: Floats) -> Floats:
        """Return (W, P, P): the trust in promises for which it stands surety: t + (1 - t) x what it makes good."""
        surety = (numbers["leverage"] * numbers["guarantees"])[:, None] * Mediator.believed(numbers)
        return np.asarray(trust + (1.0 - trust) * surety[..., None])

    def favours(self) -> Floats:
        """Return (W, P): the weight of each state in its drafts; they sum to the number of states.

        1 + bias, and never nothing: who has no weight at all has no reason to stay.
        """
        weight = np.maximum(1.0 + self.numbers["bias"], 0.1)
        return np.asarray(weight / np.cumsum(weight, axis=1)[:, -1:] * weight.shape[1])
