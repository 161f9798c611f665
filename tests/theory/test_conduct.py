"""How envoys conduct themselves where it is easy to get wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from summitry import Scenario, ScenarioError, SummitModel, run
from summitry.stories.transcript import replay, transcript

OPTIONS = ["o0", "o1", "o2", "o3", "o4"]
CERTAIN = {"insight": 1, "reach": 1, "style": "linear"}


def talks(
    ideals: dict[str, Any], rounds: int, envoys: dict[str, Any], order: list[str] | None = None, **states: Any
) -> Scenario:
    return Scenario.from_dict(
        {
            "issues": {"border": {"options": OPTIONS}},
            "states": {
                name: {"premium": 0, "patience": 1, "positions": {"border": {"ideal": ideal}}, **states.get(name, {})}
                for name, ideal in ideals.items()
            },
            "envoys": {f"e_{name}": {"of": name, **envoys} for name in ideals},
            "talks": {"rounds": rounds, "order": order or list(ideals)},
        }
    )


def test_an_envoy_that_likes_the_status_quo_best_and_never_concedes_holds_to_the_best_deal_there_is() -> None:
    # The status quo is no deal, so what it holds to is the option next to it.
    tough = talks({"east": "o0", "west": "o4"}, 8, {**CERTAIN, "last_moment": 0}, east={"walk_away": 0.1})
    tough = tough.vary("envoys.e_east.reach", 0)
    model = SummitModel(tough, rng=1)
    model.run_model()
    own = [exchange.aspiration[0, 0] for exchange in model.exchanges]
    assert own == pytest.approx([0.75] * len(own))
    assert not model.agreed[0] or model.gain[0, 0] == pytest.approx(-0.25)


def test_an_envoy_without_a_further_turn_waits_for_the_last_round_before_it_takes_what_it_can_get() -> None:
    ideals = {"a": "o4", "b": "o4", "c": "o0"}
    patient = talks(ideals, 8, {**CERTAIN, "reach": 0, "last_moment": 1}, c={"walk_away": 0, "premium": 0})
    for rounds in (8, 9, 10):
        model = SummitModel(patient.vary("talks.rounds", rounds), rng=1)
        model.run_model()
        assert all(not exchange.yes[0, 2] or exchange.speaker[0] == 2 for exchange in model.exchanges[:-1])


@pytest.mark.parametrize("rounds", [2, 4, 7])
def test_the_aspiration_of_every_seat_starts_at_the_best(rounds: int) -> None:
    opposed = talks({"a": "o4", "b": "o4", "c": "o1"}, rounds, {**CERTAIN, "last_moment": 0}, c={"walk_away": 0.8})
    model = SummitModel(opposed, rng=1)
    model.step()
    last_seat = model.exchanges[0].aspiration[0, 2]
    turn = 3 if rounds >= 3 else 1
    clock = (turn - 1) / (rounds - 1)
    assert last_seat == pytest.approx(1 - clock * 0.2)


def test_with_several_others_the_compromise_in_the_middle_is_offered() -> None:
    # Only o2 is better than walking away for all three, and it lies inside everybody's trade-offs.
    walk_aways = {"a": {"walk_away": 0.45}, "b": {"walk_away": 0.63}, "c": {"walk_away": 0.63}}
    ideals = {"a": "o1", "b": "o3", "c": "o1"}
    for last_moment in (0, 1):
        result = run(talks(ideals, 1, {**CERTAIN, "last_moment": last_moment}, **walk_aways), worlds=5)
        assert result.agreement.count == 5
        assert result.settlement("border")["o2"] == 1


def test_everybody_sees_the_status_quo_of_the_world() -> None:
    data = talks({"east": "o1", "west": "o2"}, 4, {**CERTAIN, "insight": 0, "last_moment": 1}).data
    data["issues"]["border"]["status_quo"] = {"choice": ["o0", "o4"]}
    blind, seeing = Scenario.from_dict(data), Scenario.from_dict(data)
    for name in ("east", "west"):
        seeing = seeing.vary(f"envoys.e_{name}.insight", 1)
    assert run(blind, worlds=200).to_dict() == run(seeing, worlds=200).to_dict()


def test_a_step_is_taken_at_the_option_nearest_to_the_ideal() -> None:
    data = talks({"east": "o1", "west": "o2"}, 4, CERTAIN).data
    data["issues"]["border"] = {"range": {"from": 0, "to": 100, "steps": 11}}
    for name in ("east", "west"):
        data["states"][name]["positions"]["border"] = {"ideal": {"uniform": [66, 74]}, "shape": "step"}
    result = run(Scenario.from_dict(data), worlds=100)
    assert result.settlement("border")["70"] == 1


def test_naming_an_envoy_changes_nothing_but_its_name() -> None:
    data: dict[str, Any] = {
        "issues": {"border": {"options": OPTIONS}},
        "states": {name: {"positions": {"border": {"ideal": "o3"}}} for name in ("east", "west")},
    }
    named = {**data, "envoys": {"anna": {"of": "east"}, "zoe": {"of": "west", "title": "Zoe"}}}
    assert run(Scenario.from_dict(named), worlds=100).to_dict() == run(Scenario.from_dict(data), worlds=100).to_dict()


def test_a_number_of_rounds_that_is_drawn_is_rounded_and_one_that_is_given_is_whole() -> None:
    scenario = talks({"east": "o1", "west": "o2"}, 4, CERTAIN)
    drawn = SummitModel(scenario.vary("talks.rounds", {"normal": [10, 2]}), worlds=2000, rng=1).worlds.rounds[:, 0]
    assert drawn.mean() == pytest.approx(10, abs=0.15)
    for wrong in (2.5, {"choice": [3, 3.5]}, {"beta": [2, 4]}):
        with pytest.raises(ScenarioError):
            scenario.vary("talks.rounds", wrong)
    prior = SummitModel("reykjavik-2021", worlds=3000, rng=1).worlds.rounds[:, 0]
    assert (prior.min(), prior.max()) == (4, 39)


def test_a_search_that_met_its_limit_is_not_told_as_a_proof() -> None:
    issues = {f"i{number:02d}": {"options": ["no", "yes"]} for number in range(30)}
    wish = {name: {issue: {"ideal": ideal} for issue in issues} for name, ideal in (("east", "yes"), ("west", "no"))}
    opposed = Scenario.from_dict(
        {
            "issues": issues,
            "states": {
                "east": {"walk_away": 0.4, "premium": 0, "positions": wish["east"]},
                "west": {"walk_away": 0.6 - 3e-9, "premium": 0, "positions": wish["west"]},
            },
            "talks": {"rounds": 2},
        }
    )
    model = replay(opposed, 0)
    told = transcript(model)
    assert ("the search met its limit" in told) == (run(opposed, worlds=1).undecided == 1)
    assert "no deal exists" not in told or run(opposed, worlds=1).undecided == 0


def test_a_transcript_tells_when_an_answer_changes_though_the_offer_does_not() -> None:
    model = replay(talks({"a": "o4", "b": "o0", "c": "o0"}, 12, {**CERTAIN, "last_moment": 0}), 0)
    told = transcript(model)
    changed = [
        (one.round, other.round)
        for one, other in zip(model.exchanges, model.exchanges[3:], strict=False)
        if np.array_equal(one.deal, other.deal) and not np.array_equal(one.yes, other.yes)
    ]
    for _, number in changed:
        assert f"Round {number}." in told


def test_an_ensemble_keeps_no_record_of_every_round() -> None:
    model = SummitModel("reykjavik-2021", worlds=5, rng=1, record=False)
    model.run_model()
    assert model.exchanges == []


def test_more_than_memory_holds_is_refused() -> None:
    data: dict[str, Any] = {
        "issues": {
            "pie": {"kind": "division", "steps": 1000},
            **{f"i{number}": {"options": ["x", "y"]} for number in range(29)},
        },
        "states": {name: {"positions": {"pie": {}}} for name in ("east", "west")},
    }
    with pytest.raises(ScenarioError, match="found 60,120"):
        Scenario.from_dict(data)
