"""Dates as people write them: explicit formats, and never more precision than was written."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache

from osteon.exchange.tabular.cells import Cell, CellError, word_of

ISO_FORMATS = ("%Y-%m-%d", "%Y-%m", "%Y")
_DIRECTIVES = {"%d": r"(?P<day>\d{1,2})", "%m": r"(?P<month>\d{1,2})", "%Y": r"(?P<year>\d{4})"}
PERMITTED_FORMAT = "%Y alone, with %m, or with %m and %d, each once, and other signs between them"


@lru_cache
def compile_format(text: str) -> re.Pattern[str] | None:
    """Return the pattern of a date format such as ``%d.%m.%Y``, or None where it is none."""
    parts = re.split(r"(%.)", text)
    directives = [part for part in parts if part.startswith("%")]
    if sorted(directives) not in (["%Y"], ["%Y", "%m"], ["%Y", "%d", "%m"]):
        return None
    return re.compile("".join(_DIRECTIVES.get(part, re.escape(part)) for part in parts), re.ASCII)


def parse_date(cell: Cell, formats: Sequence[str], *, drop_time: bool = False) -> str:
    """Return the ISO text of a date, as precise as it was written.

    Parameters
    ----------
    cell : Cell
        Not empty.
    formats : sequence of str
        As `compile_format` takes them; ISO dates where there are none.
    drop_time : bool
        Whether a time of day may be left out.

    Raises
    ------
    CellError
        The cell fits no format, fits two that mean different days, or is no day of the calendar.
    """
    if isinstance(cell, datetime):
        if cell.time() != time.min and not drop_time:
            hint = "Say `drop_time = true` where the time of day may be left out."
            raise CellError("a date with a time of day", "a date", hint)
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return _parse_text(word_of(cell), formats or ISO_FORMATS)


def _parse_text(text: str, formats: Sequence[str]) -> str:
    permitted = " or ".join(formats)
    patterns = [pattern for pattern in map(compile_format, formats) if pattern is not None]
    matches = [match for pattern in patterns if (match := pattern.fullmatch(text))]
    if not matches:
        raise CellError("a text or number that fits no date format", permitted)
    readings = {reading for match in matches if (reading := _read(match)) is not None}
    if not readings:
        raise CellError("a day that is not in the calendar", permitted)
    if len(readings) > 1:
        hint = "Keep only the format that the source uses."
        raise CellError("a date that two formats read as different days", "one reading", hint)
    return readings.pop()


def _read(match: re.Match[str]) -> str | None:
    numbers = {name: int(text) for name, text in match.groupdict().items()}
    try:
        day = date(numbers["year"], numbers.get("month", 1), numbers.get("day", 1))
    except ValueError:
        return None
    return day.isoformat()[: {1: 4, 2: 7, 3: 10}[len(numbers)]]
