"""Text that fits: how wide it is, and where its lines break."""

from __future__ import annotations

import re
from functools import cache
from math import ceil

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

ELLIPSIS = "…"
_HINTED = 1.04
"""Letters on a pixel grid come out up to this much wider than their outlines."""
_LINE = 1.2
_LABELS = 0.4
"""Share of a sheet that what stands on the left of its rows takes at most."""
_BREAKS = re.compile(r"[ \t\r\n]+(?!%)")
"""Where lines may break; not before a per cent sign."""


def width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of one line of text in inches, at a font size in points."""
    return sum(_advance(letter, bold) for letter in text) * size * _HINTED / 72


@cache
def _advance(letter: str, bold: bool) -> float:
    """Return how far a letter moves the pen, in font sizes; pairs that are set closer than that are left aside."""
    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")
    # A space has no outline, so bars, to which no letter is set closer, mark where the letter begins and ends.
    bare, around = (TextPath((0, 0), text, size=100, prop=font).get_extents().width for text in ("||", f"|{letter}|"))
    return float(around - bare) / 100


def height(text: str, size: float) -> float:
    """Return the height of a text of one or more lines in inches."""
    return (text.count("\n") + 1) * size * _LINE / 72


def wrap(text: str, size: float, within: float, lines: int, bold: bool = False) -> str:
    """Return the text on at most that many lines, each within a width in inches; an ellipsis stands for the rest.

    Examples
    --------
    >>> wrap("Dialogue on strategic stability", 9.0, within=1.2, lines=2).splitlines()
    ['Dialogue on', 'strategic stability']
    """
    broken = [""]
    for word in _BREAKS.split(text.strip()):
        joined = f"{broken[-1]} {word}".strip(" ")
        if width(joined, size, bold) <= within:
            broken[-1] = joined
            continue
        pieces = _pieces(word, size, within, bold)
        broken = [*(broken if broken[-1] else broken[:-1]), *pieces]
        if len(broken) > lines:
            break
    if len(broken) > lines:
        broken = [*broken[: lines - 1], _shortened(broken[lines - 1], size, within, bold)]
    return "\n".join(broken)


def wrap_label(text: str, size: float, widest: float, lines: int, room: float) -> str:
    """Return what stands on the left of a row on at most that many lines; on more where a narrow sheet breaks it more.

    Parameters
    ----------
    text, size
        What is said, at a font size in points.
    widest, lines
        Its width in inches where there is room for it, and on how many lines.
    room
        Width of the sheet between its margins.
    """
    within = min(widest, _LABELS * room)
    return wrap(text, size, within, more_lines(lines, widest, within))


def more_lines(lines: int, wide: float, within: float) -> int:
    """Return how many lines take what that many of a wider width hold.

    A fifth is added for what short lines leave empty at their ends.

    Examples
    --------
    >>> more_lines(3, wide=7.4, within=7.4), more_lines(3, wide=7.4, within=3.7)
    (3, 8)
    """
    return lines if within >= wide else ceil(1.2 * lines * wide / within)


def _pieces(word: str, size: float, within: float, bold: bool) -> list[str]:
    """Break a word that is too wide for a line."""
    pieces = []
    while width(word, size, bold) > within and len(word) > 1:
        end = len(word) - 1
        while end > 1 and width(word[:end] + "-", size, bold) > within:
            end -= 1
        pieces.append(word[:end] + "-")
        word = word[end:]
    return [*pieces, word]


def _shortened(line: str, size: float, within: float, bold: bool) -> str:
    line = line.rstrip("-")
    while len(line) > 1 and width(line + ELLIPSIS, size, bold) > within:
        line = line.rpartition(" ")[0] or line[:-1]
    return line.rstrip(" ,;:.-") + ELLIPSIS
