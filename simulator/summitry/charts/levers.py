"""What can one state change? Each leading lever: what it does to the chance of agreement, and to the state's gain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from summitry.charts import look
from summitry.charts.page import Page
from summitry.charts.panel import write
from summitry.charts.text import height, width, wrap
from summitry.charts.ticks import ticks
from summitry.charts.words import short
from summitry.comparisons.paired import PairedChance, PairedMean
from summitry.comparisons.words import points
from summitry.ensembles.headline import percent
from summitry.leverage.levers import Levers, Pulled
from summitry.leverage.words import in_words, of_others

_WIDTH = 11.0
_WIDEST_LABEL = 3.0
_RANK, _FIGURE = 0.55, 0.58
"""Width of the ranks, and of a difference in figures, left of its picture."""
_OTHERS = 1.55
_GUTTER = 0.2
_ROW_PAD = 0.12
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
        Its left edge and its width.
    """

    heading: str
    unit: str
    pairs: Sequence[PairedChance | PairedMean | None]
    ranks: Sequence[str]
    gains: bool
    place: tuple[float, float]

    @property
    def scale(self) -> tuple[float, float]:
        """Its ends: all intervals and 0 lie within."""
        ends = [end for pair in self.pairs if pair is not None for end in pair.interval]
        low, high = min([*ends, -_LEAST[self.gains]]), max([*ends, _LEAST[self.gains]])
        return low - 0.04 * (high - low), high + 0.04 * (high - low)

    def draw(self, axes: Axes, middles: Sequence[float], bottom: float) -> None:
        """Draw it, with its rows at those heights."""
        left, room = self.place[0] + _RANK + _FIGURE, self.place[1] - _RANK - _FIGURE
        low, high = self.scale

        def x(value: float) -> float:
            return left + room * (value - low) / (high - low)

        write(axes, self.place[0], 0, self.heading, look.SMALL, weight="bold")
        for at, text in ((self.place[0] + _RANK - 0.1, "rank"), (left - 0.1, self.unit)):
            write(axes, at, _HEAD + _AXIS / 2, text, look.SMALL, "right", "center_baseline", look.MUTED)
        for tick, said in ticks(self.scale, room, self.gains):
            colour, line = (look.INK, 1.0) if tick == 0 else (look.RULE, 0.7)
            axes.plot((x(tick), x(tick)), (_HEAD + _AXIS, bottom), color=colour, linewidth=line, zorder=1)
            write(axes, x(tick), _HEAD + _AXIS / 2, said, look.SMALL, "center", "center_baseline", look.MUTED)
        for y, pair, rank in zip(middles, self.pairs, self.ranks, strict=True):
            if pair is None:
                write(axes, left - 0.1, y, "-", look.SMALL, "right", "center_baseline", look.MUTED)
                continue
            shown = bool(rank) or pair.claim == "lower"
            colour, weight = (look.RESULT_DARK, "bold") if shown else (look.MUTED, "normal")
            figure = f"{pair.difference:+.3f}" if self.gains else points(pair.difference)
            write(axes, self.place[0] + _RANK - 0.1, y, rank, look.SMALL, "right", "center_baseline")
            write(axes, left - 0.1, y, figure, look.SMALL, "right", "center_baseline", colour, weight)
            axes.plot([x(end) for end in pair.interval], (y, y), color=colour, linewidth=1.6, zorder=2)
            face = colour if shown else look.PAPER
            axes.plot(x(pair.difference), y, "o", color=colour, markerfacecolor=face, markersize=_DOT, zorder=3)


def levers(levers: Levers) -> Figure:
    """Return what each leading lever does to the chance of agreement, and to the gain of the state.

    Filled dots are shown to be off 0, those above it with all levers that were measured anew taken together.

    Parameters
    ----------
    levers
        What the state could change.
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
        if not rows:
            return Page.of(_WIDTH, 0.0, _title(levers), subtitles, _notes(levers)).chart
        labels = [wrap(each.lever.says, look.LABEL, _WIDEST_LABEL, lines=4) for each in rows]
        others = [wrap(of_others(levers, each), look.TINY, _OTHERS, lines=4) for each in rows]
        tall = [
            max(height(label, look.LABEL), height(other, look.TINY)) + _ROW_PAD
            for label, other in zip(labels, others, strict=True)
        ]
        tops = [_HEAD + _AXIS + sum(tall[:number]) for number in range(len(rows) + 1)]
        middles = [top + row / 2 for top, row in zip(tops, tall, strict=False)]
        page = Page.of(_WIDTH, tops[-1], _title(levers), subtitles, _notes(levers))
        axes = page.axes(0, 0, page.within, tops[-1])
        axes.set_xlim(0, page.within)
        names = max(width(line, look.LABEL) for label in labels for line in label.split("\n"))
        for y, label, other in zip(middles, labels, others, strict=True):
            write(axes, 0, y, label, look.LABEL, va="center_baseline")
            write(axes, page.within - _OTHERS, y, other, look.TINY, va="center_baseline")
        write(axes, page.within - _OTHERS, 0, "The others", look.SMALL, weight="bold")
        room = (page.within - names - _OTHERS - 3 * _GUTTER) / 2
        for panel in _panels(levers, rows, names + _GUTTER, room):
            panel.draw(axes, middles, tops[-1])
    return page.chart


def _panels(levers: Levers, rows: Sequence[Pulled], left: float, room: float) -> list[_Panel]:
    gains = [each.gains.get(levers.state) for each in rows]
    chance = f"Chance of agreement:\n{percent(levers.agreement.chance)} as things are"
    whose = wrap(f"Gain of {levers.title}:", look.SMALL, room, lines=1, bold=True)
    gain = f"{whose}\n{levers.gain:+.3f} as things are"
    ranks = [{each.pulled.lever.name: each.ranks for each in ranking} for ranking in (levers.by_chance, levers.by_gain)]
    by_chance, by_gain = ([found.get(each.lever.name, "") for each in rows] for found in ranks)
    return [
        _Panel(chance, "points", [each.agreement for each in rows], by_chance, False, (left, room)),
        _Panel(gain, "utility", gains, by_gain, True, (left + room + _GUTTER, room)),
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
