"""What moves the chance of agreement? The chance with each leading input held low, and held high."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from summitry.charts import key, look
from summitry.charts.ink import write
from summitry.charts.page import BESIDE, WIDTH, Page, between_margins
from summitry.charts.text import height, width, wrap
from summitry.charts.words import short
from summitry.ensembles.headline import percent
from summitry.sensitivity.drivers import Drivers, Held, Swing
from summitry.sensitivity.words import in_words, value_in_words

_WIDEST_LABEL = 2.7
_WIDEST_END = 1.0
"""Width of the text at an end of a bar."""
_NUMBERS, _PAD, _BAR = 0.42, 0.12, 0.17
_GAP = 0.08
_NARROWEST = 0.05
"""Share of worlds that the scale spans at least."""
_KEY = [
    key.bar(look.LOST, "input held low, at its 10 % quantile"),
    key.bar(look.RESULT_DARK, "held high, at its 90 % quantile"),
]


def tornado(drivers: Drivers, inches: float | None = None) -> Figure:
    """Return the chance of agreement with each leading input held at its 10 % and at its 90 % quantile.

    Parameters
    ----------
    drivers
        What moves the chance.
    inches
        Width of the sheet; None: as of most charts.
    """
    swings = drivers.swings
    subtitles = [
        f"{short(drivers.scenario.title)}: chance of agreement with one input held, all else as uncertain as it is",
        f"{drivers.worlds:,} worlds for each end, the same draws as with nothing held. Only inputs of the leading "
        f"groups, by Sobol indices that rest on {drivers.rest_on:,} worlds.",
    ]
    with look.style():
        inches = WIDTH if inches is None else inches
        if not swings:
            return Page.of(inches, 0.0, in_words(drivers), subtitles).chart
        within = between_margins(inches)
        beside = within >= BESIDE
        widest = _WIDEST_LABEL if beside else within
        labels = [wrap(_upper(swing.held.title), look.LABEL, widest, lines=3) for swing in swings]
        ends = [[_said(drivers, swing, end) for end in (swing.low, swing.high)] for swing in swings]
        about = [height(label, look.LABEL) for label in labels]
        bars = [max(height(text, look.TINY) for text in said) for said in ends]
        tall = [(max(row) if beside else sum(row)) + _PAD for row in zip(about, bars, strict=True)]
        head = key.height(_KEY, within) + _NUMBERS
        body = head + sum(tall)
        page = Page.of(inches, body, _title(drivers), subtitles, _notes(drivers))
        axes = page.axes(0, 0, within, body)
        axes.set_xlim(0, within)
        key.draw(axes, _KEY, within)
        names = max(width(line, look.LABEL) for label in labels for line in label.split("\n")) + 2 * _GAP
        scale = _Scale(drivers, (names * beside + _WIDEST_END, within - _WIDEST_END))
        top, spans = head, list[tuple[float, float]]()
        for swing, label, said, row, bar in zip(swings, labels, ends, tall, bars, strict=True):
            y = top + row / 2 if beside else top + row - (_PAD + bar) / 2
            if beside:
                write(axes, 0, y, label, look.LABEL, va="center_baseline")
            else:
                write(axes, 0, top, label, look.LABEL)
            _draw(axes, scale, swing, said, y)
            spans.append((y - bar / 2, y + bar / 2))
            top += row
        _grid(axes, scale, head - 0.04, [(head - 0.04, body)] if beside else spans)
    return page.chart


class _Scale:
    """Where chances lie between two ends of the picture, in inches."""

    def __init__(self, drivers: Drivers, ends: tuple[float, float]) -> None:
        chances = [end.pair.second.chance for swing in drivers.swings for end in (swing.low, swing.high)]
        self.base = drivers.swings[0].low.pair.first.chance
        self.low = min(*chances, max(self.base - _NARROWEST / 2, 0.0))
        self.high = max(*chances, min(self.base + _NARROWEST / 2, 1.0))
        self._ends = ends

    def x(self, chance: float) -> float:
        """Return where a chance lies."""
        left, right = self._ends
        return left + (right - left) * (chance - self.low) / (self.high - self.low)

    @property
    def ticks(self) -> list[float]:
        """Round numbers between the ends."""
        found = np.asarray(MaxNLocator(5, steps=[1, 2, 5, 10]).tick_values(100 * self.low, 100 * self.high)) / 100
        return [float(tick) for tick in found if self.low - 1e-9 <= tick <= self.high + 1e-9]


def _grid(axes: Axes, scale: _Scale, top: float, spans: Sequence[tuple[float, float]]) -> None:
    """Draw the line of the chance as it is through some spans; round numbers stand above the rows."""
    x = scale.x(scale.base)
    said = f"nothing held: {percent(scale.base)}"
    for span in spans:
        axes.plot((x, x), span, color=look.INK, linewidth=1.2, dashes=(4, 2), zorder=3)
    write(axes, x, top - 0.02, said, look.SMALL, "center", "bottom", weight="bold")
    taken = width(said, look.SMALL, bold=True) / 2 + _GAP
    for tick in scale.ticks:
        text, at = f"{100 * tick:g} %", scale.x(tick)
        if abs(at - x) > taken + width(text, look.SMALL) / 2:
            write(axes, at, top - 0.02, text, look.SMALL, "center", "bottom", look.MUTED)


def _draw(axes: Axes, scale: _Scale, swing: Swing, said: list[str], y: float) -> None:
    """Draw the bars of one input, with what is said at their ends."""
    ends = (swing.low, swing.high)
    places = [scale.x(end.pair.second.chance) for end in ends]
    base = scale.x(scale.base)
    order = sorted((0, 1), key=lambda end: -abs(places[end] - base))
    for end in order:
        left, right = sorted((base, places[end]))
        # Both on one side: the shorter bar lies on the longer one.
        colour = look.LOST if end == 0 else look.RESULT_DARK
        axes.add_patch(Rectangle((left, y - _BAR / 2), right - left, _BAR, color=colour, linewidth=0.8, zorder=2))
    first = 0 if places[0] <= places[1] else 1
    left, right = min(places[first], base), max(places[1 - first], base)
    write(axes, left - _GAP, y, said[first], look.TINY, "right", "center_baseline")
    write(axes, right + _GAP, y, said[1 - first], look.TINY, "left", "center_baseline")


def _said(drivers: Drivers, swing: Swing, end: Held) -> str:
    """Return what stands at the end of a bar: the chance, and the value at which the input is held."""
    value = value_in_words(drivers.scenario, swing.held.name, end.value)
    return wrap(f"{percent(end.pair.second.chance)} at {value}", look.TINY, _WIDEST_END - _GAP, lines=3)


def _title(drivers: Drivers) -> str:
    """Say what moves the chance most, and from where to where."""
    first = drivers.swings[0]
    if [each.group.name for each in drivers.foremost] != [first.held.name]:
        return in_words(drivers)
    low, high = (percent(end.pair.second.chance) for end in (first.low, first.high))
    return f"Agreement depends most on {short(first.held.title)}: in {low} of worlds where it is low, {high} where high"


def _notes(drivers: Drivers) -> list[str]:
    """Say what noise leaves open."""
    unclear = [short(each.held.title) for each in drivers.swings if not each.shown]
    widest = max(
        high - low for each in drivers.swings for low, high in (each.low.pair.interval, each.high.pair.interval)
    )
    return [
        f"Ends are known to within {100 * widest / 2:.1f} points (paired 95 % intervals, simulation error only); bars "
        "that differ by less are in no order.",
        *([f"Not shown to move the chance at either end: {'; '.join(unclear)}."] if unclear else []),
    ]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
