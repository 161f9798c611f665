"""What a scenario file may say: its keys, their meaning and their ranges."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import ConfigDict, Field, WithJsonSchema
from pydantic.functional_validators import BeforeValidator, PlainValidator

from summitry.scenario.agenda_choice import AgendaChoice
from summitry.scenario.conduct_choice import ConductChoice, OneOf
from summitry.scenario.constituency import HALF, Constituency, VotingRule
from summitry.scenario.event import Event
from summitry.scenario.field_types import (
    Id,
    OptionName,
    Rounds,
    Share,
    Text,
    Worth,
    status_quo_of,
    words,
)
from summitry.scenario.mandate import Mandate
from summitry.scenario.mediator import Mediator
from summitry.scenario.meeting import Chair, Level, Meeting
from summitry.scenario.part import Part
from summitry.scenario.position import Position, in_utility
from summitry.scenario.quantity import Quantity, Within
from summitry.scenario.rule_choice import RuleChoice, opt_out_of

MOST_STATES = 40
MOST_MEETINGS = 50
MOST_ISSUES = 200
MOST_OPTIONS = 4096
MOST_CELLS = 30_000
"""States x issues x options of the longest issue: with a block of worlds this takes up to 2 GB."""
MOST_COMBINATIONS = 4096
"""Combinations of the options of linked issues, which are valued one by one."""


class Range(Part):
    """A numeric question, laid on a grid of evenly spaced options."""

    start: Annotated[float, Field(alias="from", allow_inf_nan=False, description="Lowest option.")]
    end: Annotated[float, Field(alias="to", allow_inf_nan=False, description="Highest option.")]
    steps: Annotated[
        int, Field(ge=2, le=MOST_OPTIONS, description="How many options: 21 from 0 to 100 are 0, 5, 10, ..., 100.")
    ] = 11
    unit: Annotated[Text, Field(description="What is counted, for charts and tables.")] = ""


class Issue(Part):
    """A question on the table: named options, a numeric range, or the division of a pie."""

    title: Annotated[Text, Field(description="How charts and tables call it; the id by default.")] = ""
    summary: Annotated[Text, Field(description="One line on what is at stake.")] = ""
    options: Annotated[
        list[OptionName] | None,
        Field(min_length=2, max_length=MOST_OPTIONS, description="Names of the options, from one end to the other."),
    ] = None
    ordered: Annotated[
        bool, Field(description="Whether the options lie on a scale; if not, any two are equally far apart.")
    ] = True
    range: Annotated[Range | None, Field(description="A numeric question instead of named options.")] = None
    kind: Annotated[
        Literal["division"] | None, Field(description="division: each option says which share each state gets.")
    ] = None
    steps: Annotated[
        int | None,
        Field(ge=1, le=MOST_OPTIONS, description="division only: in how many equal pieces the pie is cut (100)."),
    ] = None
    status_quo: Annotated[
        Quantity | dict[str, Share] | None,
        BeforeValidator(status_quo_of),
        WithJsonSchema(
            {
                "description": "What stands if the issue is not settled: an option, a number, a distribution over "
                "them, shares of a division by state; `none`: failure lies off the scale. By default the first "
                "option, the lowest number, or nothing for anybody.",
                "type": ["string", "number", "object"],
            }
        ),
    ] = None
    performed_by: Annotated[
        list[str],
        BeforeValidator(lambda raw: [raw] if isinstance(raw, str) else raw),
        Field(description="The state, or states, whose move this is; others count it at the trust they have."),
        WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
    ] = []
    verification: Annotated[
        Share,
        Field(
            description="How well it can be checked that it is performed: what share of the missing trust, and of the "
            "chance to get away with breaking the promise, it takes away."
        ),
    ] = Quantity.fixed(0.0)


def _utility_without_points(schema: dict[str, Any]) -> None:
    """Tell editors that, unless a state counts in points, its numbers go up to 1."""
    share = Within(0.0, 1.0).forms()
    numbers = {"walk_away": share, "premium": share, "positions": in_utility()}
    schema |= {"if": {"not": {"required": ["points"]}}, "then": {"properties": numbers}}


class State(Part):
    """A party with interests."""

    model_config = ConfigDict(json_schema_extra=_utility_without_points)

    title: Annotated[Text, Field(description="How charts and tables call it; the id by default.")] = ""
    summary: Text = ""
    sources: Annotated[list[Text], Field(description="Where what is coded here is documented.")] = []
    capability: Annotated[
        Annotated[Quantity, Within(0.0, np.inf)],
        Field(description="Weight among the states on the analyst's scale; weighted decision rules count by it."),
    ] = Quantity.fixed(1.0)
    patience: Annotated[
        Annotated[Quantity, Within(0.0, 1.0)] | None,
        Field(description="What a gain is worth one round later; 1: time costs nothing. Default: the shared prior."),
    ] = None
    points: Annotated[
        float | None,
        Field(
            gt=0,
            allow_inf_nan=False,
            description="Its values, walk_away and premium are in points, this many being utility 1: every position "
            "gives points to each option, and there are no saliences. An issue without a position gives it none.",
        ),
    ] = None
    premium: Annotated[
        Worth | None,
        Field(description="What signing costs it on top of the deal, in utility. Default: the shared prior."),
    ] = None
    walk_away: Annotated[
        Worth | None,
        Field(description="Its utility if the talks fail. Default: that of the status quo on every issue."),
    ] = None
    signs_if_indifferent: Annotated[
        bool, Field(description="Whether it signs a deal exactly as good as walking away, premium included.")
    ] = False
    trust: Annotated[
        dict[str, Share],
        Field(description="By state: at what share it counts that state's promised moves. Default 1."),
    ] = {}
    trust_speed: Annotated[
        Share | None,
        Field(description="With talks.trust_moves: how far a kept or broken promise moves it. Default: shared prior."),
    ] = None
    shadow: Annotated[
        Share | None,
        Field(
            description="With talks.performance: what breaking its word costs it, as a share of what the deal brings "
            "it. Default: shared prior."
        ),
    ] = None
    audience_cost: Annotated[
        Share | None,
        Field(
            description="What giving up a position that it took in public costs it, as a share of what is given up. "
            "Default: shared prior."
        ),
    ] = None
    constituencies: Annotated[
        dict[Id, Constituency], Field(description="Who has to ratify a deal at home; nobody by default.")
    ] = {}
    ratification: Annotated[
        VotingRule,
        Field(
            description="How much of the weight of its constituencies must vote for a deal: majority, unanimity, or a "
            "share such as 0.67."
        ),
    ] = HALF
    positions: Annotated[
        dict[str, Position], Field(description="By issue; an issue left out does not matter to the state.")
    ]

    @property
    def unit(self) -> float:
        """What utility 1 is in the state's own numbers."""
        return 1.0 if self.points is None else self.points


