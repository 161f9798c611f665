"""The answer: chances with their intervals, gains from histograms, tables that agree with each other."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace

import numpy as np
import pytest

from summitry import EnsembleResult, Scenario, SummitModel, run
from summitry.ensembles.ensemble import play_blocks
from summitry.ensembles.headline import percent
from summitry.ensembles.tally import Tally
from summitry.ensembles.tally_text import from_text, to_text
from summitry.statistics import Chance, Spread
from summitry.talks.blocks import Blocked
from summitry.talks.randomness import BLOCK


@pytest.fixture(scope="module")
def result() -> EnsembleResult:
    return run("reykjavik-2021", worlds=1500, seed=3)


def test_wilsons_interval_is_the_published_one() -> None:
    # Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662; 0 of 20 gives 0 to 0.1611.
    assert Chance(81, 263).interval == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert Chance(0, 20).interval == pytest.approx((0, 0.1611), abs=1e-4)


def test_quantiles_lie_within_a_bin_of_the_exact_ones() -> None:
    values = np.random.default_rng(1).normal(0.1, 0.2, 5001).clip(-1, 1)
    spread = Spread.of(values[:2000]) + Spread.of(values[2000:])
    assert spread.to_dict()["mean"] == pytest.approx(values.mean())
    for share in (0.05, 0.5, 0.95):
        assert spread.quantile(share) == pytest.approx(np.quantile(values, share), abs=0.0015)
    assert Spread.of(np.zeros(10)).quantile(0.05) == 0
    assert Spread.of(np.empty(0)).to_dict() == {"mean": None, "p05": None, "p95": None}


def test_blocks_add_up_to_the_whole(result: EnsembleResult) -> None:
    scenario = Scenario.load("reykjavik-2021")
    parts = [play_blocks(scenario, 3, start, size, keep=False) for start, size in ((0, BLOCK), (BLOCK, 500))]
    whole: Tally = parts[0][0][0] + parts[1][0][0]
    assert EnsembleResult(scenario, 3, whole).to_dict() == result.to_dict()


def test_the_json_holds_no_number_that_json_does_not_know(result: EnsembleResult) -> None:
    assert json.loads(json.dumps(result.to_dict(), allow_nan=False)) == result.to_dict()


def test_tables_and_json_tell_the_same(result: EnsembleResult) -> None:
    answer, table, worlds = result.to_dict(), result.chances(), result.to_frame()
    assert table.loc[("talks", "agreement"), "chance"] == answer["agreement"]["chance"]
    assert worlds["gate"].str.startswith("agreed").mean() == answer["agreement"]["chance"]
    assert (worlds["zone"] == "exists").mean() == answer["zone"]["chance"]
    for issue, told in answer["issues"].items():
        assert worlds[f"settled.{issue}"].mean() == told["chance"]
        shares = worlds.loc[worlds[f"settled.{issue}"], f"deal.{issue}"].value_counts() / len(worlds)
        for option, share in told["settlement"].items():
            assert shares.get(option, 0) == pytest.approx(share)
    for state, told in answer["states"].items():
        assert worlds[f"gain.{state}"].mean() == pytest.approx(told["gain"]["mean"])
    for goal, told in answer["goals"].items():
        assert worlds[f"goal.{goal}"].mean() == told["chance"]
    for name, strata in ((entry["name"], entry["strata"]) for entry in answer["assumptions"]):
        counted = worlds[f"assumption.{name}"].value_counts()
        assert {stratum["label"]: stratum["worlds"] for stratum in strata} == counted[counted > 0].to_dict()
    assert answer["rounds"]["agreed_by"][-1] == answer["agreement"]["chance"]
    assert sum(deal["share"] for deal in answer["deals"]) <= answer["agreement"]["chance"]
    assert 0 < answer["joint_gain_captured"] <= 1


def test_xarray_has_named_dimensions(result: EnsembleResult) -> None:
    data = result.to_xarray()
    assert data.sizes["world"] == 1500
    assert data.sizes["issue"] == 15
    assert data["agreed_by"].dims == ("round",)
    assert float(data["agreed_by"][-1]) == result.agreement.chance
    assert float(data["met"].sel(goal="summit_set").mean()) == result.goals["summit_set"].chance
    assert int(data["ended_in"].max()) == data.sizes["round"]
    assert data["gain"].dims == ("world", "state")
    assert float(data["gain"].sel(state="russia").mean()) == pytest.approx(result.tally.gain[0].total / 1500)


def test_a_large_ensemble_keeps_rows_only_if_asked() -> None:
    summary = run("reykjavik-2021", worlds=20, keep_rows=False)
    with pytest.raises(ValueError, match="keep_rows=True"):
        summary.to_frame()


def test_without_reasons_the_chances_are_the_same_and_what_needs_reasons_says_so(result: EnsembleResult) -> None:
    chances = run("reykjavik-2021", worlds=1500, seed=3, explain=False)
    assert result.explained
    assert not chances.explained
    assert chances.chances().equals(result.chances())
    reasons = dict.fromkeys(("blocked", "lacking", "belief_error", "captured", "within_reach"))
    assert to_text(chances.tally) == to_text(replace(result.tally, **reasons))
    for asked in (
        *(EnsembleResult.to_dict, EnsembleResult.to_frame, EnsembleResult.to_xarray),
        *(lambda each: each.blocks, lambda each: each.belief_error, lambda each: each.joint_gain_captured),
        lambda each: each.plot.blocks(),
    ):
        with pytest.raises(ValueError, match="explain=True"):
            asked(chances)
    shown = chances._repr_html_()
    assert "misreads" not in shown
    assert "misreads" in result._repr_html_()


def test_a_model_that_took_no_note_of_refusals_does_not_guess_who_blocked() -> None:
    model = SummitModel("reykjavik-2021", worlds=20, rng=3, record=False, explain=False)
    model.run_model()
    with pytest.raises(ValueError, match="explain=True"):
        Blocked.of(model)


def test_a_tally_without_reasons_is_written_and_added_like_any(result: EnsembleResult) -> None:
    parts = [run("reykjavik-2021", worlds=30, seed=seed, explain=False).tally for seed in (1, 2)]
    whole = parts[0] + parts[1]
    assert whole.worlds == 60
    assert whole.blocked is None
    assert to_text(from_text(to_text(whole))) == to_text(whole)


def test_results_and_scenarios_survive_pickling(result: EnsembleResult) -> None:
    assert pickle.loads(pickle.dumps(result)).to_dict() == result.to_dict()  # noqa: S301 our own bytes


def test_a_scenario_that_travels_often_to_one_process_is_read_there_once(result: EnsembleResult) -> None:
    sent = pickle.dumps(result.scenario), pickle.dumps((result.scenario, "with its first piece"))
    once, (again, _) = (pickle.loads(bytes_) for bytes_ in sent)  # noqa: S301 our own bytes
    assert once is again
    assert once.to_yaml() == result.scenario.to_yaml()


def test_a_percentage_never_calls_the_possible_impossible() -> None:
    shares = (0, 0.0001, 0.005, 0.0099, 0.01, 0.5, 0.99, 0.9901, 0.9999, 1)
    assert [percent(share) for share in shares] == [
        "0 %",
        "<1 %",
        "<1 %",
        "<1 %",
        "1 %",
        "50 %",
        "99 %",
        ">99 %",
        ">99 %",
        "100 %",
    ]


@pytest.mark.parametrize("numbers", [{"worlds": 0}, {"seed": -1}, {"workers": 0}])
def test_impossible_numbers_are_refused(numbers: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="expected at least"):
        run("reykjavik-2021", **numbers)  # type: ignore[arg-type]


def test_a_notebook_shows_headline_and_table(result: EnsembleResult) -> None:
    html = result._repr_html_()
    assert "simulation error only" in html
    assert "<table" in html
