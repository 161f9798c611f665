"""What is different, and for whom? Each chance and each mean gain of variants, as its distance from the first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from summitry.charts import look
from summitry.charts.ink import write
from summitry.charts.page import MARGIN, Page
from summitry.charts.text import height, width, wrap
from summitry.charts.ticks import ticks
from summitry.charts.words import listed, short
from summitry.comparisons.comparison import Comparison, Variant
from summitry.comparisons.paired import PairedChance, PairedMean
from summitry.comparisons.words import points, title
from summitry.ensembles.headline import percent

MOST_VARIANTS = 4
_WIDTH, _MORE = 8.0, 2.5
"""Width of a sheet with one variant, and what each further one adds."""
_WIDEST_LABEL = 2.6
_FIRST = 0.6
"""Width of the column of the first scenario."""
_FIGURE = 0.62
"""Width of a difference in figures, left of its picture."""
_GUTTER = 0.25
_ROW, _PAD = 0.19, 0.07
_HEADING = 0.34
_AXIS = 0.24
_DOT = 5.5
_LEAST = {False: 0.01, True: 0.005}
"""How far a scale of chances, and of gains, reaches at least."""
_HEADINGS = {"talks": "Chance of", "issue": "Settled", "goal": "Goal met", "gain": "Mean gain of"}


@dataclass(frozen=True)
class _Block:
    """Rows that share a scale: all chances, or all gains.

    Parameters
    ----------
    gains
        Which of the two.
    rows
        Kind and name of each, in their order.
    variants
        What is drawn.
    """

    gains: bool
    rows: list[tuple[str, str]]
    variants: tuple[Variant, ...]

    def pair(self, variant: Variant, row: tuple[str, str]) -> PairedChance | PairedMean | None:
        """Return what a variant says in a row; None where it can't be compared."""
        return variant.gains.get(row[1]) if self.gains else variant.chances.get(row)

    @cached_property
    def scale(self) -> tuple[float, float]:
        """Its ends: all intervals and 0 lie within."""
        pairs = [self.pair(variant, row) for variant in self.variants for row in self.rows]
        ends = [end for pair in pairs if pair is not None for end in pair.interval]
        low, high = min([*ends, -_LEAST[self.gains]]), max([*ends, _LEAST[self.gains]])
        return low - 0.03 * (high - low), high + 0.03 * (high - low)

    @cached_property
    def labels(self) -> list[str]:
        """The title of each row, with its line breaks."""
        named = [next(each for each in self.variants if self.pair(each, row) is not None) for row in self.rows]
        said = [title(variant, *row) for variant, row in zip(named, self.rows, strict=True)]
        return [wrap(text[:1].upper() + text[1:], look.LABEL, _WIDEST_LABEL, lines=2) for text in said]

    @cached_property
    def tops(self) -> list[float]:
        """Where each row begins, from the top of the block; a heading stands above the first of each kind."""
        tops, at = [], _AXIS
        for place in range(len(self.rows)):
            at += _HEADING if self._begins(place) else 0.0
            tops.append(at)
            at += self._row(place)
        return [*tops, at]

    @cached_property
    def headings(self) -> dict[float, str]:
        """By where it stands: the heading of each kind of rows."""
        return {
            self.tops[place] - _HEADING / 2: _HEADINGS[kind]
            for place, (kind, _) in enumerate(self.rows)
            if self._begins(place)
        }

    def middle(self, place: int) -> float:
        """Return where the middle of a row lies."""
        return self.tops[place] + self._row(place) / 2

    def _row(self, place: int) -> float:
        return max(height(self.labels[place], look.LABEL), _ROW - _PAD) + _PAD

    def _begins(self, place: int) -> bool:
        return place == 0 or self.rows[place - 1][0] != self.rows[place][0]


def differences(comparison: Comparison) -> Figure:
    """Return by how much each chance, and each state's mean gain, differs from the first scenario.

    Filled dots lie off 0 by more than their paired 95 % interval; hollow ones show no difference.

    Parameters
    ----------
    comparison
        What was compared.
    """
    variants = comparison.variants[:MOST_VARIANTS]
    chances, gains = _blocks(variants)
    subtitles = [
        f"{short(comparison.scenario.title)}: differences from {short(comparison.base)}, in percentage points",
        f"{comparison.worlds:,} worlds of each, the same draws. Lines: paired 95 % intervals, simulation error only. "
        "Hollow: no difference shown.",
    ]
    with look.style():
        total = _WIDTH + _MORE * (len(variants) - 1)
        names = 0.05 + max(
            width(line, look.LABEL) for block in (chances, gains) for text in block.labels for line in text.split("\n")
        )
        left = names + _FIRST
        room = (total - 2 * MARGIN - left) / len(variants) - _GUTTER
        heads = [wrap(each.name, look.LABEL, room, lines=3, bold=True) for each in variants]
        head = max(height(text, look.LABEL) for text in heads) + _PAD
        below = head + chances.tops[-1] + _GUTTER
        body = below + gains.tops[-1] if gains.rows else below - _GUTTER
        page = Page.of(total, body, _title(variants), subtitles, _notes(comparison))
        axes = page.axes(0, 0, page.within, body)
        axes.set_xlim(0, page.within)
        for number, text in enumerate(heads):
            at = left + _GUTTER + number * (room + _GUTTER)
            write(axes, at, head - _PAD - height(text, look.LABEL), text, look.LABEL, weight="bold")
        for block, top in [(chances, head), *([(gains, below)] if gains.rows else [])]:
            write(axes, left, top + _AXIS / 2, "first", look.SMALL, "right", "center_baseline", look.MUTED)
            for at, text in block.headings.items():
                write(axes, 0, top + at, text, look.SMALL, va="center_baseline", color=look.MUTED, weight="bold")
            for place, label in enumerate(block.labels):
                y = top + block.middle(place)
                write(axes, 0, y, label, look.LABEL, va="center_baseline")
                write(axes, left, y, _first(block, place), look.LABEL, "right", "center_baseline")
            for number, variant in enumerate(variants):
                _panel(axes, block, variant, top, (left + _GUTTER + number * (room + _GUTTER), room))
    return page.chart


