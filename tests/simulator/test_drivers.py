"""What moves the chance: known answers, and no ranking that noise could have made."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from summitry import Drivers, Scenario, drivers, run
from summitry.commands import cli
from summitry.comparisons.paired import PairedChance
from summitry.kept.output import to_json
from summitry.reports.pictures import NARROW
from summitry.sensitivity.drivers import Driver, Held, Swing
from summitry.sensitivity.inputs import TABLE, Exchanged, Group, HeldAt, Input, Inputs
from summitry.sensitivity.sobol import Importance, Index, importances
from summitry.sensitivity.words import in_words
from summitry.talks.drawing import draw, drawn_from
from summitry.talks.gates import Gate
from tests.simulator import synthetic
from tests.simulator.picture_checks import flaws, words

PREMIUM = "states.east.premium"
KNOWN = {"insight": 1.0, "reach": 1.0, "last_moment": 1.0, "learning": "none", "style": "linear"}


def talks(**east: Any) -> Scenario:
    """Return talks in which all is known but what is said of the east, and who happens to speak first."""
    known = {"patience": 1.0, "premium": 0.05}
    aid, troops = {"options": ["nothing", "some"]}, {"options": ["stay", "leave"]}
    return Scenario.from_dict(
        {
            "title": "Two neighbours talk",
            "issues": {"aid": aid, "troops": troops},
            "states": {
                "east": {
                    **known,
                    "positions": {
                        "troops": {"ideal": "stay", "salience": {"uniform": [0.29, 0.31]}},
                        "aid": {"ideal": "some", "salience": 0.7},
                    },
                    **east,
                },
                "west": {
                    **known,
                    "positions": {
                        "troops": {"ideal": "leave", "salience": 0.7},
                        "aid": {"ideal": "nothing", "salience": {"uniform": [0.29, 0.31]}},
                    },
                },
            },
            "envoys": {state: {"of": state, **KNOWN} for state in ("east", "west")},
            "talks": {"rounds": 6},
        },
        "small",
    )


TALKS = talks(premium={"choice": [0.0, 0.9]})


@pytest.fixture(scope="module")
def result() -> Drivers:
    return drivers(TALKS, worlds=400, seed=2)


class TestIndices:
    def test_ishigami_function_has_the_indices_known_for_it(self) -> None:
        """Ishigami and Homma 1990, a = 7, b = 0.1; indices by formula."""

        def ishigami(x: np.ndarray) -> np.ndarray:
            return np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])

        first, second = np.random.default_rng(1).uniform(-np.pi, np.pi, (2, 3, 8000))
        mixed = [np.where(np.arange(3)[:, None] == j, second, first) for j in range(3)]
        found = importances(np.stack([ishigami(x) for x in (first, *mixed, second)], axis=1))
        for each, alone, total in zip(found, (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437), strict=True):
            assert each.first.low <= alone <= each.first.high
            assert each.total.low <= total <= each.total.high
            assert each.total.high - each.total.low < 0.1
        assert [(each.best, each.worst) for each in found] == [(1, 1), (2, 2), (3, 3)]

    def test_what_noise_could_have_ranked_is_tied(self) -> None:
        agreed = np.random.default_rng(1).random((500, 12)) < 0.5
        assert {(each.best, each.worst) for each in importances(agreed.astype(float))} == {(1, 10)}

    def test_nothing_is_apportioned_where_all_worlds_end_alike(self) -> None:
        assert {(each.total.index, each.shown) for each in importances(np.ones((50, 5)))} == {(0.0, False)}


class TestInputs:
    def test_each_assumption_position_event_and_rest_is_one_group(self) -> None:
        groups = {group.name: group for group in Inputs.of(Scenario.load("reykjavik-2021")).groups}
        assert len(groups) == 49
        troops = groups["states.russia.positions.troops"]
        assert troops.title == "Russia on Russian troops near Ukraine"
        assert [each.name.rpartition(".")[2] for each in troops.inputs] == ["salience", "ideal"]
        assert {"assumptions.premium", "states.russia.premium"} <= groups["premium"].inputs[0].purposes
        assert [len(groups[name].inputs) for name in ("premium", "events.expulsions", TABLE)] == [1, 3, 0]

    def test_an_exchanged_group_is_drawn_anew_and_no_other(self) -> None:
        scenario, worlds = Scenario.load("reykjavik-2021"), np.arange(30)
        inputs = Inputs.of(scenario)
        before = draw(scenario, 1, worlds).recorded
        with drawn_from(Exchanged(inputs, 1, 2, "reach")):
            after = draw(scenario, 1, worlds).recorded
        moved = {path for path in before if not np.array_equal(before[path], after[path])}
        assert moved == {f"envoys.{name}.reach" for name in ("lavrov", "blinken", "putin", "biden")}

    def test_a_held_quantity_is_that_of_a_scenario_which_knows_it(self) -> None:
        scenario = talks(premium={"uniform": [0.0, 1.0]})
        held = HeldAt(Input(PREMIUM, "", frozenset({PREMIUM})), 0.9)
        assert held.value(scenario) == 0.9
        with drawn_from(held):
            here = run(scenario, worlds=50)
        assert here.to_frame()["gate"].equals(run(scenario.vary(PREMIUM, 0.9), worlds=50).to_frame()["gate"])

    def test_what_an_envoy_is_held_at_is_its_own_number(self) -> None:
        scenario = TALKS.with_values(
            {"envoys.east.insight": {"uniform": [0, 0.5]}, "envoys.west.insight": {"uniform": [0.5, 1]}}
        )
        held = [each for group in Inputs.of(scenario).groups for each in group.inputs if "insight" in each.name]
        assert [HeldAt(each, 0.5).value(scenario) for each in held] == [0.25, 0.75]

    @pytest.mark.parametrize(("quantile", "value"), [(0.1, 0.015), (0.5, 0.125), (0.9, 0.41)])
    def test_a_held_assumption_is_at_the_quantile_of_all_its_strata(self, quantile: float, value: float) -> None:
        scenario = Scenario.load("reykjavik-2021")
        [premium] = next(group.inputs for group in Inputs.of(scenario).groups if group.name == "premium")
        held = HeldAt(premium, quantile)
        assert held.value(scenario) == pytest.approx(value, abs=1e-6)
        with drawn_from(held):
            drawn = draw(scenario, 1, np.arange(5)).recorded
        assert drawn["states.russia.premium"] == pytest.approx(np.full(5, value), abs=1e-6)


def test_the_one_input_that_decides_has_all_of_the_variance(result: Drivers) -> None:
    first, *others = result.drivers
    assert first.group.name == PREMIUM
    assert first.ranks == "1"
    assert first.importance.first.low < 1 < first.importance.first.high + 0.02
    assert first.importance.total.index == pytest.approx(1, abs=0.1)
    assert {each.group.name for each in others} >= {"states.west.positions.aid", TABLE}
    assert all(each.importance.total.index == 0 and not each.importance.shown for each in others)
    [swing] = result.swings
    assert (swing.low.pair.second.chance, swing.high.pair.second.chance) == (1, 0)
    assert "Moves the chance of agreement most: East: premium" in in_words(result)


def test_the_first_column_is_the_ensemble_of_the_seed(result: Drivers) -> None:
    agreed = run(TALKS, worlds=400, seed=2).tally.gates[: Gate.AGREED_SOME + 1].sum()
    assert result.swings[0].low.pair.first.count == agreed
    assert result.rest_on == 400 * (len(result.drivers) + 2)


def test_the_bytes_are_the_same_with_one_worker_and_two(result: Drivers) -> None:
    told: list[int] = []
    again = drivers(TALKS, worlds=400, seed=2, workers=2, progress=told.append)
    assert to_json(again.to_dict()) == to_json(result.to_dict())
    assert sum(told) == result.rest_on + 2 * 400 * len(result.swings)


def test_where_every_world_agrees_there_is_nothing_to_explain() -> None:
    found = drivers(talks(), worlds=20)
    assert in_words(found) == "Every world ends in agreement: there is nothing to explain."
    assert found.swings == ()
    assert flaws(found.plot()) == []


def test_one_that_stands_out_of_noise_is_not_called_the_first_while_others_may_be() -> None:
    found = made_up(3, clear=False)
    first, *others = found.drivers
    hidden = tuple(replace(each, importance=replace(each.importance, shown=False)) for each in others)
    assert in_words(replace(found, drivers=(first, *hidden))).startswith(
        "Noise could have ranked them: 3 inputs may be"
    )
    nothing = tuple(replace(each, importance=replace(each.importance, shown=False)) for each in found.drivers)
    assert in_words(replace(found, drivers=nothing)) == "Nothing moves the chance of agreement by more than noise."


def made_up(issues: int, clear: bool) -> Drivers:
    """Return drivers of made-up talks with long titles; with the first clearly ahead, or all tied."""
    scenario = synthetic.talks(issues, 3, wordy=True)
    found, swings = [], []
    for number, question in enumerate(scenario.agenda.questions[:12]):
        name = f"states.state_00.positions.{question.id}"
        held = Input(f"{name}.ideal", f"State number 1 on {question.title}: ideal", frozenset())
        size = 0.4 / (number + 1)
        index = Index(size, size - 0.05, size + 0.05)
        ranks = (number + 1, number + 1) if clear else (1, 12)
        found.append(
            Driver(
                Group(name if number else held.name, question.title, (held,)), Importance(index, index, True, *ranks)
            )
        )
        moved = int(300 * size)
        ends = (PairedChance(400 - moved, moved, 0, 600), PairedChance(400, 0, moved, 600 - moved))
        swings.append(Swing(held, *(Held(value, pair) for value, pair in zip((0.0, 1.0), ends, strict=True))))
    return Drivers(scenario, 1, 1000, 800, tuple(found), tuple(swings))


@pytest.mark.parametrize("clear", [True, False])
@pytest.mark.parametrize("issues", [1, 15])
def test_the_tornado_is_readable_and_claims_no_order_that_noise_made(issues: int, clear: bool) -> None:
    figure = made_up(issues, clear).plot()
    assert flaws(figure) == []
    assert flaws(made_up(issues, clear).plot(inches=NARROW)) == []
    assert ("Agreement depends most on" in words(figure)) == (clear or issues == 1)
    one_sided = made_up(issues, clear)
    swings = tuple(replace(each, high=each.low) for each in one_sided.swings)
    assert flaws(replace(one_sided, swings=swings).plot()) == []
    assert flaws(replace(one_sided, swings=swings).plot(inches=NARROW)) == []


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., Result]:
    path = tmp_path / "small.yaml"
    path.write_text(TALKS.to_yaml())
    return lambda *more: CliRunner().invoke(
        cli, ["drivers", str(path), "--worlds", "40", "--workers", "1", *map(str, more)]
    )


def test_the_command_prints_tables_or_one_document(command: Callable[..., Result], tmp_path: Path) -> None:
    shown = command()
    assert shown.exit_code == 0, shown.output
    assert "Moves the chance of agreement most: East: premium" in shown.stdout
    assert "rest on 320 worlds" in " ".join(shown.stdout.split())
    folder = tmp_path / "results"
    answer = json.loads(command("--json", "--out", folder).stdout)
    keys = [
        "schema_version",
        "version",
        "scenario",
        "seed",
        "worlds",
        "indices_rest_on",
        "agreement",
        "drivers",
        "tornado",
    ]
    assert list(answer) == keys
    assert list(answer["drivers"][0]) == ["name", "title", "first_order", "total", "shown", "ranks"]
    names = ["drivers.json", "indices.csv", "scenario.yaml", "tornado.csv", "tornado.png", "tornado.svg"]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert json.loads((folder / "drivers.json").read_text()) == answer
