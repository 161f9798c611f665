"""A scenario may extend another: a few lines make a variant, and mistakes are told where they stand."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from summitry import Scenario, ScenarioError, run
from summitry.kept.output import to_json
from summitry.scenario.extends import MOST_BASES
from summitry.scenario.json_schema import json_schema
from summitry.scenario.overrides import Override
from tests.end_to_end.command import summitry

BASE = """\
title: Two neighbours talk
issues:
  troops: {range: {from: 0, to: 100, steps: 11}}
  summit: {options: [off, held]}
states:
  east:
    premium: {normal: [0.1, 0.05]}
    trust: {west: 0.5}
    positions:
      troops: {ideal: 0, salience: {normal: [0.8, 0.1]}, red_lines: {above: 80}}
      summit: {ideal: held}
  west:
    positions:
      troops: {ideal: 100}
      summit: {ideal: held}
envoys:
  anna: {of: east, style: {boulware: {exponent: 4}}}
talks:
  meetings: [{days: 3}, {}]
goals: {met: summit == held, far: troops >= 60}
"""

VARIANT = """\
extends: base.yaml
title: Two patient neighbours talk
states:
  east:
    premium: {uniform: [0, 0.05]}
    positions:
      troops:
        salience: low
        red_lines: null
envoys: {anna: {style: {conceder: {}}}}
talks: {meetings: [{rounds: 5}]}
goals: {far: ~}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "base.yaml").write_text(BASE)
    return tmp_path


def loaded(folder: Path, variant: str, name: str = "variant.yaml") -> Scenario:
    (folder / name).write_text(variant)
    return Scenario.load(folder / name)


def told(folder: Path, variant: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        loaded(folder, variant)
    return [line.replace(f"{folder}/", "") for line in str(caught.value).splitlines()]


def test_parts_are_merged_and_values_and_lists_replaced_and_null_takes_away(folder: Path) -> None:
    scenario = loaded(folder, VARIANT)
    east = scenario.data["states"]["east"]
    assert scenario.id == "variant"
    assert scenario.title == "Two patient neighbours talk"
    assert east["premium"] == {"uniform": [0, 0.05]}
    assert east["trust"] == {"west": 0.5}
    assert east["positions"]["troops"] == {"ideal": 0, "salience": "low"}
    assert scenario.data["envoys"] == {"anna": {"of": "east", "style": {"conceder": {}}}}
    assert scenario.data["talks"] == {"meetings": [{"rounds": 5}]}
    assert scenario.data["goals"] == {"met": "summit == held"}


def test_what_is_resolved_stands_on_its_own_and_plays_the_same(folder: Path, tmp_path: Path) -> None:
    scenario = loaded(folder, VARIANT)
    alone = tmp_path / "elsewhere" / "variant.yaml"
    alone.parent.mkdir()
    alone.write_text(scenario.to_yaml())
    again = Scenario.load(alone)
    assert "extends" not in again.data
    assert (again.data, again.spec) == (scenario.data, scenario.spec)
    answers = [to_json(run(each, worlds=30, seed=1).to_dict()) for each in (scenario, again)]
    assert answers[0] == answers[1]
    assert pickle.loads(pickle.dumps(scenario)).data == scenario.data  # noqa: S301 our own


def test_nothing_but_the_base_is_the_base(folder: Path) -> None:
    base = Scenario.load(folder / "base.yaml")
    assert loaded(folder, "extends: base.yaml").data == base.data


def test_variants_of_variants_and_of_shipped_scenarios(folder: Path) -> None:
    loaded(folder, VARIANT)
    second = loaded(folder, "extends: variant.yaml\nstates: {east: {trust: {west: high}}}", "second.yaml")
    assert second.data["states"]["east"]["trust"] == {"west": "high"}
    assert second.data["goals"] == {"met": "summit == held"}
    shipped = Scenario.load("reykjavik-2021")
    varied = Scenario.from_dict({"extends": "reykjavik-2021", "states": {"russia": {"patience": 1.0}}})
    assert varied.data == shipped.vary("states.russia.patience", 1.0).data


def test_mistakes_name_the_file_and_the_line_where_they_stand(folder: Path) -> None:
    (folder / "base.yaml").write_text(
        BASE.replace("trust: {west: 0.5}", "trust: {west: 5}").replace("{ideal: 100}", "{}")
    )
    lines = told(
        folder,
        "extends: base.yaml\n"
        "states:\n"
        "  east: {positions: {summit: {ideal: hled}}}\n"
        "  west:\n"
        "    patience: 2\n"
        "    positions: {tropps: {ideal: 3}, summit: {salience: }}\n"
        "goals: {nowhere: null}\n",
    )
    places = [line.split(": ")[0] for line in lines]
    assert places == [
        "base.yaml:8:19",
        "base.yaml:14:15",
        "variant.yaml:3:38",
        "variant.yaml:5:15",
        "variant.yaml:6:17",
        "variant.yaml:6:46",
        "variant.yaml:7:9",
    ]
    assert "found 'hled', expected an option of summit (off, held); did you mean 'held'?" in lines[2]
    assert "found nothing, expected a value, or null to do without the key" in lines[5]
    assert "goals.nowhere: found null, expected a key that the base has" in lines[6]


def test_a_mistake_of_the_base_that_the_variant_replaces_is_none(folder: Path) -> None:
    (folder / "base.yaml").write_text(BASE.replace("trust: {west: 0.5}", "trust: {west: 5}"))
    loaded(folder, "extends: base.yaml\nstates: {east: {trust: {west: 0.4}}}")
    loaded(folder, "extends: base.yaml\nstates: {east: {trust: null}}")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "extends: bsae.yaml",
            "variant.yaml:1:10: extends: found 'bsae.yaml', expected a scenario file beside this one",
        ),
        ("extends: bsae.yaml", "did you mean 'base.yaml'?"),
        ("extends: reykjavik-2012", "did you mean 'reykjavik-2021'?"),
        pytest.param(
            f"extends: {'x' * 300}.yaml", "expected a scenario file beside this one", id="longer than names can be"
        ),
        ("extends: nowhere/at/all.yaml", "found 'nowhere/at/all.yaml', expected a scenario file"),
        (
            "extends: [base.yaml]",
            "variant.yaml:1:10: extends: found ['base.yaml'], expected a scenario file or the name",
        ),
        ("extends:", "variant.yaml:1:9: extends: found nothing, expected a scenario file or the name"),
        ("extends: variant.yaml", "found a circle (variant.yaml extends variant.yaml), expected a base that extends"),
        (
            "extends: circle.yaml",
            "circle.yaml:1:10: extends: found a circle (variant.yaml extends circle.yaml extends v",
        ),
        ("extends: broken.yaml", "broken.yaml:1:4: found a bracket that is never closed"),
    ],
)
def test_a_base_that_cannot_be_used_is_one_clear_mistake(folder: Path, text: str, words: str) -> None:
    (folder / "circle.yaml").write_text("extends: variant.yaml")
    (folder / "broken.yaml").write_text("a: [1, 2\n")
    [line] = told(folder, text)
    assert words in line


