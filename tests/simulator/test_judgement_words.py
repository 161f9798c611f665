"""Analysts' words stand for distributions: one table, shown wherever a word may be written."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from scipy import stats

from summitry import Scenario, ScenarioError
from summitry.scenario.json_schema import json_schema
from summitry.scenario.judgement_words import OF_PATIENCE, WORDS, mean_and_spread, meaning
from summitry.scenario.overrides import Override
from summitry.talks.drawing import draw
from tests.end_to_end.command import summitry
from tests.simulator.diplomacy import diplomacy
from tests.simulator.test_mistakes import talks


def drawn(scenario: Scenario) -> dict[str, Any]:
    return dict(draw(scenario, 1, np.arange(20_000)).recorded)


def test_words_are_equal_steps_and_each_ends_where_its_neighbours_have_their_place() -> None:
    means = [mean_and_spread(triangle)[0] for triangle in WORDS.values()]
    assert means == pytest.approx([0.1, 0.3, 0.5, 0.7, 0.9])
    for (_, _, upto), (start, *_), place in [
        (lower, upper, mean) for (lower, upper), mean in zip(pairwise(WORDS.values()), means, strict=False)
    ]:
        assert upto == pytest.approx(place + 0.2)
        assert start == pytest.approx(place)


@pytest.mark.parametrize("word", WORDS)
def test_mean_and_spread_are_those_of_what_is_drawn(word: str) -> None:
    low, mode, high = WORDS[word]
    exact = stats.triang((mode - low) / (high - low), low, high - low)
    assert mean_and_spread(WORDS[word]) == pytest.approx((exact.mean(), exact.std()))
    scenario = Scenario.from_dict(talks()).vary("states.e.positions.a.salience", word)
    salience = drawn(scenario)["states.e.positions.a.salience"]
    assert salience.mean() == pytest.approx(exact.mean(), abs=0.003)
    assert salience.std() == pytest.approx(exact.std(), abs=0.003)
    assert low <= salience.min()
    assert salience.max() <= high


def test_a_word_draws_what_its_numbers_draw() -> None:
    scenario = Scenario.from_dict(talks())
    path = "states.e.trust"
    by_word = drawn(scenario.vary(path, {"w": "low"}))
    by_numbers = drawn(scenario.vary(path, {"w": {"triangular": list(WORDS["low"])}}))
    assert np.array_equal(by_word["states.e.trust.w"], by_numbers["states.e.trust.w"])


def test_patience_in_words_stays_where_patience_between_states_is_conceivable() -> None:
    patience = drawn(Scenario.from_dict(talks()).vary("states.e.patience", "low"))["states.e.patience"]
    assert patience.mean() == pytest.approx(0.965, abs=1e-3)
    assert meaning("low", OF_PATIENCE) == (0.955, 0.965, 0.975)
    assert patience.min() >= 0.955


def in_words() -> dict[str, Any]:
    data = diplomacy()
    data["states"]["east"] |= {
        "patience": "high",
        "shadow": "medium",
        "audience_cost": "very low",
        "trust_speed": "low",
        "trust": {"west": {"value": "very low", "reason": "said so"}},
    }
    data["states"]["east"]["positions"]["troops"]["salience"] = "very high"
    data["envoys"]["minister"] |= {"insight": "high", "reach": "medium", "foresight": "low"}
    data["issues"]["troops"]["verification"] = "low"
    data["talks"]["meetings"][1]["chair"] = {"insight": "very low"}
    data["mediators"]["great_power"] |= {"leverage": "high", "guarantees": "medium"}
    data["events"]["leak"]["effects"] = {
        "states.east.positions.troops.salience": {"to": "very high"},
        "states.west.trust.east": {"to": "low"},
        "states.east.patience": {"to": "medium"},
        "leak": True,
    }
    return data


def test_words_are_read_by_the_reader_and_by_editors_and_written_back(tmp_path: Path) -> None:
    scenario = Scenario.from_dict(in_words())
    jsonschema.Draft202012Validator(json_schema()).validate(in_words())
    trust = scenario.spec.states["east"].trust["west"]
    assert (trust.word, trust.reason, trust.values) == ("very low", "said so", WORDS["very low"])
    effects = {effect.path: effect.value for effect in scenario.spec.events["leak"].effects.changes}
    assert effects["states", "east", "patience"].values == meaning("medium", OF_PATIENCE)
    path = tmp_path / "talks.yaml"
    path.write_text(scenario.to_yaml())
    assert "salience: very high" in path.read_text()
    assert Scenario.load(path).spec == scenario.spec


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("states.e.positions.a.salience", "hgih", "a word (very low, low, medium, high, very high) or a distribution"),
        ("states.e.positions.a.salience", "hgih", "did you mean 'high'?"),
        ("states.e.positions.a.salience", {"value": "verylow"}, "did you mean 'very low'?"),
        ("states.e.positions.a.salience", {"choice": ["low", "high"]}, "found 'low', expected a number: a word is a"),
        ("states.e.positions.a.salience", ["low"], "found ['low'], expected a number from 0 to 1, a word"),
        ("states.e.positions.a.salience", {"choice": [["low"]]}, "found ['low'], expected a number from 0 to 1"),
        ("states.e.premium", "high", "states.e.premium: found 'high', expected a number of at least 0 or a distri"),
        ("states.e.capability", "high", "found 'high', expected a number of at least 0 or a distribution"),
        (
            "envoys",
            {"x": {"of": "e", "last_moment": "high"}},
            "found 'high', expected a number from 0 to 1 or a distribut",
        ),
        (
            "envoys",
            {"x": {"of": "e", "misjudges": "low"}},
            "found 'low', expected a number from 0 to 1 or a distribution",
        ),
    ],
)
def test_a_word_that_is_misspelt_or_out_of_place_is_told(path: str, value: Any, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_dict(talks()).vary(path, value)
    assert words in str(caught.value).splitlines()[0]


def test_words_can_be_set_on_the_command_line_and_show_tells_what_they_mean(tmp_path: Path) -> None:
    path = tmp_path / "talks.yaml"
    path.write_text(Scenario.from_dict(in_words()).to_yaml())
    changed = Scenario.load(path, [Override.parse("states.west.trust.east=very high")])
    assert changed.spec.states["west"].trust["east"].word == "very high"
    shown = " ".join(summitry("show", path).stdout.split())
    for words in ("very high: 0.9 ± 0.07", "patience high: 0.985 ± 0.004", "trust in East becomes low: 0.3 ± 0.08"):
        assert words in shown, words


def test_the_schema_says_what_each_word_means() -> None:
    forms = json_schema()["$defs"]["JudgementFrom0To1"]["anyOf"]
    meanings = {form["const"]: form["description"] for form in forms if "const" in form}
    assert list(meanings) == list(WORDS)
    assert meanings["high"] == "0.7 ± 0.08 (triangular: [0.5, 0.7, 0.9])"
