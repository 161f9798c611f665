"""What can one state change? Each leading lever: what it does to the chance of agreement, and to the state's gain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from summitry.charts import look
from summitry.charts.ink import write
from summitry.charts.page import Page, between_margins
from summitry.charts.text import height, width, wrap
from summitry.charts.ticks import ticks
from summitry.charts.words import short
from summitry.comparisons.paired import PairedChance, PairedMean
from summitry.comparisons.words import points
from summitry.ensembles.headline import percent
from summitry.leverage.levers import Levers, Pulled
from summitry.leverage.words import in_words, of_others

_WIDE = 11.0
"""Width of the sheet where there is room for all columns side by side."""
_ALL_BESIDE = 7.4
"""Width between the margins from which on there is."""
_WIDEST_LABEL = 3.0
_RANK, _FIGURE = 0.55, 0.58
"""Width of the ranks, and of a difference in figures, left of its picture."""
_OTHERS = 1.55
_GUTTER = 0.2
_ROW_PAD = 0.12
_LINE = 0.2
"""Height of a row without its text."""
_HEAD, _AXIS = 0.42, 0.26
_DOT = 5.5
_LEAST = {False: 0.02, True: 0.01}
"""How far a scale of chances, and of gains, reaches at least."""


@dataclass(frozen=True)
class _Panel:
    """One of the two columns of differences.

    Parameters
    ----------
    heading, unit
        What stands above it.
    pairs
        What is drawn in each row; None where it can't be compared.
    ranks
        By row: the ranks that noise leaves open; empty where nothing is shown.
    gains
        Whether it is of gains.
    place
        Its left edge, its upper edge and its width.
    """

    heading: str
    unit: str
    pairs: Sequence[PairedChance | PairedMean | None]
    ranks: Sequence[str]
    gains: bool
    place: tuple[float, float, float]

    @property
    def scale(self) -> tuple[float, float]:
        """Its ends: all intervals and 0 lie within."""
        ends = [end for pair in self.pairs if pair is not None for end in pair.interval]
        low, high = min([*ends, -_LEAST[self.gains]]), max([*ends, _LEAST[self.gains]])
        return low - 0.04 * (high - low), high + 0.04 * (high - low)

    def draw(self, axes: Axes, middles: Sequence[float], spans: Sequence[tuple[float, float]]) -> None:
        """Draw it, with its rows at those heights; round numbers are lines through what lies between spans."""
        start, top, across = self.place
        left, room, numbers = start + _RANK + _FIGURE, across - _RANK - _FIGURE, top + _HEAD + _AXIS / 2
        low, high = self.scale

        def x(value: float) -> float:
            return left + room * (value - low) / (high - low)

        write(axes, start, top, self.heading, look.SMALL, weight="bold")
        for at, text in ((start + _RANK - 0.1, "rank"), (left - 0.1, self.unit)):
            write(axes, at, numbers, text, look.SMALL, "right", "center_baseline", look.MUTED)
        for tick, said in ticks(self.scale, room, self.gains):
            colour, line = (look.INK, 1.0) if tick == 0 else (look.RULE, 0.7)
            for span in spans:
                axes.plot((x(tick), x(tick)), span, color=colour, linewidth=line, zorder=1)
            write(axes, x(tick), numbers, said, look.SMALL, "center", "center_baseline", look.MUTED)
        for y, pair, rank in zip(middles, self.pairs, self.ranks, strict=True):
            if pair is None:
                write(axes, left - 0.1, y, "-", look.SMALL, "right", "center_baseline", look.MUTED)
                continue
            shown = bool(rank) or pair.claim == "lower"
            colour, weight = (look.RESULT_DARK, "bold") if shown else (look.MUTED, "normal")
            figure = f"{pair.difference:+.3f}" if self.gains else points(pair.difference)
            write(axes, start + _RANK - 0.1, y, rank, look.SMALL, "right", "center_baseline")
            write(axes, left - 0.1, y, figure, look.SMALL, "right", "center_baseline", colour, weight)
            axes.plot([x(end) for end in pair.interval], (y, y), color=colour, linewidth=1.6, zorder=2)
            face = colour if shown else look.PAPER
            axes.plot(x(pair.difference), y, "o", color=colour, markerfacecolor=face, markersize=_DOT, zorder=3)


def levers(levers: Levers, inches: float | None = None) -> Figure:
    """Return what each leading lever does to the chance of agreement, and to the gain of the state.

    Filled dots are shown to be off 0, those above it with all levers that were measured anew taken together.

    Parameters
    ----------
    levers
        What the state could change.
    inches
        Width of the sheet, on which the two pictures stand one under the other if it is narrow; None: as wide as both
        need side by side.
    """
    rows = levers.leading
    subtitles = [
        f"{short(levers.scenario.title)}: what {short(levers.title)} could change, or get others to change. "
        "Differences from things as they are.",
        f"{len(levers.pulled)} levers tried; those that led ({len(levers.anew)}) measured anew in {levers.worlds:,} "
        "other worlds, the same with and without. Lines: paired 95 % intervals, simulation error only. Hollow: no "
        "difference shown.",
    ]
    with look.style():
        inches = _WIDE if inches is None else inches
        if not rows:
            return Page.of(inches, 0.0, _title(levers), subtitles, _notes(levers)).chart
        draw = _draw_beside if between_margins(inches) >= _ALL_BESIDE else _draw_above
        return draw(levers, inches, subtitles)


def _draw_beside(levers: Levers, inches: float, subtitles: Sequence[str]) -> Figure:
    """Draw a row for each lever: what it is, both differences, and what it does to the others."""
    rows = levers.leading
    labels = [wrap(each.lever.says, look.LABEL, _WIDEST_LABEL, lines=4) for each in rows]
    others = [wrap(of_others(levers, each), look.TINY, _OTHERS, lines=4) for each in rows]
    tall = [
        max(height(label, look.LABEL), height(other, look.TINY)) + _ROW_PAD
        for label, other in zip(labels, others, strict=True)
    ]
    tops = [_HEAD + _AXIS + sum(tall[:number]) for number in range(len(rows) + 1)]
    middles = [top + row / 2 for top, row in zip(tops, tall, strict=False)]
    page, axes = _sheet(levers, inches, tops[-1], subtitles)
    names = max(width(line, look.LABEL) for label in labels for line in label.split("\n"))
    for y, label, other in zip(middles, labels, others, strict=True):
        write(axes, 0, y, label, look.LABEL, va="center_baseline")
        write(axes, page.within - _OTHERS, y, other, look.TINY, va="center_baseline")
    write(axes, page.within - _OTHERS, 0, "The others", look.SMALL, weight="bold")
    room = (page.within - names - _OTHERS - 3 * _GUTTER) / 2
    places = [(left, 0.0, room) for left in (names + _GUTTER, names + room + 2 * _GUTTER)]
    for panel in _panels(levers, rows, places):
        panel.draw(axes, middles, [(tops[0], tops[-1])])
    return page.chart


def _draw_above(levers: Levers, inches: float, subtitles: Sequence[str]) -> Figure:
    """Draw the two pictures one under the other, with what each lever is, and does to the others, above its row."""
    rows, within = levers.leading, between_margins(inches)
    labels = [wrap(each.lever.says, look.LABEL, within, lines=6) for each in rows]
    said = [of_others(levers, each) for each in rows]
    others = [wrap(f"The others: {each}", look.TINY, within, lines=6) if each else "" for each in said]
    texts: list[tuple[float, str, float]] = []
    tops, lines, top = [], [], 0.0
    for under in ([""] * len(rows), others):
        tops.append(top)
        lines.append(list[tuple[float, float]]())
        top += _HEAD + _AXIS
        for label, other in zip(labels, under, strict=True):
            texts += [(top, label, look.LABEL), (top + height(label, look.LABEL), other, look.TINY)]
            top += height(label, look.LABEL) + (height(other, look.TINY) if other else 0.0)
            lines[-1].append((top + 0.03, top + _LINE))
            top += _LINE + _ROW_PAD
        top += _HEAD
    page, axes = _sheet(levers, inches, top - _HEAD, subtitles)
    for y, text, size in texts:
        write(axes, 0, y, text, size)
    for panel, spans in zip(_panels(levers, rows, [(0.0, top, within) for top in tops]), lines, strict=True):
        panel.draw(axes, [sum(span) / 2 for span in spans], spans)
    return page.chart


def _sheet(levers: Levers, inches: float, body: float, subtitles: Sequence[str]) -> tuple[Page, Axes]:
    page = Page.of(inches, body, _title(levers), subtitles, _notes(levers))
    axes = page.axes(0, 0, page.within, body)
    axes.set_xlim(0, page.within)
    return page, axes


def _panels(levers: Levers, rows: Sequence[Pulled], places: Sequence[tuple[float, float, float]]) -> list[_Panel]:
    """Return the picture of the chance, and that of the gain, at their places."""
    gains = [each.gains.get(levers.state) for each in rows]
    chance = f"Chance of agreement:\n{percent(levers.agreement.chance)} as things are"
    whose = wrap(f"Gain of {levers.title}:", look.SMALL, places[1][2], lines=1, bold=True)
    gain = f"{whose}\n{levers.gain:+.3f} as things are"
    ranks = [{each.pulled.lever.name: each.ranks for each in ranking} for ranking in (levers.by_chance, levers.by_gain)]
    by_chance, by_gain = ([found.get(each.lever.name, "") for each in rows] for found in ranks)
    return [
        _Panel(chance, "points", [each.agreement for each in rows], by_chance, False, places[0]),
        _Panel(gain, "utility", gains, by_gain, True, places[1]),
    ]


def _title(levers: Levers) -> str:
    """Say what raises the chance most, as far as noise can't have ranked it."""
    return in_words(levers)[0].removesuffix(".")


def _notes(levers: Levers) -> list[str]:
    """Say how ranks and gains are meant, and what would have to change at home."""
    home = [
        f"{each.lever.says} ({points(each.agreement.difference)} points)"
        for each in levers.conditions
        if each.agreement.claim != "none"
    ]
    return [
        "Ranks: what noise leaves open, among levers shown to raise the one or the other with all of them taken "
        "together. Gains are over the status quo, by what each state wants in the talks as they are.",
        "The others: whose gain moves by more than noise. Who loses and must consent would want something in return.",
        *([f"No levers, but conditions at home: {'; '.join(home)}."] if home else []),
    ]