class Envoy(Part):
    """Who speaks for a state at the table."""

    of: Annotated[str, Field(description="The state that the envoy speaks for.")]
    level: Annotated[
        Level, Field(description="Whether it is an envoy, or the leader who speaks in meetings of leaders.")
    ] = "envoys"
    title: Annotated[Text, Field(description="The envoy's name; the id by default.")] = ""
    style: Annotated[
        Annotated[ConductChoice, OneOf("styles", "style", changing=True)] | None,
        Field(
            description="How the envoy concedes (`summitry styles`); a list changes it as time goes on: [boulware, "
            "{from: 0.8, linear: {}}]. Default: the shared prior."
        ),
    ] = None
    acceptance: Annotated[
        Annotated[ConductChoice, OneOf("acceptance", "condition")] | None,
        Field(description="On which condition the envoy says yes (`summitry styles`). Default: next_offer."),
    ] = None
    learning: Annotated[
        Annotated[ConductChoice, OneOf("learning", "way of learning")] | None,
        Field(description="How it learns from offers what the others want. Default: the shared prior."),
    ] = None
    insight: Annotated[
        Share | None, Field(description="What it knows of the others: 0 the prior, 1 the truth. Default: shared prior.")
    ] = None
    reach: Annotated[
        Share | None,
        Field(description="How far towards its reservation value it would go by the deadline. Default: shared prior."),
    ] = None
    last_moment: Annotated[
        Share | None,
        Field(description="Chance that it takes anything acceptable at the last moment. Default: shared prior."),
    ] = None
    foresight: Annotated[
        Share | None,
        Field(description="How well it foresees what constituencies would ratify: 1 exactly. Default: shared prior."),
    ] = None
    mandate: Annotated[Mandate, Field(description="How far it may go without asking home.")] = Mandate()
    misjudges: Annotated[
        Share | None,
        Field(
            description="By how much utility it overrates its leader's readiness to sign what it prepared in brackets. "
            "Default: shared prior."
        ),
    ] = None


