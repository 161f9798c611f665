"""Why do talks fail? Who stands in the way of a deal, on which issue, at which stage, and by how much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from summitry.charts import key, look
from summitry.charts.blocked import Bar, Blocked, Panel
from summitry.charts.ink import write
from summitry.charts.page import BESIDE, WIDTH, Page, between_margins
from summitry.charts.text import height, width, wrap, wrap_label
from summitry.charts.words import named, per_hundred, short, undecided, worlds
from summitry.ensembles.result import EnsembleResult

_MORE = 1.25
"""What each further panel adds to the width of a sheet with one."""
_WIDEST_LABEL = 2.6
_WIDEST_STATE = 40
"""Letters of a state's title in the key."""
_HEADING = 1.5
"""Width that a heading has at least."""
_GUTTER = 0.3
_GAP = 0.07
_PAD = 0.14
_BAR = 0.18


@dataclass(frozen=True)
class _Sheet:
    """How the room is shared out, in inches.

    Parameters
    ----------
    panels
        What is drawn.
    labels
        The titles of the issues, with their line breaks, by issue.
    entries
        The key.
    within
        Width between the margins.
    """

    panels: list[Panel]
    labels: dict[str, str]
    entries: list[key.Entry]
    within: float

    @property
    def beside(self) -> bool:
        """Whether panels stand side by side; else one under the other, each with its own rows."""
        return self.within >= BESIDE

    @cached_property
    def names(self) -> float:
        """Width of the titles of issues, with a gap behind them."""
        return max(width(line, look.LABEL) for label in self.labels.values() for line in label.split("\n")) + 2 * _GAP

    @cached_property
    def scale(self) -> float:
        """Length of a bar of all worlds; the same in all panels."""
        if not self.beside:
            return min((self.within - self.names - _beside(panel)) / _longest(panel) for panel in self.panels)
        room = self.within - self.names - _GUTTER * (len(self.panels) - 1)
        wide, scale = self.panels, 0.0
        while not scale or any(_needed(panel, scale) < _HEADING for panel in wide):
            # What its heading alone makes wide takes no part in how long bars can be.
            wide = [panel for panel in wide if not scale or _needed(panel, scale) >= _HEADING]
            left = room - _HEADING * (len(self.panels) - len(wide)) - sum(_beside(panel) for panel in wide)
            scale = left / sum(_longest(panel) for panel in wide)
        return scale

    def width_of(self, panel: Panel) -> float:
        """Return the width of a panel, without the titles of issues."""
        return max(_needed(panel, self.scale), _HEADING) if self.beside else self.within - self.names

    def heading_of(self, panel: Panel) -> tuple[str, str]:
        """Return the two parts of its heading, with their line breaks."""
        within = self.width_of(panel)
        counted = wrap(f"{per_hundred(panel.share)} of 100 worlds", look.SMALL, within, lines=2)
        return wrap(panel.name, look.LABEL, within, lines=3, bold=True), counted

    @cached_property
    def places(self) -> list[_Place]:
        """Where each panel lies."""
        top = key.height(self.entries, self.within) + 2 * _PAD
        headings = [self.heading_of(panel) for panel in self.panels]
        tall = [height(name, look.LABEL) + height(counted, look.SMALL) + _PAD / 2 for name, counted in headings]
        if self.beside:
            left, found = self.names, []
            for panel in self.panels:
                found.append(_Place(left, self._rows(top + max(tall), self.labels)))
                left += self.width_of(panel) + _GUTTER
            return found
        found = []
        for panel, head in zip(self.panels, tall, strict=True):
            found.append(
                _Place(self.names, self._rows(top + head, [each for each in self.labels if each in panel.bars]))
            )
            top = found[-1].bottom + 2 * _PAD
        return found

    def _rows(self, top: float, issues: Iterable[str]) -> dict[str, tuple[float, float]]:
        rows = {}
        for issue in issues:
            bottom = top + height(self.labels[issue], look.LABEL) + _PAD
            rows[issue], top = (top, bottom), bottom
        return rows


@dataclass(frozen=True)
class _Place:
    """Where the bars of a panel begin, and the upper and the lower edge of the row of each issue."""

    left: float
    rows: dict[str, tuple[float, float]]

    @property
    def top(self) -> float:
        """Of its first row."""
        return min(top for top, _ in self.rows.values())

    @property
    def bottom(self) -> float:
        """Of its last row."""
        return max(bottom for _, bottom in self.rows.values())


