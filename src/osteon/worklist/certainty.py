"""Days that are known only in part, and questions that they answer with yes, no or perhaps."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Self

from osteon.quality import add_days, add_months

Answer = bool | None
"""Yes, no, or nothing where dates or missing values leave it open."""


class Days(NamedTuple):
    """A day that is one of those from first to last.

    Parameters
    ----------
    first, last : date
        The earliest and the latest day that it may be; `date.min` where nothing is known of it.
    """

    first: date
    last: date

    @property
    def is_known(self) -> bool:
        """Whether anything is known of the day."""
        return self.first != date.min

    def later(self, *, days: float = 0, months: float = 0) -> Self:
        """Return the day so many calendar months and days later, or earlier if negative."""
        return type(self)(*(_shift(day, days, months) for day in self))


def _shift(day: date, days: float, months: float) -> date:
    if day == date.min:
        return day
    return add_days(add_months(day, months) if months else day, days)


def earliest(days: Iterable[Days]) -> Days:
    """Return the earliest of several days; there has to be one."""
    known = list(days)
    return Days(min(day.first for day in known), min(day.last for day in known))


def latest(days: Iterable[Days]) -> Days:
    """Return the latest of several days; there has to be one."""
    known = list(days)
    return Days(max(day.first for day in known), max(day.last for day in known))


def is_from(day: Days, limit: Days) -> Answer:
    """Return whether a day is a certain other day or a later one."""
    if day.first >= limit.last:
        return True
    return False if day.last < limit.first else None


def is_after(day: Days, limit: Days) -> Answer:
    """Return whether a day is later than another."""
    return negate(is_from(limit, day))


def is_within(day: Days, first: Days, last: Days) -> Answer:
    """Return whether a day lies between two others, both included."""
    return all_of((is_from(day, first), is_from(last, day)))


def any_of(answers: Iterable[Answer]) -> Answer:
    """Return yes if one answer is yes, else perhaps if one is perhaps, else no."""
    given = set(answers)
    if True in given:
        return True
    return None if None in given else False


def all_of(answers: Iterable[Answer]) -> Answer:
    """Return no if one answer is no, else perhaps if one is perhaps, else yes."""
    return negate(any_of(map(negate, answers)))


def negate(answer: Answer) -> Answer:
    """Return yes for no, and perhaps for perhaps."""
    return None if answer is None else not answer


def agree(answers: Iterable[bool]) -> Answer:
    """Return what all answers say; perhaps where they differ or there is none."""
    given = set(answers)
    return given.pop() if len(given) == 1 else None
