"""Readers of days, partial dates and moments."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from osteon.dictionary.field import FieldSpec
from osteon.dictionary.finding import UnreadableError
from osteon.dictionary.partial_date import PERMITTED, PartialDate, parse_interval
from osteon.dictionary.pattern import describe_value

_PERMITTED_DAY = "a day as in 2020-05-17"
_PERMITTED_MOMENT = "a local date and time without an offset, as in 2020-05-17T08:30:00"
_FIRST_YEAR = 1900
_LAST_YEAR = 2100
_PERMITTED_YEAR = f"a date from {_FIRST_YEAR} to {_LAST_YEAR}"
_SENTINEL = "1900-01-01"
_DAY_LENGTH = len(_SENTINEL)

_parse_interval = lru_cache(maxsize=65_536)(parse_interval)


def date_reader(field: FieldSpec) -> Callable[[object], date]:
    """Return the reader of an exact day."""
    check_plausible = _plausibility_checker(field)

    def read(value: object) -> date:
        text = _iso_text(value)
        interval = _parse_interval(text)
        if interval is None:
            raise UnreadableError.of(value, _PERMITTED_DAY)
        if len(text) < _DAY_LENGTH:
            raise UnreadableError("a date without its day", _PERMITTED_DAY)
        check_plausible(text, interval[0].year)
        return interval[0]

    return read


def partial_date_reader(field: FieldSpec) -> Callable[[object], str]:
    """Return the reader of a date of known precision."""
    check_plausible = _plausibility_checker(field)

    def read(value: object) -> str:
        text = _iso_text(value)
        interval = _parse_interval(text)
        if interval is None:
            raise UnreadableError.of(value, PERMITTED)
        check_plausible(text, interval[0].year)
        return text

    return read


def timestamp_reader(_: FieldSpec) -> Callable[[object], datetime]:
    """Return the reader of a moment in the centre's local time."""

    def read(value: object) -> datetime:
        moment = _parse_moment(value) if isinstance(value, str) else value
        if not isinstance(moment, datetime):
            raise UnreadableError(describe_value(value).found, _PERMITTED_MOMENT)
        if moment.tzinfo is not None:
            raise UnreadableError("a time with an offset", _PERMITTED_MOMENT)
        return moment

    return read


def _parse_moment(text: str) -> datetime | None:
    if len(text) <= _DAY_LENGTH:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _iso_text(value: object) -> str:
    """Return the text of a date, or text that is no date."""
    if isinstance(value, str):
        return value
    if isinstance(value, PartialDate):
        return value.text
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return ""


def _plausibility_checker(field: FieldSpec) -> Callable[[str, int], None]:
    hint = field.absence_hint

    def check(text: str, year: int) -> None:
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            found = f"a date outside the years {_FIRST_YEAR} to {_LAST_YEAR}"
            raise UnreadableError(found, _PERMITTED_YEAR, hint)
        if text == _SENTINEL:
            found = "the date that programs write for a missing one"
            raise UnreadableError(found, _PERMITTED_YEAR, hint)

    return check
