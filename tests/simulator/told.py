"""What files full of mistakes must be told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from summitry import Scenario, ScenarioError


def all_told(text: str, places: Sequence[tuple[str, str]], folder: Path) -> None:
    """Assert that each mistake in a scenario file gives a message at its line and column, with its words, and no more.

    Parameters
    ----------
    text
        The file.
    places
        ``line:column`` of each mistake, and words of its message.
    folder
        Where to put it.
    """
    path = folder / "many.yaml"
    path.write_text(text)
    with pytest.raises(ScenarioError) as caught:
        Scenario.load(path)
    lines = str(caught.value).splitlines()
    for place, words in places:
        assert any(line.startswith(f"{path}:{place}: ") and words in line for line in lines), (place, words, lines)
    assert len(lines) == len(places), lines
