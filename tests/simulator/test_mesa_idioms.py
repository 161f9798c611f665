"""With one world the model is an ordinary Mesa model."""

from __future__ import annotations

import mesa
import pytest

from summitry import Scenario, SummitModel
from summitry_agents.envoy import Envoy
from summitry_agents.state import State


def test_it_steps_and_stops_like_any_mesa_model() -> None:
    model = SummitModel("reykjavik-2021", rng=1)
    assert isinstance(model, mesa.Model)
    assert model.running
    model.step()
    assert model.round == 1
    while model.running:
        model.step()
    assert model.talking.size == 0
    before = model.round
    model.step()
    assert model.round == before


def test_states_and_envoys_are_agents() -> None:
    model = SummitModel("reykjavik-2021", rng=1)
    assert len(model.agents) == 4
    assert {type(agent) for agent in model.agents} == {State, Envoy}
    assert [envoy.name for envoy in model.agents_by_type[Envoy]] == ["lavrov", "blinken"]
    assert all(isinstance(agent, mesa.Agent) and agent.model is model for agent in model.agents)


def test_the_datacollector_has_a_row_a_round() -> None:
    model = SummitModel("reykjavik-2021", worlds=20, rng=1)
    model.run_model()
    table = model.datacollector.get_model_vars_dataframe()
    assert list(table["round"]) == list(range(1, model.round + 1))
    assert table["talking"].is_monotonic_decreasing
    assert table["agreed"].is_monotonic_increasing
    assert table["agreed"].iloc[-1] == model.agreed.mean()
    envoys = model.datacollector.get_agenttype_vars_dataframe(Envoy)
    assert set(envoys["name"]) == {"blinken", "lavrov", "biden", "putin"}


def test_batch_run_varies_scenario_and_seed() -> None:
    scenario = Scenario.load("reykjavik-2021")
    variants = [scenario, scenario.vary("states.russia.premium", 1)]
    rows = mesa.batch_run(SummitModel, {"scenario": variants, "rng": [1, 2, 3], "worlds": [1]}, display_progress=False)
    assert len({row["RunId"] for row in rows}) == 6
    assert all(row["agreed"] in (0, 1) for row in rows)
    assert not any(row["agreed"] for row in rows if row["scenario"] is variants[1])


def test_without_a_seed_two_models_differ() -> None:
    assert SummitModel("reykjavik-2021").ensemble_seed != SummitModel("reykjavik-2021").ensemble_seed


@pytest.mark.parametrize(("worlds", "rng"), [(0, 1), ([], 1), ([-1], 1), (1, -1)])
def test_impossible_numbers_are_refused(worlds: object, rng: int) -> None:
    with pytest.raises(ValueError, match="found"):
        SummitModel("reykjavik-2021", worlds=worlds, rng=rng)  # type: ignore[arg-type]
