"""The sheet that every chart is drawn on: what is seen on top, the picture, notes at the bottom; all in inches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from summitry.charts import look
from summitry.charts.look import Chart
from summitry.charts.text import height, wrap

WIDTH = 8.0
"""Of a sheet, unless it is told otherwise or needs more."""
BESIDE = 5.0
"""Width between the margins from which on there is room beside rows and pictures; on narrower sheets they stack up."""
MARGIN = 0.3
_GAP = 0.12
"""Between two blocks of text."""
_MOST_LINES = 3
_MOST_SHORT_LINES = 12
"""Of a text; on a sheet that is narrower than most, of a text with shorter lines."""


NARROWEST = 3.5
"""Sheets have at least this width, in inches: below it labels and figures leave no room for a picture."""


def between_margins(inches: float) -> float:
    """Return how wide the room for a picture is on a sheet of that width.

    Raises
    ------
    ValueError
        The sheet is too narrow for any chart.
    """
    if not inches >= NARROWEST:
        raise ValueError(f"inches: found {inches!r}, expected a width of at least {NARROWEST:g}")
    return inches - 2 * MARGIN


@dataclass(frozen=True)
class Page:
    """A chart with its texts in place and room for the picture.

    Parameters
    ----------
    chart
        The figure.
    width
        Width of the sheet.
    top
        Where the room for the picture begins, from the upper edge.
    total
        Height of the sheet.
    """

    chart: Chart
    width: float
    top: float
    total: float

    @classmethod
    def of(cls, width: float, body: float, title: str, subtitles: Sequence[str], notes: Sequence[str] = ()) -> Page:
        """Return a sheet.

        Parameters
        ----------
        width
            Width of the sheet.
        body
            Height of the room for the picture.
        title
            What is seen, in a sentence.
        subtitles
            Where it comes from and how to read it, in paragraphs.
        notes
            What a reader must know besides, in paragraphs.
        """
        within = between_margins(width)
        lines = _MOST_LINES if width >= WIDTH else _MOST_SHORT_LINES
        head = wrap(title, look.TITLE, within, lines, bold=True)
        under = "\n".join(wrap(subtitle, look.SUBTITLE, within, lines) for subtitle in subtitles)
        foot = "\n".join(wrap(note, look.SMALL, within, lines) for note in notes)
        under_top = MARGIN + height(head, look.TITLE) + _GAP / 2
        top = under_top + height(under, look.SUBTITLE) + 1.5 * _GAP
        foot_height = height(foot, look.SMALL) + _GAP if foot else 0.0
        total = top + body + foot_height + MARGIN
        chart = Chart(figsize=(width, total))
        chart.set_label(title)
        page = cls(chart, width, top, total)
        page._write(head, MARGIN, look.TITLE, look.INK, "bold")
        page._write(under, under_top, look.SUBTITLE, look.MUTED)
        if foot:
            page._write(foot, top + body + _GAP, look.SMALL, look.MUTED)
        return page

    @property
    def within(self) -> float:
        """Width between the margins."""
        return self.width - 2 * MARGIN

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Return bare axes at a place counted from the upper left corner of the room for the picture.

        Their y axis counts inches downwards from their upper edge.
        """
        below = self.total - self.top - top - height
        box = ((MARGIN + left) / self.width, below / self.total, width / self.width, height / self.total)
        axes = self.chart.add_axes(box)
        axes.set_ylim(height, 0)
        axes.set_yticks([])
        axes.set_xticks([])
        axes.spines[:].set_visible(False)
        axes.patch.set_visible(False)
        return axes

    def _write(self, text: str, top: float, size: float, colour: str, weight: str = "normal") -> None:
        self.chart.text(
            MARGIN / self.width,
            1 - top / self.total,
            text,
            size=size,
            color=colour,
            weight=weight,
            ha="left",
            va="top",
            linespacing=1.2,
        )
