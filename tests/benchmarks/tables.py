"""Rows of text as a table."""

from __future__ import annotations

from collections.abc import Sequence


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table, its first column to the left and all others to the right; a row of one cell is a note."""
    every = [tuple(heads), *(tuple(row) for row in rows)]
    widths = [max(len(row[column]) for row in every if len(row) > 1) for column in range(len(heads))]
    lines = []
    for row in every:
        padded = [cell.rjust(width) for cell, width in zip(row, widths, strict=False)]
        lines.append("  ".join([row[0].ljust(widths[0]), *padded[1:]]).rstrip() if len(row) > 1 else row[0])
    return "\n".join(["", *lines])