def _blocks(variants: tuple[Variant, ...]) -> tuple[_Block, _Block]:
    """Return chances and gains; issues and goals in the order of their chance in the first scenario."""
    kinds = ("talks", "issue", "goal")
    found = {row: pair.first.count for variant in variants for row, pair in variant.chances.items()}
    rows = sorted(found, key=lambda row: (kinds.index(row[0]), -found[row] if row[0] != "talks" else 0))
    states = dict.fromkeys(state for variant in variants for state in variant.gains)
    return _Block(False, rows, variants), _Block(True, [("gain", state) for state in states], variants)


def _first(block: _Block, place: int) -> str:
    """Return what a row says of the first scenario."""
    pair = next(pair for each in block.variants if (pair := block.pair(each, block.rows[place])) is not None)
    return percent(pair.first.chance) if isinstance(pair, PairedChance) else f"{pair.first / pair.worlds:+.3f}"


def _panel(axes: Axes, block: _Block, variant: Variant, top: float, place: tuple[float, float]) -> None:
    """Draw the differences of one variant into a column of the block, from a left edge on and so wide."""
    left, room = place[0] + _FIGURE, place[1] - _FIGURE
    low, high = block.scale
    bottom = top + block.tops[-1]

    def x(value: float) -> float:
        return left + room * (value - low) / (high - low)

    unit = "utility" if block.gains else "points"
    under = top + block.tops[0] - _HEADING / 2
    write(axes, left - 0.08, under, unit, look.SMALL, "right", "center_baseline", look.MUTED)
    for tick, said in ticks(block.scale, room, gains=block.gains):
        colour, line = (look.INK, 1.0) if tick == 0 else (look.RULE, 0.7)
        axes.plot((x(tick), x(tick)), (top + _AXIS, bottom), color=colour, linewidth=line, zorder=1)
        write(axes, x(tick), top + _AXIS / 2, said, look.SMALL, "center", "center_baseline", look.MUTED)
    for number, row in enumerate(block.rows):
        y, pair = top + block.middle(number), block.pair(variant, row)
        if pair is None:
            write(axes, left - 0.08, y, "-", look.SMALL, "right", "center_baseline", look.MUTED)
            continue
        shown = pair.claim != "none"
        colour = look.RESULT_DARK if shown else look.MUTED
        figure = f"{pair.difference:+.3f}" if block.gains else points(pair.difference)
        weight = "bold" if shown else "normal"
        write(axes, left - 0.08, y, figure, look.SMALL, "right", "center_baseline", colour, weight)
        axes.plot([x(end) for end in pair.interval], (y, y), color=colour, linewidth=1.6, zorder=2)
        face = colour if shown else look.PAPER
        axes.plot(x(pair.difference), y, "o", color=colour, markerfacecolor=face, markersize=_DOT, zorder=3)


def _title(variants: tuple[Variant, ...]) -> str:
    """Say what may be said of agreement."""
    moved = [each for each in variants if each.agreement.claim != "none"]
    still = [short(each.name, 40) for each in variants if each.agreement.claim == "none"]
    was = percent(variants[0].agreement.first.chance)
    none = f"no difference in agreement is shown for {listed(still)}" if still else ""
    if not moved:
        return f"{none[:1].upper()}{none[1:]} ({was} of worlds agree)"
    said = listed([f"{percent(each.agreement.second.chance)} with {short(each.name, 40)}" for each in moved])
    return "; ".join([f"Agreement moves from {was} to {said}", *([none] if none else [])])


def _notes(comparison: Comparison) -> list[str]:
    """Say what is not drawn, and what comparing so much means."""
    drawn, more = comparison.variants[:MOST_VARIANTS], comparison.variants[MOST_VARIANTS:]
    left = list(dict.fromkeys(said for each in drawn for said in each.shared.left_out))
    return [
        "Where so many chances are compared, about one interval in twenty misses the truth.",
        *([f"Not compared: {'; '.join(left)}."] if left else []),
        *([f"{len(more)} more variants are in the table."] if more else []),
    ]
