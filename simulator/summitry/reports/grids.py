"""Tables of the terminal as a page shows them: with headers of rows, and without bars, which charts draw better."""

from __future__ import annotations

from dataclasses import dataclass

from rich.table import Column, Table

BAR = "█"


@dataclass(frozen=True)
class Cell:
    """What stands in one cell.

    Parameters
    ----------
    text
        Line breaks are kept.
    right
        Whether it is set to the right, as numbers are.
    column
        What its column is called.
    heads
        Whether it says what its row is about.
    rows
        How many rows it speaks for.
    """

    text: str
    right: bool
    column: str = ""
    heads: bool = False
    rows: int = 1


@dataclass(frozen=True)
class Grid:
    """A table of texts.

    Parameters
    ----------
    title
        What it shows.
    heads
        What columns are called; empty where none has a name.
    rows
        Cells by row; those that a cell above speaks for are left out.
    columns
        How many there are.
    note
        What stands below it.
    """

    title: str
    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    columns: int
    note: str

    @classmethod
    def of(cls, table: Table) -> Grid:
        """Return a table of the terminal.

        Its first column that is set to the left says what a row is about; where it is empty, that is what the row above
        is about.
        """
        columns = [column for column in table.columns if _tells(column)]
        texts = [[_text(cell) for cell in column.cells] for column in columns]
        right = [column.justify == "right" for column in columns]
        heads = tuple(Cell(_text(column.header), column.justify == "right") for column in columns)
        about = right.index(False) if False in right else 0
        rows = []
        for number in range(table.row_count):
            row = []
            for place, column in enumerate(texts):
                if place != about:
                    row.append(Cell(column[number], right[place], heads[place].text))
                elif column[number] or number == 0:
                    row.append(Cell(column[number], right[place], heads[place].text, True, _rows(column, number)))
            rows.append(tuple(row))
        named = any(head.text for head in heads)
        return cls(_text(table.title), heads if named else (), tuple(rows), len(columns), _text(table.caption))


def _text(said: object) -> str:
    return "" if said is None else str(said)


def _tells(column: Column) -> bool:
    """Tell whether there is anything but bars in a column."""
    return any(_text(cell).strip(BAR) for cell in column.cells)


def _rows(texts: list[str], number: int) -> int:
    """Return for how many rows the text of one speaks: its own and the empty ones below."""
    below = texts[number + 1 :]
    return 1 + next((place for place, text in enumerate(below) if text), len(below))