def blocks(result: EnsembleResult, inches: float | None = None) -> Figure:
    """Return on which issues talks fail and who blocks there, with the change that would have made a deal possible.

    Stages of the talks are told apart in panels of one scale; issues stand in the order of the worlds blocked on them.

    Parameters
    ----------
    result
        What the talks came to.
    inches
        Width of the sheet, on which panels stand one under the other if it is narrow; None: as wide as they need.
    """
    blocked = Blocked(result)
    source = f"{short(result.scenario.title)}: who stands in the way of a deal, and on which issue; {worlds(result)}"
    with look.style():
        inches = WIDTH + _MORE * max(len(blocked.panels) - 1, 0) if inches is None else inches
        if not blocked.panels:
            return Page.of(inches, 0.0, _title(blocked), [source], _notes(blocked)).chart
        within = between_margins(inches)
        labels = {
            issue: wrap_label(title, look.LABEL, _WIDEST_LABEL, 2, within) for issue, title in blocked.issues.items()
        }
        entries = [key.bar(blocked.colours[p], short(title, _WIDEST_STATE)) for p, title in blocked.states.items()]
        sheet = _Sheet(blocked.panels, labels, entries, within)
        body = max(place.bottom for place in sheet.places)
        page = Page.of(inches, body, _title(blocked), [source, *_reading(blocked)], _notes(blocked))
        axes = page.axes(0, 0, within, body)
        axes.set_xlim(0, within)
        key.draw(axes, entries, within)
        for number, (panel, place) in enumerate(zip(sheet.panels, sheet.places, strict=True)):
            for issue, row in place.rows.items() if number == 0 or not sheet.beside else ():
                write(axes, 0, sum(row) / 2, labels[issue], look.LABEL, va="center_baseline")
            _draw(axes, sheet, panel, place, blocked.colours)
    return page.chart


def _longest(panel: Panel) -> float:
    return max(bar.share for bar in panel.bars.values())


def _beside(panel: Panel) -> float:
    """Return the width of what stands at the ends of its bars."""
    return 2 * _GAP + max(
        width(bar.figure, look.SMALL, bold=True) + width(bar.change, look.SMALL) for bar in panel.bars.values()
    )


def _needed(panel: Panel, scale: float) -> float:
    """Return the width of its longest bar and what stands at its end."""
    return scale * _longest(panel) + _beside(panel)


def _draw(axes: Axes, sheet: _Sheet, panel: Panel, place: _Place, colours: dict[str, str]) -> None:
    """Draw a panel at its place."""
    name, counted = sheet.heading_of(panel)
    under = place.top - _PAD / 2 - height(counted, look.SMALL)
    write(axes, place.left, under - height(name, look.LABEL), name, look.LABEL, weight="bold")
    write(axes, place.left, under, counted, look.SMALL, color=look.MUTED)
    axes.plot((place.left,) * 2, (place.top, place.bottom), color=look.RULE, linewidth=0.8, zorder=0)
    for issue, bar in panel.bars.items():
        _draw_bar(axes, bar, place.left, sum(place.rows[issue]) / 2, sheet.scale, colours)


def _draw_bar(axes: Axes, bar: Bar, left: float, y: float, scale: float, colours: dict[str, str]) -> None:
    """Draw a bar with its figure and the change at its end."""
    for state, colour in colours.items():
        if bar.counts[state]:
            long = scale * bar.counts[state] / bar.worlds
            axes.add_patch(Rectangle((left, y - _BAR / 2), long, _BAR, facecolor=colour, linewidth=0))
            left += long
    left += _GAP
    write(axes, left, y, bar.figure, look.SMALL, va="center_baseline", weight="bold")
    left += width(bar.figure, look.SMALL, bold=True) + _GAP
    write(axes, left, y, bar.change, look.SMALL, va="center_baseline", color=look.MUTED)


def _title(blocked: Blocked) -> str:
    """Say how many worlds end without agreement, and on what, or by whom, most of them are blocked."""
    result = blocked.result
    failed = result.worlds - result.agreement.count
    if not failed:
        return "Every world ends in agreement: nobody stands in the way"
    shown = per_hundred(failed / result.worlds)
    end = f"Of 100 worlds, {shown} {'ends' if shown in ('1', '<1') else 'end'} without agreement"
    if not result.agreement.count:
        end = "No world ends in agreement"
    if not blocked.panels:
        return f"{end}; nobody can be said to block"
    most, names = blocked.foremost
    where = f"blocked {'on' if len(result.scenario.issues) > 1 else 'by'} "
    where += f"{'each of ' if len(names) > 1 else ''}{named(names)}"
    often = per_hundred(most / result.worlds)
    if often == "<1":
        return f"{end}; most often {where}"
    if not result.agreement.count:
        return f"{end}: {often} of 100 are {where}"
    return f"{end}, {'all' if most == failed else often} of them {where}"


def _reading(blocked: Blocked) -> list[str]:
    """Say what bars and figures mean."""
    changes = " ".join(bar.change for panel in blocked.panels for bar in panel.bars.values())
    said = []
    if "by" in changes:
        said.append("By: the smallest change in its utility (0 to 1) that would have made a deal possible, the median.")
    if "red line" in changes:
        said.append("Red line: a deal would have crossed one, which no utility makes up for.")
    return [
        "Bars count worlds without agreement by the state that blocks, on the issue where it is left farthest from "
        "what it wants.",
        " ".join(said),
    ]


def _notes(blocked: Blocked) -> list[str]:
    """Say which worlds without agreement no bar counts."""
    left_out = {
        "talks were broken off": blocked.broken_off,
        "it cannot be said who blocks": blocked.unsaid,
    }
    counted = [
        f"in {per_hundred(count / blocked.result.worlds)} of 100 worlds {why}"
        for why, count in left_out.items()
        if count
    ]
    return [*([f"Not counted: {'; '.join(counted)}."] if counted else []), *undecided(blocked.result)]
