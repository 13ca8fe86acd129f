"""What is certain about dates of which only the year or the month may be known.

A rule fires only where every day that the dates permit would break it. Whatever is asked of a date
that is not known is answered with no.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from osteon.dictionary import Missing, PartialDate
from osteon.quality.chart import Row

_parse = lru_cache(maxsize=65_536)(PartialDate.parse)
STILL_RUNNING = frozenset({None, Missing.NA.value})
"""Reasons for an absent last day that say there has been none yet."""


@lru_cache(maxsize=65_536)
def _exact(day: date) -> PartialDate:
    return PartialDate(day.isoformat(), day, day)


def date_of(row: Row | None, field: str) -> PartialDate | None:
    """Return the date under a field, nothing where it is not known."""
    value = None if row is None else row.get(field)
    if value is None:
        return None
    if isinstance(value, str):
        return _parse(value)
    return _exact(value.date() if isinstance(value, datetime) else value)


def is_before(a: PartialDate | None, b: PartialDate | None) -> bool:
    """Return whether a certainly lies before b."""
    return a is not None and b is not None and a.hi < b.lo


def is_by(a: PartialDate | None, b: PartialDate | None) -> bool:
    """Return whether a certainly lies before b or on the same day."""
    return a is not None and b is not None and a.hi <= b.lo


def least_days(a: PartialDate, b: PartialDate) -> int:
    """Return the least number of days that may lie from a to b."""
    return (b.lo - a.hi).days


def most_days(a: PartialDate, b: PartialDate) -> int:
    """Return the greatest number of days that may lie from a to b."""
    return (b.hi - a.lo).days


def is_within(day: PartialDate | None, first: date, last: date) -> bool:
    """Return whether a date certainly lies between two days, both included."""
    return day is not None and first <= day.lo and day.hi <= last


def may_be_within(day: PartialDate | None, first: date, last: date) -> bool:
    """Return whether a date may lie between two days; one that is not known may."""
    return day is None or (day.lo <= last and day.hi >= first)


def add_days(day: date, days: float) -> date:
    """Return the day that many days later."""
    return day + timedelta(days=int(days))


def add_months(day: date, months: float) -> date:
    """Return the same day of a later month, the last one where that month is shorter."""
    count = day.year * 12 + day.month - 1 + int(months)
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Span:
    """A time with a first and a last day, either of which may not be known.

    Parameters
    ----------
    start, stop : PartialDate or None
        The first and the last day.
    is_running : bool
        Whether there has been no last day yet.
    """

    start: PartialDate | None
    stop: PartialDate | None
    is_running: bool = False

    def may_touch(self, first: date, last: date) -> bool:
        """Return whether it may have a day in common with those from first to last."""
        begins = self.start is None or self.start.lo <= last
        return begins and (self.stop is None or self.stop.hi >= first)

    def overlaps(self, other: "Span") -> bool:
        """Return whether both certainly ran for more than a day at the same time."""
        if self.start is None or other.start is None:
            return False
        begin = max(self.start.hi, other.start.hi)
        return self.runs_beyond(begin) and other.runs_beyond(begin)

    def runs_beyond(self, day: date) -> bool:
        """Return whether it certainly ends after a day, if it has an end at all."""
        return self.is_running or (self.stop is not None and self.stop.lo > day)


def span_of(row: Row, start: str, stop: str) -> Span:
    """Return the time between two fields; it runs where its end is absent without being unknown."""
    end = date_of(row, stop)
    is_running = end is None and row.get(f"{stop}_null") in STILL_RUNNING
    return Span(date_of(row, start), end, is_running)


Dated = tuple[PartialDate, Row]


def consecutive(rows: Iterable[tuple[PartialDate | None, Row]]) -> Iterator[tuple[Dated, Dated]]:
    """Yield the pairs of rows that certainly follow each other with none of the rows between.

    Nothing is certain where the date of one of the rows is not known.
    """
    dated = list(rows)
    known = [(day, row) for day, row in dated if day is not None]
    if len(known) < len(dated):
        return
    known.sort(key=lambda item: (item[0].lo, item[0].hi, item[1]["id"]))
    latest_before = date.min
    for place, (earlier, later) in enumerate(pairwise(known)):
        following = known[place + 2][0].lo if place + 2 < len(known) else date.max
        is_certain = latest_before <= earlier[0].lo and later[0].hi <= following
        if is_certain and earlier[0].hi < later[0].lo:
            yield earlier, later
        latest_before = max(latest_before, earlier[0].hi)
