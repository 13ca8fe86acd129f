"""From a cell to what the dictionary can check: words, numbers and dates in its own notation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from osteon.dictionary import FieldSpec, Missing
from osteon.exchange.tabular.cells import Cell, CellError, word_of
from osteon.exchange.tabular.date_formats import parse_date
from osteon.exchange.tabular.mapping import FieldEntry, SourceSettings

_NUMBER = re.compile(r"[+-]?\d+(?:(?P<sign>[.,])\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_LIMIT = re.compile(r"(?P<side>[<>])\s*(?P<number>[^<>\s].*)")
_SIDES = {"<": Missing.BLQ, ">": Missing.ALQ}


@dataclass(frozen=True, slots=True)
class Manner:
    """How the cells of a field are written.

    Parameters
    ----------
    decimal : str
        The decimal sign of numbers that are text.
    dates : sequence of str
        Formats of dates that are text; ISO where there are none.
    drop_time : bool
        Whether the time of day of a date may be left out.
    """

    decimal: str
    dates: Sequence[str]
    drop_time: bool


@dataclass(frozen=True, slots=True)
class Limit:
    """A value beyond quantification: the reason for its absence, and the limit as text."""

    reason: Missing
    number: str


def convert(cell: Cell, spec: FieldSpec, manner: Manner) -> object:
    """Return a cell that is not empty in the notation of the dictionary, which then checks it.

    Raises
    ------
    CellError
        The cell is not written in this manner.
    """
    match spec.kind:
        case "text" | "code" | "reference":
            return word_of(cell)
        case "integer" | "decimal":
            return convert_number(cell, manner.decimal)
        case "date" | "partial_date":
            return parse_date(cell, manner.dates, drop_time=manner.drop_time)
        case "boolean" | "timestamp":
            return cell


def convert_number(cell: Cell, decimal: str) -> object:
    """Return a number, or its text with a decimal point; other text as it is.

    Raises
    ------
    CellError
        The decimals stand behind another sign than the source's own.
    """
    if isinstance(cell, Decimal):
        return int(cell) if cell % 1 == 0 else float(cell)
    if not isinstance(cell, str):
        return cell
    text = word_of(cell)
    match = _NUMBER.fullmatch(text)
    if match is None or match["sign"] is None:
        return text
    if match["sign"] != decimal:
        found = f"a number with '{match['sign']}' before its decimals"
        raise CellError(found, f"a number with '{decimal}' there", "See `decimal` under [source].")
    return text.replace(",", ".")


def parse_number(cell: Cell, decimal: str) -> Decimal:
    """Return the number that a cell holds.

    Raises
    ------
    CellError
        It holds none, or one with another decimal sign.
    """
    number = convert_number(cell, decimal)
    if isinstance(number, bool) or not isinstance(number, int | float | str):
        raise CellError("a value that is no number", "a number")
    if isinstance(number, str) and _NUMBER.fullmatch(number) is None:
        raise CellError("a text that is no number", "a number")
    parsed = Decimal(str(number))
    if not parsed.is_finite():
        raise CellError("a number that is not finite", "a number")
    return parsed


def split_limit(cell: Cell) -> Limit | None:
    """Return the limit of quantification that a text such as ``<0.5`` states, or None."""
    match = _LIMIT.fullmatch(word_of(cell)) if isinstance(cell, str) else None
    return Limit(_SIDES[match["side"]], match["number"]) if match else None


def manner_of(entry: FieldEntry, settings: SourceSettings) -> Manner:
    """Return how the cells of an entry are written: as it says itself, else as the source is."""
    dates = settings.dates if entry.dates is None else entry.dates
    return Manner(settings.decimal, dates, entry.drop_time)
