"""Scenarios from the tables that political forecasters keep, and back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from summitry import Scenario, ScenarioError, run
from summitry.commands import cli
from summitry.scenario.advice import advice
from summitry.scenario.yaml_reader import read_yaml
from summitry.tables.intercoder import Agreement
from summitry.tables.reading import scenario_from_csv
from summitry.tables.writing import table_as_csv
from summitry.talks.drawing import draw
from tests.simulator.neighbours import neighbours

Write = Callable[..., list[Path]]

HEADER = "actor,issue,position,salience,capability"
TABLE = f"""\
{HEADER}
status quo,Delay,10,,
Greece,Delay,7,70,50
Netherlands,Delay,4,80,50
United Kingdom,Delay,100,90.5,100
status quo,cost sharing,0,,
Greece,cost sharing,33.33,12.5,50
Netherlands,cost sharing,80,10,50
United Kingdom,cost sharing,0,30,100
"""


@pytest.fixture
def written(tmp_path: Path) -> Write:
    def write(*texts: str) -> list[Path]:
        paths = [tmp_path / f"coder_{number}.csv" for number in range(1, len(texts) + 1)]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, encoding="utf-8")
        return paths

    return write


def scenario_of(*paths: Path) -> Scenario:
    text, _ = scenario_from_csv(paths)
    return Scenario("case", read_yaml(text, "case.yaml"))


def rows_of(scenario: Scenario) -> dict[tuple[str, str], dict[str, str]]:
    rows = csv.DictReader(io.StringIO(table_as_csv(scenario)[0]))
    return {(row["actor"], row["issue"]): row for row in rows}


def numbers(row: dict[str, str]) -> list[float]:
    return [float(value) for name, value in row.items() if name not in ("actor", "issue") and value]


def test_a_table_becomes_a_scenario_that_runs_and_back_the_same_table(written: Write) -> None:
    scenario = scenario_of(*written(TABLE))
    assert not advice(scenario)
    assert run(scenario, worlds=20).worlds == 20
    back = [",".join(list(row.values())[:5]) for row in rows_of(scenario).values()]
    assert sorted(back) == sorted(TABLE.splitlines()[1:])
    assert {row["position_sd"] for row in rows_of(scenario).values()} == {"0"}


def test_distributions_go_out_by_mean_and_spread_and_come_back_with_them(written: Write) -> None:
    first = rows_of(Scenario.load("reykjavik-2021"))
    table, left_out = table_as_csv(Scenario.load("reykjavik-2021"))
    again = rows_of(scenario_of(*written(table)))
    assert not left_out
    assert set(again) == set(first)
    for row, told in first.items():
        np.testing.assert_allclose(numbers(again[row]), numbers(told), atol=0.1)


def test_the_table_gives_the_moments_of_what_worlds_draw() -> None:
    talks = neighbours(
        states__east__capability={"uniform": [1, 3]},
        states__west__capability=4,
        states__east__positions__troops={"ideal": {"triangular": [0, 10, 80]}, "salience": "high"},
        states__west__positions__troops={
            "values": {str(20 * step): {"uniform": [0, 1]} for step in range(6)},
            "salience": 0.4,
        },
    )
    drawn = draw(talks, 1, np.arange(4000)).recorded
    row = rows_of(talks)["East", "Troops"]
    for column, path, unit in (
        ("position", "positions.troops.ideal", 1),
        ("salience", "positions.troops.salience", 100),
        ("capability", "capability", 25),
    ):
        told = drawn[f"states.east.{path}"] * unit
        assert float(row[column]) == pytest.approx(told.mean(), rel=0.03)
        assert float(row[f"{column}_sd"]) == pytest.approx(told.std(), rel=0.03)
    # The best of six options that are equally likely to be the best: 0, 20, ..., 100.
    west = rows_of(talks)["West", "Troops"]
    assert float(west["position"]) == pytest.approx(50, abs=2)
    assert float(west["position_sd"]) == pytest.approx(np.std(np.arange(0, 101, 20)), abs=2)


def test_issues_without_a_scale_are_left_out_with_one_line(tmp_path: Path) -> None:
    talks = neighbours(
        issues__sides={"options": ["a", "b", "c"], "ordered": False}, issues__pie={"kind": "division", "steps": 4}
    )
    path = tmp_path / "talks.yaml"
    path.write_text(talks.to_yaml())
    told = CliRunner().invoke(cli, ["show", str(path), "--csv"])
    assert told.stdout == table_as_csv(talks)[0]
    assert told.stderr == "left out, for their options lie on no scale: Pie, Sides\n"


def test_coders_who_differ_make_a_mixture_of_what_they_say(written: Write) -> None:
    second = TABLE.replace("Greece,Delay,7,70", "greece,delay,20,70").replace("Delay,4,80", "Delay,4,60")
    third = TABLE.replace("Greece,Delay,7,70", "Greece,Delay,20,70")
    scenario = scenario_of(*written(TABLE, second, third))
    greece, netherlands = (scenario.data["states"][state]["positions"]["delay"] for state in ("greece", "netherlands"))
    assert greece == {"ideal": {"choice": [7, 20, 20]}, "salience": 0.7}
    assert netherlands == {"ideal": 4, "salience": {"choice": [0.8, 0.6, 0.8]}}
    row = rows_of(scenario)["Greece", "Delay"]
    assert [float(row[name]) for name in ("position", "position_sd")] == pytest.approx(
        [np.mean([7, 20, 20]), np.std([7, 20, 20])], abs=0.01
    )


def test_the_spread_of_a_mixture_is_that_within_and_that_between_coders(written: Write) -> None:
    one, other = (
        f"{HEADER},position_sd\nA,x,{place},50,100,{sd}\nB,x,50,50,100,\n" for place, sd in ((30, 5), (50, 15))
    )
    row = rows_of(scenario_of(*written(one, other)))["A", "x"]
    assert float(row["position"]) == pytest.approx(40, abs=0.1)
    assert float(row["position_sd"]) == pytest.approx(np.sqrt((5**2 + 15**2) / 2 + 10**2), abs=0.1)


def test_the_widest_spread_there_is_lies_at_both_ends(written: Write) -> None:
    scenario = scenario_of(*written(f"{HEADER},position_sd\nA,x,40,50,100,48.99\nB,x,0,50,100,0\n"))
    assert scenario.data["states"]["a"]["positions"]["x"]["ideal"] == {"choice": {"0": 0.6, "100": 0.4}}


def test_a_table_without_a_status_quo_means_that_failure_is_off_the_scale(written: Write) -> None:
    rows = [line for line in TABLE.splitlines() if not line.startswith("status quo")]
    scenario = scenario_of(*written("\n".join(rows)))
    assert scenario.data["issues"]["delay"]["status_quo"] == "none"
    assert {state["walk_away"] for state in scenario.data["states"].values()} == {0}
    assert sorted(",".join(list(row.values())[:5]) for row in rows_of(scenario).values()) == sorted(rows[1:])


def test_a_status_quo_between_the_options_is_the_nearest_on_a_finer_grid(written: Write) -> None:
    scenario = scenario_of(*written(TABLE.replace("status quo,Delay,10", "status quo,Delay,33.33")))
    delay, sharing = (scenario.data["issues"][issue] for issue in ("delay", "cost_sharing"))
    assert (delay["status_quo"], delay["range"]["steps"]) == (33, 101)
    assert (sharing["status_quo"], sharing["range"]["steps"]) == (0, 21)


def test_disagreement_is_reported_per_row_and_overall(written: Write) -> None:
    _, report = scenario_from_csv(written(TABLE, TABLE.replace("Greece,Delay,7,", "Greece,Delay,17,")))
    position, salience, capability = report.agreement
    assert position.spread["Greece", "Delay"] == 5
    assert position.mean_difference == pytest.approx(10 / 6)
    assert (salience.mean_difference, salience.alpha, capability.alpha) == (0, 1, 1)
    assert "Greece, Delay: standard deviation 5.0" in str(report)


def test_alpha_compares_observed_with_expected_differences() -> None:
    coded = {("a",): [1.0, 2.0, 2.0], ("b",): [3.0, 3.0, 5.0], ("c",): [4.0, 1.0, 4.0]}
    within = [(one - other) ** 2 for row in coded.values() for one, other in permutations(row, 2)]
    everything = [number for row in coded.values() for number in row]
    between = [(one - other) ** 2 for one, other in permutations(everything, 2)]
    assert Agreement("position", coded).alpha == pytest.approx(1 - np.mean(within) / np.mean(between))
    assert Agreement("position", {("a",): [1.0, 1.0]}).alpha is None


MISTAKES = [
    (f"{HEADER}\nA,x,ten,50,100\nB,x,5,50,100\n", ["2:5: found 'ten', expected a position from 0 to 100"]),
    (
        f"{HEADER}\nA,x,1,50,100\nB,x,5,150,\n",
        ["3:7: found '150', expected a sal", "3:11: found nothing, expected a c"],
    ),
    (f"{HEADER}\nA,x,1,50,100\nB,x,5\n", ["3:6: found nothing, expected a sal", "3:6: found nothing, expected a cap"]),
    ("actor,issue,position,saliance\nA,x,1,50\n", ["1:1: found no column capability", "1:22: found 'saliance', expec"]),
    (f'{HEADER}\nA,x,1,50,100\n"B",x,nan,50,100\n', ["3:7: found 'nan', expected a position"]),
    (f"{HEADER}\nA,x,1,50,100\nB,x,5,50,100\na , X,2,50,100\n", ["4:1: found 'a' on 'X' again, as in line 2"]),
    (f"{HEADER}\nA,x,1,50,100\nB,x,5,50,80\nB,y,5,50,70\n", ["4:10: found 70, expected 80 as in line 3"]),
    (
        f"{HEADER}\n,x,1,50,100\nB,,5,50,80\n",
        ["2:1: found nothing, expected the name of an actor", "3:3: found nothing"],
    ),
    (
        f"{HEADER},position_sd\nA,x,1,50,100,30\nB,x,5,50,80,\n",
        ["2:14: found 30, expected a standard deviation of at mo"],
    ),
    (f"{HEADER},actor\nA,x,1,50,100,A\n", ["1:42: found the column actor again"]),
    (f"{HEADER}\nA,x,1,50,100\n", [" found the actor A alone, expected at least 2"]),
    (
        f"{HEADER}\nA,x,1,50,100\nB,y,1,50,100\nstatus quo,x,1\n",
        [" found no status quo of y, expected one of every issue"],
    ),
    (HEADER, ["1: found no rows"]),
    ("", ["1:1: found no column actor", *[f"1:1: found no column {name}" for name in HEADER.split(",")[1:]]]),
]


@pytest.mark.parametrize(("text", "told"), MISTAKES)
def test_each_mistake_in_a_table_is_told_with_its_place(text: str, told: list[str], written: Write) -> None:
    [path] = written(text)
    with pytest.raises(ScenarioError) as caught:
        scenario_from_csv([path])
    lines = str(caught.value).splitlines()
    assert len(lines) == len(told), lines
    for line, start in zip(lines, told, strict=True):
        assert line.startswith(f"{path}:{start}"), line


def test_coders_of_different_cases_are_told_what_each_lacks(written: Write) -> None:
    first = f"{HEADER}\nA,x,1,50,100\nB,x,5,50,100\nB,y,5,50,100\nstatus quo,x,5\nstatus quo,y,5\n"
    second = f"{HEADER}\nA,x,1,50,100\nB,x,5,50,100\nC,x,5,50,100\nC,y,5,50,100\n"
    paths = written(first, second)
    with pytest.raises(ScenarioError) as caught:
        scenario_from_csv(paths)
    lacks = [line.partition(": found no ")[2].partition(",")[0] for line in str(caught.value).splitlines()]
    assert lacks == ["actor C", "status quo of x", "status quo of y", "row of B on y"]


@pytest.mark.parametrize("raw", [b"actor,issue\xff\n", b"\x00,\x00", b'actor,"issue\n', "Ā;Б\n".encode("utf-16")])
def test_what_is_no_table_is_told_in_a_line(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "coder.csv"
    path.write_bytes(raw)
    with pytest.raises(ScenarioError, match=r"coder\.csv:\d"):
        scenario_from_csv([path])
    with pytest.raises(ScenarioError, match="found no file to read"):
        scenario_from_csv([tmp_path / "none.csv"])


def test_tables_of_other_programs_are_read_as_well(written: Write) -> None:
    lines = [
        "\ufeffIssue; Actor;Position;Salience;Capability;Notes",
        "x;Россия 2;3,5;50;100;a",
        "x;Côte d'Ivoire;5;50;40;",
    ]
    [path] = written("\r\n".join(lines))
    made, report = scenario_from_csv([path])
    states = Scenario("case", read_yaml(made, "case.yaml")).data["states"]
    assert {id_: state.get("title") for id_, state in states.items()} == {
        "number_1": "Россия 2",
        "cote_d_ivoire": "Côte d'Ivoire",
    }
    assert states["number_1"]["positions"]["x"]["ideal"] == 3.5
    assert "not read: Notes" in str(report)
