"""What tells of each world why its talks went as they did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from summitry.ensembles.columns import Columns
from summitry.talks.blocks import Blocked
from summitry_agents.deals import Floats

if TYPE_CHECKING:
    from summitry.talks.model import SummitModel

Found = TypeVar("Found")


@dataclass(frozen=True)
class Reasons(Columns):
    """Why each world went as it did; the first axis is the world.

    To find it takes a fifth as long as playing the talks, and chances need none of it.

    Parameters
    ----------
    blocker, blocked_on
        (W,) who stood in the way of a deal, on which issue; -1 for nobody (`summitry.talks.blocks`).
    lacking
        (W,) by how much, in utility; NaN where no number says it.
    belief_error
        (W, P) how far the envoys' beliefs about the others were from the truth at the end.
    joint_gain_captured
        (W,) surpluses of all states in the deal over those within reach; NaN without a zone.
    joint_gain_within_reach
        (W,) surpluses of all states in the utilitarian deal, or in the signed one where this is better.
    """

    blocker: NDArray[np.int8]
    blocked_on: NDArray[np.int16]
    lacking: Floats
    belief_error: Floats
    joint_gain_captured: Floats
    joint_gain_within_reach: Floats

    @classmethod
    def of(cls, model: SummitModel) -> Reasons:
        """Return the reasons of a model whose talks are over."""
        blocked = Blocked.of(model)
        return cls(
            blocker=blocked.state.astype(np.int8),
            blocked_on=blocked.issue.astype(np.int16),
            lacking=blocked.change,
            belief_error=model.belief_error,
            joint_gain_captured=model.joint_gain_captured,
            joint_gain_within_reach=model.joint_gain_within_reach,
        )


def explained(found: Found | None) -> Found:
    """Return what was found of reasons.

    Raises
    ------
    ValueError
        Nobody asked for them when the talks were played.
    """
    if found is None:
        raise ValueError("reasons were not looked for in this ensemble; run it with explain=True")
    return found
