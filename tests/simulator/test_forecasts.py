"""What simple models say of a scenario, beside our own settlements."""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner

from summitry import Scenario, forecast, run
from summitry.commands import cli
from summitry.forecasts.compromise import compromise
from summitry.forecasts.median import median
from summitry.forecasts.salience_mean import salience_mean
from summitry.forecasts.standings import Standings
from summitry.talks.randomness import BLOCK
from tests.simulator.neighbours import neighbours

NAN = np.nan


def standings(place: list[float], salience: list[float], capability: list[float]) -> Standings:
    return Standings(np.array([place]), np.array([salience]), np.array([capability]))


STANDINGS = standings([0, 0.5, 1, NAN], [0.5, 0.5, 1, 1], [1, 3, 1, 9])


def test_the_compromise_weighs_places_by_capability_and_salience() -> None:
    np.testing.assert_allclose(compromise(STANDINGS), (1.5 * 0.5 + 1 * 1) / 3)


def test_the_mean_by_salience_leaves_capability_out() -> None:
    np.testing.assert_allclose(salience_mean(STANDINGS), (0.5 * 0.5 + 1 * 1) / 2)


@pytest.mark.parametrize(
    ("place", "weight", "expected"),
    [
        ([0, 0.5, 1], [1, 1, 1], 0.5),
        ([0, 0.5, 1], [1, 1, 3], 1),
        ([1, 0.5, 0], [0, 1, 1], 0.25),  # halves: the middle between them
        ([0.3, NAN, 0.9], [2, 5, 1], 0.3),
    ],
)
def test_the_median_has_half_of_the_weight_on_either_side(
    place: list[float], weight: list[float], expected: float
) -> None:
    np.testing.assert_allclose(median(standings(place, weight, [1.0] * len(place))), expected)


@pytest.mark.parametrize("model", [compromise, salience_mean, median])
def test_where_nobody_cares_models_say_nothing(model: object) -> None:
    assert callable(model)
    assert np.isnan(model(standings([0, 1], [0, 0], [1, 1]))).all()


KNOWN = neighbours(
    states__east__capability=3,
    states__east__positions__troops={"ideal": 20, "salience": 0.5},
    states__west__positions__troops={"ideal": 100, "salience": 0.5},
    issues__sides={"options": ["a", "b", "c"], "ordered": False},
    issues__pie={"kind": "division", "steps": 4},
    states__east__positions__sides={"ideal": "a"},
)


def test_where_all_is_known_the_models_give_one_number() -> None:
    said = forecast(KNOWN, worlds=20).to_dict()["issues"]["troops"]
    assert said["scale"] == ["0", "100"]
    assert said["models"]["compromise"]["mean"] == pytest.approx(40)
    assert said["models"]["salience_mean"] == pytest.approx({"mean": 60, "p05": 60, "p95": 60})
    assert said["models"]["median"]["mean"] == pytest.approx(20)


@pytest.mark.parametrize("issue", ["sides", "pie"])
def test_an_issue_without_a_scale_has_no_place_to_forecast(issue: str) -> None:
    said = forecast(KNOWN, worlds=20).to_dict()["issues"][issue]
    assert (said["scale"], said["settlement"], said["models"]) == (None, None, None)
    assert set(said["settled"]) == {"chance", "low", "high"}


def test_our_own_settlements_are_those_of_the_run() -> None:
    made, rows = forecast(KNOWN, worlds=200, seed=3), run(KNOWN, worlds=200, seed=3).to_frame()
    places = rows.loc[rows["settled.troops"], "deal.troops"].astype(str).astype(float)
    assert len(places) > 10
    assert made.settlement("troops") == pytest.approx((places.mean(), places.std(ddof=0)))
    assert made.result.settled["troops"].count == len(places)


def test_models_see_the_places_that_the_worlds_drew() -> None:
    talks = neighbours()
    rows = run(talks, worlds=BLOCK + 100, seed=2).to_frame()
    east, west = (rows[f"drawn.states.{state}.positions.troops.salience"] for state in talks.states)
    places = (east * rows["drawn.states.east.positions.troops.ideal"] + west * 100) / (east + west)
    said = forecast(talks, worlds=BLOCK + 100, seed=2).to_dict()["issues"]["troops"]["models"]["compromise"]
    assert said["mean"] == pytest.approx(places.mean())
    assert said["p95"] == pytest.approx(places.quantile(0.95), abs=0.5)


def test_the_command_prints_what_the_library_says() -> None:
    told = CliRunner().invoke(cli, ["forecast", "reykjavik-2021", "--worlds", "50", "--json"])
    assert json.loads(told.stdout) == forecast(Scenario.load("reykjavik-2021"), worlds=50).to_dict()


def test_the_table_names_every_model_and_every_issue_without_a_scale(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from summitry.forecasts.table import print_forecast

    print_forecast(forecast(KNOWN, worlds=20))
    told = capsys.readouterr().out
    assert "no scale" in told
    for model in ("challenge", "compromise", "median", "salience mean"):
        assert f"\n{model}: " in told
