"""What is registered for one process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from summitry import Scenario, registry
from summitry_agents.styles.hardliner import Hardliner
from summitry_agents.styles.linear import Linear
from tests.agents.styles.versus import pie


@pytest.fixture(autouse=True)
def _for_a_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "_added", {})
    yield
    monkeypatch.undo()
    for known in (registry.registered, registry.conduct):
        known.cache_clear()


def test_what_is_added_can_be_named_at_once_and_added_again() -> None:
    entry = registry.add("styles", "mine", "summitry_agents.styles.hardliner:Hardliner")
    assert entry.value == "summitry_agents.styles.hardliner:Hardliner"
    assert registry.conduct("styles", "mine") is Hardliner
    Scenario.from_dict({**pie(), "envoys": {"ours": {"of": "us", "style": "mine"}}})
    registry.add("styles", "mine", "summitry_agents.styles.linear:Linear")
    assert registry.conduct("styles", "mine") is Linear


@pytest.mark.parametrize(
    "target", ["nothing", "no_such_module:Style", "summitry_agents.styles.linear:Nobody", "not a target"]
)
def test_a_target_that_is_none_is_told(target: str) -> None:
    with pytest.raises(ValueError, match=f"mine: found '{target}', expected module:object that can be loaded"):
        registry.add("styles", "mine", target)
    assert "mine" not in registry.registered("styles")


def test_the_name_of_a_style_that_ships_is_taken() -> None:
    with pytest.raises(ValueError, match=r"'linear' is taken by summitry_agents\.styles\.linear:Linear"):
        registry.add("styles", "linear", "summitry_agents.styles.hardliner:Hardliner")
