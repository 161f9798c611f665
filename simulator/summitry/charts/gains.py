"""What does each state get out of it? Gains over the status quo, in all worlds and where the talks agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from summitry.charts import key, look
from summitry.charts.ink import write
from summitry.charts.page import WIDTH, Page, between_margins
from summitry.charts.text import height, width, wrap_label
from summitry.charts.words import listed, short, worlds
from summitry.ensembles.result import EnsembleResult
from summitry.statistics import Spread

_WIDEST_LABEL = 2.5
_FIGURE = 0.62
"""Width of a mean in figures."""
_ROW, _PAD, _GAP = 0.4, 0.1, 0.1
_NUMBERS = 0.48
"""Room between the key and the rows, for the numbers of the scale."""
_APART = 0.085
"""How far the line of all worlds, and that of agreements, lie off the middle of a row."""
_FOR_A_NUMBER = 0.45
_DOT = 5.5
_LEAST = 0.1
"""Utility that the scale spans at least."""


@dataclass(frozen=True)
class _Kind:
    """Worlds whose gains make one line in each row.

    Parameters
    ----------
    agreed
        Whether only those with agreement, or all.
    off
        How far the line lies below the middle of its row, in inches.
    """

    agreed: bool
    off: float

    @property
    def colour(self) -> str:
        """Of the line."""
        return look.RESULT_DARK if self.agreed else look.MUTED

    @property
    def meaning(self) -> str:
        """What the key says."""
        return f"{'worlds with agreement' if self.agreed else 'all worlds'}: mean, and range of 90 % of them"

    def draw(self, axes: Axes, ends: tuple[float, float], mean: float, y: float) -> None:
        """Draw a range and the mean on it; that of all worlds is hollow."""
        axes.plot(ends, (y, y), color=self.colour, linewidth=1.8, zorder=2)
        face = self.colour if self.agreed else look.PAPER
        axes.plot(mean, y, "o", color=self.colour, markerfacecolor=face, markersize=_DOT, zorder=3)

    def write(self, axes: Axes, right: float, y: float, mean: float) -> None:
        """Write the mean in figures, so that it ends at a place."""
        figure = f"{mean:+.2f}" if abs(mean) >= 0.005 else "0.00"
        weight = "bold" if self.agreed else "normal"
        write(axes, right, y, figure, look.SMALL, "right", "center_baseline", self.colour, weight)

    def entry(self) -> key.Entry:
        """Return its entry in the key."""
        return key.Entry(
            lambda axes, left, y: self.draw(axes, (left, left + 0.34), left + 0.17, y),
            self.meaning,
        )


_ALL, _AGREED = _Kind(False, -_APART), _Kind(True, _APART)


def gains(result: EnsembleResult, inches: float = WIDTH) -> Figure:
    """Return what each state gains over the status quo, of all worlds and of agreements: mean, 5 % and 95 % quantile.

    Parameters
    ----------
    result
        What the talks came to.
    inches
        Width of the sheet.
    """
    subtitles = [
        f"{short(result.scenario.title)}: gains over the status quo, in utility (each state's own scale, 0 to 1)",
        f"{worlds(result)[:1].upper()}{worlds(result)[1:]}. Without agreement a state has what walking away is worth "
        "to it.",
    ]
    notes = ["Utilities of different states can't be compared: who gains more in its own eyes need not get more."]
    kinds = [_ALL, _AGREED] if result.agreement.count else [_ALL]
    rows = {state: [_of(result, kind)[p] for kind in kinds] for p, state in enumerate(result.scenario.states)}
    with look.style():
        within, entries = between_margins(inches), [kind.entry() for kind in kinds]
        labels = [wrap_label(result.scenario.title_of(state), look.LABEL, _WIDEST_LABEL, 3, within) for state in rows]
        tall = [max(height(label, look.LABEL) + _PAD, _ROW) for label in labels]
        head = key.height(entries, within) + _NUMBERS
        body = head + sum(tall)
        page = Page.of(inches, body, _title(result), subtitles, notes)
        axes = page.axes(0, 0, page.within, body)
        axes.set_xlim(0, within)
        key.draw(axes, entries, within)
        names = max(width(line, look.LABEL) for label in labels for line in label.split("\n"))
        left = names + _FIGURE + 2 * _GAP
        scale = _Scale([spread for spreads in rows.values() for spread in spreads], (left, within - 0.2))
        write(axes, left - 1.5 * _GAP, head - 0.06, "mean", look.SMALL, "right", "bottom", look.MUTED)
        scale.draw(axes, head, body)
        top = head
        for spreads, label, row in zip(rows.values(), labels, tall, strict=True):
            y = top + row / 2
            write(axes, 0, y, label, look.LABEL, va="center_baseline")
            for kind, spread in zip(kinds, spreads, strict=True):
                at = y + (kind.off if len(kinds) > 1 else 0)
                ends, mean = (scale.x(_quantile(spread, 0.05)), scale.x(_quantile(spread, 0.95))), scale.x(spread.mean)
                kind.draw(axes, ends, mean, at)
                kind.write(axes, left - 1.5 * _GAP, at, spread.mean)
            top += row
    return page.chart


class _Scale:
    """Where gains lie between two ends of the picture, in inches; 0 lies within."""

    def __init__(self, spreads: list[Spread], ends: tuple[float, float]) -> None:
        low = min(0.0, *(_quantile(spread, 0.05) for spread in spreads), *(spread.mean for spread in spreads))
        high = max(0.0, *(_quantile(spread, 0.95) for spread in spreads), *(spread.mean for spread in spreads))
        wanting = max(_LEAST - (high - low), 0.0)
        self.low, self.high = low - 0.02 * (high - low), high + wanting
        self._ends = ends

    def x(self, gain: float) -> float:
        """Return where a gain lies."""
        left, right = self._ends
        return left + (right - left) * (gain - self.low) / (self.high - self.low)

    def draw(self, axes: Axes, top: float, bottom: float) -> None:
        """Draw round gains as lines through all rows, with their names above them."""
        most = min(int((self._ends[1] - self._ends[0]) / _FOR_A_NUMBER), 6)
        found = np.asarray(MaxNLocator(most, steps=[1, 2, 5, 10]).tick_values(self.low, self.high))
        for tick in found[(found >= self.low - 1e-9) & (found <= self.high + 1e-9)]:
            zero = abs(tick) < 1e-9
            colour, line = (look.INK, 1.0) if zero else (look.RULE, 0.7)
            x = self.x(float(tick))
            axes.plot((x, x), (top - 0.02, bottom), color=colour, linewidth=line, zorder=1)
            text = "0" if zero else f"{round(float(tick), 9):+g}"
            write(axes, x, top - 0.06, text, look.SMALL, "center", "bottom", look.MUTED)


def _of(result: EnsembleResult, kind: _Kind) -> tuple[Spread, ...]:
    return result.tally.gain_if_agreed if kind.agreed else result.tally.gain


def _quantile(spread: Spread, share: float) -> float:
    return spread.quantile(share) or 0.0


def _title(result: EnsembleResult) -> str:
    """Say whom agreement leaves better off than the status quo on average, as far as noise lets it."""
    if not result.agreement.count:
        return "No world ends in agreement: each state is left with what walking away is worth to it"
    titles = [short(result.scenario.title_of(state), 30) for state in result.scenario.states]
    found = list(zip(titles, result.tally.gain_if_agreed, strict=True))
    worse = [title for title, spread in found if spread.interval[1] < 0]
    unclear = [title for title, spread in found if spread.interval[0] <= 0 <= spread.interval[1]]
    if worse:
        return f"Agreement leaves {_some(worse)} worse off than the status quo, on average"
    if unclear:
        return f"It is not shown that agreement leaves {_some(unclear)} better off than the status quo, on average"
    if len(found) == 2:
        said = listed(f"{title} by {spread.mean:.2f}" for title, spread in found)
        return f"Agreement leaves each state better off than the status quo on average: {said}"
    means = sorted(spread.mean for _, spread in found)
    ends = " to ".join(dict.fromkeys(f"{mean:.2f}" for mean in (means[0], means[-1])))
    return f"Agreement leaves each state better off than the status quo on average, by {ends} in its own eyes"


def _some(titles: list[str]) -> str:
    return listed(titles) if len(titles) <= 3 else f"{len(titles)} states"
