"""What a record's value looks like, said without repeating it."""

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from numbers import Integral, Real
from typing import NamedTuple

_MAPPING = "or declare it in the mapping file"
_PARTIAL = "or shorter where the day is not known, as in 2020-05"


class Sighting(NamedTuple):
    """The type or pattern of a value, and what to do about it."""

    found: str
    hint: str = ""


class _Pattern(NamedTuple):
    expression: re.Pattern[str]
    found: str
    hint: str = ""


_DATES = (
    (re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"), "dd.mm.yyyy"),
    (re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"), "yyyy-mm-dd"),
    (re.compile(r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})"), "yyyy/mm/dd"),
    (re.compile(r"(?P<d>\d{1,2})-(?P<m>\d{1,2})-(?P<y>\d{4})"), "dd-mm-yyyy"),
)

_PATTERNS = (
    _Pattern(
        re.compile(r"(?:0?[1-9]|1[0-2])\.(?:19|20)\d{2}"),
        "a month in mm.yyyy pattern",
        f"Write the month as yyyy-mm, {_MAPPING}.",
    ),
    _Pattern(re.compile(r"\d{4}-(?:0?[1-9]|1[0-2])"), "a month in yyyy-mm pattern"),
    _Pattern(
        re.compile(r"\d{4}-\d{1,2}"),
        "a month that does not exist (yyyy-mm pattern)",
        "Look the month up, or give the year alone.",
    ),
    _Pattern(
        re.compile(r"\d{1,2}\.\d{1,2}\.\d{2}"),
        "a date whose year has two digits",
        f"Write the date as yyyy-mm-dd, {_MAPPING}.",
    ),
    _Pattern(
        re.compile(r"[+-]?\d+,\d+"),
        "a number with a decimal comma",
        f"Write a decimal point, {_MAPPING}.",
    ),
    _Pattern(
        re.compile(r"[+-]?\d{1,3}(?:([., ])\d{3})(?:\1\d{3})*(?:[.,]\d+)?"),
        "a number with separated thousands",
        "Write the number without separators.",
    ),
    _Pattern(re.compile(r"[+-]?\d+"), "a whole number"),
    _Pattern(re.compile(r"[+-]?(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?"), "a number with decimals"),
    _Pattern(
        re.compile(r"[<>≤≥=~]\s*\d.*"),
        "a number behind a comparison sign",
        "Keep the number alone; a laboratory value has BLQ or ALQ, with its limit.",
    ),
    _Pattern(
        re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}"),
        "a date with slashes, whose order of day and month is not certain",
        f"Write the date as yyyy-mm-dd, {_MAPPING}.",
    ),
    _Pattern(
        re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*"),
        "a date with a time",
        "Give the day alone.",
    ),
    _Pattern(
        re.compile(r"[+-]?\d+(?:[.,]\d+)?\s*[^\W\d_].*|[+-]?\d+(?:[.,]\d+)?\s*%"),
        "a number followed by text",
        "Keep the number alone and state its unit in a column of its own.",
    ),
)


def describe_value(value: object) -> Sighting:
    """Return the type or pattern of a value, never the value itself."""
    if isinstance(value, str):
        return _describe_text(value)
    for kind, describe in _DESCRIBED:
        if isinstance(value, kind):
            return describe(value)
    return Sighting(f"a value of type {type(value).__name__}")


def _describe_text(text: str) -> Sighting:
    trimmed = text.strip()
    for expression, name in _DATES:
        if match := expression.fullmatch(trimmed):
            return _describe_date(match, name)
    for pattern in _PATTERNS:
        if pattern.expression.fullmatch(trimmed):
            return Sighting(pattern.found, pattern.hint)
    unit = "character" if len(text) == 1 else "characters"
    return Sighting(f"text of {len(text)} {unit}")


def _describe_date(match: re.Match[str], name: str) -> Sighting:
    try:
        date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        hint = f"Look the date up and write it as yyyy-mm-dd, {_PARTIAL}."
        return Sighting(f"a date that does not exist ({name} pattern)", hint)
    return Sighting(f"a date in {name} pattern", f"Write the date as yyyy-mm-dd, {_MAPPING}.")


def _describe_real(number: object) -> Sighting:
    if isinstance(number, Real) and math.isfinite(number):
        return Sighting("a number with decimals")
    return Sighting("a number that is not finite", "Leave the field empty and state the reason.")


_DESCRIBED: tuple[tuple[type | tuple[type, ...], Callable[[object], Sighting]], ...] = (
    (bool, lambda _: Sighting("true or false")),
    (Integral, lambda _: Sighting("a whole number")),
    (Real, _describe_real),
    (datetime, lambda _: Sighting("a date with a time", "Give the day alone.")),
    (date, lambda _: Sighting("a date")),
    ((list, tuple, set), lambda _: Sighting("a list")),
)
