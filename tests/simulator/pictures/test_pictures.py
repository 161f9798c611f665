from __future__ import annotations

from pathlib import Path

import matplotlib
import pytest
from matplotlib.testing.compare import compare_images

from tests.simulator.picture_checks import texts
from tests.simulator.pictures.sheets import FOLDER, SHEETS, draw, draw_figure

DRAWN_WITH = "3.11.2"
"""Another Matplotlib sets letters a little differently."""
TOLERANCE = 0.5
"""Root mean square difference of the pixels, of 255."""


@pytest.mark.skipif(
    matplotlib.__version__ != DRAWN_WITH, reason=f"the pictures were drawn with Matplotlib {DRAWN_WITH}"
)
@pytest.mark.parametrize("name", SHEETS)
def test_a_chart_looks_as_it_did_when_somebody_looked_at_it(name: str, tmp_path: Path) -> None:
    drawn = tmp_path / f"{name}.png"
    draw(name, drawn)
    expected = tmp_path / "expected.png"
    expected.write_bytes((FOLDER / f"{name}.png").read_bytes())
    assert compare_images(str(expected), str(drawn), TOLERANCE) is None


def test_a_word_that_moved_is_noticed(tmp_path: Path) -> None:
    name = next(iter(SHEETS))
    before, after = tmp_path / "before.png", tmp_path / "after.png"
    draw(name, before)
    figure = SHEETS[name]()
    moved = next(text for text in texts(figure) if len(text.get_text()) > 3)
    moved.set_x(moved.get_position()[0] + 0.02)
    draw_figure(figure, after)
    assert compare_images(str(before), str(after), TOLERANCE) is not None


def test_no_picture_is_left_of_a_chart_that_is_gone() -> None:
    assert {picture.stem for picture in FOLDER.glob("*.png")} == set(SHEETS)
