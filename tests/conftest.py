"""Sizes: few cases in the gate, many under ``pytest -m full``, where laws and what is `sized` run again at length."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "gate", max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("full", settings.get_profile("gate"), max_examples=200)


def _is_full(config: pytest.Config) -> bool:
    return bool(config.getoption("markexpr") == "full")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("full" if _is_full(config) else "gate")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if _is_full(config):
        for item in items:
            if "laws" in item.path.parts or item.get_closest_marker("sized"):
                item.add_marker("full")
