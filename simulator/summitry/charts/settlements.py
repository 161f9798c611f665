"""On what terms? Where along its scale each issue is settled, beside what the states want."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from summitry.charts import key, look
from summitry.charts.page import MARGIN, Page, between_margins
from summitry.charts.panel import Frame, Panel
from summitry.charts.rows import STATUS_QUO, Row, state_name
from summitry.charts.scale import distributions, shared_by_many
from summitry.charts.scale_panel import ScalePanel
from summitry.charts.shares_panel import SharesPanel
from summitry.charts.text import width
from summitry.charts.words import short, worlds
from summitry.ensembles.headline import percent
from summitry.ensembles.result import EnsembleResult

_WIDE, _NARROW = 7.4, 5.6
"""Width of a panel that stands alone, and of one among others in a row."""
_GUTTER = 0.5
_ROW_GAP = 0.34
_TALLEST = 1.7
"""A sheet may be that much taller than wide before the panels take one more column."""
_WIDEST_NAME, _NAMES = 1.4, 0.36
"""Width of the names of states at most; on a narrow sheet, their share."""


def settlements(result: EnsembleResult, inches: float | None = None) -> Figure:
    """Return a panel for each issue: positions, red lines and status quo above, settlements below.

    The issues stand in the order of their chances, row by row.

    Parameters
    ----------
    result
        What the talks came to.
    inches
        Width of the sheet, with one panel under the other; None: as wide as keeps it from becoming much too tall.
    """
    order = " Issues in the order of their chances to be settled." if len(result.scenario.issues) > 1 else ""
    subtitles = [
        f"{short(result.scenario.title)}: what an agreement says on each issue, and what the states want",
        f"Shares of {worlds(result)}.{order}",
    ]
    with look.style():
        grid = _grid(result, inches)
        heights = [max(panel.height for panel in line) for line in grid]
        frame = grid[0][0].frame
        within = len(grid[0]) * (frame.width + _GUTTER) - _GUTTER
        panels = [panel for line in grid for panel in line]
        rows = [row for panel in panels if isinstance(panel, ScalePanel) for row in panel.rows]
        entries = _key(result, panels, rows)
        head = key.height(entries, within) + _ROW_GAP
        body = head + sum(heights) + _ROW_GAP * (len(grid) - 1)
        page = Page.of(within + 2 * MARGIN, body, _title(result), subtitles, _notes(rows))
        axes = page.axes(0, 0, within, body)
        axes.set_xlim(0, within)
        key.draw(axes, entries, within)
        top = head
        for line, tall in zip(grid, heights, strict=True):
            for column, panel in enumerate(line):
                panel.draw(axes, column * (frame.width + _GUTTER), top)
            top += tall + _ROW_GAP
    return page.chart


def _grid(result: EnsembleResult, inches: float | None) -> list[list[Panel]]:
    """Return the panels in rows, in as few columns as a sheet of decent shape allows; in one if its width is given."""
    order = sorted(
        range(len(result.scenario.issues)),
        key=lambda i: (-result.tally.settlements[i].sum(), result.scenario.agenda.questions[i].title),
    )
    wide = _WIDE if inches is None else between_margins(inches)
    most = min(_WIDEST_NAME, _NAMES * wide)
    names = [STATUS_QUO, *(state_name(result, state, most) for state in result.scenario.states)]
    widest = max(width(line, look.SMALL) for name in names for line in name.split("\n"))
    full = max(bar.share for issue in order for bars in distributions(result, issue) for bar in bars)
    alone, beside = ([_panel(result, issue, Frame(each, widest, full)) for issue in order] for each in (wide, _NARROW))
    for columns in range(1, len(order) + 1 if inches is None else 2):
        panels = alone if columns == 1 else beside
        rows = [panels[start : start + columns] for start in range(0, len(panels), columns)]
        tall = sum(max(panel.height for panel in row) + _ROW_GAP for row in rows)
        if tall <= _TALLEST * columns * (panels[0].frame.width + _GUTTER):
            break
    return rows


def _panel(result: EnsembleResult, issue: int, frame: Frame) -> Panel:
    kind = SharesPanel if shared_by_many(result, issue) else ScalePanel
    return kind(result, issue, frame)


def _key(result: EnsembleResult, panels: list[Panel], rows: list[Row]) -> list[key.Entry]:
    """Return what the key must explain."""
    divided = any(isinstance(panel, SharesPanel) for panel in panels)
    present = (
        (key.SETTLED, result.tally.settlements.any()),
        (key.MAGNIFIED, any(panel.magnification > 1 for panel in panels)),
        (key.STANDING, divided or any(row.sign == look.STATUS_QUO for row in rows)),
        (key.IDEAL, any(row.spot and row.sign != look.STATUS_QUO for row in rows)),
        (key.BARRED, result.tally.barred.any()),
    )
    return [entry for entry, shown in present if shown]


def _notes(rows: list[Row]) -> list[str]:
    """Explain what only some rows have."""
    if any(row.each and row.spot and len(row.spot.places) > 1 for row in rows):
        return ["Where a mean would mean nothing, ideals are shown option by option, the likelier the larger."]
    return []


def _title(result: EnsembleResult) -> str:
    """Name the settlement that came out most often."""
    counts = result.tally.settlements
    if not counts.any():
        return "No issue is settled in any world"
    issue, option = np.unravel_index(np.argmax(counts), counts.shape)
    often = "Most frequent settlement" if (counts == counts.max()).sum() == 1 else "Among the most frequent settlements"
    title = short(result.scenario.agenda.questions[issue].title)
    share = percent(float(counts.max()) / result.worlds)
    return f"{often}: {title}, {short(result.scenario.in_words(int(issue), int(option)))} ({share})"