class Talks(Part):
    """How the talks are run."""

    protocol: Annotated[str, Field(description="Who may say what when.")] = "alternating_offers"
    rule: Annotated[
        RuleChoice,
        Field(
            description="Whose yes a deal needs: a word, or so many votes, a share of the states, a share of the "
            "weight, vetoes; where there are several, all of them. Always at least two states."
        ),
    ] = RuleChoice("unanimity")
    opt_out: Annotated[
        bool | tuple[str, ...],
        PlainValidator(opt_out_of),
        Field(description="States that may stand aside from a deal that others sign; true: all. Default: none."),
        WithJsonSchema({"anyOf": [{"type": ["boolean", "string"]}, {"type": "array", "items": {"type": "string"}}]}),
    ] = False
    agenda: Annotated[
        AgendaChoice,
        Field(
            description="package: all issues in one offer; issue_by_issue: one after the other; {in_order: [[a, b], "
            "[c]]}: baskets of issues one after the other; {side_by_side: [[a, b], [c]]}: each basket at a table of "
            "its own."
        ),
    ] = AgendaChoice()
    chair: Annotated[Chair, Field(description="Who drafts, where the protocol has a chair (single_text).")] = Chair()
    rounds: Annotated[
        Rounds | None,
        Field(
            description="How many offers can be made in all, one a round; a number that is drawn is rounded to a whole "
            "one. Default: the shared prior."
        ),
    ] = None
    order: Annotated[
        list[str] | None, Field(description="The states in the order in which they speak. Default: drawn by lot.")
    ] = None
    meetings: Annotated[
        list[Meeting],
        Field(
            min_length=1,
            max_length=MOST_MEETINGS,
            description="A road of meetings, one after the other. Default: one meeting of envoys.",
        ),
    ] = [Meeting()]
    private: Annotated[
        bool, Field(description="Behind closed doors: giving up a public position costs nothing unless it leaks.")
    ] = False
    trust_moves: Annotated[
        bool, Field(description="Whether trust moves with promises kept and broken, and with concessions.")
    ] = False
    performance: Annotated[
        bool, Field(description="Whether states may break their word after the agreement (`performed_by`).")
    ] = False


class Linkage(Part):
    """Issues that interact: a bundle settled whole or not at all, a precondition, or a combination worth something."""

    title: Annotated[Text, Field(description="How tables call it; the id by default.")] = ""
    bundle: Annotated[
        list[str] | None, Field(description="Issues of which a deal settles all or none: [prisoners, embassies].")
    ] = None
    issue: Annotated[
        str | None, Field(description="With only_if: the issue that leaves its status quo only under that condition.")
    ] = None
    only_if: Annotated[
        Text | None,
        Field(description='With issue: a condition on other issues, written as a goal is: "inspections >= 2".'),
    ] = None
    when: Annotated[
        Text | None,
        Field(description='With worth: a condition on the deal, written as a goal is: "troops >= 60 and summit == x".'),
    ] = None
    worth: Annotated[
        dict[str, Annotated[Quantity, Within(-1.0, 1.0)]] | None,
        Field(
            description="With when: by state, what the condition is worth in utility: above 0 a bonus, below 0 a "
            "penalty. Its issues share what is left of the scale from 0 to 1."
        ),
    ] = None
    reason: Annotated[Text, Field(description="Why they are linked.")] = ""


class ScenarioSpec(Part):
    """A set of talks: who sits at the table, what each side wants, how the talks are run."""

    title: Annotated[Text, Field(description="What the talks are called; the file's name by default.")] = ""
    summary: Annotated[Text, Field(description="A paragraph on the situation.")] = ""
    date: Annotated[datetime.date | None, Field(strict=False, description="When the talks took place: 2021-05-19.")] = (
        None
    )
    tags: Annotated[
        dict[str, Annotated[list[str], BeforeValidator(words)]],
        Field(description="Words to sort scenarios by: {kind: bilateral}."),
        WithJsonSchema(
            {
                "type": "object",
                "additionalProperties": {
                    "anyOf": [
                        {"type": ["string", "number"]},
                        {"type": "array", "items": {"type": ["string", "number"]}},
                    ]
                },
            }
        ),
    ] = {}
    sources: Annotated[list[Text], Field(description="What the file rests on.")] = []
    issues: Annotated[dict[Id, Issue], Field(min_length=1, max_length=MOST_ISSUES, description="What is on the table.")]
    states: Annotated[
        dict[Id, State], Field(min_length=2, max_length=MOST_STATES, description="Who sits at the table.")
    ]
    linkages: Annotated[
        dict[Id, Linkage],
        Field(description="Issues that interact: bundles, preconditions, combinations that are worth something."),
    ] = {}
    envoys: Annotated[
        dict[Id, Envoy], Field(description="Who speaks for whom; a state without one gets an envoy with defaults.")
    ] = {}
    talks: Annotated[Talks, Field(description="How the talks are run.")] = Talks()
    mediators: Annotated[dict[Id, Mediator], Field(description="Third parties that help, draft or press.")] = {}
    events: Annotated[dict[Id, Event], Field(description="What may happen while the talks go on.")] = {}
    goals: Annotated[
        dict[Id, Text],
        Field(description='Conditions on the deal whose chance is reported: "troops >= 60 and prisoners == both".'),
    ] = {}
