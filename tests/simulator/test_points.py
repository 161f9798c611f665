"""States that count in points, and states that sign what is exactly as good as walking away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

from summitry import Scenario, ScenarioError, SummitModel, run
from summitry.ensembles.summary import print_scenario
from summitry.scenario.json_schema import json_schema
from summitry.stories.transcript import replay, transcript
from summitry.talks.drawing import draw
from tests.simulator.told import all_told


def talks(issues: dict[str, list[str]] | None = None, **east: Any) -> dict[str, Any]:
    """Return talks in which east counts in points: 7 for u, 31 for v; west in utility."""
    positions = {"a": {"values": {"u": 7, "v": 31}}, "b": {"values": {"u": 60, "v": 0}}}
    issues = issues or {"a": ["u", "v"], "b": ["u", "v"]}
    return {
        "issues": {id_: {"options": options, "status_quo": "none"} for id_, options in issues.items()},
        "states": {
            "east": {"points": 100, "walk_away": 40, "premium": 5, "positions": positions, **east},
            "west": {
                "walk_away": 0.25,
                "premium": 0,
                "positions": {"a": {"ideal": "u", "salience": 1}, "b": {"ideal": "v", "salience": 1}},
            },
        },
    }


def test_points_are_divided_by_their_unit_and_saliences_do_not_touch_them() -> None:
    worlds = draw(Scenario.from_dict(talks()), 1, np.arange(3))
    assert np.array_equal(worlds.contributions[:, 0], [[[7 / 100, 31 / 100], [60 / 100, 0]]] * 3)
    assert np.array_equal(worlds.walk_away[:, 0], [40 / 100] * 3)
    assert np.array_equal(worlds.premium[:, 0], [5 / 100] * 3)
    assert np.array_equal(worlds.contributions[:, 1], [[[0.5, 0], [0, 0.5]]] * 3)


def test_the_unit_may_be_any_number() -> None:
    for unit in (0.5, 1, 7, 1e6):
        table = {"a": {"values": {"u": 0, "v": unit / 4}}}
        worlds = draw(
            Scenario.from_dict(talks(points=unit, walk_away=unit / 8, premium=0, positions=table)),
            1,
            np.zeros(1, dtype=int),
        )
        assert np.allclose(worlds.contributions[0, 0, 0], [0, 0.25], rtol=1e-15)
        assert worlds.walk_away[0, 0] == pytest.approx(0.125, rel=1e-15)


def test_the_same_talks_in_points_and_in_utility_end_the_same() -> None:
    # Values of 1/2 and saliences of 1/4, 3/4: exact in binary either way.
    in_utility = talks(
        points=32,
        walk_away=4,
        premium=2,
        positions={"a": {"values": {"u": 4, "v": 8}}, "b": {"values": {"u": 24, "v": 0}}},
    )
    in_points = Scenario.from_dict(in_utility)
    del in_utility["states"]["east"]["points"]
    in_utility["states"]["east"] |= {
        "walk_away": 0.125,
        "premium": 0.0625,
        "positions": {
            "a": {"values": {"u": 0.5, "v": 1}, "salience": 0.25},
            "b": {"values": {"u": 1, "v": 0}, "salience": 0.75},
        },
    }
    results = [run(scenario, worlds=300, seed=3) for scenario in (in_points, Scenario.from_dict(in_utility))]
    assert results[0].agreement.count > 0
    first, second = (result.to_dict() for result in results)
    assert first == second


def test_points_may_be_uncertain_and_keep_to_their_range() -> None:
    tables = {
        "a": {"values": {"u": {"uniform": [-20, 40]}, "v": 0}},
        "b": {"values": {"u": {"triangular": [0, 10, 20]}, "v": {"choice": [0, 60]}}},
    }
    scenario = Scenario.from_dict(
        talks(positions=tables, walk_away={"beta": [2, 2]}, premium={"normal": [10, 30]}, points=100)
    )
    worlds = draw(scenario, 1, np.arange(5000))
    values = worlds.contributions[:, 0, 0, 0]
    assert values.min() >= 0
    assert values.mean() == pytest.approx(0.2, abs=0.01)
    assert worlds.recorded["states.east.positions.a.values.u"] == pytest.approx(100 * values)
    assert set(worlds.contributions[:, 0, 1, 1]) == {0, 0.6}
    assert worlds.walk_away[:, 0].mean() == pytest.approx(0.5, abs=0.02)
    assert worlds.premium[:, 0].min() > 0
    assert worlds.contributions.max(axis=-1).sum(axis=-1).max() <= 1


MISTAKES = """\
issues:
  a: {options: [u, v]}
  b: {options: [u, v]}
  p: {kind: division, steps: 4}
states:
  e:
    points: 100
    walk_away: 101
    positions:
      a: {values: {u: 40, v: 70}, salience: 0.5}
      b: {values: {u: 40, v: 0}}
  f:
    points: 100
    premium: {uniform: [200, 300]}
    positions:
      a: {ideal: u}
      b: {red_lines: {never: [u]}}
      p: {shape: quadratic}
  g:
    points: 0
    walk_away: 50
    positions:
      a: {values: {u: 0, v: 31}}
  h:
    points: 50
    positions:
      a: {values: {u: 0, v: 51}}
      b: {values: {u: 0, v: {normal: [1, 1]}}}
  i:
    points: 50
    positions:
      a: {values: {u: 0, v: {normal: [1, 1]}}}
      b: {values: {u: 0, v: 5}}
  j:
    points: 50
    positions:
      a: {values: {u: 0, v: 0}}
  k:
    points: lots
    signs_if_indifferent: 1
    positions:
      a: {ideal: u}
  l:
    walk_away: 40
    positions:
      a: {values: {u: 0, v: 31}}
