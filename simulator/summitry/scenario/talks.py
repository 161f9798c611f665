"""How the talks are run, as a scenario says it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, WithJsonSchema
from pydantic.functional_validators import PlainValidator

from summitry.scenario.agenda_choice import AgendaChoice
from summitry.scenario.field_types import ProtocolName, Rounds
from summitry.scenario.meeting import Chair, Meeting
from summitry.scenario.part import Part
from summitry.scenario.rule_choice import RuleChoice, opt_out_of

MOST_MEETINGS = 50


class Talks(Part):
    """How the talks are run."""

    protocol: Annotated[ProtocolName, Field(description="Who may say what when.", examples=["single_text"])] = (
        "alternating_offers"
    )
    rule: Annotated[
        RuleChoice,
        Field(
            description="Whose yes a deal needs: a word, or so many votes, a share of the states, a share of the "
            "weight, vetoes; where there are several, all of them. Always at least two states.",
            examples=["majority", {"votes": 5, "veto": ["east", "west"]}],
        ),
    ] = RuleChoice("unanimity")
    opt_out: Annotated[
        bool | tuple[str, ...],
        PlainValidator(opt_out_of),
        Field(
            description="States that may stand aside from a deal that others sign; true: all. Default: none.",
            examples=[True, ["north"]],
        ),
        WithJsonSchema({"anyOf": [{"type": ["boolean", "string"]}, {"type": "array", "items": {"type": "string"}}]}),
    ] = False
    agenda: Annotated[
        AgendaChoice,
        Field(
            description="package: all issues in one offer; issue_by_issue: one after the other; {in_order: [[a, b], "
            "[c]]}: baskets of issues one after the other; {side_by_side: [[a, b], [c]]}: each basket at a table of "
            "its own.",
            examples=["issue_by_issue", {"in_order": [["troops", "prisoners"], ["embassies"]]}],
        ),
    ] = AgendaChoice()
    chair: Annotated[
        Chair,
        Field(description="Who drafts, where the protocol has a chair (single_text).", examples=[{"insight": 0.5}]),
    ] = Chair()
    rounds: Annotated[
        Rounds | None,
        Field(
            description="How many offers can be made in all, one a round; a number that is drawn is rounded to a whole "
            "one. Default: the shared prior.",
            examples=[12, {"uniform": [6, 12]}],
        ),
    ] = None
    order: Annotated[
        list[str] | None,
        Field(
            description="The states in the order in which they speak. Default: drawn by lot.",
            examples=[["west", "east"]],
        ),
    ] = None
    meetings: Annotated[
        list[Meeting],
        Field(
            min_length=1,
            max_length=MOST_MEETINGS,
            description="A road of meetings, one after the other. Default: one meeting of envoys.",
            examples=[[{"place": "Geneva", "days": 14}, {"place": "Vienna", "level": "leaders"}]],
        ),
    ] = [Meeting()]
    private: Annotated[
        bool,
        Field(
            description="Behind closed doors: giving up a public position costs nothing unless it leaks.",
            examples=[True],
        ),
    ] = False
    trust_moves: Annotated[
        bool,
        Field(description="Whether trust moves with promises kept and broken, and with concessions.", examples=[True]),
    ] = False
    performance: Annotated[
        bool,
        Field(description="Whether states may break their word after the agreement (`performed_by`).", examples=[True]),
    ] = False
