"""Mistakes in mediators come out all at once, each at its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from summitry import ScenarioError, run
from tests.simulator.neighbours import neighbours
from tests.simulator.test_linkage_mistakes import told

MANY = """\
issues:
  troops: {range: {from: 0, to: 100, steps: 21}}
states:
  east: {positions: {troops: {ideal: 0}}}
  west: {positions: {troops: {ideal: 100}}}
mediators:
  host: {style: facilitator, bias: {eats: 0.2}, carrots: {east: 0.1}, leverage: 0.5}
  drafter: {style: formulator, insight: 0.5}
  second: {style: formulator, sticks: {north: 0.1}}
  power:
    style: manipulator
    insight: 0.5
    carrots: {east: 0.1, wset: 0.2}
    sticks: {west: 1.5}
    guarantees: 0.5
  idle: {style: manipulator, leverage: 0.5, bias: {west: -2}}
  typo: {style: manipulater}
"""

PLACES = [
    ("7:37", "host.bias.eats: found 'eats', expected a state (east, west); did you mean 'east'?"),
    ("7:49", "host.carrots: found carrots, expected none for a facilitator: only a manipulator presses"),
    ("7:71", "host.leverage: found leverage, expected none for a facilitator"),
    ("8:20", "drafter.style: found 'formulator', expected a meeting with a protocol in which somebody drafts (single_"),
    ("8:32", "drafter.insight: found insight, expected talks.chair.insight, which says what who drafts knows"),
    ("9:19", "second.style: found a second formulator, expected only one; drafter drafts"),
    ("9:31", "second.sticks: found sticks, expected none for a formulator"),
    ("12:5", "power.insight: found insight, expected none for a manipulator: only a facilitator tells what it knows"),
    ("13:26", "power.carrots.wset: found 'wset', expected a state (east, west); did you mean 'west'?"),
    ("14:20", "power.sticks.west: found 1.5, expected a number from 0 to 1"),
    ("15:5", "power.guarantees: found guarantees, expected an issue with performed_by"),
    ("16:9", "idle: found none of carrots, sticks or guarantees, expected one of them"),
    ("16:58", "idle.bias.west: found -2, expected a number from -1 to 1"),
    (
        "17:17",
        "typo.style: found 'manipulater', expected one (facilitator, formulator, manipulator); did you mean 'man",
    ),
]


def test_many_mistakes_come_out_together_each_at_its_line_and_column(tmp_path: Path) -> None:
    # What is wrong with a mediator as a whole is told once its parts can be read.
    lines = told(MANY.replace(", bias: {west: -2}", ""), tmp_path / "many.yaml")
    lines += [line for line in told(MANY, tmp_path / "many.yaml") if "idle.bias" in line]
    for place, words in PLACES:
        assert sum(f"many.yaml:{place}: mediators.{words}" in line for line in lines) == 1, (place, words, lines)
    assert len(lines) == len(PLACES)


@pytest.mark.parametrize(
    ("mediator", "path", "words"),
    [
        ({"style": "facilitator", "guarantees": 0.5}, "guarantees", "found guarantees, expected none for a facilit"),
        ({"style": "formulator", "leverage": 0.5}, "leverage", "found leverage, expected none for a formulator"),
        ({"style": "manipulator", "carrots": {}}, "", "found none of carrots, sticks or guarantees"),
        ({"style": "manipulator", "sticks": {"eats": 0.1}}, "sticks.eats", "did you mean 'east'?"),
        ({"style": "manipulator", "carrots": {"est": 2}}, "carrots.est", "found 2, expected a number from 0 to 1"),
        ({"title": "X"}, "style", "found nothing, expected the key 'style'"),
    ],
)
def test_a_mistake_gives_one_message_at_its_path(mediator: dict[str, Any], path: str, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        neighbours(mediators__x=mediator, talks__protocol="single_text")
    [problem] = caught.value.problems
    assert words in problem.message
    assert problem.path == ("mediators", "x", *path.split("."))[: 2 if not path else None]


@pytest.mark.parametrize(
    "talks",
    [
        {"protocol": "single_text"},
        {"meetings": [{}, {"protocol": "single_text"}]},
        {"protocol": "single_text", "meetings": [{"protocol": "alternating_offers"}, {}]},
    ],
)
def test_a_formulator_drafts_where_any_meeting_has_a_chair(talks: dict[str, Any]) -> None:
    neighbours(mediators__x={"style": "formulator", "bias": {"east": 0.5}}, talks=talks)


@pytest.mark.parametrize(
    "talks",
    [
        {"meetings": [{"protocol": "alternating_offers"}], "protocol": "single_text"},
        {
            "meetings": [{"protocol": "alternating_offers"}, {"level": "leaders", "answers_only": True}],
            "protocol": "single_text",
        },
    ],
)
def test_a_formulator_has_nothing_to_do_where_no_meeting_has_a_chair(talks: dict[str, Any]) -> None:
    envoys = {"e": {"of": "east", "mandate": {"reserved": ["summit"]}}}
    with pytest.raises(ScenarioError, match="found 'formulator', expected a meeting with a protocol in which"):
        neighbours(mediators__x={"style": "formulator"}, talks=talks, envoys=envoys)


def test_nothing_is_said_of_a_formulator_before_its_protocol_is_spelt_right() -> None:
    with pytest.raises(ScenarioError) as caught:
        neighbours(mediators__x={"style": "formulator"}, talks={"protocol": "single_txt"})
    [problem] = caught.value.problems
    assert problem.path == ("talks", "protocol")


def test_nothing_is_said_of_guarantees_before_it_is_known_who_performs() -> None:
    with pytest.raises(ScenarioError) as caught:
        neighbours(
            mediators__x={"style": "manipulator", "guarantees": 0.5},
            issues__troops__performed_by=5,
            issues__prisoners__performed_by=[],
        )
    assert [problem.path[:2] for problem in caught.value.problems] == [("issues", "troops")]


def test_mediators_without_mistakes_play() -> None:
    mediators = {
        "host": {"title": "The host", "style": "facilitator", "insight": 0.7, "bias": {"east": -0.2}},
        "drafter": {"style": "formulator", "bias": {"west": {"uniform": [0, 0.5]}}},
        "power": {
            "style": "manipulator",
            "bias": {"west": 0.5},
            "leverage": {"beta": [2, 2]},
            "carrots": {"east": 0.1},
            "sticks": {"west": {"uniform": [0, 0.1]}},
            "guarantees": 0.4,
        },
        "guarantor": {"style": "manipulator", "guarantees": 0.4},
    }
    assert run(neighbours(mediators=mediators, talks__protocol="single_text"), worlds=20).worlds == 20
