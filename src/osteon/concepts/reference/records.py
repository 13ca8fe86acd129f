"""Rows of one patient as plain Python sees them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

Row = Mapping[str, Any]
Records = Mapping[str, Sequence[Row]]
Switches = Mapping[str, Any]

EPOCH = date(1970, 1, 1)


def rows_of(records: Records, table: str) -> Sequence[Row]:
    """Return the rows of a table, none where it is absent."""
    return records.get(table, ())


def to_number(day: date) -> int:
    """Return a day as the number of days since 1970-01-01."""
    return (day - EPOCH).days


def day_of(row: Row, field: str, switches: Switches) -> int | None:
    """Return the day that a partial date stands for, by the rule of the study."""
    earliest, latest = row[f"{field}_lo"], row[f"{field}_hi"]
    if earliest is None or latest is None:
        return None
    first, last = to_number(earliest), to_number(latest)
    match switches["partial_dates"]:
        case "earliest":
            return first
        case "latest":
            return last
        case _:
            return first + (last - first) // 2


def earliest(days: Iterable[int | None]) -> int | None:
    """Return the earliest of the days that are known."""
    return min((day for day in days if day is not None), default=None)


def latest(days: Iterable[int | None]) -> int | None:
    """Return the latest of the days that are known."""
    return max((day for day in days if day is not None), default=None)


def accepted_certainties(switches: Switches) -> frozenset[str]:
    """Return the certainties that count as metastasis."""
    if switches["least_certainty"] == "definite":
        return frozenset({"definite"})
    return frozenset({"definite", "probable"})


def first_tumour(records: Records, switches: Switches) -> Row | None:
    """Return the tumour diagnosed first, undated ones last; of several, the one of the first id."""
    tumours = rows_of(records, "tumour")

    def order(row: Row) -> tuple[bool, int, str]:
        day = day_of(row, "dx_date", switches)
        return day is None, day or 0, row["id"]

    return min(tumours, key=order, default=None)


def diagnosis_day(records: Records, switches: Switches) -> int | None:
    """Return the day on which the first tumour was diagnosed."""
    tumour = first_tumour(records, switches)
    return None if tumour is None else day_of(tumour, "dx_date", switches)
