"""Cells of a source: what a file may hand over, and the word that stands for it in a mapping."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from osteon.errors import Problem


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell whose value the file does not give, such as a formula that was never computed.

    Parameters
    ----------
    word : str
        The text by which a mapping may name it, to give the reason for its absence.
    found, hint : str
        What a reader is told where the mapping does not name it.
    """

    word: str
    found: str
    hint: str = ""


Cell = str | int | float | Decimal | bool | date | datetime | Unreadable | None
"""A value as the file holds it; None where the file holds nothing."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of a source.

    Parameters
    ----------
    number : int
        Row of the spreadsheet, the header counted; for files without a header, of the data.
    cells : mapping of Cell
        By column.
    problems : tuple of Problem
        What makes the row unreadable, such as a cell too many.
    """

    number: int
    cells: Mapping[str, Cell]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A source as read: its columns in order, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[SourceRow, ...]


class CellError(Exception):
    """A cell that cannot become the value of a field; says so without its value."""

    def __init__(self, found: str, permitted: str, hint: str = "") -> None:
        super().__init__(found)
        self.found = found
        self.permitted = permitted
        self.hint = hint


def cell_of(value: object) -> Cell:
    """Return what a library read as a cell; a number that is none counts as nothing."""
    if isinstance(value, float):
        return None if math.isnan(value) else value
    if value is None or isinstance(value, str | bool | int | Decimal | date):
        return value
    return Unreadable(str(value), f"a value of type {type(value).__name__}")


def word_of(cell: Cell) -> str:
    """Return the text by which a mapping names a cell.

    Text without the blanks around it; a whole number without decimals; a date in ISO form, without
    its time where that is midnight; nothing for an empty cell.

    Examples
    --------
    >>> word_of(" yes "), word_of(2.0), word_of(date(2020, 5, 17)), word_of(None)
    ('yes', '2', '2020-05-17', '')
    """
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case float() | Decimal() if cell % 1 == 0:
            return str(int(cell))
        case date():
            return cell.isoformat().removesuffix("T00:00:00")
        case Unreadable():
            return cell.word
        case _:
            return str(cell).strip()
