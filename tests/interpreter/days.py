"""Dates as whole days since 1970-01-01, and the fields of a row as conditions see them."""

from datetime import date
from typing import Any

from interpreter.answers import Row
from osteon.dictionary import ENTITIES
from osteon.protocol import DateRule

EPOCH = date(1970, 1, 1)


def to_number(day: date) -> int:
    """Return a day as the number of days since 1970-01-01."""
    return (day - EPOCH).days


def field_of(row: Row, table: str, field: str, rule: DateRule) -> Any:
    """Return the value of a field; a date of any kind as a number of days."""
    kind = ENTITIES[table].field(field).kind
    if kind == "date":
        return None if row[field] is None else to_number(row[field])
    if kind == "partial_date":
        return _day_by_rule(row[f"{field}_lo"], row[f"{field}_hi"], rule)
    return row[field]


def _day_by_rule(earliest: date | None, latest: date | None, rule: DateRule) -> int | None:
    if earliest is None or latest is None:
        return None
    first, last = to_number(earliest), to_number(latest)
    if rule == "earliest":
        return first
    if rule == "latest":
        return last
    return first + (last - first) // 2
