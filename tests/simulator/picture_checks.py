"""What can be wrong with a picture: text that overlaps, is cut off, or lies on what it labels."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox

TOUCH = 0.5
"""Points by which two boxes may overlap."""


def texts(figure: Figure) -> list[Text]:
    """Return all text that a reader sees."""
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def words(figure: Figure) -> str:
    """Return everything a reader can read, line breaks as spaces."""
    return " ".join(" ".join(text.get_text().split("\n")) for text in texts(figure))


def bars(figure: Figure) -> list[Rectangle]:
    """Return everything that is drawn as a filled or hatched rectangle."""
    frames = [figure.patch, *(axes.patch for axes in figure.axes)]
    return [bar for bar in figure.findobj(Rectangle) if bar not in frames and bar.get_visible()]


def flaws(figure: Figure) -> list[str]:
    """Return what is wrong with the texts of a figure, in words."""
    figure.draw_without_rendering()
    sheet = figure.bbox
    said = [(text.get_text(), text.get_window_extent()) for text in texts(figure)]
    found = [
        f"cut off: {text!r}"
        for text, box in said
        if min(box.x0, box.y0) < sheet.x0 or box.x1 > sheet.x1 or box.y1 > sheet.y1
    ]
    boxes = [box for _, box in said]
    found += [f"overlap: {said[i][0]!r} and {said[j][0]!r}" for i, j in _overlaps(boxes, boxes) if i < j]
    things = [("bar", bar.get_window_extent()) for bar in bars(figure)]
    things += [("line", _extent(line)) for line in figure.findobj(Line2D) if _drawn(line)]
    on = _overlaps(boxes, [box for _, box in things])
    return found + [f"on a {things[j][0]}: {said[i][0]!r}" for i, j in on]


def _overlaps(some: list[Bbox], others: list[Bbox]) -> list[tuple[int, int]]:
    """Return the places of each box and each other box that overlap."""
    one, other = (np.array([box.extents for box in boxes]).reshape(-1, 2, 2) for boxes in (some, others))
    shared = np.minimum(one[:, None, 1], other[:, 1]) - np.maximum(one[:, None, 0], other[:, 0])
    # A line has no width, yet a text that it crosses lies on it.
    sizes = np.minimum((one[:, 1] - one[:, 0])[:, None], other[:, 1] - other[:, 0])
    found = (shared > np.minimum(sizes, TOUCH) - 1e-9).all(axis=-1)
    return [(int(i), int(j)) for i, j in np.argwhere(found)]


def _drawn(line: Line2D) -> bool:
    marked = line.get_marker() not in ("None", "", None) and line.get_markersize() > 0
    return line.get_visible() and (marked or line.get_linestyle() != "None")


def _extent(line: Line2D) -> Bbox:
    """Return the box of the points of a line, without the padding of its strokes."""
    return (
        Bbox(line.get_transform().transform(line.get_xydata())[[0, -1]])
        if _straight(line)
        else line.get_window_extent()
    )


def _straight(line: Line2D) -> bool:
    return line.get_marker() in ("None", "", None)
