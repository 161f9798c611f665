"""Charts as SVG, texts measured once."""

from __future__ import annotations

from functools import lru_cache
from io import TextIOWrapper
from typing import Any, BinaryIO, Literal

from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

MOST_TEXTS = 4096
"""How many sizes of texts are remembered; a chart has some hundred texts, most of which the next one has too."""

UNIT = 72
"""Points in an inch, in which SVG is drawn."""

_TEXTS = TextToPath()


@lru_cache(MOST_TEXTS)
def _extent(text: str, font: FontProperties, maths: bool | Literal["TeX"]) -> tuple[float, float, float]:
    width, height, descent = _TEXTS.get_text_width_height_descent(text, font, maths)
    return width, height, descent


class Renderer(RendererSVG):
    """Matplotlib's; it remembers for all charts how large texts are.

    Matplotlib measures every text anew for each picture, which took a quarter of the time of a chart of many texts.
    """

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | Literal["TeX"]
    ) -> tuple[float, float, float]:
        """Return width, height and descent of a text, in points."""
        return _extent(s, prop.copy(), ismath)


class FigureCanvas(FigureCanvasSVG):
    """What `Figure.savefig` draws on where this module is named as its backend."""

    def print_svg(
        self,
        filename: BinaryIO,
        *,
        bbox_inches_restore: Any = None,
        metadata: dict[str, Any] | None = None,
        **_: Any,
    ) -> None:
        """Write the figure to a file that is open for bytes; other arguments matter to pictures of dots only."""
        figure, file = self.figure, TextIOWrapper(filename, encoding="utf-8", newline="\n")
        dpi, figure.dpi = figure.dpi, UNIT
        width, height = figure.get_size_inches()
        # Matplotlib says nothing of the types of these two.
        draws: Any = Renderer
        mixes: Any = MixedModeRenderer
        vectors = draws(width * UNIT, height * UNIT, file, image_dpi=dpi, metadata=metadata)
        renderer = mixes(figure, width, height, dpi, vectors, bbox_inches_restore=bbox_inches_restore)
        figure.draw(renderer)
        renderer.finalize()
        file.detach()  # which also writes the last of it, and leaves the file open
