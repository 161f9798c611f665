"""How every chart looks, and how it becomes a file."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import matplotlib.style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from summitry.charts import vector

INK = "#1a1a1a"
MUTED = "#5f5f5f"
RULE = "#d4d4d4"
PAPER = "#ffffff"
RESULT = "#5b93ab"
"""What came out of the talks: the colour of no state."""
RESULT_PALE = "#d3e2e9"
RESULT_DARK = "#1f4e63"
LOST = "#e9c9a8"
"""Worlds without agreement; light enough to differ from `RESULT` in grey."""

TITLE, FIGURES, SUBTITLE, LABEL, SMALL, TINY = 13.0, 11.0, 9.0, 9.0, 8.0, 7.5
"""Font sizes in points."""

PNG_DPI = 150

_STATE_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#000000")
"""Okabe and Ito 2008, safe for the colour-blind, without the yellow that vanishes on white; dark and light in turn."""
COLOURS = len(_STATE_COLOURS)
"""How many states can be told apart by colour alone."""
_STATE_MARKERS = (
    ("o", 6.5),
    ("s", 6.0),
    ("^", 7.0),
    ("D", 5.5),
    ("v", 7.0),
    ("P", 7.5),
    ("X", 7.5),
    ("p", 7.5),
    ("<", 7.0),
    ("*", 10.0),
    (">", 7.0),
)
"""With sizes in points at which they look equally large."""

_STYLE = {
    "axes.edgecolor": INK,
    "axes.linewidth": 0.8,
    "figure.dpi": 100,
    "figure.facecolor": PAPER,
    "font.family": ["DejaVu Sans", "sans-serif"],
    "font.sans-serif": ["DejaVu Sans", "Verdana"],
    "font.size": LABEL,
    "hatch.linewidth": 0.8,
    "lines.solid_capstyle": "butt",
    "svg.fonttype": "none",
    "svg.hashsalt": "summitry",
    "text.color": INK,
    "text.parse_math": False,
}
_METADATA: dict[str, dict[str, str | None]] = {
    ".png": {"Software": "Summitry"},
    ".svg": {"Creator": "Summitry", "Date": None},
}
_BACKENDS = {".png": "agg", ".svg": f"module://{vector.__name__}"}


def style() -> AbstractContextManager[None]:
    """Return the context in which every chart is drawn and written, whatever the user's own settings."""
    return matplotlib.style.context(["default", _STYLE])


class Chart(Figure):
    """A figure that belongs to no window and shows itself in notebooks."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        FigureCanvasAgg(self)

    def _repr_png_(self) -> bytes:
        """Return the picture for Jupyter.

        IPython draws bare figures only once pyplot was loaded, which charts never do.
        """
        image = BytesIO()
        _write(self, image, ".png")
        return image.getvalue()


def save(figure: Figure, path: str | Path) -> None:
    """Write a chart as PNG or SVG, by the ending of its name: the same bytes each time.

    Raises
    ------
    ValueError
        The name ends otherwise.
    """
    ending = Path(path).suffix.lower()
    if ending not in _METADATA:
        raise ValueError(f"found '{Path(path).name}', expected a name that ends in {' or '.join(_METADATA)}")
    with Path(path).open("wb") as file:
        _write(figure, file, ending)


def svg(figure: Figure) -> str:
    """Return a chart as the text of an SVG file."""
    image = BytesIO()
    _write(figure, image, ".svg")
    return image.getvalue().decode()


@dataclass(frozen=True)
class Sign:
    """The colour, the marker and its size in points by which a state, or the status quo, is known."""

    colour: str
    marker: str
    size: float


STATUS_QUO = Sign(INK, "|", 10.0)


def sign(state: int) -> Sign:
    """Return the sign of a state by its place in the order of states.

    No two of the first 77 have both colour and marker in common.
    """
    return Sign(_STATE_COLOURS[state % len(_STATE_COLOURS)], *_STATE_MARKERS[state % len(_STATE_MARKERS)])


def apart(states: Sequence[int]) -> list[str]:
    """Return a colour for each of up to `COLOURS` states that no other of them has; that of its sign, if still free."""
    taken: list[str] = []
    for state in states:
        wishes = [sign(state).colour, *_STATE_COLOURS]
        taken.append(next(colour for colour in wishes if colour not in taken))
    return taken


def _write(figure: Figure, file: IO[bytes], ending: str) -> None:
    metadata = {"Title": str(figure.get_label()), **_METADATA[ending]}
    with style(), warnings.catch_warnings():
        # A letter that the font lacks is drawn as a box; `savefig` says so once a letter, in words for programmers.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(file, format=ending[1:], dpi=PNG_DPI, metadata=metadata, backend=_BACKENDS[ending])