"""

PLACES = [
    ("8:16", "found 101, expected a number from 0 to 100 points"),
    ("7:13", "found up to 110 points in all (a 70, b 40), expected at most the 100 that are utility 1"),
    ("10:35", "found salience, expected none beside `points`"),
    ("14:14", "found uniform 200, 300, expected a distribution that reaches from 0 to 100 points"),
    ("16:11", "found ideal, expected `values`"),
    ("17:10", "found no values, expected the points of each option"),
    ("18:10", "found a position on a division, expected none"),
    ("20:13", "found 0, expected more than 0"),
    ("27:29", "found 51, expected a number from 0 to 50 points"),
    ("30:13", "(a normal or beta can reach 50; a uniform ends where it says)"),
    ("36:5", "found no issue with points in its values, expected one that matters"),
    ("39:13", "found 'lots', expected a number"),
    ("40:27", "found 1, expected true or false"),
    ("44:16", "found 40, expected a number from 0 to 1"),
    ("46:29", "found 31, expected a number from 0 to 1"),
]


def test_each_mistake_with_points_is_told_at_its_line_and_column(tmp_path: Path) -> None:
    all_told(MISTAKES, PLACES, tmp_path)


def test_the_schema_for_editors_knows_both_scales() -> None:
    schema = jsonschema.Draft202012Validator(json_schema())
    assert schema.is_valid(talks())
    in_utility = talks()
    del in_utility["states"]["east"]["points"]
    assert {tuple(error.absolute_path) for error in schema.iter_errors(in_utility)} == {
        ("states", "east", *path)
        for path in (
            ("walk_away",),
            ("premium",),
            *(("positions", issue, "values", option) for issue, option in (("a", "u"), ("a", "v"), ("b", "u"))),
        )
    }


def test_an_issue_off_the_scale_must_have_points_from_somebody() -> None:
    data = talks()
    data["states"]["east"]["positions"]["a"]["values"] = {"u": 0, "v": 0}
    del data["states"]["west"]["positions"]["a"]
    with pytest.raises(ScenarioError, match="found no state to which it matters"):
        Scenario.from_dict(data)


def test_show_prints_points(capsys: pytest.CaptureFixture[str]) -> None:
    print_scenario(Scenario.from_dict(talks(signs_if_indifferent=True)))
    out = " ".join(capsys.readouterr().out.split())
    assert "in points: 100 are utility 1; capability 1; walk-away 40; premium 5; signs if indifferent" in out
    assert "B u: 60, v: 0 60 A u: 7, v: 31 31" in out


def test_replay_stays_in_utility() -> None:
    scenario = Scenario.from_dict(talks(signs_if_indifferent=True))
    told = transcript(replay(scenario, 0))
    assert "walks away below 0.450 (walk-away value 0.400, premium 0.050), signs at it; patience" in told


# Sums of decimals that miss the sum they should have by a rounding.
@pytest.mark.parametrize("tables", [([0.1, 0.2], 0.3), ([0.7, 0.1], 0.8), ([0.1, 0.7], 0.8), ([0.6, 0.3], 0.9)])
@pytest.mark.parametrize("premium", [0, 0.1])
@pytest.mark.parametrize("insight", [0, 0.5, 1])
def test_a_deal_exactly_as_good_as_walking_away_is_signed_by_those_who_say_so(
    tables: tuple[list[float], float], premium: float, insight: float
) -> None:
    parts, together = tables
    positions = {id_: {"values": {"no": 0, "yes": part}} for id_, part in zip("ab", parts, strict=True)}
    wish = {id_: {"ideal": "yes", "salience": 1} for id_ in "ab"}
    issue = {"options": ["no", "yes"], "status_quo": "none"}
    data: dict[str, Any] = {
        "issues": {"a": issue, "b": issue},
        "states": {
            "east": {"points": 1, "walk_away": together - premium, "premium": premium, "positions": positions},
            "west": {"walk_away": 0.9, "premium": 0, "positions": wish},
        },
        "envoys": {f"of_{name}": {"of": name, "insight": insight} for name in ("east", "west")},
    }
    strict = run(Scenario.from_dict(data), worlds=50, seed=1)
    assert strict.agreement.count == strict.zone.count == 0
    content = Scenario.from_dict(data).vary("states.east.signs_if_indifferent", True)
    model = SummitModel(content, worlds=50, rng=1)
    model.run_model()
    assert model.agreed.all()
    assert np.array_equal(model.deal, np.ones((50, 2)))
    assert np.allclose(model.worlds.walk_away[:, 0], together - premium, rtol=1e-15)
    assert np.allclose(model.surplus[:, 0], 0, atol=1e-15)


def test_a_deal_worse_than_walking_away_is_signed_by_nobody() -> None:
    data = talks(walk_away=31.00001, premium=0, signs_if_indifferent=True)
    scenario = Scenario.from_dict(data)
    model = SummitModel(scenario, rng=1)
    east = model.states[0]
    here, deals = np.zeros(4, dtype=np.intp), np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    assert list(east.would_sign(here, deals)) == [True, False, True, False]
    exactly = SummitModel(scenario.vary("states.east.walk_away", 31), rng=1)
    assert list(exactly.states[0].would_sign(here, deals)) == [True, False, True, True]


def test_deferring_everything_is_no_deal_however_indifferent_the_states() -> None:
    issue = {"options": ["keep", "move"]}
    state = {"premium": 0, "signs_if_indifferent": True, "positions": {"a": {"ideal": "keep", "salience": 1}}}
    result = run(Scenario.from_dict({"issues": {"a": issue}, "states": {"e": state, "w": state}}), worlds=50, seed=1)
    assert result.agreement.count == result.zone.count == 0
