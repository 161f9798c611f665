"""The library keeps its own codebook."""

from __future__ import annotations

from pathlib import Path

import pytest

from summitry import Scenario
from summitry.hindcast.record import agreed
from summitry.scenario.advice import advice
from summitry.scenario.library import shipped

LIBRARY = shipped()
FLAGSHIP = "reykjavik-2021"


@pytest.mark.parametrize("name", LIBRARY)
def test_a_file_has_sources_reasons_and_its_coders_confidence_and_no_warning(name: str) -> None:
    talks = Scenario.load(LIBRARY[name])
    assert talks.spec.sources
    assert talks.spec.confidence is not None
    assert talks.spec.date is not None
    for state in talks.spec.states.values():
        assert state.sources
        assert all(position.reason for position in state.positions.values())
    assert not advice(talks)


@pytest.mark.parametrize("name", LIBRARY)
def test_a_file_leaves_to_the_shared_prior_what_no_record_shows(name: str) -> None:
    spec = Scenario.load(LIBRARY[name]).spec
    assert all(state.premium is None and state.patience is None for state in spec.states.values())
    for envoy in spec.envoys.values():
        assert envoy.insight is None
        assert envoy.reach is None
        assert envoy.last_moment is None
    assert spec.talks.rounds is None
    assert all(meeting.rounds is None for meeting in spec.talks.meetings)


def test_as_many_failed_as_agreed_over_more_than_a_century() -> None:
    cases = {name: Scenario.load(path) for name, path in LIBRARY.items() if name != FLAGSHIP}
    assert len(cases) >= 20
    assert sum(agreed(talks) for talks in cases.values()) * 2 == len(cases)
    years = [talks.spec.date.year for talks in cases.values() if talks.spec.date]
    assert max(years) - min(years) > 100
    kinds = {kind for talks in cases.values() for kind in talks.spec.tags["kind"]}
    assert kinds == {"bilateral", "mediated", "multilateral"}


def test_the_codebook_is_shipped_with_it() -> None:
    text = (Path(LIBRARY[FLAGSHIP]).parent / "CODEBOOK.md").read_text(encoding="utf-8")
    assert "forbid" in text
    assert "using the outcome" in text
