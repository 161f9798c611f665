"""Comparisons: the same worlds, world by world, and no claim that the intervals do not bear."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from summitry import Comparison, Scenario, ScenarioError, compare, run
from summitry.commands import cli
from summitry.comparisons.paired import PairedChance, PairedMean
from summitry.comparisons.words import in_words
from summitry.kept.output import to_json
from tests.simulator import synthetic
from tests.simulator.picture_checks import flaws, words

DATA = {
    "title": "Two neighbours talk",
    "issues": {"troops": {"options": ["stay", "half", "leave"]}, "aid": {"options": ["nothing", "some"]}},
    "states": {
        "east": {
            "positions": {
                "troops": {"ideal": "stay", "salience": {"uniform": [0.1, 0.6]}},
                "aid": {"ideal": "some", "salience": 0.8},
            }
        },
        "west": {
            "positions": {
                "troops": {"ideal": "leave", "salience": 0.8},
                "aid": {"ideal": "nothing", "salience": 0.4},
            }
        },
    },
    "goals": {"calm": "settled(troops)"},
    "talks": {"rounds": 2},
}
TALKS = Scenario.from_dict(DATA, "small")
PREMIUM = "states.east.premium"


@pytest.fixture(scope="module")
def costly() -> Comparison:
    return compare({"cheap": TALKS.vary(PREMIUM, 0.0), "costly": TALKS.vary(PREMIUM, 0.2)}, worlds=2000, seed=3)


class TestIntervals:
    @pytest.mark.parametrize(
        ("cells", "interval"),
        [
            ((36, 12, 2, 0), (0.0569, 0.3404)),  # Newcombe 1998, table III, method 10
            ((1, 97, 1, 1), (0.8737, 0.9850)),
            ((1, 1, 7, 12), (-0.507, -0.026)),  # Fagerland, Lydersen and Laake 2014
        ],
    )
    def test_published_examples_come_out(self, cells: tuple[int, int, int, int], interval: tuple[float, float]) -> None:
        low, high = PairedChance(*cells).interval
        assert (-high, -low) == pytest.approx(interval, abs=6e-4)

    def test_pairing_narrows_the_interval(self) -> None:
        paired, unrelated = PairedChance(480, 20, 40, 460), PairedChance(260, 240, 260, 240)
        assert paired.difference == unrelated.difference == 0.02
        assert np.diff(paired.interval) < np.diff(unrelated.interval) / 2.5

    def test_it_holds_the_truth_as_often_as_it_says(self) -> None:
        tables = np.random.default_rng(1).multinomial(200, [0.4, 0.15, 0.1, 0.35], 1000).tolist()
        held = [low <= -0.05 <= high for low, high in (PairedChance(*table).interval for table in tables)]
        assert 0.93 < np.mean(held) < 0.98

    def test_a_mean_has_the_interval_of_its_pairs(self) -> None:
        change = np.array([0.1, 0.2, 0.0, 0.1])
        pair = PairedMean(4, 1.0, 1.4, change.sum(), (change**2).sum())
        half = 1.959964 * change.std(ddof=1) / 2
        assert pair.interval == pytest.approx((0.1 - half, 0.1 + half))
        assert PairedMean(1, 0.1, 0.2, 0.1, 0.01).claim == "none"


def test_a_scenario_and_itself_differ_by_exactly_nothing() -> None:
    table = compare([TALKS, TALKS], worlds=1100).to_frame()
    assert (table[["difference", "low", "high"]] == 0).all(axis=None)
    assert (table["claim"] == "none").all()
    assert (table["first"] == table["second"]).all()


def test_a_known_direction_is_claimed_and_the_chances_are_those_of_run(costly: Comparison) -> None:
    [variant] = costly.variants
    assert variant.agreement.claim == variant.gains["east"].claim == "lower"
    answer = run(TALKS.vary(PREMIUM, 0.2), worlds=2000, seed=3)
    expected = {
        **{("talks", name): getattr(answer, name) for name in ("agreement", "zone", "carried_out")},
        **{("issue", issue): chance for issue, chance in answer.settled.items()},
        **{("goal", goal): chance for goal, chance in answer.goals.items()},
    }
    assert {name: pair.second for name, pair in variant.chances.items()} == expected
    means = answer.to_dict()["states"]
    for state, pair in variant.gains.items():
        assert pair.second / pair.worlds == pytest.approx(means[state]["gain"]["mean"])


def test_differences_are_those_of_the_same_worlds(costly: Comparison) -> None:
    first, second = (run(TALKS.vary(PREMIUM, cost), worlds=2000, seed=3).to_frame() for cost in (0.0, 0.2))
    agreed = [table["gate"].str.startswith("agreed") for table in (first, second)]
    assert costly.variants[0].agreement.first_only == int((agreed[0] & ~agreed[1]).sum())
    change = second["gain.west"] - first["gain.west"]
    assert costly.variants[0].gains["west"].difference == pytest.approx(change.mean())


def test_the_bytes_are_the_same_with_one_worker_and_two() -> None:
    scenarios = [TALKS, TALKS.vary(PREMIUM, 0.1)]
    alone, together = (compare(scenarios, worlds=2100, workers=workers) for workers in (1, 2))
    assert to_json(alone.to_dict()) == to_json(together.to_dict())


def test_nothing_is_claimed_where_the_interval_contains_0() -> None:
    [variant] = compare([TALKS, TALKS.vary("states.east.capability", 0.5)], worlds=200).variants
    assert in_words(variant).startswith("No difference in the chance of agreement can be claimed")


def test_only_what_is_shared_is_compared_and_the_rest_is_named() -> None:
    other = Scenario.from_dict(
        {
            **DATA,
            "issues": {"troops": DATA["issues"]["troops"], "fish": {"options": ["little", "some"]}},  # type: ignore[index]
            "states": {
                "east": {"positions": {"fish": {"ideal": "some"}}},
                "north": {"positions": {"fish": {"ideal": "some"}}},
            },
            "goals": {"calm": "settled(fish)"},
        },
        "other",
    )
    result = compare([TALKS, other], worlds=50)
    [variant] = result.variants
    assert [name for kind, name in variant.chances if kind != "talks"] == ["troops"]
    assert variant.gains == {}
    assert flaws(result.plot()) == []
    assert variant.shared.left_out == (
        "issues only in the first: aid",
        "issues not in the first: fish",
        "states only in the first: west",
        "states not in the first: north",
        "goals whose conditions differ: calm",
        "gains that are measured otherwise (positions, patience, issues differ): east",
    )


def test_a_red_line_or_a_public_position_does_not_change_what_a_gain_is_measured_by() -> None:
    position = "states.east.positions.troops"
    bound = TALKS.with_values({f"{position}.red_lines": {"never": ["leave"]}, f"{position}.public": True})
    [variant] = compare([TALKS, bound], worlds=50).variants
    assert list(variant.gains) == ["east", "west"]


def test_one_scenario_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="found 1, expected at least two"):
        compare([TALKS])


@pytest.mark.parametrize("variants", [1, 6])
@pytest.mark.parametrize("issues", [3, 15])
def test_the_chart_is_readable_and_says_what_is_seen(issues: int, variants: int) -> None:
    talks = synthetic.talks(issues, 3, wordy=issues == 3)
    called = {f"talks.rounds={number}; states.state_00.premium=0.1": talks for number in range(variants + 1)}
    figure = compare({name: talks.vary("talks.rounds", int(name[13]) + 1) for name in called}, worlds=20).plot()
    assert flaws(figure) == []
    assert "paired 95 % intervals" in words(figure)
    assert ("2 more variants are in the table" in words(figure)) == (variants == 6)


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., Result]:
    path = tmp_path / "small.yaml"
    path.write_text(TALKS.to_yaml())
    more = ["--worlds", "60", "--workers", "1"]
    return lambda *given: CliRunner().invoke(cli, ["compare", str(path), *more, *map(str, given)])


def test_the_command_prints_words_tables_or_one_document(command: Callable[..., Result], tmp_path: Path) -> None:
    variants = ("--variant", f"{PREMIUM}=0.3; talks.rounds=1", "--variant", f"{PREMIUM}=0.0")
    shown = command(*variants)
    assert shown.exit_code == 0, shown.output
    assert f"{PREMIUM}=0.3; talks.rounds=1, compared with small" in shown.stdout
    folder = tmp_path / "results"
    answer = json.loads(command(*variants, "--json", "--out", folder).stdout)
    assert list(answer) == ["schema_version", "version", "worlds", "seed", "first", "variants"]
    keys = ["name", "scenario", "agreement", "zone", "carried_out", "issues", "goals", "states", "left_out"]
    assert [list(each) for each in answer["variants"]] == [keys, keys]
    assert list(answer["variants"][0]["agreement"]) == ["first", "second", "difference", "low", "high", "claim"]
    names = ["compare.json", "differences.csv", "differences.png", "differences.svg"]
    assert sorted(path.name for path in folder.iterdir()) == [*names, *(f"scenario-{n}.yaml" for n in (1, 2, 3))]
    assert json.loads((folder / "compare.json").read_text()) == answer
    assert Scenario.load(folder / "scenario-2.yaml").spec.talks.rounds is not None
    assert command(*variants[:2], "--out", folder).exit_code == 0
    assert not (folder / "scenario-3.yaml").exists()
    (folder / "thesis.txt").write_text("mine")
    refused = command(*variants, "--out", folder)
    assert isinstance(refused.exception, ScenarioError)
    assert "which no compare left there" in str(refused.exception)


def test_mistakes_are_told_in_the_words_of_the_command_line(command: Callable[..., Result], tmp_path: Path) -> None:
    for given, said in (
        ((), "found one scenario, expected another"),
        ((tmp_path / "small.yaml", "--variant", "talks.rounds=1"), "found 2 scenarios and --variant"),
        (("--variant", "talks.rounds=1", "--variant", "talks.rounds=1"), "the same --variant twice"),
    ):
        ran = command(*given)
        assert (ran.exit_code, said in ran.output) == (2, True)
    for text, said in (("talks.rounds", "expected PATH=VALUE"), ("talks.rounds=0", "found 0, expected")):
        complaint = str(command("--variant", text).exception)
        assert complaint.startswith(f"--variant {text}: ")
        assert said in complaint
