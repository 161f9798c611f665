"""Chances held against what came of talks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from summitry import Scenario
from summitry.hindcast import Scoreboard, hindcast
from summitry.hindcast.record import agreed, settled
from summitry.hindcast.rules import weighted_mean_off_the_status_quo, zone_at_expected_positions
from summitry.hindcast.scores import Question, detectable, estimate, reliability
from summitry.hindcast.shuffling import shuffled
from summitry.hindcast.told import print_board
from summitry.kept.output import to_json
from summitry.outside_view import outside_view
from summitry.scenario.yaml_writer import dump_yaml
from tests.end_to_end.command import summitry

WORLDS = 60


def talks(west: str, came: bool, **outcome: Any) -> dict[str, Any]:
    """Two states on two issues; east wants nothing of the first, all of the second; west wants it as said."""
    options = ["nothing", "some", "all"]
    return {
        "date": "1990-01-01",
        "tags": {"kind": "bilateral"},
        "issues": {"arms": {"options": options}, "trade": {"options": options}},
        "states": {
            "east": {
                "positions": {
                    "arms": {"ideal": "nothing", "salience": {"normal": [0.3, 0.1]}},
                    "trade": {"ideal": "all", "salience": 0.8},
                }
            },
            "west": {
                "positions": {"arms": {"ideal": "all", "salience": 0.7}, "trade": {"ideal": west, "salience": 0.3}}
            },
        },
        "outcome": {"agreed": came, "issues": {"arms": "some", "trade": "all"} if came else {}, **outcome},
    }


CASES = {
    "easy_1990": talks("all", True),
    "easy_too_1991": talks("some", True),
    "hard_1992": talks("nothing", False),
    "lucky_1993": talks("nothing", True),
    "unlucky_1994": talks("all", False),
}


@pytest.fixture(scope="module")
def library() -> list[Scenario]:
    return [Scenario.from_dict(data, name) for name, data in CASES.items()]


@pytest.fixture(scope="module")
def board(library: list[Scenario]) -> Scoreboard:
    return hindcast(library, worlds=WORLDS)


def test_the_scores_follow_from_the_document_alone(board: Scoreboard) -> None:
    document = json.loads(json.dumps(board.to_dict()))
    for kind in ("agreement", "issues"):
        asked = [
            (case["case"], chances, came)
            for case in document["cases"]
            for chances, came in (
                [(case["chances"], case["agreed"])]
                if kind == "agreement"
                else [(each["chances"], each["settled"]) for each in case["issues"].values()]
            )
        ]
        cases = sorted({case for case, _, _ in asked})
        place = [cases.index(case) for case, _, _ in asked]
        drawn = np.random.default_rng(1).integers(0, len(cases), (10_000, len(cases)))
        counts = np.bincount(place, minlength=len(cases))
        for forecaster, scores in document[kind]["scores"].items():
            given, came = np.array([(chances[forecaster], out) for _, chances, out in asked], dtype=float).T
            for name, values in (
                ("brier", (given - came) ** 2),
                ("log", -np.log(np.where(came == 1, given, 1 - given))),
            ):
                assert scores[name]["mean"] == pytest.approx(values.mean())
                means = np.bincount(place, values)[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
                assert [scores[name]["low"], scores[name]["high"]] == pytest.approx(np.percentile(means, [2.5, 97.5]))


def test_one_outcome_changes_the_score_and_nothing_that_was_played(library: list[Scenario], board: Scoreboard) -> None:
    other = [
        Scenario.from_dict(talks("nothing", True), "hard_1992") if one.id == "hard_1992" else one for one in library
    ]
    again = hindcast(other, worlds=WORLDS)
    models = [[case["chances"]["model"] for case in each.cases] for each in (board, again)]
    assert models[0] == models[1]
    scores = [each.agreement["scores"]["model"]["brier"]["mean"] for each in (board, again)]
    chance = board.cases[2]["chances"]["model"]
    assert scores[1] - scores[0] == pytest.approx(((1 - chance) ** 2 - chance**2) / len(CASES))


def test_a_rule_is_as_good_as_it_was_in_the_other_cases(board: Scoreboard) -> None:
    # In all five a zone exists at the expected positions; of the other four two or three were agreed.
    assert [case["chances"]["zone"] for case in board.cases] == [
        pytest.approx(share) for share in (3 / 6, 3 / 6, 4 / 6, 3 / 6, 4 / 6)
    ]
    assert {case["chances"]["coin"] for case in board.cases} == {0.5}
    assert all(case["chances"]["base_rate"] == pytest.approx(0.57, abs=0.001) for case in board.cases)


def test_where_the_model_loses_the_board_says_so() -> None:
    cases = [
        {
            "case": f"case {number}",
            "agreed": number % 2 == 0,
            "chances": dict.fromkeys(("model", "shuffled", "base_rate", "coin", "zone", "weighted_mean"), 0.5)
            | {"model": 0.1 + 0.8 * (number % 2)},
            "issues": {"arms": {"settled": True, "chances": dict.fromkeys(board_forecasters(), 0.5)}},
            "reasons": [],
        }
        for number in range(10)
    ]
    said = Scoreboard(1, 100, cases).says
    assert (
        sum(sentence.startswith("On agreement the model loses to") and "a coin" in sentence for sentence in said) == 1
    )
    assert any("detail of who wants what adds" in sentence for sentence in said)


def board_forecasters() -> tuple[str, ...]:
    return ("model", "shuffled", "base_rate", "coin", "zone", "weighted_mean")


def test_misses_are_the_cases_on_the_wrong_side_of_a_half(board: Scoreboard) -> None:
    for case in board.misses:
        assert (case["chances"]["model"] > 0.5) != case["agreed"]
        assert case["reasons"]


def test_a_shuffle_keeps_what_kind_of_talks_they_are(library: list[Scenario]) -> None:
    one = library[1]
    others = [shuffled(one, number) for number in range(1, 6)]
    assert shuffled(one, 1).data == others[0].data
    assert any(other.data["states"] != one.data["states"] for other in others)

    def dealt(scenario: Scenario, key: str) -> list[tuple[str, str]]:
        states = scenario.data["states"].values()
        positions = [(issue, position) for state in states for issue, position in state["positions"].items()]
        return sorted((issue if key == "ideal" else "", repr(position[key])) for issue, position in positions)

    for other in others:
        assert dealt(other, "ideal") == dealt(one, "ideal")
        assert dealt(other, "salience") == dealt(one, "salience")


@pytest.mark.parametrize(
    ("outcome", "in_force", "moved"),
    [
        ({}, True, {"arms": True, "trade": True}),
        ({"issues": {"arms": "all", "trade": "not settled"}}, True, {"arms": True, "trade": False}),
        ({"ratified": False}, False, {"arms": False, "trade": False}),
    ],
)
def test_what_counts_as_agreed_and_settled(outcome: dict[str, Any], in_force: bool, moved: dict[str, bool]) -> None:
    data = talks("all", True)
    data["outcome"] |= outcome
    one = Scenario.from_dict(data)
    assert agreed(one) is in_force
    assert settled(one) == moved


def test_the_rules_look_at_expected_numbers_alone() -> None:
    nothing = talks("nothing", False)
    nothing["states"]["west"]["positions"]["arms"]["ideal"] = "nothing"
    one = Scenario.from_dict(nothing)
    # East alone wants trade, west refuses it, and nobody wants the arms moved.
    assert not zone_at_expected_positions(one).agreement
    assert weighted_mean_off_the_status_quo(one).issues == {"arms": False, "trade": True}
    assert weighted_mean_off_the_status_quo(Scenario.from_dict(talks("all", True))).agreement
    assert zone_at_expected_positions(Scenario.from_dict(talks("all", True))).issues["trade"]


def test_scores_of_perfect_and_of_even_chances() -> None:
    sure = [Question("a", 1.0, True), Question("b", 0.0, False)]
    assert reliability(sure) == [
        {
            "from": 0.0,
            "to": 0.2,
            "n": 1,
            "mean": 0.0,
            "came": {"chance": 0.0, "low": 0.0, "high": pytest.approx(0.7935, abs=1e-4)},
        },
        {
            "from": 0.8,
            "to": 1.0,
            "n": 1,
            "mean": 1.0,
            "came": {"chance": 1.0, "low": pytest.approx(0.2065, abs=1e-4), "high": 1.0},
        },
    ]
    same = estimate(np.full(4, 0.25), ["a", "b", "b", "c"])
    assert same == {"mean": 0.25, "low": 0.25, "high": 0.25}
    # Four cases whose differences are 0.1 above and below nothing: 2.8 x 0.1155 / 2.
    assert detectable(np.array([0.1, -0.1, 0.1, -0.1]), list("abcd")) == pytest.approx(2.8 * 0.11547 / 2, abs=1e-4)


@pytest.mark.parametrize(
    ("tags", "talks_on_record"),
    [
        ({}, 1675),
        ({"kind": "multilateral"}, 1675),
        ({"kind": "bilateral"}, 1151),
        ({"kind": "mediated"}, 455),
        ({"kind": "mediated", "crisis": "yes"}, 150),
        ({"kind": "bilateral", "crisis": "yes"}, 288),
        ({"kind": "bilateral", "crisis": "no"}, 1151),
    ],
)
def test_tags_choose_the_outside_view(tags: dict[str, str], talks_on_record: int) -> None:
    assert outside_view(Scenario.from_dict({**talks("all", True), "tags": tags})).agreed.worlds == talks_on_record


def test_the_command_scores_files_and_leaves_board_table_and_diagram(tmp_path: Path) -> None:
    for name, data in CASES.items():
        (tmp_path / f"{name}.yaml").write_text(dump_yaml(data), encoding="utf-8")
    files = sorted(str(path) for path in tmp_path.glob("*.yaml"))
    done = summitry("hindcast", *files, "--worlds", "40", "--json", "--out", str(tmp_path / "board"))
    document = json.loads(done.stdout)
    assert [case["case"] for case in document["cases"]] == sorted(CASES)
    assert sorted(path.name for path in (tmp_path / "board").iterdir()) == [
        "hindcast.json",
        "questions.csv",
        "reliability.png",
        "reliability.svg",
    ]
    assert json.loads((tmp_path / "board" / "hindcast.json").read_text()) == document
    shown = summitry("hindcast", *files, "--worlds", "40", "--workers", "1").stdout
    assert "The coders knew the outcomes" in shown
    assert "Worst misses" in shown


def test_one_case_alone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "alone.yaml").write_text(dump_yaml(CASES["easy_1990"]), encoding="utf-8")
    refused = summitry("hindcast", str(tmp_path / "alone.yaml"))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "alone: found 1 case, expected at least 2: one alone tells nobody from anybody\n"


def test_a_file_without_outcome_cannot_be_scored() -> None:
    refused = summitry("hindcast", "reykjavik-2021")
    assert refused.returncode == 2
    assert "reykjavik-2021: found no outcome, expected one" in refused.stderr


@pytest.mark.parametrize("on_record", [{"easy_1990": {}}, {"easy_1990": {}, "lucky_1993": {}}])
def test_issues_that_are_not_on_record_leave_a_document_all_the_same(on_record: dict[str, Any]) -> None:
    cases = [
        Scenario.from_dict(
            {**CASES[name], "outcome": {"agreed": True, "issues": on_record.get(name, {"arms": "some"})}}, name
        )
        for name in ("easy_1990", "lucky_1993")
    ]
    board = hindcast(cases, worlds=WORLDS)
    document = json.loads(to_json(board.to_dict()))
    asked = 2 - len(on_record)
    assert (document["issues"] is None) is (asked == 0)
    if asked:
        assert document["issues"]["n"] == 1
        assert document["issues"]["model_minus"]["coin"]["brier"]["detectable"] is None
    print_board(board)
    board.plot()
