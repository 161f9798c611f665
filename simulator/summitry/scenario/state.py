"""A party with interests, as a scenario says it."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from pydantic import ConfigDict, Field

from summitry.scenario.constituency import HALF, Constituency, VotingRule
from summitry.scenario.field_types import PATIENT, Id, Judgement, Text, Worth
from summitry.scenario.judgement_words import OF_TRUST_SPEED
from summitry.scenario.part import Part
from summitry.scenario.position import Position, in_utility
from summitry.scenario.quantity import Quantity
from summitry.scenario.within import Within


def _utility_without_points(schema: dict[str, Any]) -> None:
    """Tell editors that, unless a state counts in points, its numbers go up to 1."""
    share = Within(0.0, 1.0).forms()
    numbers = {"walk_away": share, "premium": share, "positions": in_utility()}
    schema |= {"if": {"not": {"required": ["points"]}}, "then": {"properties": numbers}}


class State(Part):
    """A party with interests."""

    model_config = ConfigDict(json_schema_extra=_utility_without_points)

    title: Annotated[
        Text, Field(description="How charts and tables call it; the id by default.", examples=["Eastland"])
    ] = ""
    summary: Annotated[
        Text, Field(description="One line on what it is after.", examples=["Wants to be dealt with as an equal."])
    ] = ""
    sources: Annotated[
        list[Text],
        Field(
            description="Where what is coded here is documented.",
            examples=[["Its foreign minister on television, 28 April 2021"]],
        ),
    ] = []
    reason: Annotated[
        Text,
        Field(
            description="Why it is coded so, beyond the reasons of its positions.",
            examples=["coded from its white paper"],
        ),
    ] = ""
    capability: Annotated[
        Annotated[Quantity, Within(0.0, np.inf)],
        Field(
            description="Weight among the states on the analyst's scale; weighted decision rules count by it.",
            examples=[1.0, {"uniform": [0.8, 1.2]}],
        ),
    ] = Quantity.fixed(1.0)
    patience: Annotated[
        Annotated[Quantity, PATIENT] | None,
        Field(
            description="What a gain is worth one round later; 1: time costs nothing. Default: the shared prior.",
            examples=[0.98, "high"],
        ),
    ] = None
    points: Annotated[
        float | None,
        Field(
            gt=0,
            allow_inf_nan=False,
            description="Its values, walk_away and premium are in points, this many being utility 1: every position "
            "gives points to each option, and there are no saliences. An issue without a position gives it none.",
            examples=[100],
        ),
    ] = None
    premium: Annotated[
        Worth | None,
        Field(
            description="What signing costs it on top of the deal, in utility. Default: the shared prior.",
            examples=[0.1, {"triangular": [0.0, 0.05, 0.2]}],
        ),
    ] = None
    walk_away: Annotated[
        Worth | None,
        Field(
            description="Its utility if the talks fail. Default: that of the status quo on every issue.",
            examples=[0.3, {"normal": [0.3, 0.05]}],
        ),
    ] = None
    signs_if_indifferent: Annotated[
        bool,
        Field(
            description="Whether it signs a deal exactly as good as walking away, premium included.", examples=[True]
        ),
    ] = False
    trust: Annotated[
        dict[str, Judgement],
        Field(
            description="By state: at what share it counts that state's promised moves. Default 1.",
            examples=[{"west": "low"}, {"west": {"beta": [2, 4]}}],
        ),
    ] = {}
    trust_speed: Annotated[
        Annotated[Quantity, Within(0.0, 1.0, words=OF_TRUST_SPEED)] | None,
        Field(
            description="With talks.trust_moves: how far a kept or broken promise moves it. Default: shared prior.",
            examples=[0.1, "medium"],
        ),
    ] = None
    shadow: Annotated[
        Judgement | None,
        Field(
            description="With talks.performance: what breaking its word costs it, as a share of what the deal brings "
            "it. Default: shared prior.",
            examples=[0.4, "high"],
        ),
    ] = None
    audience_cost: Annotated[
        Judgement | None,
        Field(
            description="What giving up a position that it took in public costs it, as a share of what is given up. "
            "Default: shared prior.",
            examples=[0.2, "low"],
        ),
    ] = None
    constituencies: Annotated[
        dict[Id, Constituency],
        Field(
            description="Who has to ratify a deal at home; nobody by default.",
            examples=[{"senate": {"positions": {"troops": {"ideal": 60}}}}],
        ),
    ] = {}
    ratification: Annotated[
        VotingRule,
        Field(
            description="How much of the weight of its constituencies must vote for a deal: majority, unanimity, or a "
            "share such as 0.67.",
            examples=["majority", 0.67],
        ),
    ] = HALF
    positions: Annotated[
        dict[str, Position],
        Field(
            description="By issue; an issue left out does not matter to the state.",
            examples=[{"troops": {"ideal": 20, "salience": "high"}}],
        ),
    ]

    @property
    def unit(self) -> float:
        """What utility 1 is in the state's own numbers."""
        return 1.0 if self.points is None else self.points