def test_too_many_bases_are_refused(folder: Path) -> None:
    for number in range(MOST_BASES + 2):
        base = f"v{number - 1}.yaml" if number else "base.yaml"
        (folder / f"v{number}.yaml").write_text(f"extends: {base}\n")
    Scenario.load(folder / f"v{MOST_BASES - 1}.yaml")
    with pytest.raises(ScenarioError, match=f"found more than {MOST_BASES} scenarios that extend each other"):
        Scenario.load(folder / f"v{MOST_BASES + 1}.yaml")


def test_the_base_cannot_be_set_from_outside(folder: Path) -> None:
    with pytest.raises(ScenarioError, match="found a base, expected it in the scenario's own file"):
        Scenario.load(folder / "base.yaml").vary("extends", "reykjavik-2021")


def test_values_are_replaced_in_a_variant_too(folder: Path) -> None:
    scenario = loaded(folder, VARIANT).vary("states.east.positions.troops.salience", 0.2)
    assert scenario.data["states"]["east"]["positions"]["troops"]["salience"] == 0.2


def test_a_part_can_be_added_and_a_key_taken_away_from_outside_as_in_a_variant() -> None:
    base = Scenario.load("reykjavik-2021")
    path, fish = "states.russia.positions.navalny.red_lines", {"options": ["little", "some"]}
    changed = Scenario.load(
        "reykjavik-2021",
        [Override.parse(f"{path}=null"), Override.parse("issues.fish={options: [little, some]}")],
    )
    assert changed.data["issues"]["fish"] == fish
    assert changed.data == base.with_values({path: None, "issues.fish": fish}).data
    assert changed.spec.states["russia"].positions["navalny"].red_lines is None
    with pytest.raises(ScenarioError, match=r"--set talks.rounds=: .*found nothing, expected a value, or null"):
        Override.parse("talks.rounds=")


def test_show_prints_what_is_resolved_and_check_reads_it(folder: Path) -> None:
    scenario = loaded(folder, VARIANT)
    assert summitry("show", folder / "variant.yaml", "--resolved").stdout == scenario.to_yaml()
    assert "variant.yaml: all right (2 states, 2 issues)" in summitry("check", folder / "variant.yaml").stdout


@pytest.mark.parametrize(
    ("more", "right"),
    [
        ({"states": {"east": {"trust": {"west": "low"}}}}, True),
        ({"states": {"east": {"trust": {"west": None}, "positions": {"troops": {"red_lines": None}}}}}, True),
        ({"states": {"east": None}, "talks": {"meetings": [{"rounds": 5}], "rule": None}}, True),
        ({"events": {"shock": {"title": "A shock"}}, "envoys": {"anna": {"style": "conceder"}}}, True),
        ({"states": {"east": {"trst": {"west": "low"}}}}, False),
        ({"states": {"east": {"trust": {"west": 3}}}}, False),
        ({"states": {"east": {"positions": {"troops": {"salience": "hgih"}}}}}, False),
        ({"talks": {"meetings": [None]}}, False),
        ({"issues": {"troops": {"range": {"steps": 1}}}}, False),
    ],
)
def test_editors_know_that_a_variant_need_not_say_what_the_base_says(more: dict[str, Any], right: bool) -> None:
    schema = jsonschema.Draft202012Validator(json_schema())
    assert schema.is_valid({"extends": "base.yaml", **more}) is right
    assert not schema.is_valid(more)
